for words in "run -a ucb1 -e bernoulli -n 64 -T 100" "plan -a ucb1 -e bernoulli" list "list --format csv" "show ucb1" version help "run --help"; do
    lockstep $words >/dev/full
    echo "$?"
done
