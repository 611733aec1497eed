# the line that show ends with works as it stands
for name in ucb1 exp3 bernoulli gaussian; do
    line=$(lockstep show $name | sed -n 's/^try:  //p')
    eval "$line" >out 2>err && grep -q regret out && echo "$name" || echo "$line: $(cat err)"
done
