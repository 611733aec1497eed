# one below the limits makes a plan
lockstep plan -a ucb1 -e bernoulli -n 2147483648 -T 4294967295 --yes-really --log 1 | cut -d, -f1-8
lockstep plan -a ucb1 -e bernoulli -n 0..2147483647 -T 1 -m regret,reward | cut -d, -f1-8 | tail -1
lockstep plan -a ucb1 -e bernoulli -n 1000000 -T 100M | cut -d, -f1-8 | tail -1
lockstep plan -a ucb1 -e bernoulli -n 1000000 -T 100000001 | cut -d, -f1-8 | tail -1
