#!/bin/bash
# Run directories survive: whatever kills a run, the same line typed again goes on, and ends in the bytes of an undisturbed run.
# First SIGKILL at random times, in five layouts, until there were RUNS runs and KILLS kills; then SIGKILL at the entry of one
# system call after another that changes a file.
#     tests/torture.sh BUILD [RUNS [KILLS]]
lockstep=$(cd "$1" && pwd)/lockstep runs=${2-10} kills=${3-60}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit
passed=0 failed=0 killed=0 torn=0 scraps=0
check() { if [ "$2" = "$3" ]; then ((++passed)); else ((++failed)); echo "$1: $2 instead of $3"; tail -5 err; fi; }
now() { echo "${EPOCHREALTIME/[.,]/}"; }

# two plans: many short units, and few long ones with checkpoints; an undisturbed run of each, and the microseconds it took
line_short=("$lockstep" run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 12800 -T 400 --log 100,400)
line_long=("$lockstep" run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 140 -T 100k --log 20k,100k --checkpoint 0.05)
for plan in short long; do
    declare -n line=line_$plan took=took_$plan
    took=$(now)
    "${line[@]}" -j 1 -o "want_$plan" || exit
    took=$(($(now) - took))
done

# a command that dies within a tenth of that time, or somewhat later the more often it died: 0, or 137
mortal() {
    local limit=$((took / 10 + took * deaths / 200 + 1))
    local at=$(((RANDOM << 15 | RANDOM) % limit + 1))
    { timeout -s KILL "$((at / 1000000)).$(printf %06d $((at % 1000000)))" "$@" 2>>err; } 2>/dev/null
}
died() { (($1 == 137 && ++deaths)); }
persist() {
    local status=137
    while ((status == 137)); do
        mortal "$@"
        status=$?
        died $status
    done
    ((status == 0))
}
# two at once in one directory, until one of them is through
both() {
    local first=137 second=137 other
    while ((first == 137 && second == 137)); do
        mortal "$@" &
        other=$!
        mortal "$@"
        first=$?
        { wait $other; } 2>/dev/null
        second=$?
        died $first
        died $second
    done
    ((first % 137 == 0 && second % 137 == 0))
}
sharded() {
    local shard
    for shard in $(shuf -e 0 1 2); do persist "$@" -j 1 --shard "$shard/3" || return; done
    persist "$lockstep" merge run
}
layouts=('persist -j 1' 'persist -j 2' 'sharded' 'both -j 1' 'persist -j 1 long')
for ((run = 0; run < runs || killed < kills; run++)); do
    read -r how options <<<"${layouts[run % ${#layouts[@]}]}"
    plan=short deaths=0
    [[ $options != *long ]] || plan=long options=${options% long}
    declare -n line=line_$plan took=took_$plan
    rm -rf run && : >err
    $how "${line[@]}" -o run $options
    check "run $run ($how $options, $plan units), killed $deaths times" $? 0
    # once more from its parts alone, which says how many of them a kill has torn
    rm run/SHA256SUMS
    "${line[@]}" -o run 2>note || cat note
    scraps=$(sed -n 's/.* \([0-9]*\) parts end in a scrap.*/\1/p' note)
    check "run $run ($how $options, $plan units)" "$(cd run && sha256sum -c SHA256SUMS 2>&1 | grep -vc OK)$(<run/SHA256SUMS)" "0$(<"want_$plan/SHA256SUMS")"
    ((killed += deaths, torn += ${scraps:-0}))
done
echo "$run runs, $killed kills, $torn torn parts"
check "torn parts: fewer than a tenth of the kills" "$((torn >= kills / 10))" 1

# the sweep; a short one takes every fifth call
strace -o /dev/null true 2>/dev/null || { echo "skipped: strace cannot trace here"; calls=; }
line=("$lockstep" run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 130 -T 3000 --log 100,3000 --checkpoint 0.001 -j 1)
"${line[@]}" -o want || exit
points=0 torn=0
for call in ${calls-write pwrite64 fdatasync fsync openat rename renameat renameat2 link linkat mkdir mkdirat unlink unlinkat ftruncate}; do
    for ((n = 1, status = 137; status == 137; n += runs < 40 ? 5 : 1)); do
        rm -rf run
        { strace -f -qq -o /dev/null -e trace="?$call" -e inject="?$call:signal=KILL:when=$n" "${line[@]}" -o run 2>err; } 2>/dev/null
        status=$?
        "${line[@]}" -o run 2>err
        check "killed at $call $n: the same line" "$?" 0
        check "killed at $call $n" "$(cat run/SHA256SUMS)" "$(<want/SHA256SUMS)"
        ((points += status == 137, torn += $(grep -c 'parts end in a scrap' err)))
    done
    check "the line under strace, past all calls of $call" "$status" 0
done
echo "$points points in the sweep, $torn of them left torn or damaged parts"
echo "$passed passed, $failed failed"
((failed == 0))
