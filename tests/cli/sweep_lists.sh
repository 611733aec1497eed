# lists multiply, the last key moves fastest; a swept key is a column, NaN where it does not apply
plan() { lockstep plan -n 16 -T 100 "$@" | cut -d, -f1-$fields; }
fields=5 plan -a ucb1,eps-greedy -e bernoulli c=1,2 gap=0.1,0.2
fields=5 plan -a ucb1,eps-greedy -e bernoulli ucb1.c=1,2 eps=0.1
fields=4 plan -a ucb1 -e bernoulli,gaussian bernoulli.gap=0.1,0.2
fields=4 plan -a ucb1 -e bernoulli means=0.9/0.8,0.9/0.6/0.5
fields=4 plan -a eps-greedy -e bernoulli schedule=constant,decaying
