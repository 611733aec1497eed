# random values: drawn from the master seed, inside their range, the same for ever
lockstep plan -a eps-greedy -e bernoulli eps=lu:1e-4:1e-1 gap=u:0.1:0.3 arms=c:2,5 --sample 200 >p.csv
awk -F, 'NR > 1 { n++; bad += $4 < 1e-4 || $4 > 0.1 || $6 < 0.1 || $6 > 0.3 || ($5 != 2 && $5 != 5); small += $4 < 3.2e-3; two += $5 == 2 }
         END { print n, bad, (small > 70 && small < 130), (two > 70 && two < 130) }' p.csv
lockstep plan -a eps-greedy -e bernoulli eps=lu:1e-4:1e-1 gap=u:0.1:0.3 arms=c:2,5 --sample 200 | cmp - p.csv
lockstep plan -a eps-greedy -e bernoulli eps=lu:1e-4:1e-1 gap=u:0.1:0.3 arms=c:2,5 --sample 200 -s 1 | cmp -s - p.csv || echo other
lockstep plan -a eps-greedy -e bernoulli eps=om:1e-3:1e-1 --sample 3 | awk -F, 'NR > 1 { print ($4 > 0.9 && $4 < 0.999) }'
lockstep plan -a eps-greedy -e bernoulli eps=u:0:1; echo "$?"
lockstep plan -a eps-greedy -e bernoulli eps=u:1:0 --sample 3; echo "$?"
lockstep plan -a eps-greedy -e bernoulli eps=lu:0:1 --sample 3; echo "$?"
