run() { lockstep profile "$@"; echo "$?"; }
{ echo env,algo,seed,step,regret; for i in 0 1 2 3 4 5 6 7 8 9; do for a in a b; do for e in e f; do echo $e,$a,$i,10,$i; done; done; done; } >s.csv
printf 'env,lo,hi\ne,0,1\n' >range.csv
printf 'env,lo,hi\ne,1,1\nf,0,1\n' >empty.csv
sed 's/regret/x/; s/,[0-9]$/,1/' s.csv >constant.csv
run missing.csv
run s.csv --what means
run s.csv --metric regrets
run s.csv --at 20
run s.csv --at last
run s.csv --task envs
run s.csv --normalize range.csv
run s.csv --normalize empty.csv
run s.csv --normalize z-score
printf 'env,lo,hi\ne,0,1e-300\nf,0,1\n' >small.csv; run s.csv --normalize small.csv
run s.csv --lo a
run s.csv --lo a --hi c
run s.csv --lo a --hi b
run s.csv --lo a --hi b --normalize minmax
run s.csv --better smaller
run s.csv --gamma one
run s.csv --resamples 10
run s.csv --what profile --taus lin:0:1
run s.csv --what profile --taus 1,0
run s.csv --what profile --taus 0,,1
run s.csv --what profile --taus ''
run s.csv --taus 0,1
run s.csv --what improvement --gamma 2
run s.csv --format plot
run s.csv --format xml
run constant.csv --better higher
grep -v ,b, s.csv >alone.csv; run alone.csv --what improvement
lockstep run -a ucb1 -e bernoulli -n 2 -T 10 -q | run
run </dev/null
lockstep profile s.csv >/dev/full; echo "$?"
