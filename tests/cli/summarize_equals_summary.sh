# from the values of every seed the very bytes of summary.csv: up to 256 seeds with a bootstrap keyed by the run's seed, and above
for n in 20 300; do
    run="lockstep run -a ucb1,eps-greedy eps=0.1,0.2 -e bernoulli,gaussian -n $n -T 200 --log 10,100,200 -m regret,reward -s 7 -q"
    $run -o d$n
    lockstep summarize d$n | cmp - d$n/summary.csv
    lockstep summarize d$n/curves.csv --seed 7 | cmp - d$n/summary.csv
    lockstep summarize --seed 7 <d$n/curves.csv | cmp - d$n/summary.csv
    $run --rows seeds | lockstep summarize --seed 7 | cmp - d$n/summary.csv
    $run | cmp - d$n/summary.csv
done
# another seed moves the bootstrap of the interquartile mean and nothing else
lockstep summarize d20 --seed 8 >other.csv
cut -d, -f20,21 other.csv | cmp -s - <(cut -d, -f20,21 d20/summary.csv) && echo 'the same resamples'
cut -d, -f1-19,22- other.csv | cmp - <(cut -d, -f1-19,22- d20/summary.csv)
# replicates that diverged, or have no value yet, are counted and left out, as the run does
lockstep run -a gradient-bandit -e gaussian means=1/0 lr=1e300 scale=1e9,1 -n 64 -T 100 --log 1,100 -o nan -q
lockstep summarize nan | cmp - nan/summary.csv
lockstep run -a q -e frozenlake -n 20 -T 30 --log 3,30 -o late -q
lockstep summarize late | cmp - late/summary.csv
