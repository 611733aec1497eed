#!/bin/bash
# What help shows is true: the lines of src/help/NAME.txt that begin with `    $ ` are run, in order and in one fresh directory a page.
# Each must exit with 0, or with what `# status N` at its end says, and print what stands below it, where `...` is any number of lines;
# nothing below: whatever it likes.  `$ cat FILE` makes FILE of what stands below.
#     tests/help_examples.sh BUILD
top=$(cd "$(dirname "$0")/.." && pwd) build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PATH=$build:$PATH LC_ALL=C passed=0 failed=0
unset NO_COLOR COLUMNS
good() { ((++passed)); }
bad() { ((++failed)); printf '%s\n' "$@"; }

# run what was gathered: $command, and $shown (empty: any output)
finish() {
    local want=0 status out file
    [ -n "$command" ] || return
    [[ $command =~ '# status '([0-9]+)$ ]] && want=${BASH_REMATCH[1]}
    file=${command#cat }
    if [[ $command = 'cat '* && ! -e $file && -n $shown ]]; then
        printf '%s' "$shown" >"$file"
    else
        out=$(set -o pipefail; eval "$command" </dev/null 2>err; status=$?; echo x; exit $status)
        status=$? out=${out%x}
        # the lines that are shown, as a pattern
        local pattern= line
        while IFS= read -r line; do
            if [ "$line" = ... ]; then pattern+='*'; else pattern+="${line//[^[:alnum:][:space:]]/\\&}"$'\n'; fi
        done <<<"${shown%$'\n'}"
        if [ "$status" != "$want" ]; then
            bad "$page: $command" "    exit status $status instead of $want: $(<err)"
        elif [ -n "$shown" ] && [[ $out != $pattern ]]; then
            bad "$page: $command" "    does not print what is shown:" "$(diff <(printf '%s' "$shown") <(printf '%s' "$out"))"
        else
            good
        fi
    fi
    command= shown=
}

run_page() {
    local line inside=
    command= shown=
    while IFS= read -r line || [ -n "$line" ]; do
        if [[ $command = *'\' && $line = '    '* ]]; then
            command=${command%\\}${line#"${line%%[! ]*}"}
        elif [[ $line = '    $ '* ]]; then
            finish
            command=${line#'    $ '}
        elif [[ $line = '    '* && -n $command ]]; then
            shown+=${line#'    '}$'\n'
        else
            finish
        fi
    done
    finish
}

for file in "$top"/src/help/*.txt; do
    page=$(basename "$file" .txt) before=$passed
    mkdir "$work/$page" && cd "$work/$page" && ln -s "$top/experiments" experiments || exit
    run_page <"$file"
    ((passed > before)) || bad "$page: no example"
    long=$(awk 'length > 80 || /\t/ || / $/ { print FNR ": " $0 }' "$file")
    if [ -z "$long" ]; then good; else bad "$page: lines of more than 80 letters, with tabs, or with blanks at their end:" "$long"; fi
done

# what is shown is what was run
for topic in $(lockstep help commands | sed -n '/^topics/,$s/^  \([a-z-]*\) .*/\1/p'); do
    if lockstep help "$topic" | cmp -s - "$top/src/help/$topic.txt"; then good; else bad "$topic: help does not say its page"; fi
done
# every command has a page with an example, and says what the page says
for command in $(lockstep help commands | sed -n '/^topics/q; s/^  \([a-z]*\) .*/\1/p'); do
    if [ ! -e "$top/src/help/$command.txt" ]; then
        bad "$command: no examples: src/help/$command.txt is missing"
    elif lockstep help "$command" | tail -n "$(wc -l <"$top/src/help/$command.txt")" | cmp -s - "$top/src/help/$command.txt"; then
        good
    else
        bad "$command: help does not end with its page"
    fi
done
echo "$passed passed, $failed failed"
((failed == 0))
