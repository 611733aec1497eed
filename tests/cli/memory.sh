# a million replicates with 60 logged steps pass through 200 MiB, and through a temporary file that leaves nothing behind
mkdir spill
(ulimit -v 1500000; TMPDIR=$PWD/spill lockstep run -a ucb1 -e bernoulli arms=2 -n 1000000 -T 60 --log lin:60 -j 2 >s.csv; echo "$?")
wc -l <s.csv
ls -A spill
TMPDIR=$PWD/missing lockstep run -a ucb1 -e bernoulli arms=2 -n 200000 -T 60 --log lin:60; echo "$?"
(ulimit -f 1000; TMPDIR=$PWD/spill lockstep run -a ucb1 -e bernoulli arms=2 -n 200000 -T 60 --log lin:60; echo "$?")
