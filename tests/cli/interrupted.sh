# SIGINT and SIGTERM end the process as signals do
for signal in INT TERM; do
    lockstep run -a ucb1 -e bernoulli -n 100000 -T 1M -o d$signal &
    sleep 0.3
    kill -$signal $!
    wait $! 2>/dev/null
    echo "$?"
done 2>/dev/null
