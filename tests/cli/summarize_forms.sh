# --metric, tsv, jsonl and json hold the same cells
lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 20 -T 100 --log 10,100 -m regret,reward -o d -q
lockstep summarize d --metric reward >reward.csv
grep -E 'metric|,reward,' d/summary.csv | cmp - reward.csv
lockstep summarize d --format csv | cmp - d/summary.csv
lockstep summarize d --format tsv | tr '\t' , | cmp - d/summary.csv
lockstep summarize d --format jsonl | sed -E 's/"[a-z0-9_]+":"?([^",}]+)"?/\1/g; s/[{}]//g' | cmp - <(tail -n +2 d/summary.csv)
lockstep summarize d --format json | sed -E '1d; $d; s/^ //; s/,$//' | cmp - <(lockstep summarize d --format jsonl)
# finals: each final number a metric, at step 0; a table of one's own: what has no name is NaN
lockstep summarize d/finals.csv | cut -d, -f1-6,8 | head -3
printf 'value,metric,seed,lr\n1,score,0,0.1\n3,score,1,0.1\n4,score,0,0.2\nNaN,score,1,0.2\n' | lockstep summarize | cut -d, -f1-10
# names that a CSV has to quote, and JSON to escape
printf '%s\n' 'algo,seed,x' '"a,b",0,1' '"a,b",1,2' '"say ""hi""",0,3' >odd.csv
lockstep summarize odd.csv | cut -d, -f1-6,8
lockstep summarize odd.csv --format jsonl | cut -c1-50
