# csv, tsv, jsonl and json hold the same cells; NaN is null in JSON, which is one array
run='lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 c=1,2 -n 3 -T 100 --log 100 --rows finals -q'
$run --format tsv | tr '\t' , >tsv
$run | cmp - tsv
$run --format jsonl | sed -E "s/:[0-9.e-]+/:N/g"
lockstep plan -a ucb1 -e bernoulli -n 16 -T 100 --format jsonl | cut -d, -f1-6
$run --format json | sed -E '1d; $d; s/^ //; s/,$//' | cmp - <($run --format jsonl)
lockstep run -a ucb1 -e bernoulli -n 2 -T 10 --log 10 --rows seeds --format json -q
printf '[\n ' | cmp -n 3 - <(lockstep plan -a ucb1 -e bernoulli -n 16 -T 100 --format json)
