# what the algorithm needs, and what the environment has
lockstep run -a exp3 -e gaussian -n 16 -T 100; echo "$?"
lockstep run -a ucb1,imed -e bernoulli,poisson -n 16 -T 100; echo "$?"
lockstep plan -a tsallis-inf -e exponential; echo "$?"
lockstep run -a ucb1 -e bernoulli -m expected_regret -n 16 -T 100; echo "$?"
