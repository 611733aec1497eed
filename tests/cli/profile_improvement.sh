# a wins 4 of 6 pairs of the first task, ties half, and 1 of 2 of the second: 7/12
{ echo env,algo,seed,score; echo one,a,0,1; echo one,a,1,2; echo one,a,2,2; echo one,b,0,2; echo one,b,1,0
  echo two,a,0,5; echo two,a,1,5; echo two,b,0,1; echo two,b,1,9; } >s.csv
run() { lockstep profile s.csv --what improvement "$@" 2>/dev/null; }
run --better higher --format csv | cut -d, -f1-3,6,7
run --better lower --format csv | cut -d, -f3 | tail -1
# normalised or not, the order of runs is the same
for how in none minmax; do run --better higher --normalize $how --format csv; done | sort | uniq -c | tr -s ' ' | cut -d, -f1-3
run --better higher
# the same runs twice: even; always better: one
{ echo env,algo,seed,x; for i in 0 1 2 3 4 5 6 7 8 9; do echo e,a,$i,$i; echo e,b,$i,$i; echo e,c,$i,$((i + 10)); done; } >t.csv
lockstep profile t.csv --what improvement --better higher --format csv | cut -d, -f1-5
