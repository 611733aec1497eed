# a table from stdin, a file or a run directory gives the same picture; SVG is well formed enough to have one end
run='lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 20 -T 1000'
$run | lockstep plot --ascii --width 70 >a.txt
$run >s.csv && lockstep plot s.csv --ascii --width 70 | cmp - a.txt
$run -o d && lockstep plot d --ascii --width 70 | cmp - a.txt
grep -cE 'ucb1|ts ' a.txt
LC_ALL=C grep -c '[^ -~]' a.txt
lockstep plot s.csv --svg >p.svg && grep -c '</svg>' p.svg
lockstep plot s.csv -o q.svg && cmp p.svg q.svg
lockstep plot s.csv --svg --title '<&">' | grep -c '&lt;&amp;'
