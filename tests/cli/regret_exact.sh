# the oracle has none, it never decreases, and random pays the mean gap each step: 0.12 T, inside its interval
run() { lockstep run -e bernoulli means=0.9/0.8/0.7/0.7/0.8 -T 2000 "$@"; }
run -a oracle,random,ucb1,ts,exp3 -n 500 --rows seeds |
    awk -F, 'NR > 1 { bad += $2 == "oracle" && $6 != 0; bad += $5 > 1 && $6 < last; bad += $6 < 0; last = $6 } END { print bad + 0 }'
run -a random -n 2000 --log 2000 | awk -F, 'NR > 1 { print ($11 < 240 && 240 < $12) }'
run -a random -n 20 --log 2000 -m expected_regret | awk -F, 'NR > 1 { print (($8 - 240) ^ 2 < (1e-9 * 240) ^ 2), ($9 < 1e-9) }'
