# progress on stderr only where it was asked for, after half a second; the results do not change
run='lockstep run -a ucb1 -e bernoulli arms=10 -n 6400 -T 20k --log 20k -j 1'
$run --progress plain 2>err >a.csv
grep -Eq '^ *[0-9]+ %, [0-9]+ s left$' err && ! grep -Evq '^ *[0-9]+ %, [0-9]+ s left$' err; echo "$?"
$run >b.csv && cmp a.csv b.csv; echo "$?"
