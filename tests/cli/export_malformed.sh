run() { lockstep export "$@"; echo "$?"; }
printf 'algo,seed,step,x\na,0,1,5\n' >s.csv
printf 'algo,seed,x\nseed,0,1\n' >seed.csv
run missing.csv
run s.csv --melt --wide
run s.csv --melt --task env
run s.csv --sqlite --metric x
run s.csv s.csv
run s.csv --wide --metric y
run s.csv --at 2
run s.csv --wide --at 2
run s.csv --format table
run seed.csv --wide
run </dev/null
lockstep run -a ucb1 -e bernoulli -n 2 -T 10 -q | run --wide
mkdir d && cp s.csv d/curves.csv && run d --sqlite >out; cat out
lockstep export s.csv >/dev/full; echo "$?"
lockstep run -a ucb1 -e bernoulli -n 999 -T 100 --rows seeds -q | lockstep export | head -1
