# a directory that is removed while it is worked in: the run stops and says so
for shard in 0/1 0/2; do
    lockstep run -a ucb1 -e bernoulli means=0.9/0.8 -n 10M -T 1000 --log 1000 -o d --shard $shard &
    until [ -s d/parts/*.dat ] 2>/dev/null; do sleep 0.01; done
    mv d gone && rm -r gone
    wait $!; echo "$?"
done
