# what is logged unasked, and what is refused with the names of what there is
for env in frozenlake garnet bernoulli; do
    lockstep run -q -a random -e $env -n 8 -T 200 --log 200 | cut -d, -f2,5 | tail -1
done
for words in "-a q -e garnet -m return" "-a q -e riverswim -m value_error" "-a random -e frozenlake -m value_error" "-a q -e cliff -m optimal"; do
    lockstep run -q $words; echo "$?"
done
# before an episode has ended there is no return: not an error, and left out of the best and of the area
lockstep run -q -a q -e frozenlake -n 2 -T 3 --log 1,3 --rows seeds | cut -d, -f4-
lockstep run -q -a q -e riverswim H=10 -n 1 -T 40 --log 5,20,40 -m return,length --rows finals | cut -d, -f5-6,10-12
# exact values: a policy that never ends loses for ever
lockstep run -q -a q -e cliff alpha=0 tie=first -n 1 -T 1 --log 1 -m greedy_return --rows seeds | tail -1
