# above twenty pairs permutations are sampled: keyed, the same every time, another seed another p near the first
lockstep run -q -a ucb1,ts -e bernoulli means=0.55/0.5 -n 60 -T 300 --log 300 --rows seeds >runs.csv
lockstep compare runs.csv --format csv | cut -d, -f16-17
lockstep compare runs.csv --format csv | cut -d, -f16-17
lockstep compare runs.csv --seed 1 --format csv | cut -d, -f16-17
