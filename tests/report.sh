#!/bin/bash
# A report in a browser: nothing is fetched, nothing complains, figures are there, texts do not touch each other and stand out from the
# ground in light and dark, and a telephone needs no sideways scrolling.
#     tests/report.sh BUILD [DIR for screenshots]
export PATH=$(cd "$1" && pwd):$PATH LC_ALL=C
shots=${2:+$(mkdir -p "$2" && cd "$2" && pwd)}
passed=0 failed=0
here=$(cd "$(dirname "$0")" && pwd)
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo 'skipped: no chromium here'
    echo '0 passed, 0 failed'
    exit 0
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit

expect() { if [ "$2" = "$3" ]; then ((++passed)); else ((++failed)); printf '%s: %s instead of %s\n' "$1" "$2" "$3"; fi; }

browse() {      # what chromium prints with these words
    timeout 120 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --disable-background-networking --disable-component-update \
        --user-data-dir="$work/profile" --allow-file-access-from-files --enable-logging=stderr --log-level=0 "$@" 2>stderr
}

cat >experiment.ini <<'END'
# Which exploration <constant> & why: "a" title's test
env = bernoulli,gaussian
gap = 0.2
seeds = 20
steps = 2k
metrics = regret,reward
[ucb1]
algo = ucb1
c = 0.1,0.3,1,3
[ts]
algo = ts
[a-rather-long-name-of-a-curve]
algo = kl-ucb
END
lockstep run experiment.ini -q -o one || exit
lockstep run -a q,sarsa -e cliff -n 12 --count episodes -T 60 -m return,greedy_return -q -o two || exit
lockstep report one two -o page.html || exit
expect 'other addresses' "$(grep -oE '(src|href|url)[=(]"?[^")]*' page.html | grep -vE '^href="(data:,|#run[0-9]+)$' | head -3)" ''
figures=$(grep -c '<svg' page.html)

# the page in a frame of a page that looks at it
cat >look.html <<'END'
<!DOCTYPE html><body style="margin:0"><iframe id="f" style="border:0;height:900px"></iframe><pre id="out"></pre><script>
const width = location.hash.slice(1), f = document.getElementById('f');
f.style.width = width + 'px';
function rgb(c) { return c.match(/[\d.]+/g).map(Number); }
function light(c) { return rgb(c).slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0); }
function contrast(a, b) { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); }
f.onload = () => {
    const d = f.contentDocument, w = f.contentWindow, say = {};
    const ground = w.getComputedStyle(d.body).backgroundColor;
    say.ground = ground;
    say.wide = d.documentElement.scrollWidth > d.documentElement.clientWidth;
    const boxes = [...d.querySelectorAll('svg')].map(s => s.getBoundingClientRect());
    say.figures = boxes.filter(b => b.width > 200 && b.height > 100).length;
    say.fetched = w.performance.getEntriesByType('resource').length;
    let least = 99, smallest = 99, poor = '';
    const walk = d.createTreeWalker(d.body, NodeFilter.SHOW_TEXT);
    for (let n; n = walk.nextNode();) {
        const e = n.parentElement;
        if (!n.data.trim() || ['title', 'desc', 'STYLE'].includes(e.tagName)) continue;
        const s = w.getComputedStyle(e), svg = e.closest('svg'), c = contrast(svg ? s.fill : s.color, ground);
        if (c < least) least = c, poor = n.data;
        const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
        smallest = Math.min(smallest, scale * parseFloat(s.fontSize));
    }
    say.readable = least >= 4.5 ? 'yes' : least.toFixed(2) + ' ' + poor;
    say.size = smallest >= 8 ? 'yes' : smallest.toFixed(2);
    let touch = '';
    for (const s of d.querySelectorAll('svg')) {
        const t = [...s.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()]), all = s.getBoundingClientRect();
        for (let i = 0; i < t.length; i++) {
            if (t[i][1].right > all.right + 1 || t[i][1].left < all.left - 1) touch += ' outside:' + t[i][0];
            for (let j = 0; j < i; j++) {
                const a = t[i][1], b = t[j][1], depth = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (a.left < b.right && b.left < a.right && depth > 0.2 * Math.min(a.height, b.height)) touch += ' ' + t[i][0] + '/' + t[j][0];
            }
        }
    }
    say.touch = touch;
    say.unnamed = [...d.querySelectorAll('svg')].filter(s => s.getAttribute('role') != 'img' || !s.querySelector('title').textContent).length
        + [...d.querySelectorAll('th')].filter(h => !h.scope).length;
    document.getElementById('out').textContent = JSON.stringify(say);
};
f.src = 'page.html';
</script>
END

# preferredColorScheme: 0 dark, 1 light
for scheme in '1 rgb(255, 255, 255)' '0 rgb(20, 23, 28)'; do
    ground=${scheme#* } scheme=${scheme%% *}
    for width in 360 1200; do
        said=$(browse --blink-settings=preferredColorScheme="$scheme" --window-size=1300,1000 --virtual-time-budget=4000 --dump-dom \
            "file://$work/look.html#$width" | grep -o '{"ground".*}' | sed 's/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g')
        expect "ground, $scheme at $width" "$said" '{"ground":"'"$ground"'","wide":false,"figures":'"$figures"',"fetched":0,"readable":"yes","size":"yes","touch":"","unnamed":0}'
        expect "console, $scheme at $width" "$(grep -c CONSOLE stderr)" 0
        if [ "$shots" ]; then
            browse --blink-settings=preferredColorScheme="$scheme" --window-size=$((width < 500 ? 500 : width)),3000 --virtual-time-budget=4000 \
                --screenshot="$shots/report-$scheme-$width.png" "file://$work/look.html#$width" >/dev/null
            sed -i 's/height:900px/height:3000px/' look.html
        fi
    done
done
# the page as it is, without the frame
browse --virtual-time-budget=2000 --dump-dom "file://$work/page.html" >dom
expect 'figures in the page itself' "$(grep -c '<svg' dom)" "$figures"
expect 'console of the page itself' "$(grep CONSOLE stderr)" ''
echo "$passed passed, $failed failed"
((failed == 0))
