# the same bytes on stdout and in the files, whatever the threads
words='-a q,sarsa -e cliff,windy alpha=lu:0.01:1 eps=c:0.02,0.1,0.3 --sample 13 -T 800 -n 70 --test-seeds 65 -q'
for how in random sobol 'halving --eta 2'; do
    for j in 1 2 7; do
        lockstep tune $how $words -j $j -o "$j" --format json >$j.json
        lockstep tune $how $words -j $j >$j.txt
    done
    for j in 2 7; do
        diff -r 1 $j && cmp 1.json $j.json && cmp 1.txt $j.txt
    done
done
for j in 1 2 7; do
    lockstep tune grid -a q -e cliff alpha=0.1,0.5 eps=0.1,0.3 -T 800 --auc -q -j $j >$j.txt
    printf 'alpha,eps\n0.1,0.3\n0.5,NaN\n' | lockstep tune --points - -a q -e cliff -T 800 -q -j $j >>$j.txt
done
cmp 1.txt 2.txt && cmp 1.txt 7.txt
ls 1; wc -l <1/tune.csv; wc -l <7.txt
