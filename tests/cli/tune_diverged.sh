# a parameter that loses seeds does not win by those that are left (their regret is lower: 17.2 against 18.5)
lockstep tune grid -a gradient-bandit -e gaussian means=1/0 lr=1e300,0.2 scale=7e7 -T 40 --format json | grep -o '"point":[01],"lr":[^,]*,"r[^}]*n_bad":[0-9]*'
# nothing to tell: no episode has ended
lockstep tune grid -a q -e cliff -T 20 alpha=0.1,0.2 --log 20 --format csv
# one seed has no interval
lockstep tune grid -a ucb1 -e bernoulli c=1,3 -n 1 --test-seeds 1 -T 100 --format csv
