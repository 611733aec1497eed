# every command has its page, reached in three ways, of lines that fit a screen
lockstep help >all
lockstep | cmp - all
lockstep --help | cmp - all
for command in $(sed -n 's/^  \([a-z]*\)  *[a-z].*/\1/p' all | grep -v lockstep); do
    lockstep help $command >page || echo "no page of $command"
    lockstep $command --help | cmp - page
    lockstep $command -h | cmp - page
    head -1 page | grep -q "^lockstep $command" || echo "$command: no title"
    awk 'length > 200' page
done
lockstep help nothing; echo "$?"
