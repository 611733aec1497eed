run() { lockstep plot "$@"; echo "$?"; }
lockstep run -a ucb1 -e bernoulli -n 20 -T 1000 >s.csv
run missing.csv
printf 'a,b\n1,2\n' >other.csv;             run other.csv
head -c 3000 s.csv >cut.csv;                run cut.csv
sed '2s/,30*[0-9.]*$/,x/; 3s/regret/"re"gret/' s.csv >quote.csv; run quote.csv
run s.csv --metric reward
run s.csv --stat mode
run s.csv --width 1
lockstep run -a ucb1 -e bernoulli -n 2 -T 5 -q | cut -d, -f1-4,6- | lockstep plot; echo "$?"
lockstep plot </dev/null; echo "$?"
