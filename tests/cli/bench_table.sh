# columns, one row for each instance with its ratio; an algorithm without a twin is named
lockstep bench ucb1 -T 100 -n 64 --repeat 1 >b.csv
head -1 b.csv
awk -F, 'NR > 1 { bad += $7 * $9 < 0.999 * $8 || $7 * $9 > 1.001 * $8 } END { print (NR > 5), bad + 0 }' b.csv
lockstep bench oracle; echo "$?"
lockstep bench ucb2; echo "$?"
