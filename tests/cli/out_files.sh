# a run directory: the tables as on stdout, hashes that hold, facts that tell nothing about the user; the same line again
run='lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 c=1,2 -n 100 -T 1000 -m regret,reward'
$run -o d
ls -A d
(cd d && sha256sum -c SHA256SUMS)
$run | cmp - d/summary.csv
$run --rows seeds | cmp - d/curves.csv
$run --rows finals | cmp - d/finals.csv
cp -r d first
$run -o d/ -j 1
for file in summary.csv curves.csv finals.csv points.csv plan.json SHA256SUMS; do cmp d/$file first/$file; done
grep -rlE "$PWD|$HOME/|/tmp|/work" d
grep -oE '"[a-z_]+":' d/manifest.json | tr -d '\n'; echo
[ "$(sed -n 's/.*"plan_id": "\(.*\)".*/\1/p' d/manifest.json)" = "$(sha256sum <d/plan.json | cut -d' ' -f1)" ] && echo plan_id
head -1 d/timing.csv
