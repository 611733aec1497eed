# --dry-run prints what `plan` prints, and runs nothing
words='-a ucb1,ts -e bernoulli,gaussian means=0.9/0.8 ucb1.c=1,2 -n 1000000 -T 10M'
timeout 10 lockstep run $words --dry-run -o d >dry.csv
lockstep plan $words | cmp - dry.csv
cut -d, -f1-9 dry.csv
ls
