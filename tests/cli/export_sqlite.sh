# points, curves, and of a run directory the manifest; what SQL would take for its own is quoted
lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 2 -T 10 --log 5,10 -o d -q
lockstep export d --sqlite | sed 's/^(.finished.*/(finished/; s/^(.\(commit\|compiler\|flags\|host\|isa\|parts\|plan_id\|threads\|version\).*/(\1/'
printf '%s\n' 'env,algo,select,Point,"a""b",seed,step,x,X' "e,o'neil,1,2,y,0,1,0.5,NaN" 'e,drop table,1.5,2,NaN,0,1,-3,2' | lockstep export --sqlite
# three hundred rows are two statements
lockstep run -a ucb1 -e bernoulli -n 300 -T 10 --log 10 --rows seeds -q | lockstep export --sqlite | grep -c 'INSERT INTO "curves"'
