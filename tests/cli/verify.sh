# a finished run is what it was, would be computed again, and equals another; what was changed is named
run='lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 150 -T 1000 -q'
$run -o d
lockstep verify d; echo "$?"
cp -r d e
lockstep verify d --against e --recompute 100; echo "$?"
flip() { dd if="$1" bs=1 skip="$2" count=1 status=none | tr '\000-\377' '\001-\377\000' | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }
tame() { sed -E 's/0of1\.[A-Za-z0-9-]*\.[0-9]+\.[0-9a-f]{16}/PART/'; }
# a byte of a table
flip e/curves.csv 1000
lockstep verify e --against d --recompute 0; echo "$?"
# a table is missing
rm e/curves.csv
lockstep verify e --recompute 0; echo "$?"
# a byte of a part: the tables are still right
rm -r e && cp -r d e
flip e/parts/*.dat 100
lockstep verify e --recompute 0; echo "$?"
# a number was changed and all its checksums made right
rm -r e && $run -o e --shard 0/2 && "$(dirname "$(command -v lockstep)")/tests/test_parts" forge e 2
lockstep verify e | sed -E 's|e/parts/forged[^ ]*|FORGED|'; echo "${PIPESTATUS[0]}"
rm e/parts/0of2*
lockstep verify e | sed -E 's|e/parts/forged[^ ]*|FORGED|'; echo "${PIPESTATUS[0]}"
# another plan, no plan
lockstep run -a ucb1 -e bernoulli -n 150 -T 1000 -q -o f
lockstep verify d --against f --recompute 0; echo "$?"
lockstep verify d --against missing --recompute 0; echo "$?"
lockstep verify missing; echo "$?"
lockstep verify; echo "$?"
