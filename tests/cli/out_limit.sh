# limits of the system: a clear word, and the same line without them goes on
run='lockstep run -a ucb1 -e bernoulli -n 1000 -T 100 --log lin:100 -q'
$run -o want
same() { $run -o $1; cmp want/SHA256SUMS $1/SHA256SUMS; }
for files in 4 5 6 7 8 9 10 30; do
    (ulimit -n $files; $run -j 1 -o files$files; echo "$?")
    same files$files
done 2>&1 | sed -E 's/^lockstep: .*files[0-9]*\/.*: (Too many open files)/\1/' | sort | uniq | tr '\n' ' '; echo
# 64 threads want 512 MiB for their stacks: there will be fewer, or too little is left for their work
(ulimit -v 300000; $run -j 64 -o threads 2>err; [[ $? =~ [05] ]] || cat err)
same threads
