# --on-nan stop: the answer is no, and no table that looks complete stays
lockstep run -a gradient-bandit -e gaussian means=1/0 lr=1e300 scale=7e7 -n 64 -T 40 --on-nan stop --rows finals | wc -l
echo "${PIPESTATUS[0]}"
lockstep run -a gradient-bandit -e gaussian means=1/0 lr=1e300 scale=7e7 -n 64 -T 40 --on-nan stop -o d
echo "$?"
ls -A d
