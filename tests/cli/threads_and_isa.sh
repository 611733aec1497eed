# the same bytes with any number of threads and any instruction set that runs here
run='lockstep run -a ucb1,kl-ucb,ts,exp3 -e bernoulli means=0.9/0.8/0.8 -n 130 -T 300 --rows seeds'
$run -j 1 >want
for threads in 2 3 16; do $run -j $threads | cmp - want; done
for isa in $(lockstep version | sed -n 's/.*here: \(.*\); used.*/\1/p'); do $run --isa $isa | cmp - want; done
taskset 1 $run | cmp - want
(ulimit -u 0; $run -j 4 | cmp - want) 2>&1 | head -3
