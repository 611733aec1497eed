/* Plots: laws of ticks and labels, and what `lockstep plot` makes of tables that are small, broken or hostile. */
#include "commands.h"
#include "fail.h"
#include "option.h"
#include "plot.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

const struct command commands[] = { { "plot", FOR_PLOT, "[FILE]", "draw", cmd_plot }, { 0 } };

/* ---- axes -------------------------------------------------------------------------------------------------------------- */

static uint64_t state = 1;

/* uniform in 0 <= u < 1, the same numbers in every run */
static double uniform(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) * 0x1p-53;
}

static int near(double a, double b) { return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b)); }

/* is x one of 1, 2, 5 times a power of ten? */
static int is_one_two_five(double x)
{
    int i = 3 * (int)floor(decades(x)) - 1;
    while (one_two_five(i) < x * (1 - 1e-9)) i++;
    return near(one_two_five(i), x);
}

static void linear_ticks_are_multiples_of_1_2_5_and_cover(void **unused)
{
    (void)unused;
    for (int i = 0; i < 20000; i++) {
        double size = pow(10, 40 * uniform() - 20), lo = (2 * uniform() - 1) * size, hi = lo + size * pow(10, -6 * uniform());
        int want = 2 + i % 10;
        struct axis a = { 0 };
        axis_fit(&a, &(struct range){ lo, hi, 0 }, want);
        double step = (a.to - a.from) / (a.n - 1);
        assert_true(a.n >= 2 && a.n <= want + 2);
        assert_true(is_one_two_five(step) || step < 1e-5 * size);               /* rounding of ends hides tiny steps */
        assert_true(a.from <= lo + 1e-8 * step && a.to >= hi - 1e-8 * step);
        assert_true(a.from > lo - step * 1.0001 && a.to < hi + step * 1.0001);  /* and no further than needed       */
        for (int k = 0; k < a.n; k++) {
            double multiple = a.tick[k] / step;
            assert_true(fabs(multiple - floor(multiple + 0.5)) < 1e-4 + 1e-9 * fabs(multiple));
            assert_true(!k || a.tick[k] > a.tick[k - 1]);
        }
    }
}

static void logarithmic_ticks_are_1_2_5_and_cover(void **unused)
{
    (void)unused;
    for (int i = 0; i < 20000; i++) {
        double lo = pow(10, 30 * uniform() - 15), hi = lo * pow(10, 12 * uniform() * uniform());
        int want = 2 + i % 10;
        struct axis a = { 0 };
        axis_fit(&a, &(struct range){ lo, hi, 1 }, want);
        assert_true(is_one_two_five(a.from) && is_one_two_five(a.to));
        assert_true(a.from <= lo * (1 + 1e-8) && a.to >= hi * (1 - 1e-8) && a.from < a.to);
        assert_true(a.n >= 1 && a.n <= want + 2);
        for (int k = 0; k < a.n; k++) {
            assert_true(is_one_two_five(a.tick[k]) && a.tick[k] >= a.from && a.tick[k] <= a.to);
            assert_true(!k || a.tick[k] > a.tick[k - 1]);
        }
    }
}

static void axes_survive_what_is_constant_or_extreme(void **unused)
{
    (void)unused;
    const struct range ranges[] = {
        { 0, 0, 0 }, { 5, 5, 0 }, { -3, -3, 0 }, { 1e300, 1e300, 0 }, { -1.7e308, 1.7e308, 0 }, { 5e-324, 5e-324, 0 },
        { 1, 1 + 1e-15, 0 }, { 0, 5e-324, 0 }, { 1, 1, 1 }, { 3, 3, 1 }, { 1e-300, 1e300, 1 },
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        struct axis a = { 0 };
        axis_fit(&a, &ranges[i], 5);
        assert_true(a.n >= 2 && a.from < a.to && a.from <= ranges[i].lo && a.to >= ranges[i].hi);
        double at = axis_at(&a, ranges[i].hi);
        assert_true(at >= 0 && at <= 1);
    }
}

static void the_ends_of_an_axis_are_0_and_1(void **unused)
{
    (void)unused;
    const struct axis lin = { .from = -2, .to = 6 }, log = { .from = 1, .to = 10000, .log = 1 };
    assert_true(axis_at(&lin, -2) == 0 && axis_at(&lin, 6) == 1 && axis_at(&lin, 2) == 0.5);
    assert_true(axis_at(&log, 1) == 0 && axis_at(&log, 10000) == 1 && near(axis_at(&log, 100), 0.5));
    assert_true(isnan(axis_at(&log, 0)) && isnan(axis_at(&log, -1)) && isnan(axis_at(&lin, NAN)) && isnan(axis_at(&lin, INFINITY)));
}

static void quantities_read_as_people_write_them(void **unused)
{
    (void)unused;
    const struct { double v; int digits; const char *text; } cases[] = {
        { 0, 10, "0" }, { 0.3, 10, "0.3" }, { 250, 10, "250" }, { 1000, 10, "1k" }, { 1500, 10, "1.5k" }, { -20000, 10, "-20k" },
        { 1e6, 10, "1M" }, { 2.5e9, 10, "2.5G" }, { 1e-5, 10, "1e-5" }, { 1e-12, 10, "1e-12" }, { 1e20, 10, "1e20" },
        { 96.123, 3, "96.1" }, { 1234, 3, "1.23k" }, { 0.98765, 3, "0.988" }, { 999.9, 3, "1k" }, { 999960, 3, "1M" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[TICK_TEXT];
        quantity(text, cases[i].v, cases[i].digits);
        assert_string_equal(text, cases[i].text);
    }
}

/* ---- labels ------------------------------------------------------------------------------------------------------------ */

static void labels_keep_order_distance_and_bounds(void **unused)
{
    (void)unused;
    for (int i = 0; i < 2000; i++) {
        struct place p[12];
        int n = 1 + i % 12;
        for (int k = 0; k < n; k++) p[k] = (struct place){ .want = 120 * uniform() - 10, .who = k };
        spread(p, n, 9, 0, 100);
        for (int k = 0; k < n; k++) {
            assert_true(p[k].got > -1e-9 && p[k].got < 100 + 1e-9);
            assert_true(!k || (p[k].want >= p[k - 1].want && p[k].got - p[k - 1].got > 9 - 1e-9));
        }
    }
}

static void labels_stay_where_there_is_room(void **unused)
{
    (void)unused;
    struct place p[] = { { .want = 80 }, { .want = 10 }, { .want = 40 } };
    spread(p, 3, 10, 0, 100);
    assert_true(p[0].got == 10 && p[1].got == 40 && p[2].got == 80);

    /* two that meet give way equally; worked by hand */
    struct place q[] = { { .want = 50 }, { .want = 52 } };
    spread(q, 2, 10, 0, 100);
    assert_true(near(q[0].got, 46) && near(q[1].got, 56));
}

/* ---- the command ------------------------------------------------------------------------------------------------------- */

#define HEADER "env,algo,point,c,step,metric,n,n_bad,mean,sd,se,ci_lo,ci_hi,median,q05,q25,q75,q95,iqm,iqm_lo,iqm_hi,min,max\n"

/* one row: the band is lo..hi whatever the statistic */
#define ROW(algo, c, step, metric, mean, lo, hi) \
    "bernoulli," algo ",0," c "," step "," metric ",30,0," mean ",1,1," lo "," hi "," mean "," lo "," lo "," hi "," hi "," \
    mean "," lo "," hi "," lo "," hi "\n"

#define CURVES \
    ROW("ucb1", "1", "1", "regret", "1", "0.5", "1.5") ROW("ucb1", "1", "10", "regret", "5", "4", "6") \
    ROW("ucb1", "1", "100", "regret", "9", "8", "10") ROW("ts", "NaN", "1", "regret", "1", "0.5", "1.5") \
    ROW("ts", "NaN", "10", "regret", "3", "2", "4") ROW("ts", "NaN", "100", "regret", "4", "3", "5")

static FILE *swap(int fd, int *saved)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    *saved = dup(fd);
    assert_true(*saved >= 0 && dup2(fileno(file), fd) == fd);
    return file;
}

/* what `lockstep plot WORDS` prints for this table on its standard input; NULL if it fails, see failure(). Free it. */
static char *plot(const char *table, const char *words)
{
    char line[500], *argv[32] = { "plot" };
    int argc = 1, in, out;
    snprintf(line, sizeof line, "%s", words);
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " ")) argv[argc++] = word;

    fflush(NULL);
    FILE *from = swap(STDIN_FILENO, &in), *to = swap(STDOUT_FILENO, &out);
    fputs(table, from), fflush(from), rewind(from);
    failure_forget();
    int status = cmd_plot(argc, argv);
    dup2(in, STDIN_FILENO), dup2(out, STDOUT_FILENO), close(in), close(out);

    long size = lseek(fileno(to), 0, SEEK_END);
    char *text = calloc(1, (size_t)size + 1);
    assert_non_null(text);
    assert_true(pread(fileno(to), text, (size_t)size, 0) == size);
    fclose(from), fclose(to);
    if (status == 0) return text;
    free(text);
    return NULL;
}

static int count(const char *text, const char *part)
{
    int n = 0;
    for (; (text = strstr(text, part)); text++) n++;
    return n;
}

static void has(const char *table, const char *words, const char *part)
{
    char *text = plot(table, words);
    if (!text) fail_msg("plot %s: %s", words, failure());
    if (!strstr(text, part)) fail_msg("plot %s: no %s in\n%s", words, part, text);
    if (strstr(words, "--svg")) assert_true(!strstr(text, "nan") && !strstr(text, "inf\""));
    free(text);
}

static void refuses(const char *table, const char *words, const char *part)
{
    char *text = plot(table, words);
    assert_null(text);
    if (!strstr(failure(), part)) fail_msg("plot %s: no '%s' in '%s'", words, part, failure());
    assert_int_equal(failure_status(), BAD_REQUEST);
}

static void the_same_table_gives_the_same_bytes(void **unused)
{
    (void)unused;
    const char *words[] = { "--svg --title Twice", "--ascii", "" };
    for (int i = 0; i < 3; i++) {
        char *a = plot(HEADER CURVES, words[i]), *b = plot(HEADER CURVES, words[i]);
        assert_true(a && b && *a);
        assert_string_equal(a, b);
        free(a), free(b);
    }
}

static void the_order_of_rows_does_not_matter_within_a_curve(void **unused)
{
    (void)unused;
    char *a = plot(HEADER ROW("a", "1", "1", "m", "1", "0", "2") ROW("a", "1", "2", "m", "2", "1", "3"), "--svg");
    char *b = plot(HEADER ROW("a", "1", "2", "m", "2", "1", "3") ROW("a", "1", "1", "m", "1", "0", "2"), "--svg");
    assert_true(a && b);
    assert_string_equal(a, b);
    free(a), free(b);
}

static void text_is_escaped_and_cleaned(void **unused)
{
    (void)unused;
    has(HEADER CURVES, "--svg --title <a>&\"b\"'c'", "&lt;a&gt;&amp;&quot;b&quot;&#39;c&#39;</text>");
    has(HEADER CURVES, "--svg --title a\033[31m\xff\xc2\x9b", ">a?[31m???" "</text>");
    has(HEADER CURVES, "--title \033[31mred", "?[31mred");
    has(HEADER CURVES, "--svg --title R\xc3\xa9gret", ">R\xc3\xa9gret</text>");
    has(HEADER CURVES, "--ascii --title R\xc3\xa9gret", "R?gret");
    has(HEADER ROW("<b>", "1", "1", "m", "1", "0", "2") ROW("b", "1", "1", "m", "2", "1", "3"), "--svg", "&lt;b&gt;</tspan>");
}

static void curves_are_called_by_what_tells_them_apart(void **unused)
{
    (void)unused;
    char *text = plot(HEADER CURVES ROW("ucb1", "2", "1", "regret", "2", "1", "3"), "--svg");
    assert_non_null(text);
    assert_int_equal(count(text, ">ucb1 c=1</tspan>"), 1);
    assert_int_equal(count(text, ">ucb1 c=2</tspan>"), 1);
    assert_int_equal(count(text, ">ts</tspan>"), 1);
    free(text);

    /* one algorithm: its keys alone, and no key that does not vary */
    has(HEADER ROW("ucb1", "1", "1", "m", "1", "0", "2") ROW("ucb1", "2", "1", "m", "2", "1", "3"), "--svg", ">c=2</tspan>");
    has(HEADER ROW("ucb1", "1", "1", "m", "1", "0", "2"), "--svg", ">ucb1</tspan>");
}

static void every_metric_has_a_panel_and_can_be_chosen(void **unused)
{
    (void)unused;
    const char *both = HEADER CURVES ROW("ts", "NaN", "1", "reward", "1", "0", "2");
    char *all = plot(both, "--svg"), *one = plot(both, "--svg --metric reward");
    assert_true(all && one);
    assert_int_equal(count(all, ">step</text>"), 2);
    assert_int_equal(count(one, ">step</text>"), 1);
    free(all), free(one);
    refuses(both, "--metric reword", "regret,reward");
}

static void a_single_point_is_drawn(void **unused)
{
    (void)unused;
    const char *table = HEADER ROW("a", "1", "50", "m", "3", "2", "4");
    has(table, "--svg", "translate(");
    has(table, "--svg --logx --logy", "translate(");
    has(table, "--ascii", "*");
}

/* ---- colours ----------------------------------------------------------------------------------------------------------- */

static void linear_rgb(const char *colour, double rgb[3])
{
    unsigned code;
    assert_int_equal(sscanf(colour, "#%6x", &code), 1);
    for (int i = 0; i < 3; i++) {
        double v = (code >> (16 - 8 * i) & 255) / 255.;
        rgb[i] = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
    }
}

/* WCAG 2.1, "contrast ratio" */
static double contrast(const char *one, const char *other)
{
    double a[3], b[3];
    linear_rgb(one, a), linear_rgb(other, b);
    double x = 0.2126 * a[0] + 0.7152 * a[1] + 0.0722 * a[2], y = 0.2126 * b[0] + 0.7152 * b[1] + 0.0722 * b[2];
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static void text_stands_out_from_the_ground(void **unused)
{
    (void)unused;
    const struct inks *all[] = { &on_white, &on_dark };
    for (int k = 0; k < 2; k++) {
        assert_true(contrast(all[k]->ink, all[k]->ground) >= 7 && contrast(all[k]->soft, all[k]->ground) >= 4.5);
        for (int i = 0; i < COLOURS; i++) {
            if (contrast(all[k]->text[i], all[k]->ground) < 4.5) fail_msg("%s: %g", all[k]->text[i], contrast(all[k]->text[i], all[k]->ground));
            assert_true(contrast(all[k]->line[i], all[k]->ground) >= 2);
        }
    }
}

/* CIE 1976 L*a*b* of linear sRGB, D65 */
static void lab_of(const double rgb[3], double lab[3])
{
    static const double m[3][3] = { { 0.4124, 0.3576, 0.1805 }, { 0.2126, 0.7152, 0.0722 }, { 0.0193, 0.1192, 0.9505 } };
    static const double white[] = { 0.9505, 1, 1.089 };
    double f[3];
    for (int i = 0; i < 3; i++) {
        double v = (m[i][0] * rgb[0] + m[i][1] * rgb[1] + m[i][2] * rgb[2]) / white[i];
        f[i] = v > 0.008856 ? cbrt(v) : 7.787 * v + 16 / 116.;
    }
    lab[0] = 116 * f[1] - 16, lab[1] = 500 * (f[0] - f[1]), lab[2] = 200 * (f[1] - f[2]);
}

/* Machado, Oliveira and Fernandes (2009), severity 1; the first is full colour vision */
static const double seen[4][3][3] = {
    { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
    { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
    { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
    { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } },
};

static double difference_seen(const char *one, const char *other, int how)
{
    double rgb[2][3], lab[2][3], sum = 0;
    const char *const colour[] = { one, other };
    for (int k = 0; k < 2; k++) {
        double full[3];
        linear_rgb(colour[k], full);
        for (int i = 0; i < 3; i++)
            rgb[k][i] = fmin(fmax(seen[how][i][0] * full[0] + seen[how][i][1] * full[1] + seen[how][i][2] * full[2], 0), 1);
        lab_of(rgb[k], lab[k]);
    }
    for (int i = 0; i < 3; i++) sum += (lab[0][i] - lab[1][i]) * (lab[0][i] - lab[1][i]);
    return sqrt(sum);
}

/* a difference of 2.3 is just noticeable; four times that is seen at a glance */
static void lines_differ_for_everybody(void **unused)
{
    (void)unused;
    const struct inks *all[] = { &on_white, &on_dark };
    for (int k = 0; k < 2; k++)
        for (int how = 0; how < 4; how++)
            for (int i = 0; i < COLOURS; i++)
                for (int j = 0; j < i; j++)
                    if (difference_seen(all[k]->line[i], all[k]->line[j], how) < 9.2)
                        fail_msg("%s and %s, vision %d: %g", all[k]->line[i], all[k]->line[j], how,
                                 difference_seen(all[k]->line[i], all[k]->line[j], how));
}

static void without_colours_shapes_tell_curves_apart(void **unused)
{
    (void)unused;
    char table[20000] = HEADER, *at = NULL, seen_shapes[8][64];
    for (int i = 0; i < COLOURS; i++)
        snprintf(table + strlen(table), 1000, ROW("a", "%d", "1", "m", "%d", "1", "2") ROW("a", "%d", "2", "m", "%d", "1", "2"),
                 i, i, i, i, i, i, i, i);
    char *text = plot(table, "--svg");
    assert_non_null(text);
    int n = 0;
    for (at = text; (at = strstr(at, "\" d=\"")) && n < 200; at += 5) {
        if (strncmp(at - 1, ")", 1)) continue;
        char shape[64];
        int known = 0;
        snprintf(shape, sizeof shape, "%.20s", at + 5);
        for (int i = 0; i < n; i++) known |= !strcmp(shape, seen_shapes[i]);
        if (!known && n < 8) strcpy(seen_shapes[n++], shape);
    }
    assert_int_equal(n, COLOURS);
    free(text);
}

/* ---- panels, keys, seeds ------------------------------------------------------------------------------------------------- */

#define ON(env, algo, c, step, y) \
    env "," algo ",0," c "," step ",regret,30,0," y ",1,1," y "," y "," y "," y "," y "," y "," y "," y "," y "," y "," y "," y "\n"
#define SWEEP \
    ON("e1", "u", "0.1", "1", "3") ON("e1", "u", "0.1", "9", "30") ON("e1", "u", "1", "1", "4") ON("e1", "u", "1", "9", "40") \
    ON("e1", "u", "10", "1", "5") ON("e1", "u", "10", "9", "70") ON("e1", "t", "NaN", "1", "6") ON("e1", "t", "NaN", "9", "55")

static void a_panel_for_each_value(void **unused)
{
    (void)unused;
    const char *table = HEADER SWEEP ON("e2", "u", "1", "1", "8") ON("e2", "u", "1", "9", "80");
    const struct { const char *words; int panels; } cases[] = {
        { "--svg", 2 }, { "--svg --facet env", 2 }, { "--svg --facet metric", 1 }, { "--svg --facet algo", 2 }, { "--svg --facet c", 4 },
        { "--svg --facet env,c", 5 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = plot(table, cases[i].words);
        if (!text) fail_msg("%s: %s", cases[i].words, failure());
        assert_int_equal(count(text, ">step</text>"), cases[i].panels);
        free(text);
    }
    has(table, "--svg --facet metric", ">u c=1 e2</tspan>");
    has(table, "--svg --facet c", ">c=10</tspan>");
    refuses(table, "--facet d", "can be env, algo, metric, c in");
    refuses(table, "--facet c --x c", "drop one");
}

/* panels that are compared have one scale; environments have their own */
static void panels_of_one_environment_share_their_axes(void **unused)
{
    (void)unused;
    char *shared = plot(HEADER SWEEP, "--svg --facet c"), *own = plot(HEADER ON("e1", "u", "1", "1", "1") ON("e1", "u", "1", "9", "7")
        ON("e2", "u", "1", "1", "8") ON("e2", "u", "1", "9", "80"), "--svg");
    assert_true(shared && own);
    assert_int_equal(count(shared, ">80</text>"), 4);
    assert_int_equal(count(own, ">80</text>"), 1);
    free(shared), free(own);
}

static void a_key_on_the_x_axis(void **unused)
{
    (void)unused;
    char *text = plot(HEADER SWEEP, "--svg --x c"), *first = plot(HEADER SWEEP, "--svg --x c --at 1");
    assert_true(text && first);
    assert_int_equal(count(text, ">c</text>"), 1);
    assert_true(strstr(text, ">0.1</text>") && strstr(text, ">1</text>") && strstr(text, ">10</text>"));     /* a logarithmic axis  */
    assert_int_equal(count(text, ">u</tspan>"), 1);
    assert_int_equal(count(text, ">t</tspan>"), 1);                   /* has no c: a level                                             */
    assert_true(strstr(text, "at step 9") && strstr(first, "at step 1"));
    assert_true(strstr(text, ">70</tspan>") && strstr(first, ">5</tspan>"));
    free(text), free(first);
    refuses(HEADER SWEEP, "--x d", "can be step, c");
    refuses(HEADER SWEEP, "--x c --at 5", "no such step");
    refuses(HEADER SWEEP, "--at 5", "--x");
    refuses(HEADER ON("e", "u", "big", "1", "3") ON("e", "u", "1", "1", "3"), "--x c", "no number");
    has(HEADER SWEEP, "--ascii --x c", " c\n");
}

static void evenly_spaced_values_get_a_linear_axis(void **unused)
{
    (void)unused;
    has(HEADER ON("e", "u", "10", "1", "3") ON("e", "u", "20", "1", "4") ON("e", "u", "30", "1", "5"), "--svg --x c", ">16</text>");
    has(HEADER ON("e", "u", "0", "1", "3") ON("e", "u", "1", "1", "4") ON("e", "u", "100", "1", "5"), "--svg --x c", ">0</text>");
}

/* mean 2 and sd 1 of 1, 2, 3: worked by hand; t_2 = 4.303, so the interval ends at 4.48 */
static void values_of_every_seed_are_summarized(void **unused)
{
    (void)unused;
    const char *seeds = "env,algo,seed,step,m\ne,a,1,5,1\ne,a,2,5,2\ne,a,3,5,3\n";
    has(seeds, "--svg", ">2</tspan>");
    has(seeds, "--svg", "mean of 3 seeds");
    has("env,algo,seed,step,metric,value\ne,a,1,5,m,1\ne,a,2,5,m,2\ne,a,3,5,m,3\n", "--svg", ">2</tspan>");
    has("seed,m\n1,1\n2,NaN\n", "--svg", "up to 1 left out");
    has("env,algo,seed,step,m\ne,a,1,5,-inf\ne,a,2,5,2\n", "--svg", "up to 1 left out");
    refuses("seed,m\n1,inf\n2,-inf\n", "", "nothing to draw");
}

/* ---- gnuplot -------------------------------------------------------------------------------------------------------------- */

static void a_script_for_gnuplot_holds_the_data(void **unused)
{
    (void)unused;
    char *text = plot(HEADER CURVES ROW("it's", "NaN", "1", "regret", "2", "1", "3"), "--gnuplot --title it's_a^{test}");
    assert_non_null(text);
    assert_int_equal(count(text, " << EOD\n"), 3);
    assert_int_equal(count(text, "\nEOD\n"), 3);
    assert_true(strstr(text, "\n100 9 8 10\n") && strstr(text, "set logscale x") && strstr(text, "title 'it''s_a^{test}' noenhanced"));
    assert_true(strstr(text, "# set terminal pdfcairo") && strstr(text, "# set terminal pngcairo") && strstr(text, "\nset terminal svg"));
    assert_int_equal(count(text, "filledcurves"), 3);
    free(text);
    has(HEADER ROW("a", "1", "1", "m", "1", "0", "2") ROW("a", "1", "2", "m", "NaN", "NaN", "NaN"), "--gnuplot", "\n2 NaN NaN NaN\n");
    refuses(HEADER CURVES, "--gnuplot --svg", "drop one");
}

static void a_constant_series_is_drawn(void **unused)
{
    (void)unused;
    const char *table = HEADER ROW("a", "1", "1", "m", "0", "0", "0") ROW("a", "1", "2", "m", "0", "0", "0");
    has(table, "--svg", "Z\"/>");
    has(table, "--ascii", "***");
}

static void rows_without_a_value_are_gaps(void **unused)
{
    (void)unused;
    const char *table = HEADER ROW("a", "1", "1", "m", "1", "0", "2") ROW("a", "1", "2", "m", "2", "1", "3")
        ROW("a", "1", "3", "m", "NaN", "NaN", "NaN") ROW("a", "1", "4", "m", "4", "NaN", "NaN")
        ROW("a", "1", "5", "m", "5", "NaN", "NaN");
    char *text = plot(table, "--svg");
    assert_non_null(text);
    const char *line = strstr(text, "stroke-width=\"2\"");
    assert_non_null(line);
    assert_int_equal(count(line, "<path d=\"M"), 2);              /* before and after the gap   */
    assert_int_equal(count(text, "fill-opacity"), 1);             /* a band where there is one  */
    free(text);
    has(table, "--ascii", "*");
    refuses(HEADER ROW("a", "1", "1", "m", "NaN", "NaN", "NaN"), "--svg", "nothing to draw");
}

static void logarithmic_axes_leave_out_what_is_not_positive(void **unused)
{
    (void)unused;
    const char *table = HEADER ROW("a", "1", "0", "m", "0", "-1", "1") ROW("a", "1", "1", "m", "0", "0", "1")
        ROW("a", "1", "10", "m", "1", "-1", "3") ROW("a", "1", "100", "m", "10", "5", "15");
    has(table, "--svg --logx --logy", "<path d=\"M");
    has(table, "--ascii --logx --logy", "*");
    refuses(HEADER ROW("a", "1", "0", "m", "1", "0", "2"), "--svg --logx", "--logx");
    refuses(HEADER ROW("a", "1", "1", "m", "-1", "-2", "0"), "--logy", "--logy");
}

static void log_spaced_steps_get_a_logarithmic_axis(void **unused)
{
    (void)unused;
    has(HEADER CURVES, "--svg", ">10</text>");
    char *text = plot(HEADER CURVES, "--svg --linx");
    assert_non_null(text);
    assert_true(strstr(text, ">40</text>") && strstr(text, ">80</text>"));
    free(text);
}

/* no line is wider than the screen; colours never go to a pipe; ASCII means it */
static void text_stays_on_the_screen(void **unused)
{
    (void)unused;
    const char *words[] = { "--width 40", "--width 80", "--width 121 --height 9", "--width 60 --ascii" };
    for (int i = 0; i < 4; i++) {
        char *text = plot(HEADER CURVES, words[i]);
        assert_non_null(text);
        int limit = atoi(words[i] + 8), column = 0;
        for (const char *c = text; *c; c++) {
            column = *c == '\n' ? 0 : column + ((*c & 0xc0) != 0x80);
            assert_true(column <= limit && *c != '\033' && (i < 3 || !(*c & 0x80)));
        }
        free(text);
    }
}

static void more_curves_than_lines_all_get_labels(void **unused)
{
    (void)unused;
    char table[20000] = HEADER, name[32];
    for (int i = 0; i < 30; i++)
        snprintf(table + strlen(table), 500, ROW("a", "%d", "1", "m", "%d", "1", "2"), i, i, i, i);
    char *text = plot(table, "--ascii --height 8"), *svg = plot(table, "--svg");
    assert_true(text && svg);
    for (int i = 0; i < 30; i++) {
        snprintf(name, sizeof name, " c=%d ", i);
        assert_int_equal(count(text, name), 1);
    }
    assert_int_equal(count(svg, "font-weight=\"600\""), 30);
    free(text), free(svg);
}

static void refusals_say_what_to_do(void **unused)
{
    (void)unused;
    refuses(HEADER, "", "no rows");
    refuses("", "", "");
    refuses("env,algo\na,b\n", "", "point");
    refuses(HEADER CURVES ROW("ts", "NaN", "10", "regret", "3", "2", "4"), "", "two rows for regret at step 10");
    refuses(HEADER ROW("a", "1", "x", "m", "1", "0", "2"), "", "x");
    refuses(HEADER CURVES, "--logz", "logx");
    refuses(HEADER CURVES, "--stat mode", "median");
    refuses(HEADER CURVES, "--width 10", "from 40");
    refuses(HEADER CURVES, "--out picture.png", ".svg");
    refuses(HEADER CURVES, "--logx --linx", "drop one");
    refuses(HEADER CURVES, "a.csv b.csv", "one file");
    assert_null(plot(HEADER CURVES, "no-such-directory/summary.csv"));
    assert_int_equal(failure_status(), BAD_FILE);
}

int main(void)
{
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("COLUMNS");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_ticks_are_multiples_of_1_2_5_and_cover),
        cmocka_unit_test(logarithmic_ticks_are_1_2_5_and_cover),
        cmocka_unit_test(axes_survive_what_is_constant_or_extreme),
        cmocka_unit_test(the_ends_of_an_axis_are_0_and_1),
        cmocka_unit_test(quantities_read_as_people_write_them),
        cmocka_unit_test(labels_keep_order_distance_and_bounds),
        cmocka_unit_test(labels_stay_where_there_is_room),
        cmocka_unit_test(the_same_table_gives_the_same_bytes),
        cmocka_unit_test(the_order_of_rows_does_not_matter_within_a_curve),
        cmocka_unit_test(text_is_escaped_and_cleaned),
        cmocka_unit_test(curves_are_called_by_what_tells_them_apart),
        cmocka_unit_test(every_metric_has_a_panel_and_can_be_chosen),
        cmocka_unit_test(a_single_point_is_drawn),
        cmocka_unit_test(a_constant_series_is_drawn),
        cmocka_unit_test(rows_without_a_value_are_gaps),
        cmocka_unit_test(logarithmic_axes_leave_out_what_is_not_positive),
        cmocka_unit_test(log_spaced_steps_get_a_logarithmic_axis),
        cmocka_unit_test(text_stays_on_the_screen),
        cmocka_unit_test(more_curves_than_lines_all_get_labels),
        cmocka_unit_test(refusals_say_what_to_do),
        cmocka_unit_test(text_stands_out_from_the_ground),
        cmocka_unit_test(lines_differ_for_everybody),
        cmocka_unit_test(without_colours_shapes_tell_curves_apart),
        cmocka_unit_test(a_panel_for_each_value),
        cmocka_unit_test(panels_of_one_environment_share_their_axes),
        cmocka_unit_test(a_key_on_the_x_axis),
        cmocka_unit_test(evenly_spaced_values_get_a_linear_axis),
        cmocka_unit_test(values_of_every_seed_are_summarized),
        cmocka_unit_test(a_script_for_gnuplot_holds_the_data),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
