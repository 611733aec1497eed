# what is a number, and what is not
for text in 1 0.1 -0 1e-1 1E-1 5e-324 1k 1M 1G 0.0001k '1 ' 1e 1e+ 1e1e1 0x10 nan NaN inf +1 --1 1_000 1K 1T 1e400 １ 0.1.2 ''; do
    lockstep plan -a eps-greedy -e bernoulli "c=$text" -n 16 -T 100 >out 2>err
    printf '%-9s %s %s\n' "[$text]" $? "$(sed -nE 's/.*(not a number|must be|has no value).*/\1/p' err)"
done
