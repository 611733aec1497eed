# --dry-run prints what `plan` prints, and runs nothing
words='-a ucb1,ts -e bernoulli,gaussian means=0.9/0.8 c=1,2 -n 1000000 -T 1G'
timeout 10 lockstep run $words --dry-run -o d >dry.csv
lockstep plan $words | cmp - dry.csv
cut -d, -f1-8 dry.csv
ls
