# an unknown command gets the nearest name, and nothing on stdout
for words in rum plto "" --runs benchmark -x; do
    lockstep $words >out
    echo "$? $(wc -l <out) lines"
done
