# a million replicates with 60 logged steps pass through 200 MiB, and through a temporary file that leaves nothing behind
mkdir spill
run='lockstep run -a ucb1 -e bernoulli arms=2 -T 60 --log lin:60 -j 1'
(ulimit -v 204800; TMPDIR=$PWD/spill $run -n 1000000 >s.csv; echo "$?")
wc -l <s.csv
ls -A spill
TMPDIR=$PWD/missing $run -n 200000 >s.csv; echo "$?"
(ulimit -f 1000; TMPDIR=$PWD/spill $run -n 200000 >s.csv; echo "$?")
