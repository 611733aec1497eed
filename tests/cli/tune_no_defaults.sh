# an algorithm that refuses its defaults here is judged alone
lockstep tune grid -a cusum-ucb -e bernoulli breaks=1,2 -T 4 --log 4 -n 12 --format csv | cut -d, -f1-6
