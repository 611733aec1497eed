# a directory holds one plan
run='lockstep run -a ucb1 -e bernoulli -T 100'
$run -n 16 -o d
sha256sum d/*.csv d/*.json d/SHA256SUMS | grep -v -e timing -e manifest >before
for change in '-n 17' '-n 16 -s 1' '-n 16 c=1' '-n 16 --log 100' '-n 16 -m reward' '-n 16 --crn off'; do
    $run $change -o d
    echo "$?"
done
sha256sum -c before | grep -v OK
ls -A d | wc -l
echo '{}' >d/plan.json
$run -n 16 -o d
echo "$?"
