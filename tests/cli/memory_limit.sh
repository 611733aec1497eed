# a million replicates with 60 logged steps pass through 200 MiB; what the system refuses is said, not crashed
(ulimit -v 204800; lockstep run -a ucb1 -e bernoulli arms=2 -n 1M -T 60 --log lin:60 -j 1 >s.csv; echo "$?")
wc -l <s.csv
(ulimit -v 60000; lockstep run -a ucb1 -e bernoulli arms=2 -n 5M -T 2 --log 2 -j 1 >s.csv; echo "$?")
