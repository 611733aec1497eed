# out of memory is said, not crashed
(ulimit -v 60000; lockstep run -a ucb1 -e bernoulli arms=2 -n 5000000 -T 2 --log 2 -j 1 >s.csv; echo "$?")
