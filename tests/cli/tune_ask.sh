# ask and tell: a row is answered before the next is written; here by golden section in the logarithm of c, for 8 rows
words='-a ucb1 -e bernoulli means=0.9/0.8/0.8 -T 1k -n 64 -q'
mkfifo to from
lockstep tune --points - $words -o out <to >from &
exec 4>to 3<from
echo c >&4
read -r header <&3
echo "$header"
ask() { echo "$1" >&4; IFS=, read -r -t 60 _ _ _ _ role _ _ mean _ <&3 || echo "no answer"; echo "$1 $role $mean" >>said; }
lo=-5 hi=2
for i in 1 2 3 4; do
    read -r a b < <(awk -v lo=$lo -v hi=$hi 'BEGIN { d = 0.618 * (hi - lo); printf "%.3f %.3f\n", hi - d, lo + d }')
    ask "$(awk -v x=$a 'BEGIN { printf "%.4f", exp(x) }')"; left=$mean
    ask "$(awk -v x=$b 'BEGIN { printf "%.4f", exp(x) }')"; right=$mean
    if awk "BEGIN { exit !($left < $right) }"; then hi=$b; else lo=$a; fi
done
exec 4>&-
cat <&3 >judged
wait
# the winner is the best of the answers, and the last rows are about it
best=$(sort -g -k3 said | head -1 | cut -d' ' -f1)
cut -d, -f4-6,12 judged | sed "s/^${best#0}\|^$best/BEST/"
awk -F, 'NR > 1 { print $4, $5 }' out/tune.csv | wc -l
# the answers are the values of run
awk '{ print $1, $3 }' said | sort >answers
{ echo c; cut -d' ' -f1 said; } >points.csv
lockstep run ${words% -q} --points points.csv --log 1k | awk -F, 'NR > 1 { print $4, $9 }' >run
awk '{ print $1 + 0, $2 }' answers | sort | diff - <(awk '{ print $1 + 0, $2 }' run | sort) && echo equal

# the same from Python, where it is there: random search
command -v python3 >/dev/null || { echo "python agrees"; exit; }
python3 - $words <<'END'
import csv, random, subprocess, sys
tune = subprocess.Popen(["lockstep", "tune", "--points", "-"] + sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
def tell(row): tune.stdin.write(",".join(map(str, row)) + "\n"), tune.stdin.flush()
random.seed(1)
tell(["c"])
columns, answers = tune.stdout.readline().strip().split(","), []
for i in range(12):
    tell([10 ** random.uniform(-2, 0.5)])
    answers.append(dict(zip(columns, tune.stdout.readline().strip().split(","))))
tune.stdin.close()
judged = list(csv.DictReader(tune.stdout, columns))
best = min(answers, key=lambda a: float(a["mean"]))
print("python agrees" if judged[0]["c"] == best["c"] and [j["role"] for j in judged] == ["winner", "default", "difference"] else judged)
END
