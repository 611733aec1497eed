# the oracle has none, it never decreases, and random pays the mean gap each step: 0.15 T, inside its interval
lockstep run -a oracle,random,ucb1,ts,exp3 -e bernoulli means=0.9/0.8/0.7/0.7/0.8 -n 500 -T 2000 --rows seeds |
    awk -F, 'NR > 1 { if ($2 == "oracle" && $6 != 0) bad++; if ($5 > 1 && $6 < last) bad++; if ($5 == 1 && $6 < 0) bad++; last = $6 } END { print bad + 0 }'
lockstep run -a random -e bernoulli means=0.9/0.8/0.7/0.7/0.8 -n 2000 -T 2000 --log 2000 | awk -F, 'NR > 1 { print $11 < 240 && 240 < $12 }'
lockstep run -a random -e bernoulli means=0.9/0.8/0.7/0.7/0.8 -n 20 -T 2000 --log 2000 -m expected_regret |
    awk -F, 'NR > 1 { print ($9 - 240) ^ 2 < (1e-9 * 240) ^ 2, $10 < 1e-9 }'
