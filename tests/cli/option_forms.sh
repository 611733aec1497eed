# -n 16, -n16, --seeds 16 and --seeds=16 are one request; a word after -- is no option; the last of two counts
run() { lockstep run -a ucb1 -e bernoulli -T 100 --rows seeds "$@" | sha256sum; }
run -n 16 means=0.9/0.6 >want
for form in -n16 "--seeds 16" --seeds=16 "-n 3 -n 16"; do
    run $form means=0.9/0.6 | diff want - && echo "$form"
done
run -n 16 -- means=0.9/0.6 | diff want - && echo --
