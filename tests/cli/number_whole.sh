# the same for whole numbers: -T
for text in 100 1e2 0.1k 100.0 100.5 1e-2 1k 2M 1G 4294967295 4294967296 1e18 -1 0 '' x 1e 0x64 +100 1,000; do
    lockstep plan -a ucb1 -e bernoulli -n 1 -T "$text" --log 1 >out 2>err
    printf '%-12s %s %s\n' "[$text]" $? "$(tail -n +2 out | cut -d, -f5)"
done
