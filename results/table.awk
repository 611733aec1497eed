# The table of claims as Markdown, from an experiment and its verdicts:
#     awk -v all=1 -f results/table.awk experiments/NAME.ini results/NAME.claims.csv
# all=1: every claim; else one row with the first claim and how many hold.

function number(x) { return x == "NaN" || x == "" ? "" : sprintf("%.4g", x) }
function cells(i) {
    return "`" text[claim[i]] "` | " published[i] " | " number(measured[i]) " | " number(lo[i]) " .. " number(hi[i]) " | " verdict[i]
}
FNR == 1 { file++; FS = file == 1 ? " *= *" : ","; $0 = $0 }
file == 1 && FNR == 1 { title = substr($0, 3); next }
file == 1 && /^\[/ { claims = /^\[claims\]/; next }
file == 1 && claims && !/^#/ && NF > 1 {
    rest = substr($0, index($0, "=") + 1)
    sub(/^ +/, "", rest)
    n_parts = split(rest, part, / *; *published */)
    text[$1] = part[1]
    said[$1] = n_parts > 1 ? part[2] : ""
    next
}
file == 2 && FNR > 1 {
    claim[++n] = $2
    measured[n] = $4
    lo[n] = $5
    hi[n] = $6
    verdict[n] = $NF == "holds" ? $NF : "**" $NF "**"
    published[n] = said[$2] != "" ? said[$2] : number($3)
    count[$NF]++
}
END {
    experiment = FILENAME
    sub(/.*\//, "", experiment)
    sub(/\.claims\.csv$/, "", experiment)
    if (all) {
        print "\n## " experiment "\n\n" title "\n\n| claim | what it says | published | measured | 95 % interval | verdict |"
        print "|---|---|---|---|---|---|"
        for (i = 1; i <= n; i++)
            print "| " claim[i] " | " cells(i) " |"
        exit
    }
    rest = count["fails"] ? ", " count["fails"] (count["fails"] == 1 ? " fails" : " fail") : ""
    rest = rest (count["undecided"] ? ", " count["undecided"] " undecided" : "")
    print "| [" experiment "](results/README.md#" experiment ") | " cells(1) " | " count["holds"] + 0 " of " n " hold" rest " |"
}
