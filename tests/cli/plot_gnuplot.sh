# a script that is itself all it needs; names reach it as text
lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 20 -T 1000 >s.csv
lockstep plot s.csv --gnuplot >a.gp && lockstep plot s.csv -o b.gp && cmp a.gp b.gp
head -2 a.gp
grep -cE '^\$D1_[12] << EOD$|^EOD$' a.gp
awk -F, 'NR > 1 && $2 == "ucb1" { print $4, $8, $11, $12 }' s.csv >want; sed -n '/^\$D1_1/,/^EOD/p' a.gp | sed '1d;$d' | paste -d: - want | awk -F: '
    { n++; split($1, a, " "); split($2, b, " "); for (i = 1; i <= 4; i++) if (!(a[i] == b[i])) print "other:", $0 } END { print (n > 10) }'
printf 'seed,step,m\n1,1,2\n2,1,3\n' | lockstep plot --gnuplot --title "'; system 'touch hacked'" | grep -c "''; system ''touch hacked''' noenhanced"
lockstep plot s.csv -o c.gp --svg; echo "$?"
ls
