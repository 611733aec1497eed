#!/bin/bash
# Scripts for gnuplot: it draws them without a word, in every terminal they name, and the picture holds the curves and their names.
#     tests/gnuplot.sh BUILD
export PATH=$(cd "$1" && pwd):$PATH LC_ALL=C
command -v gnuplot >/dev/null || { echo 'skipped: no gnuplot here'; echo '0 passed, 0 failed'; exit 0; }
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit
expect() { if [ "$2" = "$3" ]; then ((++passed)); else ((++failed)); printf '%s: %s instead of %s\n' "$1" "$2" "$3"; fi; }

# draws NAME.gp as SVG; bands and lines, so many in all panels, are there, and so are the texts
draw() {
    local name=$1 curves=$2
    shift 2
    gnuplot "$name.gp" >"$name.svg" 2>err
    expect "$name: exit status" $? 0
    expect "$name: stderr" "$(head -3 err)" ''
    expect "$name: curves" "$(grep -c '<g id="gnuplot_plot_' "$name.svg")" "$curves"
    for text; do expect "$name: $text" "$(grep -cF ">$text<" "$name.svg" | awk '{ print ($1 > 0) }')" 1; done
    xmllint --noout --nonet "$name.svg" && ((++passed)) || ((++failed))
}

lockstep run -a ucb1,ts,kl-ucb c=0.1,0.3,1,3 -e bernoulli,gaussian gap=0.2 -n 20 -T 2k -m regret,reward -q >s.csv
# panels of two environments and four values, and one of the curves that have no c; text that is not markup
lockstep plot s.csv --metric regret --facet env,c --gnuplot --title 'It'\''s a_b^{c} & "d"' >facets.gp
draw facets 36 'regret  bernoulli, c=0.1' 'regret  gaussian, c=3'
expect 'facets: title' "$(grep -c 'It.*s a_b^{c} &amp; .*d' facets.svg)" 1
# a sweep: a line and a band for each of three curves, in two panels
lockstep plot s.csv --metric regret --x c --gnuplot >sweep.gp
draw sweep 12 'regret  bernoulli' 'regret  gaussian' 0.1 1 c
# one panel of three curves, logarithmic steps
lockstep run -a ucb1,kl-ucb,ts -e bernoulli means=0.9/0.8/0.8 -n 20 -T 10k -q >a.csv
lockstep plot a.csv --gnuplot >one.gp
draw one 6 'regret  bernoulli' step 1k 10k
expect 'a name at the end of its curve' "$(grep -oE '>(ucb1|kl-ucb|ts)  [0-9.]+<' one.svg | wc -l)" 3
# a line with the points of the table (those on a straight line may be joined), in the colour of plot --svg
for colour in '  0, 114, 178' '213,  94,   0' '  0, 158, 115'; do
    expect "colour $colour" "$(awk -v want="<path stroke='rgb($colour)'" -v rows="$(grep -c ,ucb1, a.csv)" '
        index($0, want) { on = 1 } on { n += gsub(/[0-9.]+,[0-9.]+/, "") } on && /\/>/ { on = 0 } END { print (n > 0.8 * rows) }' one.svg)" 1
done

# gaps, values a logarithmic axis cannot show, a constant, one point, nothing at all
printf 'seed,step,m,u,v\n1,1,1,5,-inf\n2,1,3,5,1\n1,2,NaN,5,1\n2,2,NaN,5,2\n1,3,-1,5,3\n2,3,-2,5,4\n1,4,7,5,5\n2,4,9,5,6\n' >gaps.csv
printf 'seed,step,m,u\n1,1,1,NaN\n' >point.csv
for file in gaps point; do
    for words in '' --logy --logx; do
        lockstep plot $file.csv $words --gnuplot >x.gp || continue
        gnuplot x.gp >x.svg 2>err
        expect "$file $words: status" $? 0
        expect "$file $words: stderr" "$(head -3 err)" ''
    done
done
# the other terminals it names
for type in pdf png; do
    sed -E "s/^set terminal svg/# &/; s/^# (set terminal ${type}cairo)/\1/" one.gp >$type.gp
    if gnuplot $type.gp 2>err; then expect "$type: bytes" "$(head -c 4 figure.$type | tr -d '\211%')" "$(echo ${type^^})"; else
        grep -q "unknown or ambiguous terminal" err && echo "skipped: this gnuplot has no ${type}cairo" || expect "$type" "$(<err)" ''
    fi
done
echo "$passed passed, $failed failed"
((failed == 0))
