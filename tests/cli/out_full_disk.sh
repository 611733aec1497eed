# no half-written table when a limit is met in the middle
ulimit -f 16
lockstep run -a ucb1 -e bernoulli -n 1000 -T 1000 -o d
echo "$?"
ls -A d
