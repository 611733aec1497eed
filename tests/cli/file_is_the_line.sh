# an experiment file and the same words on the line are the same run
printf 'env=bernoulli\r\nalgo = ucb1, ts\n means = 0.9/0.8\nseeds=20\nsteps = 1k\nmetrics = regret,reward\nseed=7' >e.ini
lockstep run e.ini >a.csv
lockstep run -e bernoulli -a ucb1,ts means=0.9/0.8 -n 20 -T 1000 -m regret,reward -s 7 | cmp - a.csv
lockstep run e.ini -s 8 | cmp -s - a.csv || echo other
