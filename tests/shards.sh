#!/bin/bash
# However a plan is split, its directory ends up with the same bytes: shards in any order, overlapping ones, from other builds and
# instruction sets, in one directory or in several.
#     tests/shards.sh BUILD ...
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
builds=() passed=0 failed=0 RANDOM=5
for build; do builds+=("$(cd "$build" && pwd)"); done
cd "$dir" || exit
plan="-a ucb1,ts,exp3 -e bernoulli means=0.9/0.8/0.5 ts.weight=1,2 -n 300 -T 500 --log log:6 -m regret,reward,optimal -q"
lockstep=${builds[0]}/lockstep
"$lockstep" run $plan -j 1 -o whole

# any build, any of its instruction sets, one thread or three
any() {
    local build=${builds[RANDOM % ${#builds[@]}]} isas
    read -ra isas <<<"$("$build/lockstep" version | sed -n 's/.*here: \(.*\); used.*/\1/p')"
    "$build/lockstep" run $plan -j $((1 + RANDOM % 3)) --isa "${isas[RANDOM % ${#isas[@]}]}" "$@" || bad=1
}
same() {
    "$lockstep" merge -q "$@" || bad=1
    cmp whole/SHA256SUMS "$1/SHA256SUMS" && (cd "$1" && sha256sum -c --quiet SHA256SUMS) || bad=1
    if ((bad)); then ((++failed)); echo "other bytes: $what"; else ((++passed)); fi
}
shuffled() { seq 0 $(($1 - 1)) | shuf --random-source=<(yes "$RANDOM"); }

for n in 2 3 8 50; do
    what="$n shards in random order" bad=0
    for k in $(shuffled "$n"); do any -o "n$n" --shard "$k/$n"; done
    same "n$n"
done
what='shards that overlap' bad=0
for shard in 0/2 1/3 0/3 2/3; do any -o overlap --shard $shard; done
same overlap
what='a shard, then the whole' bad=0
any -o rest --shard 1/4; any -o rest
same rest
what='shards in directories of their own' bad=0
for k in 2 0 1; do any -o "own$k" --shard "$k/3"; done
same own1 own0 own2
what='two at once' bad=0
any -o both & any -o both & wait
same both
what='shards at once' bad=0
for k in 0 1 2 3; do any -o four --shard "$k/4" & done; wait
same four
echo "$passed passed, $failed failed"
((failed == 0))
