run() { lockstep run -a ucb1 -e bernoulli -n 16 -T 100 "$@"; echo "$?"; }
run -n 0
run -n -5
run -n 1.5
run -n 5..3
run -n 5..
run -n ..5
run -n 0..2147483649
run -T 0
run -s -1
run -s 281474976710656
run -j 0
run --log 10,10
run --log 10,200
run --log 0,10
run --log log:0
run --log ''
run -m ''
run -m regret,regret
run -m regrets
run --rows all
run --format xml
run --crn maybe
run --on-nan ignore
run --isa v9
run --progress loud
run --zip
run --max-mem 1
