# The opening comment of every plug-in, as C: what `lockstep show` teaches is what the file says.
FNR == 1 { inside = 1; text = "" }
inside {
    line = $0
    sub(/^\/\* ?/, "", line); sub(/^ \* ?/, "", line)
    last = sub(/ *\*\/ *$/, "", line)
    gsub(/\\/, "&&", line); gsub(/"/, "\\\"", line)
    text = text "\n        \"" line "\\n\""
    if (last) inside = 0
}
/^(ALGORITHM|ENVIRONMENT)\(/ { open = 1 }
open && match($0, /\.name = "[^"]*"/) {
    printf "    { %s, \"%s\",%s },\n", substr($0, RSTART + 8, RLENGTH - 8), FILENAME, text
    open = 0
}
