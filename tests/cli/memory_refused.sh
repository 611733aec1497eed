# what would not fit is refused before it starts
lockstep run -a ucb1 -e bernoulli arms=2 -n 2G -T 2 --log 2 -j 1; echo "$?"
lockstep run -a ucb1 -e bernoulli arms=2 -n 1M -T 2 --log 2 -j 1 --max-mem 10M; echo "$?"
lockstep run -a ucb1 -e bernoulli arms=2 -n 1M -T 2 --log 2 -j 1 --max-mem 10M -o d; echo "$?"; ls d 2>/dev/null || echo 'no directory'
