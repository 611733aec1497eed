# what would not fit is refused before it starts; a smaller limit of the system is met without a crash
lockstep run -a ucb1 -e bernoulli arms=2 -n 2G -T 2 --log 2 -j 1 >s.csv; echo "$?"
lockstep run -a ucb1 -e bernoulli arms=2 -n 1M -T 2 --log 2 -j 1 --max-mem 10M >s.csv; echo "$?"
(ulimit -v 60000; lockstep run -a ucb1 -e bernoulli arms=2 -n 5M -T 2 --log 2 -j 1 >s.csv; echo "$?")
