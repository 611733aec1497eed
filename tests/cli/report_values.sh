# seeds that diverged, values that are infinite, one seed, one curve, a sweep with ties
lockstep run -a gradient-bandit -e gaussian means=1/0 scale=7e7 lr=0.1,1e300 -n 12 -T 40 -q -o bad
lockstep report bad >a.html && xmllint --noout --nonet a.html && grep -oE '[0-9]+ of [0-9]+ seeds</strong>|class="mark">[a-z]*' a.html
sed -n '/<tbody>/,/<\/tbody>/p' a.html | grep -oE '<td>[0-9]+</td><td>[0-9]+</td>' | head -2
lockstep run -a q -e cliff -n 3 --count episodes -T 3 -m greedy_return -q -o inf
lockstep report inf >b.html && xmllint --noout --nonet b.html && grep -c 'At episode 3' b.html
lockstep run -a ts -e bernoulli -n 1 -T 50 -q -o one
lockstep report one >c.html && xmllint --noout --nonet c.html && grep -oE '>[0-9.]+</span> <span class="interval">– to –' c.html | wc -l
lockstep run -a random,ts -e bernoulli means=0.5/0.5 -n 20 -T 200 -q -o tie
lockstep report tie | grep -oE 'class="mark">[a-z]*'
# best and tied, worked out again from curves.csv: t of 99 degrees of freedom at 1 - 0.05/2/2 is 2.2764 (R 4.2: qt(0.9875, 99))
lockstep run -a ucb1,ts,kl-ucb -e bernoulli means=0.9/0.8 c=1 -n 100 -T 300 --log 300 -m regret,reward -q -o three
lockstep report three >d.html
for metric in regret reward; do
    awk -F, -v column=$([ $metric = regret ] && echo 1 || echo 2) -v sign=$([ $metric = regret ] && echo 1 || echo -1) '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == "seed") first = i; next }
        { a[$2, $first] = sign * $(first + 1 + column); mean[$2] += sign * $(first + 1 + column) / 100 }
        END { for (m in mean) if (best == "" || mean[m] < mean[best]) best = m
              for (m in mean) {
                  d = dd = 0
                  for (i = 0; i < 100; i++) { x = a[m, i] - a[best, i]; d += x / 100; dd += x * x }
                  se = sqrt((dd - 100 * d * d) / 99 / 100)
                  print m, m == best ? "best" : d < 2.2764 * se ? "tied" : "" } }' three/curves.csv | sort >want
    sed -n "/<h3>$metric on/,/<\/table>/p" d.html | grep '^<tr' | sed -E 's/<th[^>]*>([^<]*)<\/th>/\1 /; s/<span class="mark">([a-z]*)<.*/\1/; s/<td>.*<\/td>//; s/<tr[^>]*>//; s/<[^>]*>[0-9.]*//g; s/<\/tr>//' |
        awk '{ print $1, $2 }' | sort >got
    diff want got && cut -d' ' -f2 got | sort | uniq -c | awk '{ print $2 ? $2 : "worse", $1 }'
done
