# a report is evidence: nothing unfinished, nothing changed, and no half of a page
run='lockstep run -a ucb1 -e bernoulli -n 200 -T 100 -q'
report() { lockstep report "$@" -o page.html; echo "$? $(ls page.html 2>&1 | head -1)"; }
lockstep report; echo "$?"
report missing
mkdir empty && report empty
$run -o half --shard 0/2; report half
$run -o d; sed -i '3s/1/2/' d/summary.csv; report d
$run -o e; report e half
lockstep report e -o no/page.html; echo "$?"
lockstep report e -o e; echo "$?"
# facts that no hash covers may be anything: the page goes without
echo '{"title": 5, "command": ["rm"], "finished": "x", "version": "<b>"}' >e/manifest.json && lockstep report e | grep -oE '<h1>.*</h1>|&lt;b&gt;|does not record'
rm e/manifest.json e/timing.csv && mkfifo e/manifest.json && lockstep report e | grep -oE '<h1>.*</h1>|does not record'
lockstep report e >/dev/full; echo "$?"
