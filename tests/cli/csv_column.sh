# the same run from a column as from the list; a byte order mark, CRLF, quotes, tabs and blanks do not matter
run() { lockstep run -a ucb1,ts -e bernoulli -n 16 -T 100 --rows seeds "means=$1" | sha256sum; }
run 0.9/0.8/0.75 >want
printf 'arm,mean\na,0.9\nb,0.8\nc,0.75\n' >plain.csv
printf '\xef\xbb\xbfarm,"mean"\r\n"a, the first",0.9\r\nb,"0.8"\r\nc, 0.75 \r\n' >dressed.csv
printf 'mean\tarm\n0.9\ta\n0.8\tb\n7.5e-1\tc\n' >tabs.tsv
for file in plain.csv dressed.csv tabs.tsv; do
    run @$file:mean | diff want - && echo $file
done
# two files are two points
lockstep plan -a ucb1 -e bernoulli means=@plain.csv:mean,0.5/0.4 | cut -d, -f1-4
