# the first screen is one; every command and topic has its page, reached in all ways, of lines that fit a screen
lockstep help >all
lockstep | cmp - all
lockstep --help | cmp - all
awk 'length > 80 { print "too long: " $0 } END { if (NR > 24) print NR " lines" }' all
lockstep help commands >list
awk 'length > 80' list
for command in $(sed -n '/^topics/q; s/^  \([a-z]*\) .*/\1/p' list); do
    lockstep help $command >page || echo "no page of $command"
    lockstep $command --help | cmp - page
    lockstep $command -h | cmp - page
    head -1 page | grep -q "^lockstep $command" || echo "$command: no title"
    awk 'length > 80' page
    grep -qE "[ :]$command( |\$)" all || echo "$command is not on the first screen"
done
for topic in $(sed -n '/^topics/,$s/^  \([a-z-]*\) .*/\1/p' list); do
    lockstep help $topic | awk 'length > 80'
    grep -qE "^  ([a-z -]* )?$topic( |\$)" all || echo "$topic is not on the first screen"
done
lockstep help run | sed -n '1,4p; /--out/p'
lockstep help nothing; echo "$?"
lockstep help value; echo "$?"
lockstep help runs; echo "$?"
lockstep help start; echo "$?"
lockstep help run values; echo "$?"
