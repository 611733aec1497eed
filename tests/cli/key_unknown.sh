# a key that nobody in the run declares is an error, wherever it stands
run() { lockstep run -a ucb1,eps-greedy -e bernoulli -n 16 -T 100 "$@"; echo "$?"; }
run mean=0.9/0.6
run epsilon=0.1
run ucb1.eps=0.1
run ts.c=1
run gaussian.means=1/2
run xyzzy=1
run means=
run =3
run 'a b=3'
printf 'env = bernoulli\nalgo = ucb1\n\nmeens = 0.9/0.6\n' >e.ini
lockstep run e.ini; echo "$?"
