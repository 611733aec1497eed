# what is no regular file is neither read nor followed, and nothing hangs
run='timeout 20 lockstep run -a ucb1 -e bernoulli -n 150 -T 1000 -q -j 1'
tame() { sed -E 's/0of[12]\.[^ .]*\.[0-9]+\.[0-9a-f]{16}/PART/'; }
echo precious >victim
$run -o want
half() { rm -rf d; $run -o d --shard 0/2; }
for file in idx dat; do
    for kind in 'mkfifo' 'ln -s ../../victim' 'ln -s /dev/zero' 'mkdir'; do
        half
        name=$(ls d/parts/*.$file) && rm "$name" && $kind "$name"
        $run -o d 2>&1 | tame; echo "${PIPESTATUS[0]}"
    done
done
# in place of the directories
for kind in 'mkfifo' 'ln -s ../want/parts' 'touch'; do half; rm -r d/parts; $kind d/parts; $run -o d; echo "$?"; done
# a FIFO or a directory in place of a table
half; rm d/manifest.json; mkfifo d/summary.csv d/SHA256SUMS d/manifest.json; $run -o d; echo "$?"; cmp d/SHA256SUMS want/SHA256SUMS
half; mkdir d/summary.csv; $run -o d; echo "$?"
# a checkpoint that is none: the unit is computed from the start
for kind in mkfifo 'ln -s /dev/zero' mkdir; do
    half; mkdir d/checkpoints; $kind d/checkpoints/1.0; $run -o d; echo "$?"; cmp d/SHA256SUMS want/SHA256SUMS
done
cat victim
