for name in ucb2 klucb thompson UCB1 '' 'ucb1,' 'a b' "$(printf '\033[31m')"; do
    lockstep run -a "$name" -e bernoulli -n 16 -T 100
    echo "$?"
done
