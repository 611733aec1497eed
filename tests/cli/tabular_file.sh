# a process from a table; what is wrong with one is said with file and line
printf 's,a,next,p,r\n0,0,0,0.9,0\n0,0,1,0.1,1\n0,1,0,1,0.05\n' >small.csv
lockstep run -q -a q -e tabular file=small.csv -n 8 -T 1000 --log 1000 -m greedy_value | cut -d, -f1,2,4-8
printf 's,a,next,p,r\n0,0,0,0.9,0\n0,0,1,0.2,1\n0,1,0,1,0.05\n' >chances.csv
printf 's,a,next,p,r\n0,0,0,0.9,0\n0,0,1.5,0.1,1\n' >half.csv
printf 's,a,next,p\n0,0,0,1\n' >short.csv
printf 's,a,next,p,r\n0,0,0,1,x\n' >word.csv
for file in chances half short word none; do
    lockstep run -q -a q -e tabular file=$file.csv; echo $?
done
lockstep run -q -a q -e tabular; echo $?
lockstep run -q -a psrl -e tabular-stages file=small.csv; echo $?
