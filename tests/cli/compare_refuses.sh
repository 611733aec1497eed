printf 'algo,seed,step,score\na,1,10,1\na,2,10,2\nb,3,10,1\nb,4,10,3\n' >apart.csv
compare() { lockstep compare "$@"; echo "$?"; }
compare apart.csv --better higher
compare apart.csv --better higher --unpaired -q
compare apart.csv --metric scores
compare apart.csv --at 11 --unpaired
compare apart.csv --at ten
compare apart.csv --at -1
compare apart.csv --baseline c
compare apart.csv --better more
compare apart.csv --test z
compare apart.csv --test u
compare apart.csv --test permutation --unpaired
compare apart.csv --level 0
compare apart.csv --level 1
compare apart.csv --seed -1
compare apart.csv --format xml
compare apart.csv apart.csv
compare nowhere.csv
grep -v b apart.csv | compare --better higher
head -1 apart.csv | compare
printf 'algo,seed\na,1\nb,1\n' | compare
printf 'algo,seed,score\na,1,2\nb,1,x\n' | compare
printf 'algo,seed,score\na,1,2\nb,1' | compare
printf 'algo,seed,step,score\na,1,10,2\na,1,30,4\nb,1,20,3\nb,1,40,4\n' | compare --better higher
lockstep run -q -a ucb1,ts -e bernoulli -n 3 -T 10 | compare
