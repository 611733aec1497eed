# an unknown command gets the nearest name, and nothing on stdout
for command in rum plto '' --runs benchmark -x "$(printf '\033[31m')"; do
    lockstep "$command" >out
    echo "$? $(wc -l <out) lines"
done
