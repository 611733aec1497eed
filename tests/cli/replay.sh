# the table is the truth: means 0.75 and 0.25, so always pulling b costs 0.5 a step; order=logged plays the rows as they stand
printf 'a,b\n1,0\n1,0.5\n0.5,0\n0.5,0.5\n' >log.csv
lockstep run -a oracle,random -e replay file=log.csv order=logged -n 10 -T 4 --log 1,2,3,4 -m reward,regret | grep oracle | cut -d, -f2,4-6,8
lockstep run -a random -e replay file=log.csv -n 4000 -T 1000 --log 1000 |
    awk -F, 'NR > 1 { print ($11 < 250 && 250 < $12 && $11 > 249), ($10 < 0.5) }'
