# file, line, what is wrong
run() { cat >e.ini; lockstep plan e.ini; echo "$?"; }
run <<<'env bernoulli'
run <<<'= 3'
run <<<'[unclosed'
run <<<'[a b]'
run <<<'[-x]'
run <<<$'[a]\nalgo=ucb1\n[a]\nalgo=ts'
run <<<$'env=bernoulli\n[a]\nalgo=ucb1\nseeds=3'
run <<<$'env=bernoulli\nalgo=ucb1\nthreads=3'
run <<<$'env=bernoulli\nalgo=ucb1\nc=-3'
run <<<$'env=bernoulli\nalgo=ucb1\nc='
run <<<$'env=bernoulli\n\n[a]\nalgo=ucb3'
run <<<''
printf 'env=bernoulli\0algo=ucb1\n' | run
head -c 1100000 /dev/zero | tr '\0' '#' | run
lockstep run missing.ini; echo "$?"
lockstep run .; echo "$?"
printf 'env=bernoulli\nalgo=ucb1\n' >e.ini
lockstep run e.ini e.ini; echo "$?"
