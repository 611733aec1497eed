#!/bin/sh
# The tables of claims are those of results/.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$top/Makefile" "$top/README.md" "$top/results" "$top/experiments" "$work"
make -C "$work" table > /dev/null
for file in README.md results/README.md; do
    cmp "$top/$file" "$work/$file" || { echo "$file: out of date; 'make table' writes it"; exit 1; }
done
[ "$(grep -c '^| \[' "$work/README.md")" = "$(ls "$work"/experiments/*.ini | wc -l)" ]
echo "1 passed, 0 failed"
