#!/bin/bash
# Was a kernel left scalar?  Looks, in the hot functions of every plug-in, for loops that divide or take roots of one double at a
# time.  One or two are what looking up each lane's own arm costs; more are the lanes of a vector taken apart.
#     tests/vector.sh BUILD
passed=0 failed=0
for isa in v3 v4; do
    for source in envs/*.c algorithms/*.c; do
        object=$1/$isa/$(basename "$source" .c).o
        [ -e "$object" ] || continue
        found=$(objdump -d --no-show-raw-insn "$object" | awk '
            function hex(s,  i, x) { for (i = x = 0; i++ < length(s);) x = 16 * x + index("123456789abcdef", substr(s, i, 1)); return x }
            /^[0-9a-f]+ <.*>:$/ { judge(); name = $2; n = m = 0; next }
            { at[++n] = hex(substr($1, 1, length($1) - 1)); op[n] = $2 }
            $2 ~ /^j/ && hex($3) <= at[n] { first[++m] = hex($3); last[m] = at[n] }
            END { judge() }
            # the innermost loop around a scalar division: is anything in it done on vectors?
            function judge(  i, j, loop, vectors, scalars) {
                for (i = 1; i <= n; i++) {
                    if (op[i] !~ /^v?(div|sqrt)sd$/) continue
                    for (j = loop = 0; j++ < m;)
                        if (first[j] <= at[i] && at[i] <= last[j] && (!loop || last[j] - first[j] < last[loop] - first[loop])) loop = j
                    for (j = vectors = 0; j++ < n;)
                        vectors += first[loop] <= at[j] && at[j] <= last[loop] && op[j] ~ /^v?(add|sub|mul|div|max|min|sqrt|cmp.*)pd$/
                    scalars += loop && !vectors
                }
                if (scalars > 2 && name !~ /_(init|policy|reset)[.>]/) print "    " name " " scalars " scalar divisions or roots"
            }')
        if [ -z "$found" ]; then ((++passed)); else ((++failed)); printf '%s, %s\n%s\n' "$source" "$isa" "$found"; fi
    done
done
# other processors have no such builds
((passed + failed)) || passed=1
echo "$passed passed, $failed failed"
((failed == 0))
