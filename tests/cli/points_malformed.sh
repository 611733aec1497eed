# files of points that make no sense
try() { printf "$1" >p.csv; lockstep plan -e bernoulli -T 10 --points p.csv ${2--a ucb1}; echo $?; }
try ''
try 'c\n'
try 'c\n1'
try 'c\n1\n2,3\n'
try 'c\n1\n9999\n'
try 'c\n1\nlin:0:1:3\n'
try 'c\n1\nu:0:1\n'
try 'c\n1\n"1,2"\n'
try 'c\n1\n\n'
try 'cc\n1\n'
try 'c,\n1,2\n'
try 'c\n1\n' '-a ucb1 c=3'
try 'c\n1\n' '-a ucb1,ts'
try 'ts.c\n1\n'
try 'algo,c\nucb1,1\nucb,1\n' ''
try 'env,c\ncliff,1\n'
lockstep plan -a ucb1 -e bernoulli --points none.csv; echo $?
