# shards in one directory or in several, merged; what is missing is said, and what is there can be looked at
run='lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 150 -T 1000 -j 1'
$run -o want
$run -o d --shard 2/3; echo "$?"
lockstep merge d; echo "$?"
ls -A d
# half a plan: whole rows of the seeds that are there, and the same numbers
lockstep merge d --partial; echo "$?"
ls -A d d/partial
for file in curves finals; do grep -vxFf want/$file.csv d/partial/$file.csv; wc -l <d/partial/$file.csv; done
cut -d, -f6 d/partial/summary.csv | sort | uniq -c
$run -o e --shard 0/3 -q
$run -o f --shard 1/3 -q
lockstep merge d e; echo "$?"
lockstep merge d e f; echo "$?"
cmp d/SHA256SUMS want/SHA256SUMS
(cd d && sha256sum --quiet -c SHA256SUMS)
lockstep merge d; echo "$?"
# not of one plan, no directory, nothing
lockstep run -a ucb1 -e bernoulli -n 150 -T 1000 -o g -q --shard 0/3
lockstep merge e g; echo "$?"
lockstep merge missing; echo "$?"
lockstep merge .; echo "$?"
lockstep merge; echo "$?"
$run -o h --max-time 0.000001 -q; echo "$?"
lockstep merge h --partial; echo "$?"
