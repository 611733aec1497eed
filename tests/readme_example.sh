#!/bin/sh
# The algorithm and the environment in the README compile, are found, and do what they say.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$top/Makefile" "$top/src" "$top/envs" "$top/algorithms" "$top/tests" "$work"
cd "$work"
awk '/^```c$/ { on = 1; n++; next } /^```$/ { on = 0 } on { print > (n == 1 ? "algorithms/eps_first.c" : "envs/replacement.c") }' "$top/README.md"
grep -q 'ALGORITHM(eps_first)' algorithms/eps_first.c
grep -q 'ENVIRONMENT(replacement)' envs/replacement.c
make ISAS="scalar" OPT=-O1 all > log 2>&1 || { tail -20 log; exit 1; }
build/lockstep show eps-first | grep -q 'turns of exploration'
build/lockstep run -a eps-first,random -e bernoulli means=0.9/0.5 m=50 -n 64 -T 1000 --log 1000 > out.csv
# 50 turns at random cost 10 on average; then nearly nothing; random costs 200
awk -F, 'NR > 1 { r[$2] = $8 } END { exit !(r["eps-first"] > 8 && r["eps-first"] < 14 && r["random"] > 190 && r["random"] < 210) }' out.csv
build/lockstep show replacement | grep -q 'degrees of wear'
# one step: replacing a new machine costs 1, so chance costs a half; a machine that never wears is never replaced
build/lockstep run -a random -e replacement H=1 -n 64 -T 1000 --log 1000 -m regret | awk -F, 'NR > 1 { exit !($8 > 499.999 && $8 < 500.001) }'
build/lockstep run -a psrl,random -e replacement -n 64 -T 4000 --log 4000 -m regret > out.csv
awk -F, 'NR > 1 { r[$2] = $8 } END { exit !(r["psrl"] < 0.5 * r["random"]) }' out.csv
echo "1 passed, 0 failed"
