# many values of one point go through a temporary file that leaves nothing behind and may not have room
mkdir spill
run='lockstep run -a ucb1 -e bernoulli arms=2 -n 200000 -T 60 --log lin:60 -j 2'
TMPDIR=$PWD/spill $run >s.csv; echo "$?"
ls -A spill
$run --rows seeds | awk -F, 'NR > 1 && $5 == 60 { n++; sum += $6 } END { printf "%.9g\n", sum / n }' >mean
tail -1 s.csv | awk -F, '{ printf "%.9g\n", $8 }' | cmp - mean
TMPDIR=$PWD/missing $run >s.csv; echo "$?"
(ulimit -f 1000; TMPDIR=$PWD/spill $run >s.csv; echo "$?")
