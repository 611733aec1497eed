# values of every seed are what summarize says of them, from a pipe, a file, and in any picture
run='lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 c=1,2 -n 20 -T 1000'
$run --rows seeds >seeds.csv
for how in --svg --gnuplot '--ascii --width 70' '--svg --stat iqm' '--svg --x c --facet algo'; do
    lockstep summarize seeds.csv | lockstep plot $how >a
    lockstep plot $how seeds.csv | cmp - a
    lockstep plot $how <seeds.csv | cmp - a && wc -l <a | grep -c '[0-9]'
done
# a run directory's pictures come from its summary
$run -o d -q && lockstep plot --svg d >a && lockstep plot --svg d/curves.csv | cmp - a && echo the same
