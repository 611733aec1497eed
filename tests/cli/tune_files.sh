# -o: every point, what each parameter does, and the result, in files that are there whole
lockstep tune halving -a ucb1 -e bernoulli means=0.9/0.8/0.8 c=lu:0.01:2 --sample 12 -n 30 -T 1k --test-seeds 20 -o out --format csv -q >result.csv
cmp result.csv out/result.csv
ls -A out
cut -d, -f1-3,5-7 out/tune.csv
cut -d, -f1-4,7,10 out/sensitivity.csv
cut -d, -f1-3,5-7 out/result.csv
# again into the same directory, and where there is none to be made
lockstep tune grid -a ucb1 -e bernoulli c=1,2 -n 10 -T 100 -o out -q >/dev/null && wc -l <out/tune.csv
lockstep tune grid -a ucb1 -e bernoulli c=1,2 -n 10 -T 100 -o no/such; echo $?
