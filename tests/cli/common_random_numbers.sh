# --crn on: two curves of the same algorithm see the same noise and agree; off: each has its own
printf 'env = bernoulli\n[one]\nalgo = ucb1\n[two]\nalgo = ucb1\n' >twins.ini
for crn in on off; do
    lockstep run twins.ini -n 50 -T 500 --rows finals --crn $crn | awk -F, 'NR > 1 { v[$2] = v[$2] " " $7 } END { print v["one"] == v["two"] }'
done
