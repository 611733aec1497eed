# shared keys, a section a curve, its name the label; the command line wins over the file, the narrower key over the wider
cat >e.ini <<'END'
# two settings of one algorithm
env = bernoulli
means = 0.9/0.8
seeds = 16
steps = 100
log = 10,100
; shared by all
c = 4

[timid]
algo = ucb1
c = 1
[bold]
algo = ucb1
[greedy]
algo = eps-greedy,softmax
c = 3
eps = 0.1,0.2

[claims]
regret at 100: timid < bold = a line that run does not read
END
lockstep plan e.ini | cut -d, -f1-6
regrets() { lockstep run "$@" --rows seeds | awk -F, -v c="$curve" '$2 == c { print $NF }'; }
same() { cmp <(curve=$1 regrets $2) <(curve=ucb1 regrets -a ucb1 -e bernoulli -n 16 -T 100 --log 10,100 $3) && echo "$1: $3"; }
same timid e.ini 'means=0.9/0.8 c=1'
same bold e.ini 'means=0.9/0.8 c=4'
same timid 'e.ini c=9' 'means=0.9/0.8 c=9'
same bold 'e.ini bold.c=8' 'means=0.9/0.8 c=8'
same timid 'e.ini bold.c=8' 'means=0.9/0.8 c=1'
same bold 'e.ini means=0.3/0.2' 'means=0.3/0.2 c=4'
lockstep run e.ini -n 12 -T 50 --log 50 | awk -F, 'NR > 1 { print $5, $7 }' | sort -u
