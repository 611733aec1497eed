# diverged on one side, missing, beyond 1e150: counted and left out; seeds of one side: left out of pairs
cat >runs.csv <<END
algo,seed,step,score
a,1,10,1
a,2,10,2
a,3,10,NaN
a,4,10,4
a,5,10,5
a,6,10,7
a,5,20,9
b,2,10,1
b,3,10,2
b,4,10,3.5
b,5,10,1e200
b,6,10,5
b,7,10,8
b,5,20,9
END
columns=4-13,16-17,19-23
lockstep compare runs.csv --better higher --at 10 --format csv | cut -d, -f$columns
lockstep compare runs.csv --better higher --at 10 --format csv --unpaired | cut -d, -f$columns
# one pair, and none with a number
lockstep compare runs.csv --better higher
sed 's/,20,9/,20,NaN/' runs.csv >none.csv
lockstep compare none.csv --better higher; echo "$?"
lockstep compare none.csv --better higher --unpaired --format csv
# all equal; a constant difference
printf 'algo,seed,score\na,1,2\na,2,2\na,3,2\nb,1,2\nb,2,2\nb,3,2\nc,1,3\nc,2,3\nc,3,3\n' >flat.csv
lockstep compare -q flat.csv --better higher
lockstep compare -q flat.csv --better higher --unpaired --test u
# a name that holds a separator or a quote
printf 'algo,seed,score\n"a,b",1,2\n"a,b",2,3\n"c""d",1,2\n"c""d",2,2\n' >names.csv
lockstep compare -q names.csv --better higher --format csv | cut -d, -f4-6
lockstep compare -q names.csv --better higher --format jsonl | cut -d, -f4-6
