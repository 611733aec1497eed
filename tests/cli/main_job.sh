# the line of the first page: kl-ucb and ts clearly below ucb1
lockstep run -a ucb1,kl-ucb,ts -e bernoulli means=0.9/0.8/0.8 -n 1000 -T 10k >s.csv
wc -l <s.csv
awk -F, '$4 == 10000 { lo[$2] = $11; hi[$2] = $12 } END { print (hi["kl-ucb"] < 0.5 * lo["ucb1"]), (hi["ts"] < 0.5 * lo["ucb1"]) }' s.csv
lockstep plot s.csv --ascii --no-color | grep -oE 'ucb1|kl-ucb|ts' | sort | uniq
