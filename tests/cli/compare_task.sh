# a swept key of the environment makes environments: labels leave it out, and pairs stay within equal values
lockstep run -a ucb1,ts -e bernoulli gap=0.1,0.3 c=1,2 -n 40 -T 500 --log 500 --rows seeds -q >seeds.csv
lockstep compare seeds.csv --task gap --format csv | cut -d, -f1-5
lockstep compare seeds.csv --task env,gap,c; echo "$?"
lockstep compare seeds.csv --task gap --assert 'ts<ucb1 c=2' | tail -2; echo "${PIPESTATUS[0]}"
lockstep power seeds.csv --task gap --baseline ts --format csv | cut -d, -f1-5
lockstep compare seeds.csv --task gape; echo "$?"
