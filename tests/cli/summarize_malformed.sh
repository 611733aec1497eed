run() { lockstep summarize "$@"; echo "$?"; }
lockstep run -a ucb1 -e bernoulli -n 20 -T 100 --log 10,100 -o d -q
printf 'algo,seed,x\na,0,0.5\n' >half.csv
run d/summary.csv
run d/points.csv
run missing.csv
run d/curves.csv d/finals.csv
run d --metric regrets
run d --ci bca
run half.csv --ci wilson
run half.csv --format xml
run half.csv --seed -1
run half.csv --ce t
mkdir empty; run empty
printf 'algo,seed,x\n' | run
printf 'algo,seed,x\na,0,1\na,0,2\n' | run
printf 'algo,seed,x\na,0,1' | run
run </dev/null
lockstep run -a ucb1 -e bernoulli -n 20 -T 100 -q | run
lockstep summarize d >/dev/full; echo "$?"
{ seq -s, -f k%g 4090; echo ,seed,x; seq -s, 4090; echo ,0,1; } | tr -d '\n' | sed 's/x1,/x\n1,/; s/$/\n/' | run
