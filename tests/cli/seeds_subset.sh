# -n A..B gives these rows of the whole, whatever blocks they fall in
run='lockstep run -a ucb1,ts,eps-greedy,exp3 -e bernoulli means=0.9/0.8/0.7 -T 300 -q --rows seeds'
$run -n 200 >all.csv
for seeds in 0..0 7..9 63..64 60..140 199..199; do
    awk -F, -v from="${seeds%..*}" -v to="${seeds#*..}" 'NR == 1 || ($4 >= from && $4 <= to)' all.csv >want
    $run -n $seeds | cmp - want && echo $seeds
done
$run -n 0..199 | cmp - all.csv
$run -n 1000000..1000001 | cut -d, -f4 | sort -u
