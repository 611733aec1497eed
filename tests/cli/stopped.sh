# a run that is told to stop leaves in good order, says how, keeps what it has, and goes on to the same bytes
line='lockstep run -a ucb1 -e bernoulli means=0.9/0.8 -n 400 -T 100k --log 100k --checkpoint 0.01 -j 2'
$line -o want
# start it in DIR, and wait until it computes
start() {
    env --default-signal $line -o "$1" & pid=$!
    until [ -n "$(ls "$1/parts" 2>/dev/null)" ]; do sleep 0.01; done
}
for signal in INT TERM HUP USR1; do
    start $signal; kill -$signal $pid; wait $pid 2>/dev/null; echo "$signal: $?"
    $line -o $signal -q; cmp want/SHA256SUMS $signal/SHA256SUMS && echo 'the same'
done
$line -o time --max-time 0.02s; echo "--max-time: $?"
$line -o time -q; cmp want/SHA256SUMS time/SHA256SUMS && echo 'the same'
# what the parent ignores stays ignored
(trap '' HUP
 $line -o ignored & pid=$!
 until [ -n "$(ls ignored/parts 2>/dev/null)" ]; do sleep 0.01; done
 kill -HUP $pid; wait $pid 2>/dev/null; echo "ignored HUP: $?")
# batch systems send SIGTERM several times
start again; for i in 1 2 3; do kill -TERM $pid; done; wait $pid 2>/dev/null; echo "TERM three times: $?"
# a second SIGINT ends it at once, here while it waits for room to say that it was stopped
mkfifo full && exec 3<>full && head -c 65536 /dev/zero >&3
start twice 2>&3
{ for ((i = 0; i < 500; i++)); do kill -INT $pid || break; sleep 0.05; done; wait $pid; } 2>/dev/null
echo "INT twice: $?"
for time in 0 -1 1x '' 1e99; do lockstep run -a ucb1 -e bernoulli -n 64 -T 100 -o e --max-time "$time"; done
lockstep run -a ucb1 -e bernoulli -n 64 -T 100 --max-time 1s
