# the columns; no quotes, no empty cells, LF only, sorted; two metrics a step; integers are integers
lockstep run -a ucb1,eps-greedy -e bernoulli means=0.9/0.8 c=1,2 -n 20 -T 100 --log 10,100 -m regret,optimal >s.csv
head -1 s.csv
cut -d, -f1-8 s.csv | tail -n +2
tr -d 'A-Za-z0-9_.:+,\n-' <s.csv | wc -c
grep -cE ',,|,$|^,' s.csv
awk -F, '{ print NF }' s.csv | sort -u
tail -c1 s.csv | od -An -c
