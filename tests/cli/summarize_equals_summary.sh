# from the values of every seed the very bytes of summary.csv
for n in 20 300; do
    run="lockstep run -a ucb1,eps-greedy eps=0.1,0.2 -e bernoulli,gaussian -n $n -T 200 --log 10,100,200 -m regret,reward -s 7 -q"
    $run -o d$n
    lockstep summarize d$n | cmp - d$n/summary.csv
    lockstep summarize d$n/curves.csv | cmp - d$n/summary.csv
    lockstep summarize <d$n/curves.csv | cmp - d$n/summary.csv
    $run --rows seeds | lockstep summarize | cmp - d$n/summary.csv
    $run | cmp - d$n/summary.csv
done
# another seed moves the bootstrap-t and nothing else
lockstep summarize d20 --ci boot-t >a.csv
lockstep summarize d20 --ci boot-t --seed 8 >b.csv
cut -d, -f12,13 a.csv | cmp -s - <(cut -d, -f12,13 b.csv) && echo 'the same resamples'
cut -d, -f1-11,14- a.csv | cmp - <(cut -d, -f1-11,14- b.csv)
# replicates that diverged, or have no value yet, are counted and left out, as the run does
lockstep run -a gradient-bandit -e gaussian means=1/0 lr=1e300 scale=1e9,1 -n 64 -T 100 --log 1,100 -o nan -q
lockstep summarize nan | cmp - nan/summary.csv
lockstep run -a q -e frozenlake -n 20 -T 30 --log 3,30 -o late -q
lockstep summarize late | cmp - late/summary.csv
