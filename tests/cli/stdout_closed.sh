# an error before computing, whichever command; a closed stdin or stderr hurts nobody
lockstep run -a ucb1 -e bernoulli -n 64 -T 1000000 >&-; echo "$?"
lockstep list >&-; echo "$?"
lockstep run -a ucb1 -e bernoulli -n 64 -T 10 --log 10 --rows finals <&- 2>&- | wc -l
lockstep run -a ucb1 -e bernoulli -n 64 -T 10 -o d <&- 2>&-; ls d | wc -l
