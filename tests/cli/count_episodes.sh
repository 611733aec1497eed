# every replicate logs at its own episodes; who has none, or never ends, is refused; a file may say it as well
lockstep run -q -a q -e cliff -n 3 --count episodes -T 4 --log 1,4 -m episodes,steps --rows seeds >a
cut -d, -f1-6 a
printf 'env = cliff\nalgo = q\nseeds = 3\ncount = episodes\nsteps = 4\nlog = 1,4\nmetrics = episodes,steps\n' >x.ini
lockstep run -q x.ini --rows seeds | cmp - a
lockstep run -q x.ini -n 40 --rows seeds | head -7 | cmp - a
lockstep run -q x.ini -o d && grep '"count"' d/plan.json
lockstep plan x.ini | cut -d, -f4,5,8
for words in "-a q -e garnet --count episodes" "-a ucb1 -e bernoulli --count episodes" "-a q -e cliff --count turns" \
             "-a q -e cliff eps=0 alpha=0 tie=first --count episodes -T 1 --log 1" "-a q -e frozenlake --count episodes -T 100M"; do
    lockstep run -q $words; echo "$?"
done
