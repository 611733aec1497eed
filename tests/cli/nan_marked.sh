# a diverging learner: its lane is marked and NaN from there on, the other lanes keep their bits, and the run says so
run() { lockstep run -a gradient-bandit -e gaussian means=1/0 lr=1e300 scale=7e7 -T 40 --log 1,2,5,10,40 --rows "$@"; }
run finals -n 64 >finals.csv
awk -F, 'NR > 1 { n[$5]++; bad += ($5 == "diverged") != ($7 == "NaN") || ($5 == "diverged") != ($10 != "NaN") || ($5 == "diverged" && $6 != $10) }
         END { print (n["ok"] > 0), (n["diverged"] > 0), n["ok"] + n["diverged"], bad + 0 }' finals.csv
run seeds -n 64 -q >all.csv
awk -F, 'NR == FNR { if ($5 == "diverged") died[$4] = $10; next }
         FNR > 1 { bad += ($4 in died && $5 >= died[$4]) != ($6 == "NaN") } END { print bad + 0 }' finals.csv all.csv
# alone in its block a replicate gives the same row
for seed in $(seq 0 63); do run seeds -n "$seed..$seed" -q | tail -n +2; done | diff - <(tail -n +2 all.csv) && echo alone
