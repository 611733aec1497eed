# one value a row; read again it is the same run; --at and --metric choose
lockstep run -a ucb1,eps-greedy eps=0.1,0.2 -e bernoulli,gaussian -n 12 -T 100 --log 10,100 -m regret,reward -o d -q
lockstep export d --melt >m.csv
head -2 m.csv
wc -l <m.csv
lockstep export d | cmp - m.csv
lockstep summarize m.csv | cmp - d/summary.csv
lockstep profile m.csv | cmp - <(lockstep profile d)
lockstep export m.csv | cmp - m.csv
lockstep export d --metric reward --at 10 | cmp - <(grep -E '^env|,10,reward,' m.csv)
# as JSON: numbers are numbers, what is missing is null
lockstep export d --format jsonl --metric regret --at 10 | head -1
lockstep export d --format json | sed -E '1d; $d; s/^ //; s/,$//' | cmp - <(lockstep export d --format jsonl)
lockstep export d --format tsv | tr '\t' , | cmp - m.csv
# a table of one's own, with a hole in it
printf 'algo,seed,step,x\na,0,1,5\na,1,2,6\n' | lockstep export --melt
