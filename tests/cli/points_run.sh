# points from a file are what lists would have made, in every respect: rows, directory, resume, shards, verify
printf 'c,gap\n0.5,0.1\n0.5,0.2\n2,0.1\n2,0.2\n' >points.csv
words='-a ucb1 -e bernoulli -n 130 -T 300'
lockstep run $words c=0.5,2 gap=0.1,0.2 >lists
lockstep run $words --points points.csv | cmp - lists
lockstep run $words --points - <points.csv | cmp - lists
printf 'env = bernoulli\nalgo = ucb1\nseeds = 130\nsteps = 300\npoints = points.csv\n' >all.ini
lockstep run all.ini | cmp - lists
printf 'c\n0.5\n' >one.csv
printf 'env = bernoulli\nseeds = 130\nsteps = 300\npoints = one.csv\n[some]\nalgo = ucb1\n[claims]\nmore = regret at 300: some > 9\n' >one.ini
lockstep run one.ini -o d && lockstep check d --format csv | cut -d, -f2,10
lockstep run $words c=0.5,2 gap=0.1,0.2 -o a 2>/dev/null
for k in 0 1 2; do lockstep run $words --points points.csv -o b --shard $k/3 -q; done
lockstep merge b && cmp a/SHA256SUMS b/SHA256SUMS
lockstep run $words --points points.csv -o b
lockstep verify b --recompute 100 --against a
# the points of a directory are points again; what one curve has and another has not is NaN
lockstep run $words --points a/points.csv --rows finals | cut -d, -f11- | cmp - <(lockstep run $words --points points.csv --rows finals | cut -d, -f6-)
printf 'algo,env,ucb1.c,eps\nucb1,bernoulli,1,NaN\neps-greedy,gaussian,NaN,0.2\nts,bernoulli,NaN,NaN\n' >mixed.csv
lockstep plan --points mixed.csv | cut -d, -f1-5
# a row and a list multiply
lockstep plan -a ucb1 -e bernoulli --points points.csv arms=3,4 | cut -d, -f1-6 | tail -2
# other points are another plan
printf 'c,gap\n0.5,0.1\n' >points.csv
lockstep run $words --points points.csv -o b; echo $?
lockstep slurm $words --points - -o c; echo $?
