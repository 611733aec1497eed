#!/bin/bash
# The manual page says what the tables say, is roff without faults, and make install puts it where man finds it.
#     tests/manual.sh BUILD
shopt -s lastpipe
top=$(cd "$(dirname "$0")/.." && pwd) build=$(cd "$1" && pwd) passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit
export PATH=$build:$PATH LC_ALL=C MANWIDTH=80
rule() {
    local found
    found=$(cat)
    if [ -z "$found" ]; then ((++passed)); else ((++failed)); printf '%s:\n%s\n' "$1" "$found"; fi
}
lockstep help --man >lockstep.1 || exit
lockstep help --man | cmp - lockstep.1 2>&1 | rule 'two manuals differ'

# the page as text: roff's signs back to letters, lines joined
sed -E 's/\\f[BR]//g; s/\\-/-/g; s/\\&//g; s/\\\((aq)/'"'"'/g; s/\\\(ga/`/g; s/\\\(ha/^/g; s/\\\(ti/~/g; s/\\\(dq/"/g; s/\\\(rs/\\/g' lockstep.1 |
    tr '\n' ' ' | tr -s ' ' >text
for section in NAME SYNOPSIS DESCRIPTION COMMANDS OPTIONS VALUES 'EXPERIMENT FILES' FILES 'EXIT STATUS' ENVIRONMENT EXAMPLES 'SEE ALSO'; do
    grep -qx ".SH $section" lockstep.1 || echo "$section"
done | rule 'sections are missing'
for command in $(lockstep help commands | sed -n '/^topics/q; s/^  \([a-z]*\) .*/\1/p'); do
    grep -qx ".SS lockstep $command" lockstep.1 || echo "$command"
    # every option of its help stands between its title and the next one, or among those of every command
    lockstep $command --help | sed -nE 's/^  (-[a-zA-Z], |    )(--[a-z-]+).*/\2/p' | while read -r option; do
        awk -v title=".SS lockstep $command" '/^\.S/ { here = $0 == title || $0 == ".SH OPTIONS" } here' lockstep.1 |
            grep -qF -- "${option//-/\\-}\\fR" || echo "$command $option"
    done
done | rule 'commands or options are missing'
for topic in $(lockstep help commands | sed -n '/^topics/,$s/^  \([a-z-]*\) .*/\1/p'); do
    lockstep help "$topic" | tail -n +3 | tr '\n' ' ' | tr -s ' ' | cut -c1-60 | while read -r begin; do
        grep -qF -- "$begin" text || echo "$topic: $begin"
    done
done | rule 'topics are missing'

if command -v groff >/dev/null; then
    groff -man -ww -z lockstep.1 2>&1 | rule 'groff complains'
    groff -man -Tascii -P-cbou lockstep.1 2>/dev/null >page
    # what is shown as typed comes out as it was typed
    for command in 'lockstep run -a ucb1,ts -e bernoulli -n 1000 -T 10k | lockstep plot' "| awk '{ print \$1, \$NF }'" 'cut -d, -f1-5'; do
        grep -qF -- "$command" page || echo "$command"
    done | rule 'examples come out changed'
    awk 'length > 84' page | rule 'lines are too long'
fi
if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning lockstep.1 | rule 'mandoc complains'
fi

# make install PREFIX=... as a packager calls it, with what is built already
make -s -C "$top" BUILD="$build" -o all DESTDIR="$work/root" PREFIX=/usr install >log 2>&1 || cat log
cmp lockstep.1 root/usr/share/man/man1/lockstep.1 2>&1 | rule 'the installed manual differs'
lockstep completion bash | cmp - root/usr/share/bash-completion/completions/lockstep 2>&1 | rule 'the installed completion differs'
if command -v man >/dev/null && ! man --help 2>&1 | grep -q minimized; then
    MANPATH=$work/root/usr/share/man man lockstep >found 2>&1
    grep -qF 'hundreds of seeds' found || head -3 found
fi | rule 'man does not find it'
echo "$passed passed, $failed failed"
((failed == 0))
