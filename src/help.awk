# The texts of `lockstep help`, as C.
FNR == 1 {
    if (NR > 1) print " },"
    name = FILENAME
    sub(/.*\//, "", name); sub(/\.txt$/, "", name)
    printf "    { \"%s\",", name
}
{
    line = $0
    gsub(/\\/, "&&", line); gsub(/"/, "\\\"", line)
    printf "\n        \"%s\\n\"", line
}
END { print " }," }
