# Student: 1..5 have mean 3, sd sqrt(2.5), t(0.975, 4) = 2.776445, so 3 -+ 1.963243; R: t.test(1:5)$conf.int
printf 'algo,seed,x\na,0,1\na,1,2\na,2,3\na,3,4\na,4,5\n' >five.csv
lockstep summarize five.csv --ci t | cut -d, -f6-12
lockstep summarize five.csv | cmp - <(lockstep summarize five.csv --ci t)
# Wilson of 7 in 10: scipy.stats.binomtest(7, 10).proportion_ci(method='wilson') = 0.396778, 0.892209; of 0 in 10: 0, 0.277533
{ echo algo,seed,x,never; for i in 0 1 2 3 4 5 6 7 8 9; do echo a,$i,$((i < 7)),0; done; } >ten.csv
lockstep summarize ten.csv --ci wilson | cut -d, -f5,6,8,11,12
# bootstrap-t of a skewed sample: to the right of Student's at both ends, around the same mean, the same bytes again
{ echo algo,seed,x; for i in 0 1 2 3 4 5 6 7 8 9 10 11; do echo a,$i,$((2 ** i)); done; } >skew.csv
lockstep summarize skew.csv --ci boot-t | cut -d, -f6-8,11,12 >t
lockstep summarize skew.csv --ci boot-t | cut -d, -f6-8,11,12 | cmp - t
paste -d, t <(lockstep summarize skew.csv | cut -d, -f8,11,12) | tail -1 | awk -F, '{ print ($3 == $6), ($4 > $7), ($5 > $8), $3 }'
# one seed: a mean and no interval; none: NaN
printf 'algo,seed,x,y\na,0,1,NaN\n' | lockstep summarize --ci boot-t | cut -d, -f5-12
