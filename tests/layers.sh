#!/bin/bash
# Who may include whom, which libraries are used where, and what may not be linked.
#     tests/layers.sh BUILD
cd "$(dirname "$0")/.." || exit
build=$1 passed=0 failed=0

# what a rule finds, one line for each offence; none: passed
rule() {
    local found
    found=$(cat)
    if [ -z "$found" ]; then ((++passed)); else ((++failed)); printf '%s:\n%s\n' "$1" "$found"; fi
}

# upper may include lower: commands > experiment > simulator > plug-ins > numerics > contract
layers=$(grep -oE '^#include "[^"]+"' src/*.[ch] envs/*.c algorithms/*.c | sed -E 's/:#include "(.*)"/ \1/' | awk '
    function layer(file) {
        sub(/^src\//, "", file)
        if (file ~ /^(lockstep|fail|number)\.[ch]$/) return 0
        if (file ~ /^(lane|rng|starts|policy|gradient|arms|tabular|mdp|traces|planner|even_chances|action_values|index|choice|curve|divergence|beta|la|ridge|dataset|prompts|select|net|adam|gae|actor|on_policy|plain)\.[ch]$/) return 1
        if (file ~ /^(envs|algorithms)\//) return 2
        if (file ~ /^(sim|sim_inside|step|truth|isa|param|registry)\.[ch]$/) return 3
        if (file ~ /^(main|mpi_main|cmd_.*|commands)\.[ch]$/) return 5
        return 4
    }
    layer($2) > layer($1)                    { print "above", $1 " includes " $2 }
    layer($1) == 2 && layer($2) > 1          { print "plugin", $1 " includes " $2 }
    $2 ~ /\.c$/                              { print "source", $1 " includes " $2 }')
rule 'a file includes one of a layer above it' < <(sed -n 's/^above //p' <<<"$layers")
rule 'a plug-in includes more than contract and numerics' < <(sed -n 's/^plugin //p' <<<"$layers")
rule 'a source file is included' < <(sed -n 's/^source //p' <<<"$layers")
rule 'libcsv outside csv.c' < <(grep -l '#include <csv.h>' {src,envs,algorithms}/*.[ch] | grep -v '^src/csv.c$')
rule 'GSL outside stats.c, power.c, la.c and values.c' < <(grep -l '#include <gsl/' {src,envs,algorithms}/*.[ch] | grep -vE '^src/(stats|power|la|values)\.c$')
rule 'two files of one name' < <(find src envs algorithms experiments results tests -type f | sed 's|.*/||' | sort | uniq -d)

# exp, log and the rest of libm have other bits elsewhere; the plain twins may use them
libm='(exp|exp2|exp10|expm1|log|log2|log10|log1p|pow|sin|cos|tan|sincos|sinh|cosh|tanh|asin|acos|atan|atan2|cbrt|hypot|erf|erfc|[lt]gamma)[fl]?'
rule 'libm in a kernel' < <(find "$build"/{scalar,v1,v2,v3,v4} -name '*.o' ! -name 'plain_*' 2>/dev/null | xargs nm -Au | grep -E " $libm$")
rule 'a BLAS whose bits depend on the processor' < <(ldd "$build/lockstep" | grep -iE 'openblas|atlas|mkl|blis')

echo "$passed passed, $failed failed"
((failed == 0))
