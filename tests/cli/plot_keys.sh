# --facet and --x: what they take, and what they say to the rest
run() { lockstep plot s.csv "$@" >out; echo "$? $(grep -c 'text-anchor="middle"' out) $(grep -oE 'font-weight="600">[^<]*' out | cut -d'>' -f2 | sort -u | tr '\n' ' ')"; }
lockstep run -a ucb1,ts c=0.1,1 -e bernoulli,gaussian gap=0.2 -n 20 -T 1000 -q >s.csv
run --svg
run --svg --facet metric
run --svg --facet algo
run --svg --facet env,c
run --svg --x c
run --svg --x c --at 1
run --svg --x step
run --svg --x gap
run --svg --facet gap
run --svg --facet env,
run --svg --x c --at 7777
run --svg --x c --at x
run --svg --at 1
run --svg --x c --facet c
lockstep run -a ucb1 -e bernoulli -n 20 -T 10 -q | lockstep plot --x c; echo "$?"
