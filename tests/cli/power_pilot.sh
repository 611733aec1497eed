# the sleep data: sd of the differences 1.230, of the groups 1.789 and 2.002, correlation 0.795 (R).  R's power.t.test(strict = TRUE)
# wants 6.91 pairs (sd = 1.23) or 23.67 of each (sd = 1.899) for their 1.58 hours, 57.56 of each for one hour, and with power 0.9
# 13.78 pairs or 56.79 of each for 1.165 hours
{
    echo algo,seed,hours
    printf 'first,%s\n' 1,0.7 2,-1.6 3,-0.2 4,-1.2 5,-0.1 6,3.4 7,3.7 8,0.8 9,0 10,2
    printf 'second,%s\n' 1,1.9 2,0.8 3,1.1 4,0.1 5,-0.1 6,4.4 7,5.5 8,1.6 9,4.6 10,3.4
} >sleep.csv
lockstep power sleep.csv --baseline first
lockstep power sleep.csv --baseline first --format csv
lockstep power --baseline second --difference 1 --unpaired <sleep.csv
lockstep power --baseline second --relative 0.5 --power 0.9 --format jsonl <sleep.csv
# several, with common random numbers: what these save; and a plan for all comparisons
lockstep run -q -a ucb1,kl-ucb,ts -e bernoulli,gaussian means=0.9/0.8/0.8 -n 12 -T 2k --log 500,2k --rows seeds >runs.csv
lockstep power runs.csv --baseline ts --relative 0.2
lockstep power runs.csv --baseline ts --relative 0.2 --comparisons 4 --at 500
# no difference, no spread
printf 'algo,seed,score\na,1,2\na,2,2\nb,1,2\nb,2,2\nc,1,3\nc,2,3\n' >flat.csv
lockstep power -q flat.csv --baseline a --format csv
lockstep power -q flat.csv --baseline a --difference 1
power() { lockstep power "$@"; echo "$?"; }
power sleep.csv
power sleep.csv --baseline third
power sleep.csv --baseline first --effect 1
power sleep.csv --baseline first --seeds 10
power sleep.csv --baseline first --difference 1 --relative 1
power sleep.csv --baseline first --difference 0
power sleep.csv --baseline first --metric days
power sleep.csv --baseline first --at 7
grep -v second sleep.csv | power --baseline first
printf 'algo,seed,score\na,1,2\na,2,2\nb,3,2\nb,2,2\n' | power --baseline a
printf 'algo,seed,score\na,1,2\na,2,2\nb,2,2\nb,3,NaN\n' | power --baseline a --unpaired
