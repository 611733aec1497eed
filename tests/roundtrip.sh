#!/bin/bash
# Other people's tools read what lockstep writes, without options, and come to lockstep's own numbers.
#     tests/roundtrip.sh BUILD
# What is not installed is skipped: gnuplot, R, and Python's pandas.
build=$(cd "$1" && pwd) && work=$(mktemp -d) && cd "$work" || exit
trap 'rm -rf "$work"' EXIT
export PATH=$build:$PATH LC_ALL=C.UTF-8
passed=0 failed=0 name=

ok() { ((++passed)); }
bad() { ((++failed)); printf 'FAILED %s: %s\n' "$name" "$1"; [ ! -s err ] || head -5 err; }
# a command that ends well, says nothing on stderr and prints something
try() {
    name=$1
    shift
    if ! "$@" >out 2>err; then bad "exit status $?"; elif [ -s err ]; then bad 'words on stderr'; elif [ ! -s out ]; then bad 'no output'; else ok; fi
}
# stdin, or what `try` has left in out: lines "name ... number" like those of a file, numbers to 12 digits
like() {
    if awk 'NR == FNR { want[n = FNR] = $0; next }
            { fields = split(want[++m], w, " "); if (fields != NF) bad = 1
              for (i = 1; i < NF; i++) if (w[i] != $i) bad = 1
              d = w[NF] - $NF; s = w[NF] < 0 ? -w[NF] : w[NF]
              if (w[NF] "" != $NF "" && ($NF !~ /^-?[0-9.]+(e[-+]?[0-9]+)?$/ || !(d <= 1e-12 * s && -d <= 1e-12 * s))) bad = 1 }
            END { exit bad || m != n || n < 2 }' "$1" "${2:-out}"
    then ok; else bad "not as in $1: $(diff "$1" "${2:-out}" | head -4 | tr '\n' ' ')"; fi
}
have() { command -v "$1" >/dev/null || { echo "skipped: $1 is not installed"; return 1; }; }
python=/usr/bin/python3
[ -x "$python" ] || python=python3

run='lockstep run -a ucb1,eps-greedy eps=0.1,0.2 -e bernoulli,gaussian means=0.9/0.8/0.7 -n 23 -T 1000 --log 10,100,1000 -m regret,reward -q'
$run -o d || exit
lockstep export d --melt >melt.csv && lockstep export d --wide --metric regret --at 1000 >wide.csv || exit
lockstep export d --rliable --metric regret --normalize minmax >scores.json && lockstep export d --sqlite >d.sql || exit
lockstep profile d --metric regret --format csv >profile.csv && lockstep profile d --metric regret --what improvement --format csv >improvement.csv || exit
# some replicates diverge
lockstep run -a gradient-bandit -e gaussian means=1/0 lr=1e300 scale=1e9,1 -n 20 -T 100 --log 1,100 -o nan -q 2>/dev/null || exit
tables='d/summary.csv d/curves.csv d/finals.csv d/points.csv melt.csv wide.csv profile.csv improvement.csv nan/summary.csv nan/curves.csv nan/finals.csv nan/points.csv'

# lockstep's means of regret at the last step, by point; of all steps; the aggregates; the probabilities
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["metric"] == "regret" { print $at["point"], $at["step"], $at["mean"] }' d/summary.csv | sort -k1n -k2n >means
awk '$2 == 1000 { print $1, $3 }' means >last
awk -F, 'NR > 1 { print $1, $2, $3 }' profile.csv | sed 's/ eps=/:eps=/' >aggregates
awk -F, 'NR > 1 { print $3 }' improvement.csv | awk '{ print NR, $0 }' >chances

# ---- GNU datamash ----
for table in $tables; do try "datamash $table" datamash -t, check <$table; done
try 'datamash means' datamash -t, -H -s -g point,step mean regret <d/curves.csv
tail -n +2 out | tr , ' ' | sort -k1n -k2n | like means -
try 'datamash of melted' datamash -t, -H -s -g metric,point,step mean value <melt.csv
sed -n 's/^regret,//p' out | tr , ' ' | sort -k1n -k2n | like means -
try 'datamash of finals' datamash -t, -H -s -g point mean regret_final <d/finals.csv
tail -n +2 out | tr , ' ' | sort -k1n | like last -
try 'datamash of points' datamash -t, -H unique env <d/points.csv
grep -qx 'bernoulli,gaussian' out && ok || bad "environments: $(tail -1 out)"
try 'datamash of wide' datamash -t, -H mean 3-8 <wide.csv
tail -1 out | tr , '\n' | awk '{ print NR - 1, $1 }' | like last -
# NaN is a number to it that can be left out
name='datamash without NaN'
datamash -t, -H --narm -s -g point mean regret_final <nan/finals.csv 2>err | tail -n +2 | tr , ' ' | sort -n >out
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["metric"] == "regret" && $at["step"] == 100 { print $at["point"], $at["mean"] }' nan/summary.csv | sed 's/NaN/nan/' | like - out

# ---- miller ----
for table in $tables; do try "mlr $table" mlr --icsv --ojson cat $table; done
try 'mlr means' mlr --icsv --onidx stats1 -a mean -f regret -g point,step d/curves.csv
sort -k1n -k2n out | like means -
try 'mlr of melted' mlr --icsv --onidx filter '$metric == "regret"' then stats1 -a mean -f value -g point,step melt.csv
sort -k1n -k2n out | like means -
lockstep export d --melt --format json >melt.json && lockstep export d --melt --format jsonl >melt.jsonl && lockstep export d --format tsv >melt.tsv
for form in json jsonl tsv; do
    name="mlr of $form"
    mlr --i$form --onidx filter '$metric == "regret"' then stats1 -a mean -f value -g point,step melt.$form 2>err | sort -k1n -k2n | like means -
done

# ---- Python's csv, json and sqlite3 ----
cat >read.py <<'END'
import csv, json, math, sqlite3, sys
from collections import defaultdict
for path in sys.argv[1:]:
    with open(path, newline='') as f:
        rows = list(csv.reader(f, strict=True))
    assert len(rows) > 1 and all(len(row) == len(rows[0]) for row in rows), path
    assert all(cell == cell.strip() != '' for row in rows for cell in row), path
    assert len(set(rows[0])) == len(rows[0]), path
groups = defaultdict(list)
with open('d/curves.csv', newline='') as f:
    for row in csv.DictReader(f):
        groups[int(row['point']), int(row['step'])].append(float(row['regret']))
for (point, step), x in sorted(groups.items()):
    print(point, step, repr(math.fsum(x) / len(x)))
END
try 'python csv' $python read.py $tables
like means

cat >read_sql.py <<'END'
import sqlite3
db = sqlite3.connect(':memory:')
db.executescript(open('d.sql').read())
for row in db.execute('select point, step, avg(regret) from curves group by 1, 2 order by 1, 2'):
    print(*row)
assert db.execute('select count(*) from points').fetchone() == (6,)
assert db.execute('select typeof(seed), typeof(step), typeof(regret) from curves').fetchone() == ('integer', 'integer', 'real')
assert db.execute("select typeof(eps), typeof(algo), typeof(arms) from points where point = 1").fetchone() == ('real', 'text', 'integer')
assert db.execute("select length(value) from manifest where name = 'plan_id'").fetchone() == (64,)
assert not db.execute('pragma foreign_key_check').fetchall() and db.execute('pragma integrity_check').fetchone() == ('ok',)
END
try 'python sqlite3' $python read_sql.py
like means

# the definitions of rliable's metrics.py, of the matrices that export gives
cat >rliable.py <<'END'
import json, math, statistics
data = json.load(open('scores.json'))
scores, tasks = data['scores'], data['tasks']
def columns(m): return list(zip(*m))
for algo, m in scores.items():
    assert len(m) == 23 and all(len(run) == len(tasks) == 2 for run in m)
    flat, means = sorted(x for run in m for x in run), [statistics.fmean(c) for c in columns(m)]
    cut = len(flat) // 4
    for what, x in (('mean', statistics.fmean(means)), ('median', statistics.median(means)), ('iqm', statistics.fmean(flat[cut:len(flat) - cut])),
                    ('optimality_gap', 1 - statistics.fmean(min(x, 1) for x in flat))):
        print(algo.replace(' ', ':'), what, repr(x))
names = list(scores)
with open('chances.py.txt', 'w') as f:
    for i, a in enumerate(names):
        for b in names[i + 1:]:
            wins = [statistics.fmean((x > y) + (x == y) / 2 for x in ca for y in cb) for ca, cb in zip(columns(scores[a]), columns(scores[b]))]
            print(statistics.fmean(wins), file=f)
END
try 'python rliable' $python rliable.py
like aggregates
awk '{ print NR, $0 }' chances.py.txt | like chances -
lockstep export nan --rliable --metric regret >nan.json 2>/dev/null
try 'python null' $python -c 'import json; m = json.load(open("nan.json"))["scores"]; print(sum(x is None for a in m.values() for run in a for x in run))'
lost=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "regret_final") at = i } NR > 1 && $at == "NaN"' nan/finals.csv | wc -l)
[ "$lost" -gt 0 ] && [ "$lost" = "$(<out)" ] && ok || bad "$(<out) lost runs instead of $lost"

# ---- sqlite3 ----
query="select point, step, avg(regret) from curves group by 1, 2 order by 1, 2"
name='sqlite3 export' && sqlite3 -bail d.db <d.sql 2>err && sqlite3 -separator ' ' d.db "$query" | like means -
# imported as text, so cast; and no second time into the same file
name='sqlite3 import' && sqlite3 i.db '.mode csv' '.import d/curves.csv curves' 2>err &&
    sqlite3 -separator ' ' i.db 'select point, step, avg(cast(regret as real)) from curves group by 1, 2 order by cast(point as int), cast(step as int)' | like means -
name='sqlite3 twice' && ! sqlite3 -bail d.db <d.sql 2>/dev/null && sqlite3 -separator ' ' d.db "$query" | like means -
# a script cut short leaves nothing
name='sqlite3 cut short' && head -c 4000 d.sql | sqlite3 -bail cut.db 2>/dev/null
[ -z "$(sqlite3 cut.db .tables)" ] && ok || bad 'tables of a script cut short'
# names and texts that SQL would take for its own
printf '%s\n' 'env,algo,select,Point,"a""b",seed,step,x,X' "e,o'neil,1,2,y,0,1,0.5,NaN" 'e,drop table points;--,1.5,2,NaN,0,1,-3,2' >odd.csv
name='sqlite3 quoting' && lockstep export odd.csv --sqlite | sqlite3 -bail odd.db 2>err
sqlite3 odd.db 'select algo, "select", "Point_2", "a""b", x, "X_2" from points join curves using (point) order by point' >out 2>>err
diff out - >odd.diff <<'END' && ok || bad "$(<odd.diff)"
o'neil|1.0|2|y|0.5|
drop table points;--|1.5|2||-3.0|2.0
END

# ---- lockstep itself ----
name='lockstep of melted' && lockstep summarize melt.csv | cmp -s - d/summary.csv && ok || bad 'another summary'
name='lockstep of melted TSV' && lockstep summarize melt.tsv | cmp -s - d/summary.csv && ok || bad 'another summary'

# ---- gnuplot ----
if have gnuplot; then
    for of in d/summary.csv:mean d/curves.csv:regret d/finals.csv:reward_auc d/points.csv:point melt.csv:value wide.csv:seed profile.csv:value \
              improvement.csv:probability nan/summary.csv:mean nan/curves.csv:regret nan/finals.csv:regret_auc; do
        try "gnuplot $of" gnuplot -e "set datafile separator ','; set terminal dumb; plot '${of%:*}' using 0:(column('${of#*:}')) with points"
    done
    for point in 0 1 2 3 4 5; do
        gnuplot -e "set datafile separator ','; set datafile columnheaders; set print '-';
            stats 'd/curves.csv' using (column('point') == $point && column('step') == 1000 ? column('regret') : NaN) nooutput;
            print sprintf('$point %.15g', STATS_mean)" 2>>gnuplot.err
    done >out
    name='gnuplot means'
    cp gnuplot.err err
    [ ! -s err ] && like last || bad 'words on stderr'
fi

# ---- pandas ----
if $python -c 'import pandas' 2>/dev/null; then
    cat >read_pandas.py <<'END'
import json, sys, numpy, pandas
for path in sys.argv[1:]:
    t = pandas.read_csv(path)
    assert len(t) and not any(name.startswith('Unnamed') for name in t.columns), path
curves = pandas.read_csv('d/curves.csv')
assert curves.dtypes['seed'] == 'int64' and curves.dtypes['regret'] == 'float64' and curves.dtypes['eps'] == 'float64'
assert not curves[['env', 'algo', 'seed', 'step', 'regret', 'reward']].isna().any().any()
melt = pandas.read_csv('melt.csv')
back = melt.pivot_table(index=['point', 'seed', 'step'], columns='metric', values='value').reset_index()
assert numpy.array_equal(back.regret, curves.sort_values(['point', 'seed', 'step']).regret)
wide = pandas.read_csv('wide.csv').set_index(['step', 'seed'])
last = curves[curves.step == 1000].pivot(index='seed', columns='point', values='regret')
assert numpy.array_equal(wide.to_numpy(), last.to_numpy())
scores = {name: numpy.array(m) for name, m in json.load(open('scores.json'))['scores'].items()}
assert all(m.shape == (23, 2) and m.dtype == float for m in scores.values())
for (point, step), x in curves.groupby(['point', 'step']).regret:
    print(point, step, repr(float(x.mean())))
END
    try pandas $python read_pandas.py $tables
    like means
else
    echo 'skipped: pandas is not installed'
fi

# ---- R ----
if have Rscript; then
    cat >read.R <<'END'
for (path in commandArgs(TRUE)) { t <- read.csv(path, check.names = FALSE); stopifnot(nrow(t) > 0) }
t <- read.csv("d/curves.csv")
stopifnot(is.integer(t$seed), is.numeric(t$regret), is.numeric(t$eps), !anyNA(t$regret))
m <- aggregate(regret ~ step + point, t, mean)
cat(sprintf("%d %d %.15g\n", m$point, m$step, m$regret), sep = "")
END
    try R Rscript read.R $tables
    like means
fi

echo "$passed passed, $failed failed"
((failed == 0))
