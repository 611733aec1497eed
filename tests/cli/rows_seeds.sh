# one row a point, seed and step, sorted so
lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 c=1,2 -n 5..7 -T 100 --log 10,100 -m regret,reward --rows seeds -q >s.csv
head -1 s.csv
cut -d, -f1-6 s.csv | tail -n +2
