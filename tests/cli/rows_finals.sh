# the last value, the mean over steps and the best; regret 0 0.1 .. so that they can be worked out
lockstep run -a explore-then-commit -e bernoulli means=0.9/0.8 m=2 -n 3 -T 4 --log 1,2,3,4 -m regret,reward,optimal --rows finals -q >f.csv
lockstep run -a explore-then-commit -e bernoulli means=0.9/0.8 m=2 -n 3 -T 4 --log 1,2,3,4 -m regret,reward,optimal --rows seeds -q >s.csv
head -1 f.csv
cut -d, -f1-6,16 f.csv | tail -n +2
awk -F, 'NR == FNR { if (FNR > 1) { n = $4; last[n] = $6; sum[n] += $6 / 4; top[n] = top[n] > $7 ? top[n] : $7 } next }
    FNR > 1 { bad += last[$4] != $7 || (sum[$4] - $8) ^ 2 > 1e-24 || $9 != 0 || top[$4] != $12 } END { print bad + 0 }' s.csv f.csv
