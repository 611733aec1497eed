#!/bin/bash
# The fuzzing targets over their corpora: once, or on and on with libFuzzer for so many seconds each (a build by clang).
#     tests/fuzz/fuzz_run.sh BUILD [SECONDS]
here=$(cd "$(dirname "$0")" && pwd) build=$(cd "$1" && pwd) seconds=${2-0} passed=0 failed=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for target in parts file table; do
    if ((seconds)); then
        cp -r "$here/$target" "$dir"
        (cd "$dir" && "$build/tests/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4000 -max_len=8192 -print_final_stats=1 "$dir/$target") >"$dir/log" 2>&1
    else
        "$build/tests/fuzz_$target" "$here/$target"/* >"$dir/log" 2>&1
    fi
    if [ $? = 0 ]; then ((++passed)); else ((++failed)); echo "$target:"; tail -40 "$dir/log"; find "$dir" -maxdepth 1 -name 'crash-*' -exec od -c {} \; | head -40; fi
    ((seconds)) && grep -E 'number_of_executed_units' "$dir/log" | sed "s/^/$target: /"
done
echo "$passed passed, $failed failed"
((failed == 0))
