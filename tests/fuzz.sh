#!/bin/bash
# Broken input: tables, logs, experiment files and run directories with random damage.  Every answer is an exit status of the
# list, never a crash, a hang or a sanitizer's complaint.
#     tests/fuzz.sh BUILD [ROUNDS [SEED]]
lockstep=$(cd "$1" && pwd)/lockstep rounds=${2-150} RANDOM=${3-1}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit
printf 'arm,mean,"a, b"\nx,0.9,0.5\n"y ""z""",8e-1,0.25\nw, 0.7 ,0.125\n' >arms.csv
printf 'a,b,c\n0.1,0.9,1\n0.2,0.8,0\n1,0,0.5\n' >log.csv
printf '# a title\nenv = bernoulli\nmeans = 0.9/0.8\nseeds = 4\nsteps = 50\nlog = 10,50\n[a]\nalgo = ucb1, ts\nc = 1,2\n[b]\nalgo = exp3\n[claims]\nx = regret at 50: a:ts < 2 * b ; published 3 (why)\n' >e.ini
"$lockstep" run e.ini -q -o run
cp run/summary.csv summary.csv
bytes=('\0' '\n' '\r' '"' ',' '.' '-' 'e' '9' '\t' ' ' '=' '[' ']' ':' '/' '@' '\xff' '\xef\xbb\xbf' '1e309' 'NaN' '99999999999999999999' '')

# between one and four times: bytes replaced, removed or put in, a line twice, or the rest cut off
damage() {
    local size at cut
    cp "$1" "$2"
    for ((i = RANDOM % 4; i >= 0; i--)); do
        size=$(stat -c %s "$2") at=$((RANDOM % (size + 1))) cut=$((RANDOM % 4))
        case $((RANDOM % 8)) in
        0) head -c "$at" "$2" >part ;;
        1) { cat "$2"; tail -n 1 "$2"; } >part ;;
        *) { head -c "$at" "$2"; printf "${bytes[RANDOM % ${#bytes[@]}]}"; tail -c +$((at + cut + 1)) "$2"; } >part ;;
        esac
        mv part "$2"
    done
}
passed=0 failed=0
try() {
    timeout 20 "$lockstep" "$@" >out 2>err </dev/null
    local status=$?
    if ((status > 4)); then
        ((++failed)); echo "status $status: $*"; head -20 err
        for word in "$@"; do [ -f "$word" ] && od -c "$word" | head -40; done
    else
        ((++passed))
    fi
}
small='-n 4 -T 20 --log 20 -q -j 1 --max-mem 100M'
for ((round = 0; round < rounds; round++)); do
    damage arms.csv x.csv;    try run -a ucb1 -e bernoulli means=@x.csv:mean $small
    damage log.csv y.csv;     try run -a ucb1 -e replay file=y.csv $small
    damage e.ini x.ini;       try plan x.ini --max-mem 100M
    damage summary.csv z.csv; try plot z.csv --ascii --width 60
    rm -rf copy; cp -r run copy
    for file in curves.csv plan.json manifest.json; do ((RANDOM % 2)) && damage run/$file copy/$file; done
    # hashes that match what is there: the damage must be met by the readers themselves
    (cd copy && sha256sum summary.csv curves.csv finals.csv >SHA256SUMS && sed -i "s/\"plan_id\": \"[^\"]*\"/\"plan_id\": \"$(sha256sum <plan.json | cut -d' ' -f1)\"/" manifest.json)
    try check copy
    try run e.ini -q -o copy
done
echo "$passed passed, $failed failed"
((failed == 0))
