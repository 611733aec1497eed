# what tune reports is what run says of these seeds with these parameters, byte for byte; and the seeds that judge are not those that chose
words='-a eps-greedy -e bernoulli gap=0.2 -T 500 --log 100,500'
score() { lockstep run $words "$@" | awk -F, '$(NF - 17) == "regret" && $(NF - 18) == '"$step"' { print $(NF-16), $(NF-15), $(NF-14), $(NF-12), $(NF-11), $(NF-10) }'; }
row() { awk -F, -v role="$1" '$5 == role { print $6, $7, $8, $9, $10, $11 }' result.csv; }
for step in 500 100; do
    lockstep tune grid -q $words eps=0.01,0.03,0.1,0.3 -n 5..44 --test-seeds 60 --at $step --format csv >result.csv
    best=$(awk -F, '$5 == "winner" { print $4 }' result.csv)
    row tuning | diff - <(score -n 5..44 eps=$best)
    row winner | tee said | diff - <(score -n 45..104 eps=$best)
    wc -w <said
    row default | diff - <(score -n 45..104)
    # the paired difference, from the values of every seed
    paste -d, <(lockstep run $words -n 45..104 eps=$best --rows seeds) <(lockstep run $words -n 45..104 eps=0.1 --rows seeds) >both
    awk -F, -v step=$step 'function near(a, b) { return a - b < 1e-9 && b - a < 1e-9 }
        NR == FNR { if ($5 == "difference") { mean = $8; se = $9 } next }
        FNR > 1 && $5 == step { d = $6 - $12; s += d; ss += d * d; n++ }
        END { print n, near(s / n, mean), near(sqrt((ss - s * s / n) / (n * (n - 1))), se) }' result.csv both
done
# the area under the curve is that of finals.csv
lockstep tune grid -q $words eps=0.01,0.3 -n 40 --auc --format csv >result.csv
best=$(awk -F, '$5 == "winner" { print $4 }' result.csv)
lockstep run $words -n 40..139 eps=$best --rows finals | awk -F, 'NR > 1 { s += $8; n++ } END { print s / n }' >auc
awk -F, '$5 == "winner" { print $8 + 0 }' result.csv | diff - auc
# said in the output
lockstep tune grid -q $words eps=0.1,0.3 -n 5..44 --test-seeds 60 --format json | head -1
