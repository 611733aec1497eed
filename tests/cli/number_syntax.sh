# what is a number, and what is not
for text in 1 0.1 .5 5. 1e-1 1E-1 1e 1e+ 0x10 nan NaN inf +1 -0 1_000 '1 ' ' 1' '' 1e400 1e-400 5e-324 0.1k 0.0001k 1k 1K 1M 1G 1T １ 1e1e1 --1 0.1.2; do
    lockstep plan -a eps-greedy -e bernoulli "c=$text" -n 16 -T 100 >out 2>err
    printf '%-8s %s %s\n' "[$text]" $? "$(sed -n 's/.*c=.*: \(not a number\|must be\|has no value\).*/\1/p' err)"
done
