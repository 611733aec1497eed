# the value, the range, and what the key is
run() { lockstep run -a "$1" -e bernoulli -n 16 -T 100 "${@:2}"; echo "$?"; }
run ucb1 c=-1
run ucb1 means=0.9/1.5
run ucb1 means=0.9/x
run ucb1 means=0.9
run ucb1 arms=1
run ucb1 arms=2.5
run ucb1 draw=maybe
run ucb1 draw=yse
run ucb1 draw=yes lo=0.9 hi=0.1
run ucb1 draw=yes means=0.9/0.8
run ucb1 top=0.05
run eps-greedy eps=1.0001
run eps-greedy eps=0.1,2
run gradient-bandit baseline=0
