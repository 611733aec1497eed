# environments of several directories; a swept key as the task; the task's key is no part of an algorithm's name
for env in bernoulli gaussian; do lockstep run -a ucb1,ts -e $env -n 12 -T 100 --log 100 -o $env -q; done
lockstep run -a ucb1,ts -e bernoulli,gaussian -n 12 -T 100 --log 100 -o both -q
lockstep profile bernoulli gaussian | cmp - <(lockstep profile both)
lockstep run -a ucb1 c=1,2 -e bernoulli gap=0.1,0.2,0.3 -n 12 -T 100 --log 100 -o gaps -q
lockstep profile gaps --task gap --format csv | cut -d, -f1,2,6,7
lockstep profile gaps --task env,gap --format csv | cmp - <(lockstep profile gaps --task gap --format csv)
lockstep profile gaps --task gap --what average-profile --taus 0.5 --format csv | cut -d, -f1
# tasks with their own ranges
printf 'task,lo,hi\ngap=0.1,0,10\ngap=0.2,0,20\ngap=0.3,0,30\n' >range.csv
lockstep profile gaps --task gap --normalize range.csv | head -2
# not everybody everywhere
lockstep run -a ucb1,exp3 -e bernoulli -n 12 -T 100 --log 100 -o lacks -q
lockstep profile gaussian lacks; echo "$?"
lockstep profile both bernoulli; echo "$?"
lockstep profile gaps; echo "$?"
lockstep profile gaps --task c,gap --format csv | cut -d, -f1,2,6
