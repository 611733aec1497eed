# R: power.t.test(delta = .5, power = .8, type = "paired", strict = TRUE) n = 33.37; two.sample 63.77; n = 10: delta = 0.9960; n = 20: power 0.3379;
# delta = .5, power = .9, sig.level = .002: n = 81.24
lockstep power --effect 0.5
lockstep power --effect 0.5 --unpaired
lockstep power --seeds 10
lockstep power --seeds 20 --effect 0.5 --unpaired
lockstep power --effect -0.5 --power 0.9 --level 0.01 --comparisons 5
lockstep power --effect 1e-7
lockstep power --effect 0.5 --format csv
lockstep power --effect 1e-7 --format jsonl
lockstep power -n 10 --format json
for bad in '' '--effect 0' '--effect big' '--effect 1 --seeds 1' '--seeds 1.5' '--effect 1 --power 1' '--effect 1 --power 0.04' '--effect 1 --level 2' \
    '--effect 1 --seeds 9 --power 0.8' '--effect 1 --comparisons 0' '--comparisons 1M --effect 1 --level 1e-5' '--effect 1 --at 5' '--effect 1 --format x'; do
    lockstep power $bad; echo "$?"
done
