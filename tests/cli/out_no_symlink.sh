# a link that was planted in the directory is replaced, not followed
mkdir d
echo precious >victim
for file in summary.csv curves.csv finals.csv manifest.json timing.csv SHA256SUMS; do ln -s ../victim d/$file; done
lockstep run -a ucb1 -e bernoulli -n 16 -T 100 -o d
cat victim
find d -type l
ln -sf ../victim d/plan.json
lockstep run -a ucb1 -e bernoulli -n 16 -T 100 -o d; echo "$?"
rm d/plan.json && mkfifo d/plan.json
timeout 10 lockstep run -a ucb1 -e bernoulli -n 16 -T 100 -o d; echo "$?"
