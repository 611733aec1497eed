# runs by tasks; values as they are, or normalised as profile does
{ echo env,algo,seed,regret,return; for i in 0 1 2; do echo e,a,$i,$i,1; echo e,b,$i,$((i + 2)),2; echo f,a,$i,$((10 * i)),3; echo f,b,$i,NaN,4; done; } >s.csv
lockstep export s.csv --rliable
lockstep export s.csv --rliable --metric return --lo a --hi b | tail -n +3
grep -v NaN s.csv | lockstep export --rliable --task algo; echo "$?"
grep -v f,b,2 s.csv | lockstep export --rliable; echo "$?"
grep -v f,a s.csv | lockstep export --rliable; echo "$?"
lockstep run -a ucb1 -e bernoulli -n 2 -T 10 --log 10 -o one -q && lockstep run -a ucb1 -e gaussian -n 2 -T 10 --log 10 -o two -q
lockstep export one two --rliable | grep tasks
