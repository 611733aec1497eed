# file and line of a claim that makes no sense; files that were changed after the run
printf 'env = bernoulli\nalgo = ucb1\nseeds = 20\nsteps = 100\nlog = 100\n[a]\n[claims]\n' >head.ini
claim() { { cat head.ini; echo "$1"; } >e.ini; lockstep repro e.ini; echo "$?"; }
claim 'x = regret at 100: b < 3'
claim 'x = regret at 50: a < 3'
claim 'x = reward at 100: a < 3'
claim 'x = regret at 100: a ? 3'
claim 'x = regret at 100: a in 3 .. 1'
claim ''
lockstep repro missing; echo "$?"
lockstep repro; echo "$?"
{ cat head.ini; echo 'x = regret at 100: a < 30'; } >e.ini
lockstep run e.ini -o d
lockstep check d >/dev/null; echo "$?"
for file in curves.csv plan.json; do
    cp -r d e && sed -i 's/100/101/' e/$file && lockstep check e; echo "$?"
    rm -r e
done
lockstep check missing; echo "$?"
mkdir empty && lockstep check empty; echo "$?"
