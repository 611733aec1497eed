for name in bernouli gausian warehouse '' bernoulli,,poisson; do
    lockstep run -a ucb1 -e "$name" -n 16 -T 100
    echo "$?"
done
lockstep run -a ucb1
lockstep run -e bernoulli
