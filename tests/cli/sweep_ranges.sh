values() { lockstep plan -a eps-greedy -e bernoulli "$1" | tail -n +2 | cut -d, -f4 | paste -sd' '; }
values eps=lin:0:1:11
values eps=log:1e-4:1e-1:4
values c=lin:1:2:2,5
values arms=int:2:5
values arms=int:2:10:4
values arms=pow2:1:5
lockstep plan -a eps-greedy -e bernoulli eps=lin:0:1; echo "$?"
lockstep plan -a eps-greedy -e bernoulli eps=lin:0:1:1; echo "$?"
lockstep plan -a eps-greedy -e bernoulli eps=log:0:1:3; echo "$?"
lockstep plan -a eps-greedy -e bernoulli eps=log:1e-3:x:3; echo "$?"
lockstep plan -a eps-greedy -e bernoulli eps=lin:0:1:1000000; echo "$?"
lockstep plan -a eps-greedy -e bernoulli arms=int:5:2; echo "$?"
lockstep plan -a eps-greedy -e bernoulli arms=pow2:1:60; echo "$?"
lockstep plan -a eps-greedy -e bernoulli eps=0.1,,0.2; echo "$?"
