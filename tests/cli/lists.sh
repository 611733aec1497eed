# every name that list knows, show knows, and the matrix says who fits whom
lockstep list --format csv >names.csv
head -1 names.csv
lockstep list algos | awk '{ print $1 }' >algos
awk -F, '$1 == "algos" { print $2 }' names.csv | cmp - algos
for name in $(cat algos) $(lockstep list envs | awk '{ print $1 }'); do
    lockstep show "$name" >page
    for part in "^$name: ." '^source: .' '^file:   (algorithms|envs)/[a-z0-9_]*\.c$' '^(algorithms that )?fit' '^try:  lockstep run '; do
        grep -qE "$part" page || echo "$name lacks $part"
    done
done
# a cross for every environment that the page names
lockstep list | sed -nE 's/^  ([a-z0-9-]+) +([x. ]+)  .*/\1 \2/p' | awk '{ print $1, gsub(/ x/, "") }' >crosses
for name in $(cat algos); do echo "$name $(lockstep show $name | sed -n 's/^fits: //p' | wc -w)"; done | cmp - crosses
lockstep list metrics | cut -d' ' -f1 | grep -E '^(regret|reward|optimal)$'
lockstep list arms; echo "$?"
lockstep list --format xml; echo "$?"
lockstep list --format json | head -c 2
