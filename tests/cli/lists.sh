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
# columns of groups for people: a cross for every environment that the page names
lockstep list >matrix
awk 'length > 80' matrix
awk '/^  [A-Z]  / { letter = $1; sub(/^[^:]*:/, ""); size[letter] = 0 }
     /^  [A-Z] [A-Z]/ { for (n = 1; $n != "algorithms"; n++) head[n] = $n; n--; letter = ""; next }
     letter && NF { size[letter] += NF }
     !NF { letter = "" }
     n && NF && /^(  [x.]|         )/ { if (/^  [x.]/) { crosses = 0; for (i = 1; i <= n; i++) if ($i == "x") crosses += size[head[i]]; from = n + 1 } else from = 1
                        for (i = from; i <= NF; i++) print $i, crosses }' matrix | sort >crosses
for name in $(cat algos); do echo "$name $(lockstep show $name | sed -n 's/^fits: //p' | wc -w)"; done | sort | cmp - crosses
# and whole for programs: the mates of each, the same from both sides, as many as it says
awk -F, 'NR > 1 { n = split($4, with, "/"); if ($4 == "NaN") n = 0; if (n != $3) print "count of " $2
                  for (i = 1; i <= n; i++) if ($1 == "algos") print $2, with[i]; else if ($1 == "envs") print with[i], $2 }' names.csv | sort | uniq -c | awk '$1 != 2'
awk -F, '$2 == "ucb1-tuned" || $2 == "preferences" || $2 == "left"' names.csv
awk -F, '{ print NF }' names.csv | sort -u
awk -F, '$1 == "metrics" { print $2, $4 }' names.csv | sort | uniq -d
lockstep list --format json | tr -d '\n' | grep -oE '"name":"(ucb1-tuned|left)","fits":[0-9]+'
# experiments: what they are, and how long they take where they say so
ln -s "$here/../../experiments" experiments
lockstep list experiments | grep -E '^(auer2002|cliff-walking|stratified-grpo) ' | sed 's/   */ /'
ls experiments | sed 's/\.ini$//' | sort >want
lockstep list experiments --format csv | awk -F, 'NR > 1 { print $2 }' | cmp - want
# a line each for programs; a terminal gets lines that fit, with the same words
script -qec 'stty cols 70 rows 24; lockstep list algos' /dev/null </dev/null | tr -d '\r' >screen
awk 'length > 70' screen
lockstep list algos | wc -l | cmp - <(wc -l <algos)
tr -s ' \n' '\n' <screen | cmp - <(lockstep list algos | tr -s ' \n' '\n')
lockstep list metrics | cut -d' ' -f1 | grep -E '^(regret|reward|optimal)$'
lockstep list arms; echo "$?"
lockstep list --format xml; echo "$?"
lockstep list --format json | head -c 2
