#!/bin/bash
# Completion in a real bash: the function, called as readline calls it, and keys typed at a terminal.
#     tests/completion.sh BUILD
top=$(cd "$(dirname "$0")/.." && pwd) build=$(cd "$1" && pwd) passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" && ln -s "$top/experiments" experiments && mkdir out old && touch a.csv b.ini 'odd name.csv' .hidden.csv curve.svg || exit
mkdir home home/runs
export PATH=$build:$PATH LC_ALL=C HOME=$work/home
set -o nounset
source <(lockstep completion bash) || exit
# nounset: what the script reads must be there

# what LINE becomes: the words that may stand at its end, as bash would put them there; `=`, `:` and `@` begin words of their own
offered() {
    COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9 COMP_KEY=9
    COMP_WORDS=(${1%%[ ]*}) COMP_CWORD=1 COMPREPLY=()
    _lockstep "${1%%[ ]*}" "" "" || echo "status $?"
    printf '%s\n' "${COMPREPLY[*]}"
}
is() {
    local got
    got=$(offered "$1")
    if [ "$got" = "$2" ]; then ((++passed)); else ((++failed)); printf '%s\n' "[$1]" "    gives $got" "    not   $2"; fi
}
# all words of a list, each offered
all() {
    local got=" $(offered "$1") " word missing=
    shift
    for word; do [[ $got == *" $word "* ]] || missing+=" $word"; done
    if [ -z "$missing" ] && [ $# -gt 0 ]; then ((++passed)); else ((++failed)); printf '%s\n' "[$1 ...] lacks$missing"; fi
}
none_of() {
    local line=$1 got=" $(offered "$1") " word extra=
    shift
    for word; do [[ $got == *" $word "* ]] && extra+=" $word"; done
    if [ -z "$extra" ]; then ((++passed)); else ((++failed)); printf '%s\n' "[$line] should not offer$extra"; fi
}

# commands, and the options of each: all that its help names
commands=$(lockstep help commands | sed -n '/^topics/q; s/^  \([a-z]*\) .*/\1/p')
all 'lockstep ' $commands
is 'lockstep ru' 'run'
is './lockstep ru' 'run'
is '~/nowhere/lockstep ru' 'run'
is 'lockstep nothing ' ''
for command in $commands; do
    all "lockstep $command -" $(lockstep $command --help | sed -nE 's/^  (-[a-zA-Z],|  ) (--[a-z-]+).*/\2/p')
done
none_of 'lockstep plan -' --rows --svg
is 'lockstep run --me' '--metrics'
is 'lockstep run -- --me' ''

# values of options: choices of this command's, names in lists, and nothing where nothing is known
is 'lockstep run --format ' 'csv json jsonl tsv'
is 'lockstep list --format ' 'csv json table'
is 'lockstep run --format=' 'csv json jsonl tsv'
is 'lockstep run --format=js' 'json jsonl'
is 'lockstep run --count e' 'episodes'
is 'lockstep run --crn o' 'off on'
is 'lockstep run -n ' ''
is 'lockstep run --max-time ' ''
is 'lockstep run -a kl-u' 'kl-ucb kl-ucb-pp'
is 'lockstep run -akl-u' '-akl-ucb -akl-ucb-pp'
is 'lockstep run --algo=kl-u' 'kl-ucb kl-ucb-pp'
is 'lockstep run -a ucb1,kl-u' 'ucb1,kl-ucb ucb1,kl-ucb-pp'
is 'lockstep-mpi -a kl-u' 'kl-ucb kl-ucb-pp'
is 'lockstep slurm -a "kl-u' 'kl-ucb kl-ucb-pp'
all 'lockstep run -a ' $(lockstep list algos --format csv | awk -F, 'NR > 1 { print $2 }')
all 'lockstep run -e ' $(lockstep list envs --format csv | awk -F, 'NR > 1 { print $2 }')
# only what fits
all 'lockstep run -a q -e ' $(lockstep show q | sed -n 's/^fits: //p')
none_of 'lockstep run -a q -e ' bernoulli pendulum
none_of 'lockstep run -e cliff -a ' ucb1
is 'lockstep run -m regr' 'regret'
all 'lockstep run -a ppo -e cartpole -m ' return regret entropy solved
none_of 'lockstep run -a ppo -e cartpole -m ' cov_positive
all 'lockstep run --isa ' $(lockstep version | sed -n 's/^instruction sets that run here: \(.*\);.*/\1/p')

# keys: of what was chosen, of one by name; their choices
all 'lockstep run -a ucb1 -e bernoulli ' c= means= gap=
is 'lockstep run -a ucb1 -e bernoulli me' 'means='
is 'lockstep run -a ucb1,q -e bernoulli q.al' 'q.alpha='
is 'lockstep run -e bernoulli draw=' 'no yes'
is 'lockstep run -e bernoulli draw=no,y' 'no,yes'
is 'lockstep run -e bernoulli bernoulli.draw=y' 'yes'
is 'lockstep run -a ucb1 -e bernoulli --zip c,ga' 'c,gap'

# names of experiments, topics, lists, kernels
is 'lockstep repro auer' 'auer2002'
is 'lockstep help stat' 'statistics status'
is 'lockstep list e' 'envs experiments'
is 'lockstep list envs a' ''
is 'lockstep show kl-ucb ucb1-' 'ucb1-tuned'
is 'lockstep completion ' 'bash words'
all 'lockstep bench ' threads startup ucb1

# files and directories elsewhere
is 'lockstep run ' 'b.ini experiments/ home/ old/ out/'
is 'lockstep plot ' 'a.csv experiments/ home/ odd\ name.csv old/ out/'
is 'lockstep plot o' 'odd\ name.csv old/ out/'
is 'lockstep plot odd\ n' 'odd\ name.csv'
is 'lockstep plot ./.h' './.hidden.csv'
is 'lockstep plot --out c' 'curve.svg'
is 'lockstep status o' 'old/ out/'
is 'lockstep status ~/' '~/runs/'
is 'lockstep status ~/r' '~/runs/'
is 'lockstep merge out o' 'old/ out/'
is 'lockstep status out o' ''
is 'lockstep run -o o' 'old/ out/'
is 'lockstep run --against=' ''
is 'lockstep verify out --against=' 'experiments/ home/ old/ out/'
is 'lockstep run -a ucb1 -e bernoulli > a' 'a.csv'
is 'lockstep run -e bernoulli means=@a' 'a.csv'
is 'lockstep run experiments/auer' 'experiments/auer2002.ini'

# where `=` does not end words (zsh, or a shell that was told so) whole words are offered
COMP_WORDBREAKS=' '
is 'lockstep run --format=js' '--format=json --format=jsonl'
is 'lockstep run -e bernoulli draw=y' 'draw=yes'
is 'lockstep run -e bernoulli means=@a' 'means=@a.csv'

# hostile lines end as they began: in silence
for line in '' ' ' 'lockstep' 'lockstep run "' 'lockstep run \' "lockstep run '" 'lockstep run =' 'lockstep run .=' 'lockstep run -' \
    'lockstep run -a' \
    'lockstep run -a ,,' 'lockstep run @' 'lockstep run -e bernoulli draw=@' "lockstep run $(printf 'a%.0s ' {1..2000})" \
    "lockstep run -a $(printf 'x%.0s' {1..9000})"; do
    if out=$(lockstep completion words "$line" '=:@' 2>&1); then ((++passed)); else ((++failed)); echo "[${line:0:40}] $? $out"; fi
done
lockstep completion words 2>/dev/null; [ $? = 2 ] && ((++passed)) || { ((++failed)); echo 'completion words: status'; }
lockstep completion fish 2>/dev/null; [ $? = 2 ] && ((++passed)) || { ((++failed)); echo 'completion fish: status'; }

# at a terminal: TAB completes a name, a key (and waits for its value) and a choice
if command -v script >/dev/null; then
    printf 'source <(lockstep completion bash)\n' >rc
    printf '%s\n' 'lockstep plan -a kl-ucb-p	 -e bernou	 mea	0.9/0.8 draw=n	 --form	ts	 > typed.tsv' 'exit' |
        TERM=dumb INPUTRC=/dev/null timeout 20 script -qec 'bash --noprofile --rcfile rc -i' /dev/null >screen 2>&1
    if [ "$(cut -f1-3 typed.tsv 2>/dev/null)" = "$(printf 'point\tenv\talgo\n0\tbernoulli\tkl-ucb-pp')" ]; then ((++passed)); else
        ((++failed)); echo 'typed at a terminal:'; cat screen
    fi
fi

# zsh, where there is one
if command -v zsh >/dev/null; then
    got=$(zsh -fc 'autoload -U compinit bashcompinit; compinit -u -D; bashcompinit; source <(lockstep completion bash)
        emulate ksh
        COMP_LINE="lockstep run -e bernoulli draw="; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(lockstep run); _lockstep; echo ${COMPREPLY[@]}' 2>&1)
    if [ "$got" = 'draw=no draw=yes' ]; then ((++passed)); else ((++failed)); echo "zsh: $got"; fi
fi
echo "$passed passed, $failed failed"
((failed == 0))
