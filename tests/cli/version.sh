lockstep version | sed -E 's/^lockstep [0-9]+\.[0-9]+\.[0-9]+ \(.*\)$/lockstep N/; s/here:.* used: .*/here/'
lockstep --version | head -1 | cut -d' ' -f1
