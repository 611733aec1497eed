# requests without sense: what was given, what is allowed, what to try
try() { lockstep tune "$@" >out; echo "$? $(wc -c <out)"; }
words='-a ucb1 -e bernoulli -T 100'
try
try gird $words c=1,2
try grid $words
try random $words c=1
try grid $words c=u:0:1
try random $words c=u:0:1 gap=u:0:1
try random $words c=lu:0:1
try grid $words c=1,2 --sample 9
try grid $words c=1,2 --eta 3
try halving $words c=1,2 --eta 1
try halving $words c=1,2 --start 0
try halving $words c=1,2 --zip c
try random $words --points x.csv
try grid $words c=1,2 --at 7 --log 10,100
try grid $words c=1,2 --at 100 --auc
try grid $words c=1,2 --better more
try grid $words c=1,2 --metric regert
try grid $words c=1,2 --test-seeds 0
try grid $words c=1,2 -n 0..2147483648
try grid $words c=1,2 --format xml
try grid $words c=1,2 --crn off
try --points none.csv $words
printf 'env = bernoulli\nalgo = ucb1\ncrn = off\nc = 1,2\n' >off.ini
try grid off.ini
