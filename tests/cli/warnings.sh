# few seeds: a warning on stderr, none with -q
lockstep run -a ucb1 -e bernoulli -n 9 -T 10 --log 10 | wc -l
lockstep run -a ucb1 -e bernoulli -n 9 -T 10 --log 10 -q | wc -l
lockstep run -a ucb1 -e bernoulli -n 10 -T 10 --log 10 | wc -l
