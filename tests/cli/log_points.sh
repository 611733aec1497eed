steps() { lockstep run -a ucb1 -e bernoulli -n 1 -T 10000 --rows seeds -q "$@" | tail -n +2 | cut -d, -f5 | paste -sd' '; }
steps --log lin:4
steps --log log:5
steps --log 1,10,10k
steps --log log:1
steps | awk '{ print NF, $1, $NF }'
steps -T 7
steps -T 1 --log lin:100
