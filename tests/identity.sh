#!/bin/bash
# One request, one sequence of bytes: every algorithm on every environment that it fits, with several numbers of threads, on all
# instruction sets that run here, and from several builds (compilers, optimisation levels).
#     tests/identity.sh BUILD ...
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0 want=
awk 'BEGIN { print "a,b,c"; for (i = 0; i < 97; i++) print i * 31 % 97 / 97 "," i * 17 % 97 / 97 "," i * 5 % 97 / 97 }' >"$dir/log.csv"

printf 's,a,next,p,r\n0,0,0,0.25,0\n0,0,1,0.75,1\n0,1,0,1,0.1\n1,0,0,1,0.5\n1,1,0,0.5,0\n1,1,1,0.5,1\n' >"$dir/process.csv"
awk 'BEGIN { print "state,action,reward,next,end"; for (i = 0; i < 40; i++) print i % 3 "," i % 2 "," i * 7 % 20 / 20 "," (i + 1) % 3 "," (i % 7 == 6) }' >"$dir/moves.csv"

list() { "$1/lockstep" list "$2" | awk '{ print $1 }'; }
requests=$(for env in $(list "$1" envs); do
    fits=$("$1/lockstep" show "$env" | sed -n 's/^algorithms that fit: //p') file=
    case $env in
    replay) file=file=$dir/log.csv ;;
    tabular*) file=file=$dir/process.csv ;;
    transitions) file=file=$dir/moves.csv ;;
    esac
    # what all of them can log, or each what it logs unasked
    for metrics in regret,reward reward,steps ''; do
        [ "$metrics" ] && "$1/lockstep" plan -e "$env" -a "${fits// /,}" $file -T 100 -m $metrics >/dev/null 2>&1 && break
    done
    for algos in $([ "$metrics" ] && echo "${fits// /,}" || echo "$fits"); do
        echo "-e $env -a $algos $file -T $([ "$metrics" = regret,reward ] && echo 400 || echo 100) ${metrics:+-m $metrics}"
    done
done
echo "-e frozenlake,cliff -a q,sarsa,td0 -m return,value_error,greedy_return limit=50 --count episodes -T 40")

# all requests in one way: their hashes, and how often they went wrong
hash_of() {
    local build=$1 what=$2 bad=0 hash=
    shift 2
    while read -r request; do
        "$build/lockstep" run $request -n 70 --log log:4 -o "$dir/run" "$@" || bad=1
        hash+=$(cat "$dir/run/SHA256SUMS")$'\n'
        rm -rf "$dir/run"
    done <<<"$requests"
    [ "$want" ] || want=$hash
    [ "$hash" = "$want" ] || { bad=1; echo "$what: other bytes"; diff <(echo "$want") <(echo "$hash") | head -4; }
    if ((bad)); then ((++failed)); else ((++passed)); fi
}

first=$1
hash_of "$first" '-j 1' -j 1
hash_of "$first" '-j 2' -j 2
hash_of "$first" '-j 7' -j 7
for build; do
    for isa in $("$build/lockstep" version | sed -n 's/.*here: \(.*\); used.*/\1/p'); do hash_of "$build" "$build, $isa" --isa "$isa"; done
done
# the C library picks its own kernels by processor
export GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F,-AVX2_Usable,-FMA_Usable
hash_of "$first" "the C library without FMA"

echo "$passed passed, $failed failed"
((failed == 0))
