# one file, whole or not at all; the same bytes again; texts are data
cat >e.ini <<'END'
# <script>alert(1)</script> & "quotes"
env = bernoulli
seeds = 40
steps = 1k
[timid]
algo = ucb1
c = 0.1
[bold]
algo = ucb1
c = 2
[claims]
timid-is-better = regret at 1k: timid < bold
not-so = regret at 1k: bold < 1 ; published 2.5 (<nobody>)
END
lockstep run e.ini -o d -q && lockstep report d >a.html && lockstep report d/ -o b.html && cmp a.html b.html
for part in '<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;</h1>' '<svg ' '✓ holds' '✗ fails' '(&lt;nobody&gt;)' 'mark">best<' \
    'lockstep run e.ini -o again' 'lockstep verify d' "$(cut -d' ' -f1 d/SHA256SUMS | head -1)" "$(sha256sum <d/plan.json | cut -d' ' -f1)" \
    'name="viewport"' 'prefers-color-scheme:dark' '@media print' '<th scope="row"'; do
    grep -qF "$part" a.html || echo "no $part"
done
grep -ciE '<script|@import|url\(|<img|<iframe' a.html
grep -oE '(https?:)?//[a-z.0-9/]+' a.html | sort -u
xmllint --noout --nonet a.html && echo well formed
# what the page says is what the table says
want=$(awk -F, '$2 == "bold" && $4 == 1000 && $5 == "regret" { printf "%.0f\n", $8 }' d/summary.csv)
sed -n '/>bold<\/th>/s/.*class="value">\([0-9.]*\).*/\1/p' a.html | awk -v want="$want" '{ print ($1 - want < 0.6 && want - $1 < 0.6) }'
# the commands make it again
sed -n '/<pre.*lockstep run/,/<\/pre>/p' a.html | sed -E 's/<[^>]*>//g; s/&gt;/>/g; s/&amp;/\&/g' | bash -e 2>err | sed -E 's/[0-9]+ units are the same/units are the same/' || cat err
# two directories, and nothing of where they lie
mkdir sub && lockstep run -a ts,ucb1 -e bernoulli -n 5 -T 100 -q -o sub/f && lockstep report d "$PWD/sub/f" --title 'Both & all' >c.html
grep -oE '<h[12][^>]*>[^<]*</h[12]>|<a href[^>]*>[^<]*</a>|Fewer than 10 seeds' c.html
grep -cF "$PWD" c.html
xmllint --noout --nonet c.html
