#!/bin/bash
# The vectors' own test, compiled once for each instruction set: all pass, and all print the same checksum.
#     tests/test_lane.sh PROGRAM ...
passed=0 failed=0
for program; do
    isa=${program##*.}
    # an instruction set that this machine lacks is not tested
    "$(dirname "$program")/../lockstep" version | grep -q "here:.* $isa[ ;]" || continue
    if sum=$("$program" 2>/dev/null | tail -1) && [ "${sum:-none}" = "${want:=$sum}" ]; then
        ((passed += $("$program" 2>&1 >/dev/null | sed -n 's/^\[  PASSED  \] \([0-9]*\).*/\1/p')))
    else
        ((++failed)); echo "$isa: failed, or $sum instead of $want"; "$program" 2>&1 | grep FAILED
    fi
done
echo "$passed passed, $failed failed"
((failed == 0))
