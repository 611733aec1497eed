# zipped keys move together, the others multiply
lockstep plan -a eps-greedy -e bernoulli eps=0.1,0.2 gap=0.3,0.4 arms=2,3 --zip eps,gap | cut -d, -f1-6
lockstep plan -a eps-greedy -e bernoulli eps=0.1,0.2 gap=0.3,0.4,0.5 --zip eps,gap; echo "$?"
lockstep plan -a eps-greedy -e bernoulli eps=0.1,0.2 gap=0.3,0.4 --zip eps,gpa; echo "$?"
