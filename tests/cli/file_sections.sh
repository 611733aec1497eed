# shared keys, a section a curve, its name the label; the command line wins over the file
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
a line = that run does not read
END
lockstep plan e.ini
echo
lockstep run e.ini --rows seeds -q | cut -d, -f1-7 | awk -F, '$6 < 1'
echo
lockstep plan e.ini -n 8 -T 50 --log 50 c=9 bold.c=8 greedy.eps=0.5 | cut -d, -f1-6
