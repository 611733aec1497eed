# fractions of runs above tau: in one .5 and 1 of four above .4, in two .6 and .8 (a tie is not above)
{ echo env,algo,seed,score
  for x in 0 0.5 1 0.25; do echo one,a,$((n++)),$x; done; n=0
  for x in 0.2 0.4 0.6 0.8; do echo two,a,$((n++)),$x; done; n=0
  for x in 0.5 0.5 0.5 0.5; do echo one,b,$((n++)),$x; done; n=0
  for x in 0.5 0.5 0.5 0.5; do echo two,b,$((n++)),$x; done; } >s.csv
run() { lockstep profile -q s.csv --normalize none --better higher "$@"; }
run --what profile --taus -1,0,0.25,0.4,0.45,1 --format csv | cut -d, -f1-3
run --what average-profile --taus 0.4,0.45,0.5 --format csv | cut -d, -f1-3
run --what profile --taus lin:0:1:3
# every score once; without words eleven thresholds for people, a hundred and one for programs, from 0 to 1 or from the least to the greatest
run --what profile --taus data --format csv | grep ^a | cut -d, -f2 | tr '\n' ' '
echo
for words in '--normalize minmax' '--normalize none'; do lockstep profile -q s.csv --better higher --what profile $words | grep -c ']$'; done
lockstep profile -q s.csv --better higher --what profile --format csv >p.csv
awk -F, '{ print NF }' p.csv | sort | uniq -c | tr -s ' '
awk -F, 'NR > 1 && ($3 < $4 || $3 > $5 || $4 < 0 || $5 > 1)' p.csv
# constant scores leave no doubt
grep ^b p.csv | awk -F, '$4 != $5' | head -3
# the area below the profile is the mean of scores between 0 and 1
lockstep profile -q s.csv --better higher --what profile --taus lin:0:1:10001 --resamples 100 --format csv | awk -F, '$1 == "a" { s += $3 / 10000 } END { printf "%.3f\n", s }'
lockstep profile -q s.csv --better higher --format csv | awk -F, '$1 == "a" && $2 == "mean" { printf "%.3f\n", $3 }'
# and drawn
lockstep profile -q s.csv --better higher --what profile --format plot | lockstep plot --linx --ascii --width 60 | grep -cE '[*+]+'
lockstep profile -q s.csv --better higher --what profile --format plot | lockstep plot --svg | grep -c '</svg>'
