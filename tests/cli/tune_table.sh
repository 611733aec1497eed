# what people see: the scores, which of them is optimistic, what each value gave, and a warning at the edge of what was tried
lockstep tune grid -a ucb1,ts -e bernoulli means=0.9/0.8/0.8 c=0.125,0.5,2 -T 2k
lockstep tune grid -a ucb1 -e bernoulli gap=0.1,0.3 c=1,2 -T 500 -q | grep ' on '
lockstep tune halving -a q -e cliff alpha=lu:0.01:1 -T 1k --sample 9 -m reward -q | sed -n '1,5p'
lockstep tune grid -a ucb1 -e bernoulli c=0.5,2 -T 500 --auc --better higher -q | head -1
