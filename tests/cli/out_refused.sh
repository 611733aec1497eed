# what cannot be written is found out before the first step
touch file
mkdir full && ln -s /dev/full full/plan.json
for dir in file file/run missing/run /proc/lockstep /sys/lockstep full ''; do
    timeout 10 lockstep run -a ucb1 -e bernoulli -n 64 -T 100M -o "$dir"
    echo "$?"
done
