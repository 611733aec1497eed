# SIGINT, SIGTERM and SIGHUP end the process as signals do
for signal in INT TERM HUP; do
    timeout --preserve-status -s $signal 0.3 env --default-signal lockstep run -a ucb1 -e bernoulli -n 100000 -T 1M -o d$signal
    echo "$?"
done
# batch systems send them several times
env --default-signal lockstep run -a ucb1 -e bernoulli -n 100000 -T 1M -o again &
until ls again/parts/*.idx >/dev/null 2>&1; do sleep 0.05; done
for i in 1 2 3; do kill -TERM $!; done
wait $!
echo "$?"
