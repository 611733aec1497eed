# one below the limits makes a plan
lockstep plan -a ucb1 -e bernoulli -n 2147483648 -T 4294967295 --yes-really --log 1
lockstep plan -a ucb1 -e bernoulli -n 0..2147483647 -T 1 -m regret,reward | tail -1
lockstep plan -a ucb1 -e bernoulli -n 1000000 -T 100M | tail -1
lockstep plan -a ucb1 -e bernoulli -n 1000000 -T 100000001 | tail -1
