/* Values of replicates from CSV: what is read from wide and long tables, and what is refused. */
#define _GNU_SOURCE
#include "fail.h"
#include "samples.h"
#include "stats.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static char dir[] = P_tmpdir "/test_samples.XXXXXX", path[96];

static int make_directory(void **unused)
{
    (void)unused;
    return mkdtemp(dir) == NULL;
}
static int remove_directory(void **unused)
{
    (void)unused;
    return rmdir(dir);
}

static int read_as(struct samples *s, const char *name, const char *text)
{
    failure_forget();
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    int status = samples_read(s, path);
    unlink(path);
    assert_int_equal(status, failure() ? -1 : 0);
    return status;
}
static void takes(struct samples *s, const char *text)
{
    if (read_as(s, "x.csv", text)) fail_msg("%s", failure());
}
static void refuses(const char *text, const char *why)
{
    struct samples s;
    assert_int_equal(read_as(&s, "x.csv", text), -1);
    if (!strstr(failure(), why)) fail_msg("'%s' instead of '%s'", failure(), why);
    assert_int_equal(failure_status(), BAD_REQUEST);
    samples_free(&s);
    failure_forget();
}

/* the value of a metric by names; NaN is a value, what is not there a failure */
static double value(const struct samples *s, const char *label, double step, double seed, const char *metric)
{
    int g = samples_group(s, NULL, label), m = samples_metric(s, metric);
    if (g < 0 || m < 0) fail_msg("%s", failure());
    int j = group_step(s, &s->group[g], step);
    if (j < 0) fail_msg("%s", failure());
    for (long i = 0; i < s->group[g].n; i++)
        if (s->group[g].seed[i] == seed) return group_values(s, &s->group[g], j, m)[i];
    fail_msg("%s has no seed %g", label, seed);
    return 0;
}

static const char wide[] = "env,algo,point,c,seed,step,regret,reward\n"
                           "e,ucb,0,1,0,10,1,0.5\ne,ucb,0,1,0,20,2,0.25\ne,ucb,0,1,1,10,3,NaN\ne,ucb,0,1,1,20,4,1e200\n"
                           "e,ucb,1,2,0,10,5,0\ne,ucb,1,2,0,20,6,0\ne,ts,2,NaN,7,10,7,0\ne,ts,2,NaN,7,20,8,0\n";

static void is_wide(const struct samples *s)
{
    assert_int_equal(s->n, 3), assert_int_equal(s->n_keys, 1), assert_int_equal(s->n_metrics, 2), assert_int_equal(s->n_envs, 1);
    assert_string_equal(s->key[0], "c"), assert_string_equal(s->metric[1], "reward");
    assert_string_equal(s->group[0].label, "ucb c=1"), assert_string_equal(s->group[2].label, "ts");
    assert_string_equal(s->group[1].env, "e"), assert_string_equal(s->group[1].value[0], "2");
    assert_true(value(s, "ucb c=1", 20, 0, "regret") == 2 && value(s, "ucb c=2", 10, 0, "regret") == 5);
    assert_true(value(s, "ts", -1, 7, "regret") == 8);
    assert_true(isnan(value(s, "ucb c=1", 10, 1, "reward")));
    assert_true(value(s, "ucb c=1", 20, 1, "reward") == 1e200);
}

static void reads_wide(void **unused)
{
    (void)unused;
    struct samples s;
    takes(&s, wide);
    is_wide(&s);
    samples_free(&s);
}

static char *replaced(const char *text, const char *what, const char *with)
{
    char *made = calloc(strlen(text) + 1, strlen(with) + 1), *to = made;
    for (const char *at = text; *at;)
        if (!strncmp(at, what, strlen(what))) to = stpcpy(to, with), at += strlen(what);
        else *to++ = *at++;
    return made;
}

/* tabs, CR LF, a byte order mark: the same samples */
static void reads_what_spreadsheets_write(void **unused)
{
    (void)unused;
    struct samples s;
    char *tabs = replaced(wide, ",", "\t"), *crlf = replaced(wide, "\n", "\r\n"), marked[2 * sizeof wide];
    assert_int_equal(read_as(&s, "x.tsv", tabs), 0);
    is_wide(&s), samples_free(&s);
    takes(&s, crlf);
    is_wide(&s), samples_free(&s);
    snprintf(marked, sizeof marked, "\xef\xbb\xbf%s", crlf);
    takes(&s, marked);
    is_wide(&s), samples_free(&s);
    free(tabs), free(crlf);
}

static int by_nothing(const void *a, const void *b)
{
    return strcmp(*(const char *const *)b, *(const char *const *)a);
}
/* rows in any order: groups in the order of first rows, seeds and steps rising */
static void order_of_rows_does_not_matter(void **unused)
{
    (void)unused;
    struct samples s;
    char copy[sizeof wide], mixed[sizeof wide], *row[16], *to = mixed, *save;
    int n = 0;
    strcpy(copy, wide);
    for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) row[n++] = line;
    qsort(row + 1, (size_t)n - 1, sizeof *row, by_nothing);
    for (int i = 0; i < n; i++) to = stpcpy(stpcpy(to, row[i]), "\n");
    takes(&s, mixed);
    assert_string_equal(s.group[0].label, "ucb c=2");
    assert_true(value(&s, "ucb c=1", 20, 0, "regret") == 2 && value(&s, "ucb c=1", 10, 1, "regret") == 3);
    for (int g = 0; g < s.n; g++) {
        for (long i = 1; i < s.group[g].n; i++) assert_true(s.group[g].seed[i - 1] < s.group[g].seed[i]);
        for (int j = 1; j < s.group[g].n_steps; j++) assert_true(s.group[g].step[j - 1] < s.group[g].step[j]);
    }
    samples_free(&s);
}

static void reads_long(void **unused)
{
    (void)unused;
    struct samples s;
    takes(&s, "value,metric,step,seed,algo,env\n1,regret,10,0,a,e\n2,regret,20,0,a,e\n0.5,reward,10,0,a,e\n3,regret,10,1,a,e\n");
    assert_int_equal(s.n, 1), assert_int_equal(s.n_metrics, 2), assert_int_equal(s.n_keys, 0);
    assert_true(value(&s, "a", 20, 0, "regret") == 2 && value(&s, "a", 10, 0, "reward") == 0.5);
    assert_true(isnan(value(&s, "a", 20, 0, "reward")) && isnan(value(&s, "a", 20, 1, "regret")));    /* rows that are not there */
    samples_free(&s);
}

static void reads_finals(void **unused)
{
    (void)unused;
    struct samples s;
    takes(&s, "env,algo,point,seed,status,steps,regret_final,regret_auc,diverged_at\ne,a,0,3,ok,100,1,2,NaN\ne,a,0,4,diverged,50,NaN,2,50\n");
    assert_int_equal(s.n_metrics, 2), assert_string_equal(s.metric[1], "regret_auc");
    assert_int_equal(s.group[0].n_steps, 1);
    assert_true(s.group[0].step[0] == 0 && value(&s, "a", -1, 3, "regret_auc") == 2);
    samples_free(&s);
}

/* left of seed `steps` is a parameter as any other */
static void steps_may_be_swept(void **unused)
{
    (void)unused;
    struct samples s;
    takes(&s, "algo,steps,seed,x\na,8,0,1\na,16,0,2\n");
    assert_int_equal(s.n, 2), assert_string_equal(s.group[1].label, "a steps=16");
    samples_free(&s);
}

static void needs_little(void **unused)
{
    (void)unused;
    struct samples s;
    takes(&s, "seed,score\n2,5\n1,4\n");
    assert_int_equal(s.n, 1), assert_int_equal(s.n_envs, 1);
    assert_string_equal(s.group[0].env, ""), assert_string_equal(s.group[0].algo, ""), assert_string_equal(s.group[0].point, "");
    assert_string_equal(s.group[0].label, "");
    assert_true(group_values(&s, s.group, 0, 0)[0] == 4 && group_values(&s, s.group, 0, 0)[1] == 5);
    samples_free(&s);
}

static void missing_rows_are_nan(void **unused)
{
    (void)unused;
    struct samples s;
    takes(&s, "algo,seed,step,x\na,0,1,1\na,0,2,2\na,1,2,3\na,2,1,4\n");
    assert_true(isnan(value(&s, "a", 1, 1, "x")) && isnan(value(&s, "a", 2, 2, "x")) && value(&s, "a", 2, 1, "x") == 3);
    samples_free(&s);
}

static void refuses_what_is_ambiguous(void **unused)
{
    (void)unused;
    refuses("algo,seed,step,x\na,0,1,1\na,0,1,2\n", "row 2: seed 0 has two values of x at step 1 of a");
    refuses("algo,seed,metric,value\na,0,x,1\na,0,y,1\na,0,x,1\n", "row 3: seed 0 has two values of x");
    /* the same labels of two points: nothing tells them apart but their numbers */
    refuses("env,algo,point,seed,x\ne,a,0,0,1\ne,a,1,0,2\n", "two groups are called 'a' on e: points 0 and 1");
    /* an algorithm's own name against a made one */
    refuses("algo,c,seed,x\na,1,0,1\na,2,0,1\na c=1,NaN,0,1\n", "two groups are called 'a c=1'");
}

static void refuses_what_makes_no_sense(void **unused)
{
    (void)unused;
    struct samples s;
    refuses("env,algo,seed,x\n", "has a header but no rows");
    refuses("env,algo,step,metric,n,n_bad,mean\ne,a,1,x,3,0,1\n", "is a summary");
    refuses("env,algo,sed,x\ne,a,1,1\n", "did you mean \"sed\"");
    refuses("env,algo,seed\ne,a,1\n", "no metric");
    refuses("env,algo,seed,status\ne,a,1,ok\n", "no metric");
    refuses("algo,seed,x\na,one,1\n", "\"one\" is not a number");
    refuses("algo,seed,x\na,NaN,1\n", "row 1: seed and step have to be numbers");
    refuses("algo,seed,step,x\na,1,NaN,1\n", "row 1: seed and step have to be numbers");
    refuses("algo,seed,x\na,1,good\n", "\"good\" is not a number");
    refuses("algo,seed,x\na,1\n", "2 cells, but the header has 3 columns");
    refuses("algo,seed,x\na,1,1", "the last line has no end");
    refuses("", "empty");
    assert_int_equal(samples_read(&s, dir), -1);
    assert_non_null(strstr(failure(), "has no curves.csv"));
    samples_free(&s), failure_forget();
    snprintf(path, sizeof path, "%s/none.csv", dir);
    assert_int_equal(samples_read(&s, path), -1);
    assert_int_equal(failure_status(), BAD_FILE);
    samples_free(&s), failure_forget();
}

/* a table cut anywhere is refused, or is a shorter table that ends with a line */
static void cut_short(void **unused)
{
    (void)unused;
    for (size_t n = 0; n < sizeof wide - 1; n++) {
        struct samples s;
        char part[sizeof wide];
        memcpy(part, wide, n), part[n] = 0;
        int status = read_as(&s, "x.csv", part);
        assert_true(status == -1 || (n && part[n - 1] == '\n'));
        samples_free(&s);
    }
}

static void names(void **unused)
{
    (void)unused;
    struct samples s;
    takes(&s, "env,algo,c,d,seed,x\ne,a,1,5,0,1\ne,a,2,5,0,1\nf,a,1,5,0,1\ne,b,1,6,0,1\nf,b,1,6,0,1\n");
    assert_int_equal(s.n_envs, 2);
    assert_string_equal(s.group[0].label, "a c=1");      /* d is the same for all of a    */
    assert_string_equal(s.group[2].label, "a c=1");      /* on the other environment      */
    assert_string_equal(s.group[3].label, "b");          /* c tells only a's groups apart */
    assert_int_equal(samples_group(&s, "f", "a c=1"), 2), assert_int_equal(samples_group(&s, NULL, "b"), 3);
    assert_int_equal(samples_group(&s, "f", "a c=2"), -1);
    assert_non_null(strstr(failure(), "nothing is called 'a c=2' on f"));
    failure_forget();
    assert_int_equal(samples_metric(&s, "y"), -1);
    assert_non_null(strstr(failure(), "there are x"));
    failure_forget();
    assert_int_equal(group_step(&s, s.group, 3), -1);
    assert_non_null(strstr(failure(), "the nearest is 0"));
    failure_forget();
    samples_free(&s);
}

static void pairs_share_seeds(void **unused)
{
    (void)unused;
    struct samples s;
    double x[4], y[4];
    long bad;
    takes(&s, "algo,seed,x\na,1,10\na,2,NaN\na,3,30\na,4,40\nb,0,1\nb,1,2\nb,2,3\nb,3,1e200\nb,4,5\n");
    assert_int_equal(group_pairs(&s, &s.group[0], 0, &s.group[1], 0, 0, x, y, &bad), 2);
    assert_true(x[0] == 10 && y[0] == 2 && x[1] == 40 && y[1] == 5 && bad == 2);
    assert_int_equal(good_values(group_values(&s, &s.group[1], 0, 0), s.group[1].n, y), 4);
    samples_free(&s);
}

/* many groups: found by their labels, whatever the hash does */
static void many_groups(void **unused)
{
    (void)unused;
    enum { GROUPS = 500, SEEDS = 3 };
    struct samples s;
    char *text = malloc(GROUPS * SEEDS * 40), *to = stpcpy(text, "algo,c,seed,x\n");
    for (int i = 0; i < SEEDS; i++)
        for (int g = 0; g < GROUPS; g++) to += sprintf(to, "a,%d,%d,%d\n", g, i, g * 10 + i);
    takes(&s, text);
    assert_int_equal(s.n, GROUPS);
    for (int g = 0; g < GROUPS; g++) {
        assert_int_equal(s.group[g].n, SEEDS);
        for (int i = 0; i < SEEDS; i++) assert_true(group_values(&s, &s.group[g], 0, 0)[i] == g * 10 + i);
    }
    samples_free(&s);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_wide), cmocka_unit_test(reads_what_spreadsheets_write), cmocka_unit_test(order_of_rows_does_not_matter),
        cmocka_unit_test(reads_long), cmocka_unit_test(reads_finals), cmocka_unit_test(steps_may_be_swept),
        cmocka_unit_test(needs_little), cmocka_unit_test(missing_rows_are_nan),
        cmocka_unit_test(refuses_what_is_ambiguous), cmocka_unit_test(refuses_what_makes_no_sense), cmocka_unit_test(cut_short),
        cmocka_unit_test(names), cmocka_unit_test(pairs_share_seeds), cmocka_unit_test(many_groups),
    };
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
