# two plans at once for one directory: one is taken, the other refused; one plan three times at once: all are served
for ((i = 0; i < 15; i++)); do
    for n in 70 80; do
        (lockstep run -a ucb1 -e bernoulli -n $n -T 100 -q -o d$i 2>/dev/null; echo "$n $?" >d$i.$n) &
    done
    wait
    echo $(sort -k2 d$i.70 d$i.80 | cut -d' ' -f2)
    # the one that is there belongs to the plan that was taken
    taken=$(grep -h ' 0$' d$i.* | cut -d' ' -f1)
    [ "$(wc -l <d$i/finals.csv)" = $((taken + 1)) ] && (cd d$i && sha256sum --quiet -c SHA256SUMS) || echo wrong
done | sort | uniq -c
for ((i = 0; i < 5; i++)); do
    for k in 1 2 3; do lockstep run -a ucb1,ts -e bernoulli -n 300 -T 1000 -q -o same$i & done
    wait
    (cd same$i && sha256sum --quiet -c SHA256SUMS)
    cmp same$i/SHA256SUMS same0/SHA256SUMS
done
# who looks on while others write sees whole units, more and more
lockstep run -a ucb1,ts -e bernoulli -n 10000 -T 1000 --log 1000 -q -o seen & pid=$!
until [ -e seen/parts ]; do sleep 0.01; done
while kill -0 $pid 2>/dev/null; do
    lockstep status seen | sed -n 's/^  units *\([0-9]*\) of.*/\1/p'
    lockstep merge seen --partial -q 2>>partial || [ $? = 2 ] || echo wrong
done >units
wait $pid; echo "$?"
grep -v 'nothing has been computed yet' partial
grep wrong units
sort -nc units
