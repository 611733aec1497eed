lockstep show ucb1 | grep -A1 '^  c '
lockstep show ucb1 --format csv
lockstep show bernoulli --format json | grep -E '"(name|kind|type)"' | head -4
lockstep show; echo "$?"
lockstep show ucb2; echo "$?"
lockstep show ucb1 --format xml; echo "$?"
