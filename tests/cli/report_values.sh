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
