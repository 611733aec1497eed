# quietly: by SIGPIPE, or with a status when the parent ignores that
run='lockstep run -a ucb1 -e bernoulli -n 2000 -T 100 --rows seeds'
$run | head -1; echo "${PIPESTATUS[0]}"
(trap '' PIPE; $run; echo "$?" >status) | head -1
while [ ! -s status ]; do sleep 0.01; done; cat status
(trap '' PIPE; sleep 0.1; lockstep plan -a ucb1 -e bernoulli; echo "$?" >status2) | true
while [ ! -s status2 ]; do sleep 0.01; done; cat status2
(trap '' PIPE; sleep 0.1; lockstep list; echo "$?" >status3) | true
while [ ! -s status3 ]; do sleep 0.01; done; cat status3
