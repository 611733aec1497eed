#!/bin/bash
# Runs tests side by side: one line for each, what the failed ones said, and the sum.
#     tests/run.sh BUILD 'PROGRAM [ARGUMENT ...]' ...
# A test is a cmocka program, or a script whose last line is "N passed, N failed".
log=$1/log
shift
rm -rf "$log" && mkdir -p "$log"
export log TIMEFORMAT=%R
unset MAKEFLAGS MFLAGS MAKELEVEL

run() {
    name=${1%% *} && name=${name##*/}
    { time $1 >"$log/$name.out" 2>&1; } 2>"$log/$name.time"
    echo $? >"$log/$name.status"
}
export -f run
printf '%s\0' "$@" | xargs -0 -P "$(nproc)" -I{} bash -c 'run "$1"' _ {}

all_passed=0 all_failed=0
for status in "$log"/*.status; do
    name=$(basename "$status" .status)
    read -r passed failed < <(awk '
        /^\[  (PASSED|FAILED)  \] [0-9]+ test\(s\)/ { if ($2 == "PASSED") passed += $4; else failed += $4 }
        { last = $0 }
        END { if (last ~ /^[0-9]+ passed, [0-9]+ failed$/) { split(last, n, " "); passed += n[1]; failed += n[3] }
              print passed + 0, failed + 0 }' "$log/$name.out")
    # a program that broke off, or that tested nothing and does not say why, failed
    if ((failed == 0)) && { (($(<"$status"))) || { ((passed == 0)) && ! grep -q '^skipped: ' "$log/$name.out"; }; }; then failed=1; fi
    ((all_passed += passed, all_failed += failed))
    printf '%-28s %5d passed%s %8s s\n' "$name" "$passed" "$( ((failed)) && echo ", $failed FAILED" )" "$(<"$log/$name.time")"
    ((failed)) || grep '^skipped: ' "$log/$name.out"
    ((failed)) && grep -vE '^\[ +(OK|RUN) +\]' "$log/$name.out"
done
echo "$all_passed passed, $all_failed failed"
((all_failed == 0))
