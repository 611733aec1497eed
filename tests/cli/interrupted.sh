# SIGINT, SIGTERM and SIGHUP end the process as signals do
for signal in INT TERM HUP; do
    timeout --preserve-status -s $signal 0.3 env --default-signal lockstep run -a ucb1 -e bernoulli -n 100000 -T 1M -o d$signal
    echo "$?"
done
