# n and n_bad of the summary add up; with every replicate lost n is 0 and the statistics are NaN
lockstep run -a gradient-bandit,ucb1 -e gaussian means=1/0 lr=1e300 scale=1e300,1 -n 64 -T 100 --log 1,100 -q |
    awk -F, 'NR > 1 { bad += $7 + $8 != 64 } $7 == 0 { lost++; bad += $9 != "NaN" || $20 != "NaN" } END { print bad + 0, lost > 0 }'
