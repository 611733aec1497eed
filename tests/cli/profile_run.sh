# a run directory, its curves, a pipe: the same bytes; one task is what summarize says
run='lockstep run -a ucb1,kl-ucb,ts -e bernoulli,gaussian -n 20 -T 500 --log 50,500 -m regret,reward -q'
$run -o d
lockstep profile d >a
lockstep profile d/curves.csv | cmp - a
$run --rows seeds | lockstep profile | cmp - a
lockstep profile d | cmp - a
head -4 a | cut -c1-70
# finals know which way is better as well: the last values once more
lockstep profile d/finals.csv --metric regret_final --format csv | cmp - <(lockstep profile d --format csv)
# rows in another order, another algorithm beside: the same values and the same intervals
{ head -1 d/curves.csv; tail -n +2 d/curves.csv | sort -t, -k4nr -k5n; } >mixed.csv
lockstep profile d --normalize none --format csv >none.csv
lockstep profile mixed.csv --normalize none --format csv | sort | cmp - <(sort none.csv)
grep -v ,ts, d/curves.csv | lockstep profile --normalize none --format csv | cmp - <(grep -v ^ts none.csv)
# another seed: other limits, the same values
lockstep profile d --normalize none --seed 1 --format csv >other.csv
cut -d, -f1-3 other.csv | cmp - <(cut -d, -f1-3 none.csv)
cut -d, -f4 other.csv | cmp -s - <(cut -d, -f4 none.csv) && echo 'the same resamples'
# one task: mean and iqm are summarize's
grep -E 'metric|^bernoulli,' d/summary.csv | awk -F, '$5 == "metric" || $5 == "regret" && $4 == 500 { print $2, $8, $18 }' | tail -n +2 >plain
grep -E 'seed|^bernoulli,' d/curves.csv | lockstep profile --normalize none --format csv |
    awk -F, '$2 == "mean" { m[$1] = $3 } $2 == "iqm" { print $1, m[$1], $3 }' >one
paste -d' ' plain one | awk '{ for (i = 2; i <= 3; i++) { d = $i / $(i + 3) - 1; bad += $1 != $4 || d > 1e-14 || d < -1e-14 } } END { print NR, bad + 0 }'
# an earlier step
lockstep profile d --at 50 | head -1
# few runs, runs that diverged
lockstep run -a ucb1,ts -e bernoulli -n 3 -T 100 --log 100 --rows seeds -q | lockstep profile --what improvement --format csv | wc -l
lockstep run -a gradient-bandit,ucb1 lr=1e300 -e gaussian means=1/0 scale=7e7 -n 64 -T 100 --log 100 --rows seeds -q | lockstep profile --format csv | cut -d, -f1-2,6-8
