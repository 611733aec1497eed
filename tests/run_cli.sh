#!/bin/bash
# Command lines and what they must print.  tests/cli/NAME.sh runs in a fresh directory with lockstep first on PATH; NAME.out is
# its stdout, NAME.err one pattern (grep -Ex) for each line of stderr, NAME.exit its status; no such file: nothing, nothing, 0.
#     tests/run_cli.sh BUILD [NAME ...]
here=$(cd "$(dirname "$0")/cli" && pwd)
build=$(cd "$1" && pwd)
shift
export here PATH=$build:$PATH LC_ALL=C
unset NO_COLOR

run() {
    dir=$(mktemp -d) && mkdir "$dir/in" && cd "$dir/in" || exit
    bash "$here/$1.sh" >../out 2>../err </dev/null
    status=$? want=0 bad=
    [ -e "$here/$1.exit" ] && want=$(<"$here/$1.exit")
    [ "$status" = "$want" ] || bad+="exit status $status instead of $want"$'\n'
    cd .. && touch none
    out=$here/$1.out && [ -e "$out" ] || out=none
    bad+=$(diff "$out" out | head -40)
    err=$here/$1.err && [ -e "$err" ] || err=none
    mapfile -t patterns <"$err" && mapfile -t lines <err
    for ((i = 0; i < ${#patterns[@]} || i < ${#lines[@]}; i++)); do
        [ "$i" -lt "${#patterns[@]}" ] && grep -Eqxe "${patterns[i]}" <<<"${lines[i]-}" && continue
        bad+=$'\n'"stderr, line $((i + 1)): ${lines[i]-(nothing)}"$'\n'"              instead of ${patterns[i]-(nothing)}"
    done
    cd / && rm -rf "$dir"
    [ -z "$bad" ] && echo ok || printf 'FAILED %s\n%s\n' "$1" "$bad"
}
export -f run
[ $# -gt 0 ] || set -- $(cd "$here" && ls ./*.sh | sed 's|^\./||; s|\.sh$||')
results=$(mktemp -d)
printf '%s\n' "$@" | xargs -P "$(nproc)" -I{} bash -c 'run {} >"$0/{}"' "$results"
grep -Lx ok "$results"/* | xargs -r cat
failed=$(grep -Lx ok "$results"/* | wc -l)
rm -rf "$results"
echo "$(($# - failed)) passed, $failed failed"
((failed == 0))
