#!/bin/bash
# A few commands under valgrind: no invalid access, no use of what was never set, nothing lost.
#     tests/valgrind.sh BUILD
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
lockstep=$1/lockstep passed=0 failed=0
check() {
    valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect "$lockstep" "$@" >"$dir/out" 2>"$dir/err" </dev/null
    if [ $? = 99 ]; then ((++failed)); echo "$*"; cat "$dir/err"; else ((++passed)); fi
}
printf 'a,b\n0.1,0.9\n0.2,0.8\n' >"$dir/log.csv"
printf 'env = bernoulli\nalgo = ucb1\nsteps = 100\nseeds = 10\nlog = 100\n[a]\nmeans = 0.9/0.8\n[claims]\nx = regret at 100: a < 30\n' >"$dir/e.ini"
small='-n 12 -T 150 --log log:5 -j 2'
for env in $("$lockstep" list envs | awk '{ print $1 }'); do
    fits=$("$lockstep" show "$env" | sed -n 's/^algorithms that fit: //p')
    check run $small -e "$env" -a "${fits// /,}" $([ "$env" = replay ] && echo "file=$dir/log.csv")
done
check run $small -e bernoulli -a ucb1 c=1,2 -o "$dir/run"
check run $small -e bernoulli -a ucb1 c=1,2 -o "$dir/half" --shard 0/2
check status "$dir/half" --json
check merge "$dir/half" --partial
check verify "$dir/half"
check run $small -e bernoulli -a ucb1 c=1,2 -o "$dir/half"
check verify "$dir/half" --against "$dir/run"
check run $small -e bernoulli -a ucb1 c=1,2 --rows seeds
check plot "$dir/run/curves.csv" --x c --gnuplot
check plot "$dir/run" --facet c --svg
check plot "$dir/run" --facet c --ascii
check report "$dir/run" "$dir/half"
check run $small -e gaussian -a gradient-bandit means=1/0 lr=1e300 scale=7e7 -T 40
check run $small -e bernoulli -a ucb1 means=@"$dir/log.csv":b
check run $small -e bernoulli -a ucb1 means=@"$dir/log.csv":c
check run $small -e bernoulli -a ucb3
check plan -e bernoulli -a ucb1 top=u:0.5:0.9 --sample 5
check run "$dir/e.ini" -o "$dir/claims"
check repro "$dir/e.ini"
check check "$dir/claims"
check plot "$dir/run" --ascii
check plot "$dir/run" --svg
check list
check list --format json
check show ucb1 bernoulli
check show ucb1 --format json
check version
echo "$passed passed, $failed failed"
((failed == 0))
