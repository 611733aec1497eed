# n and n_bad of the summary add up; with every replicate lost n is 0 and the statistics are NaN
lockstep run -a gradient-bandit -e gaussian means=1/0 lr=1e300 scale=1e9,7e7,1 -n 64 -T 100 --log 1,100 >s.csv
awk -F, 'NR > 1 { bad += $7 + $8 != 64; lost += $7 == 0; some += $8 > 0 && $8 < 64; none += $8 == 0
                  if ($7 == 0) bad += $9 != "NaN" || $12 != "NaN" || $15 != "NaN" || $20 != "NaN" || $23 != "NaN"
                  else bad += $9 == "NaN" || $15 == "NaN" }
         END { print bad + 0, lost, some, none }' s.csv
