lockstep run -q -a ucb1,kl-ucb,ts -e bernoulli means=0.9/0.8/0.8 -n 20 -T 5k --log 5k --rows seeds >runs.csv
lockstep compare runs.csv --assert 'kl-ucb<ucb1'; echo "$?"
# every one has to hold, whether between commas or given again; the one that does not is named
lockstep compare runs.csv --baseline ucb1 --assert 'kl-ucb < ucb1, ucb1>ts' --assert 'ts<0.01*ucb1'; echo "$?"
lockstep compare runs.csv --baseline ucb1 --assert 'kl-ucb>ucb1' --format csv | cut -d, -f4-7,23; echo "${PIPESTATUS[0]}"
lockstep compare runs.csv --baseline ucb1 --assert 'ts<0.5*ucb1' --format csv | cut -d, -f4-7,23; echo "${PIPESTATUS[0]}"
lockstep compare -q runs.csv --baseline ucb1 --assert 'kl-ucb>ucb1' --format csv >/dev/null; echo "$?"
# too few seeds to show what is there
head -1 runs.csv >two.csv; grep -E ',[01],5000' runs.csv | grep -v kl-ucb >>two.csv
lockstep compare two.csv --test permutation --assert 'ts<ucb1'; echo "$?"
for bad in 'ts' '<ts' 'ts<' 'ts<x*ucb1' 'ts<ucb' 'ts<ts' ''; do lockstep compare runs.csv --assert "$bad"; echo "$?"; done
# on other environments they never meet
{ cat runs.csv; grep ,ts, two.csv | sed 's/bernoulli,ts/elsewhere,other/'; } >apart.csv
lockstep compare apart.csv --assert 'other<ts'; echo "$?"
# by ranks; the baseline that one environment lacks; a label with keys; what holds on one environment of two
lockstep compare runs.csv --unpaired --test u --baseline ts --assert 'ts<ucb1,ts>kl-ucb' | tail -2; echo "${PIPESTATUS[0]}"
lockstep compare apart.csv --baseline ts; echo "$?"
lockstep run -q -a ucb1 c=0.2,2 -e bernoulli,gaussian means=0.9/0.8 -n 10 -T 1k --log 1k --rows seeds >keys.csv
lockstep compare keys.csv --baseline 'ucb1 c=2' --assert 'ucb1 c=0.2<0.9*ucb1 c=2'; echo "$?"
