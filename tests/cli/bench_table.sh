# columns, one row for each instance; an algorithm without a twin is named
lockstep bench ucb1 -T 100 -n 64 --repeat 1 | cut -d, -f1-6
lockstep bench oracle; echo "$?"
lockstep bench ucb2; echo "$?"
