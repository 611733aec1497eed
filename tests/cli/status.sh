# how far a directory is, for people and for programs
run='lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 150 -T 1000 -q'
tame() { sed -E 's/0of[12]\.[A-Za-z0-9-]*\.[0-9]+\.[0-9a-f]{16}/PART/; s/[0-9]+ s ago/SOME s ago/; s/"age_s": [0-9]+/"age_s": SOME/; s/"plan_id": "[0-9a-f]{64}"/"plan_id": "ID"/'; }
$run -o d --shard 0/2
lockstep status d | tame
lockstep status d --json | tame
$run -o d --shard 0/1 --max-time 0.000001
$run -o e --shard 1/2
cp e/parts/* d/parts
lockstep status d | sed 1q
$run -o d
lockstep status d | grep -v part
lockstep status d --json | grep -o '"finished": [a-z]*'
[ "$(lockstep status d --json | sed 's/.*"plan_id": "\([0-9a-f]*\)".*/\1/')" = "$(sha256sum <d/plan.json | cut -d' ' -f1)" ] && echo plan_id
lockstep status missing
lockstep status .
lockstep status
lockstep status d e
