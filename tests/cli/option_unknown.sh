# options are matched exactly, whole words only; each command takes its own
small='run -a ucb1 -e bernoulli means=0.9/0.6 -n 16 -T 100 --rows finals'
lockstep $small --step 50
lockstep $small --threds 1
lockstep $small --rowss=finals
lockstep $small -x
lockstep $small --quiet=yes
lockstep plan -a ucb1 -e bernoulli --rows finals
lockstep run -a ucb1 -e bernoulli -T
lockstep run -a ucb1 -e
lockstep version --steps 5
echo "$?"
