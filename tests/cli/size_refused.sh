# refused before anything starts, with the estimate where there is one
run() { timeout 10 lockstep run -a ucb1 -e bernoulli "$@"; echo "$?"; }
run -T 1e18
run -n 4e9
run -T 99999999999999999999
run arms=1e9
run -n 2G -T 4G
run -n 1M -T 1G
run -n 2G -T 10k --log lin:10000
run arms=100000 --max-mem 1M
run top=lin:0.2:0.9:1000 gap=lin:0:0.2:1000 c=1,2
run top=lin:0.2:0.9:1000000
