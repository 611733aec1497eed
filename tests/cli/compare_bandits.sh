# three algorithms on two environments: all pairs of each, a baseline, another metric and step; from a run directory the same as from a pipe
run="lockstep run -q -a ucb1,kl-ucb,ts -e bernoulli,gaussian means=0.9/0.8/0.8 -n 12 -T 2k --log 500,2k -m regret,reward"
$run -o out
lockstep compare out >of_directory
$run --rows seeds | lockstep compare | cmp - of_directory
lockstep compare out/curves.csv | cmp - of_directory
cat of_directory
awk 'length > 100' of_directory
lockstep compare out --baseline ucb1 --metric reward --at 500
# finals.csv: lower final regret is better as well; the last step is the final one
lockstep compare out --format csv | cut -d, -f4-5,8-13,23 >last
lockstep compare out/finals.csv --metric regret_final --format csv | cut -d, -f4-5,8-13,23 | cmp - last
# sides swapped: the opposite difference and verdict, the same p
lockstep compare out --baseline kl-ucb --format csv | awk -F, '$4 == "ucb1" { print $1, $10, $16, $17, $19, $23 }'
lockstep compare out --baseline ucb1 --format csv | awk -F, '$4 == "kl-ucb" { print $1, $10, $16, $17, $19, $23 }'
# nothing but the request decides: the seed changes sampled p values only, and here all are enumerated
lockstep compare out --seed 7 | cmp - of_directory
# ranks decide by who wins more often; a stricter level shows less
lockstep compare out --unpaired --test u --baseline ts
lockstep compare out --baseline ts --level 1e-4 --format csv | cut -d, -f1,4,5,11,12,23
