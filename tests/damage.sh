#!/bin/bash
# Damaged run directories: after random flipped bits, lost ends, zeroed blocks, appended bytes and deletions in a finished or a
# half-finished directory the same line ends in the bytes of an undisturbed run, or refuses because plan.json was changed; merge,
# status and verify answer with a status of the list.  At the end a forged number whose checksums are right.
#     tests/damage.sh BUILD [ROUNDS [SEED]]
build=$(cd "$1" && pwd) rounds=${2-40} RANDOM=${3-1}
lockstep=$build/lockstep
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit
passed=0 failed=0 refused=0 repaired=0
line=("$lockstep" run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 150 -T 20k --log 5k,20k -j 2)
verdict() { if [ "$2" ]; then ((++failed)); printf '%s: %s\n' "$1" "$2"; cat log; else ((++passed)); fi; }

# want: undisturbed; half: units 0, 2, 4 and again 0 and 3 of 6, and the checkpoint of one that is missing
"${line[@]}" -o want && "${line[@]}" -o half --shard 0/2 -q && "${line[@]}" -o other --shard 0/3 -q || exit
cp other/parts/* half/parts
for ((ms = 1; ms < 1000; ms++)); do
    rm -rf try && cp -r half try
    "${line[@]}" -o try -q --shard 1/6 --checkpoint 0.001 --max-time "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
    [ -z "$(ls try/checkpoints 2>/dev/null)" ] || { rm -rf half; mv try half; break; }
done
[ -d half/checkpoints ] || echo "skipped: no unit was long enough for a checkpoint"

byte() { printf "\\x$(printf %02x "$1")"; }
damage() {
    local size at count
    size=$(stat -c %s "$1")
    at=$(((RANDOM << 15 | RANDOM) % (size + 1)))
    case $((RANDOM % 8)) in
    0) rm "$1" ;;
    1) truncate -s "$at" "$1" ;;
    2) dd if=/dev/zero of="$1" bs=1 seek="$at" count=$((RANDOM % 512)) conv=notrunc status=none ;;
    3) for ((count = RANDOM % 40; count >= 0; count--)); do byte $((RANDOM % 256)); done >>"$1" ;;
    *) [ "$at" -eq "$size" ] || byte $(($(od -An -tu1 -j "$at" -N 1 "$1") ^ 1 << RANDOM % 8)) | dd of="$1" bs=1 seek="$at" conv=notrunc status=none ;;
    esac
    changes+=" $1"
}
tables() { (cd "$1" && cat SHA256SUMS && sha256sum -c SHA256SUMS) 2>&1; }
want=$(tables want)
for ((round = 0; round < rounds; round++)); do
    from=$( ((round % 2)) && echo half || echo want)
    rm -rf run && cp -r $from run && changes=
    mapfile -t files < <(find run -type f | sort)
    for ((k = RANDOM % 3; k >= 0; k--)); do
        file=${files[RANDOM % ${#files[@]}]}
        [ ! -e "$file" ] || damage "$file"
    done
    plan=$([ ! -e run/plan.json ] || cmp -s run/plan.json want/plan.json || echo changed)
    what="round $round, $from, changed$changes" bad=
    # a merge may repair the tables, so that the line does not have to: now and then
    for reader in 'status' 'status --json' 'verify --recompute 1' $( ((RANDOM % 4)) || echo merge); do
        timeout 60 "$lockstep" $reader run >log 2>&1
        status=$?
        ((status <= 4)) || verdict "$what: $reader" "status $status"
    done
    timeout 60 "${line[@]}" -o run >log 2>&1
    status=$?
    if ((status == 0)); then
        ((++repaired))
        [ "$(tables run)" = "$want" ] || bad="other tables: $(tables run)"
    elif ((status == 4)) && [ "$plan" ] && grep -q 'holds another plan' log; then
        ((++refused))
    else
        bad="status $status"
    fi
    verdict "$what" "$bad"
done
echo "$rounds directories: $repaired repaired, $refused refused for their plan"

# the forger's part: the run, the merge and the status name the unit and both parts; verify says which one lies
rm -rf run && cp -r half run && "$build/tests/test_parts" forge run 2 || exit
honest=$(basename run/parts/0of2.*.dat .dat) forged=$(basename run/parts/forged.*.dat .dat)
for command in "${line[*]} -o run" "$lockstep merge run" "$lockstep status run"; do
    $command >log 2>&1
    verdict "forged, $command" "$( (($? == 2)) && grep -q "unit 2 (point 0).*run/parts/.*run/parts/" log && grep -qF "$honest" log && grep -qF "$forged" log || echo "not refused as it should be")"
done
"$lockstep" verify run >log 2>&1
verdict "forged, verify" "$( (($? == 1)) && grep -v lockstep: log | grep -qx "unit 2: run/parts/$forged holds other numbers than this machine computes" || echo "does not say which one")"
rm run/parts/"$forged".*
"${line[@]}" -o run >log 2>&1
verdict "the forged part removed" "$(diff <(tables run) <(echo "$want"))"
echo "$passed passed, $failed failed"
((failed == 0))
