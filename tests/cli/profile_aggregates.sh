# two tasks of four runs, worked by hand (test_profile.c): a has means .4375 and .5, IQM (.25 + .4 + .5 + .6) / 4; b is 0.1 more
{ echo env,algo,seed,score
  for x in 0 0.5 1 0.25; do echo one,a,$((n++)),$x; done; n=0
  for x in 0.2 0.4 0.6 0.8; do echo two,a,$((n++)),$x; done; n=0
  for x in 0.1 0.6 1.1 0.35; do echo one,b,$((n++)),$x; done; n=0
  for x in 0.3 0.5 0.7 0.9; do echo two,b,$((n++)),$x; done; } >s.csv
lockstep profile s.csv --normalize none --better higher
lockstep profile -q s.csv --normalize none --better higher --format csv >a.csv
head -1 a.csv
awk -F, 'NR > 1 { printf "%s %s %.12g %d %d %d %d\n", $1, $2, $3, $4 < $3 && $3 < $5, $6, $7, $8 }' a.csv
# a smaller gamma
lockstep profile -q s.csv --normalize none --better higher --gamma 0.5 --format csv | grep a,optimality | cut -d, -f1-3
# the same cells as TSV and JSON; JSON is one array
lockstep profile -q s.csv --normalize none --better higher --format tsv | tr '\t' , | cmp - a.csv
lockstep profile -q s.csv --normalize none --better higher --format json | sed -E 's/"[a-z_]+":"?([^",}]+)"?/\1/g; s/[]{}[]//g; s/^ //; s/,$//' | grep . | cmp - <(tail -n +2 a.csv)
# worst and best run of all: one 0 .. 1.1, two 0.2 .. 0.9; less is better turns that around
lockstep profile -q s.csv --better higher --format csv | awk -F, '$2 == "mean" { printf "%s %.6f\n", $1, $3 }'
lockstep profile -q s.csv --better lower --format csv | awk -F, '$2 == "mean" { printf "%s %.6f\n", $1, $3 }'
# ranges of a file, and means of two algorithms
printf 'env,lo,hi\none,0,2\ntwo,0,1\n' >range.csv
lockstep profile -q s.csv --normalize range.csv --better higher --format csv | awk -F, '$2 == "mean" { printf "%s %.6f\n", $1, $3 }'
lockstep profile -q s.csv --normalize range.csv --better lower --format csv | awk -F, '$2 == "mean" { printf "%s %.6f\n", $1, $3 }'
lockstep profile -q s.csv --lo a --hi b --format csv | awk -F, '$2 == "mean" { printf "%s %.6f\n", $1, $3 }'
# where less is better and nothing is normalised nobody falls short of gamma
lockstep profile -q s.csv --normalize none --better lower | tail -1
