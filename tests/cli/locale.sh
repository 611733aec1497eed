# numbers look the same whatever the locale and the terminal
run='lockstep run -a ucb1 -e gaussian -n 20 -T 100'
$run >want
LC_ALL=de_DE.UTF-8 LANG=fr_FR TERM=dumb NO_COLOR=1 POSIXLY_CORRECT=1 $run | cmp - want
cd / && $run | cmp - "$OLDPWD/want"
