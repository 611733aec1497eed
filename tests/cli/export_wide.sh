# a column for each algorithm, a row for each step and seed; environments tell columns apart where there are several
lockstep run -a ucb1,eps-greedy eps=0.1,0.2 -e bernoulli -n 3 -T 100 --log 10,100 -m regret,reward -o d -q
lockstep export d --wide --metric reward
lockstep export d --wide --metric reward --at 100 | cmp - <(lockstep export d --wide --metric reward | grep -vE '^10,')
lockstep export d --wide | head -1
lockstep run -a ucb1 -e bernoulli,gaussian -n 2 -T 10 --log 10 --rows seeds -q | lockstep export --wide | head -1
# steps and seeds that not all have
printf 'algo,seed,step,x\na,0,1,5\na,1,2,6\nb,1,1,7\nb,2,2,8\n' | lockstep export --wide
printf 'seed,score\n1,5\n0,4\n' | lockstep export --wide
