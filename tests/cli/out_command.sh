# a run directory knows what was asked for, whoever makes its tables, and not where things lie
fact() { sed -n 's/^ "\('"$2"'\)": "\(.*\)",\{0,1\}$/\2/p' "$1/manifest.json"; }
printf '# How bold?\nenv = bernoulli\nalgo = ucb1\nmeans = 0.9/0.8\n' >e.ini
printf 'p\n0.9\n0.8\n' >arms.csv
lockstep run "$PWD/e.ini" c=0.1,1 "means=@$PWD/arms.csv:p" -n 70 -T 100 --log 10,100 -q -j 1 -o d
fact d command; fact d title
for k in 0 1; do lockstep run e.ini -n 130 -T 10 -q --shard $k/2 -o s; fact s title; done
lockstep merge s && fact s command && fact s title
# the line makes the plan again
lockstep run e.ini c=0.1,1 means=@arms.csv:p -n 70 -T 100 --log 10,100 -q -o again && cmp d/plan.json again/plan.json && cmp d/SHA256SUMS again/SHA256SUMS && echo the same
lockstep run -a ucb1 -e bernoulli means='0.9 0.8' -n 2 -T 10 -q -o q && fact q command; fact q title
mkdir -p x/experiments && cp e.ini x/experiments/bold.ini && (cd x && lockstep repro bold -o ../r -q 2>&1 | cut -d: -f1-2)
printf '[claims]\ns = regret at 10: ucb1 < 9\n' >>x/experiments/bold.ini
(cd x && lockstep repro bold -n 20 -T 10 --quick -q -o ../r >out) && fact r command
