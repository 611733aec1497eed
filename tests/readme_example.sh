#!/bin/sh
# The algorithm in the README compiles, is found, keeps the contract's first law, and runs.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$top/Makefile" "$top/src" "$top/envs" "$top/algorithms" "$top/tests" "$work"
cd "$work"
awk '/^```c$/ { on = 1; next } /^```$/ { on = 0 } on' "$top/README.md" > algorithms/eps_first.c
grep -q 'ALGORITHM(eps_first)' algorithms/eps_first.c
make ISAS="scalar" OPT=-O1 all > log 2>&1 || { tail -20 log; exit 1; }
build/lockstep show eps-first | grep -q 'turns of exploration'
build/lockstep run -a eps-first,random -e bernoulli means=0.9/0.5 m=50 -n 64 -T 1000 --log 1000 > out.csv
# 50 turns at random cost 10 on average; then nearly nothing; random costs 200
awk -F, 'NR > 1 { r[$2] = $8 } END { exit !(r["eps-first"] > 8 && r["eps-first"] < 14 && r["random"] > 190 && r["random"] < 210) }' out.csv
echo "1 passed, 0 failed"
