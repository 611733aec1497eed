# repro prints every claim and says by its status whether all hold; check reads them again from the directory alone
cat >good.ini <<'END'
# Two curves whose order nobody doubts
env = bernoulli
means = 0.9/0.1
algo = ucb1,random
seeds = 100
steps = 1000
log = 100,1000
[a]
[claims]
order = regret at 1000: a:ucb1 < 0.5 * a:random
level = regret at 1000: a:random in 390 .. 410 ; published 400 (T times the mean gap)
END
lockstep repro good.ini >r.txt; echo "$?"
awk '$1 ~ /^(order|level)$/ { print $1, $NF }' r.txt
lockstep run good.ini -o d
lockstep check d >c.txt; echo "$?"
tail -n 2 r.txt | cut -c1-60 | cmp - <(tail -n 2 c.txt | cut -c1-60)
sed 's/390 \.\. 410/300 .. 310/' good.ini >bad.ini
lockstep repro bad.ini >r.txt; echo "$?"
awk '$1 ~ /^(order|level)$/ { print $1, $NF }' r.txt
