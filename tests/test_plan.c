/* From words to points: sweeps, ranges, samples, scopes, experiment files, and requests that make no sense. */
#include "line.h"
#include "plan.h"
#include "param.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

const struct command commands[] = { { "run", FOR_RUN, "", "", NULL }, { NULL, 0, NULL, NULL, NULL } };

/* ---- a command line, a file ------------------------------------------------------------------------------------------ */
static char line[LINE_SIZE];             /* what the plan points into */

/* the words after `run`, between blanks */
static int make(struct plan *p, const char *words)
{
    struct words w;
    int status = words_from(&w, "run", words, line);
    status = status ? status : plan_make(p, &w);
    words_free(&w);
    return status;
}
static struct plan plan_of(const char *words)
{
    struct plan p;
    if (make(&p, words))
        fail_msg("%s: %s", words, failure());
    return p;
}

/* a file that lives until the test is over */
static char folder[] = "/tmp/lockstep-plan-XXXXXX";
static const char *file(const char *name, const char *text, size_t size)
{
    static char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
    return path;
}
/* words in which every @ stands for the folder's file */
static const char *with(const char *words, const char *name, const char *text)
{
    static char all[4096];
    const char *path = file(name, text, strlen(text));
    size_t n = 0;
    for (; *words; words++)
        if (*words == '@')
            n += (size_t)snprintf(all + n, sizeof all - n, "%s", path);
        else
            all[n++] = *words;
    all[n] = 0;
    return all;
}
static int open_folder(void **unused) { (void)unused; return mkdtemp(folder) ? 0 : -1; }
static int remove_folder(void **unused)
{
    char command[64];
    (void)unused;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* a parameter of a point, as canonical text */
static const char *value(const struct plan *p, long point, const char *key)
{
    static char text[1024];
    const struct point *q = &p->point[point];
    const param *row = param_find(q->algo->params, key);
    if (row)
        return param_text(row, q->algo_self, text, sizeof text);
    row = param_find(q->env->params, key);
    assert_non_null(row);
    return param_text(row, q->env_self, text, sizeof text);
}

/* the values of a key over all points, separated by blanks */
static void values_are(const char *words, const char *key, const char *want)
{
    struct plan p = plan_of(words);
    char all[4096] = "";
    for (long i = 0; i < p.n_points; i++) {
        assert_int_equal(p.point[i].index, i);
        strcat(strcat(all, i ? " " : ""), value(&p, i, key));
    }
    if (strcmp(all, want))
        fail_msg("%s: %s = %s, not %s", words, key, all, want);
    plan_free(&p);
}

/* ---- values ---------------------------------------------------------------------------------------------------------- */
static void lists_and_ranges_are_written_out(void **unused)
{
    (void)unused;
    values_are("-a ucb1 -e bernoulli", "c", "2");
    values_are("-a ucb1 -e bernoulli c=0.50", "c", "0.5");
    values_are("-a ucb1 -e bernoulli c=1,2.0,1e2", "c", "1 2 100");
    values_are("-a ucb1 -e bernoulli c=lin:0:1:11", "c", "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1");
    values_are("-a ucb1 -e bernoulli c=lin:2:1:3", "c", "2 1.5 1");
    values_are("-a ucb1 -e bernoulli c=log:1e-4:1e-1:4", "c", "0.0001 0.001 0.01 0.1");
    values_are("-a ucb1 -e bernoulli c=log:10:1000:3", "c", "10 100 1000");
    values_are("-a ucb1 -e bernoulli arms=int:3:9:2", "arms", "3 5 7 9");
    values_are("-a ucb1 -e bernoulli arms=int:2:4", "arms", "2 3 4");
    values_are("-a ucb1 -e bernoulli arms=pow2:1:4", "arms", "2 4 8 16");
    values_are("-a ucb1 -e bernoulli c=1,lin:2:3:3,0.5", "c", "1 2 2.5 3 0.5");
    values_are("-a ucb1 -e bernoulli means=0.9/0.8,0.5/0.4/0.3", "means", "0.9/0.8 0.5/0.4/0.3");
    values_are("-a kl-ucb -e bernoulli family=auto,gaussian", "family", "auto gaussian");
}

static void columns_are_lists_and_files_are_grids(void **unused)
{
    (void)unused;
    const char *csv = "round,left,right\n1,0.5,1\n2,0.25,0\n3,0.75,0.125\n";
    struct plan p;
    char words[200];
    snprintf(words, sizeof words, "-a ucb1 -e bernoulli means=@%s:left,0.9/0.1", file("arms.csv", csv, strlen(csv)));
    values_are(words, "means", "0.5/0.25/0.75 0.9/0.1");

    p = plan_of(with("-a ucb1 -e replay file=@", "rewards.csv", "left,right\n0.5,1\n0.25,0\n0.75,0.125\n"));
    const param *row = param_find(p.point[0].env->params, "file");
    const grid *g = (const grid *)(const void *)((const char *)p.point[0].env_self + row->at);
    assert_int_equal(g->rows, 3);
    assert_int_equal(g->cols, 2);
    assert_true(g->v[0] == 0.5 && g->v[1] == 1 && g->v[2] == 0.25 && g->v[5] == 0.125);
    plan_free(&p);
}

/* ---- products -------------------------------------------------------------------------------------------------------- */
static void lists_multiply_and_the_last_moves_fastest(void **unused)
{
    (void)unused;
    struct plan p = plan_of("-a ucb1,random -e bernoulli gap=0.1,0.2,0.3 c=1,2");
    static const char *const want[][3] = {           /* algo, c, gap: the algorithm's keys, then the environment's, as they declare them */
        { "ucb1", "1", "0.1" }, { "ucb1", "1", "0.2" }, { "ucb1", "1", "0.3" }, { "ucb1", "2", "0.1" }, { "ucb1", "2", "0.2" },
        { "ucb1", "2", "0.3" }, { "random", NULL, "0.1" }, { "random", NULL, "0.2" }, { "random", NULL, "0.3" },
    };
    assert_int_equal(p.n_points, 9);
    assert_int_equal(p.n_swept, 2);
    assert_string_equal(p.swept[0], "c");
    assert_string_equal(p.swept[1], "gap");
    for (int i = 0; i < 9; i++) {
        assert_string_equal(p.point[i].label, want[i][0]);
        assert_string_equal(p.point[i].swept[1], want[i][2]);
        assert_string_equal(value(&p, i, "gap"), want[i][2]);
        if (want[i][1])
            assert_string_equal(p.point[i].swept[0], want[i][1]);
        else
            assert_null(p.point[i].swept[0]);            /* random has no c: an empty cell, not a wrong one */
    }
    plan_free(&p);
}

static void zipped_lists_move_together(void **unused)
{
    (void)unused;
    const char *words = "-a ucb1 -e bernoulli --zip c,arms c=1,2,3 arms=4,5,6 gap=0.1,0.2";
    values_are(words, "c", "1 1 2 2 3 3");
    values_are(words, "arms", "4 4 5 5 6 6");
    values_are(words, "gap", "0.1 0.2 0.1 0.2 0.1 0.2");
}

static void algorithms_and_environments_multiply(void **unused)
{
    (void)unused;
    struct plan p = plan_of("-a ucb1,moss -e bernoulli,gaussian");
    static const char *const want[][2] = { { "ucb1", "bernoulli" }, { "moss", "bernoulli" }, { "ucb1", "gaussian" }, { "moss", "gaussian" } };
    assert_int_equal(p.n_points, 4);
    for (int i = 0; i < 4; i++) {
        assert_string_equal(p.point[i].algo->name, want[i][0]);
        assert_string_equal(p.point[i].env->name, want[i][1]);
    }
    plan_free(&p);
}

static void samples_are_drawn_inside_and_reproducibly(void **unused)
{
    (void)unused;
    const char *words = "-a ucb1 -e bernoulli --sample 50 c=lu:1e-3:10 gap=u:0.1:0.2 arms=c:2,5,9 top=0.6,0.7";
    struct plan p = plan_of(words), q = plan_of(words), other;
    int arms[10] = { 0 }, low = 0;
    assert_int_equal(p.n_points, 100);                   /* 50 draws, each with both tops */
    for (long i = 0; i < 100; i++) {
        double c = atof(value(&p, i, "c")), gap = atof(value(&p, i, "gap"));
        assert_true(c >= 1e-3 && c <= 10 && gap >= 0.1 && gap <= 0.2);
        arms[atoi(value(&p, i, "arms"))]++, low += c < 0.1;
        for (int k = 0; k < p.n_swept; k++)
            assert_string_equal(p.point[i].swept[k], q.point[i].swept[k]);
    }
    assert_int_equal(arms[2] + arms[5] + arms[9], 100);
    assert_true(arms[2] > 0 && arms[5] > 0 && arms[9] > 0);
    assert_true(low > 20 && low < 80);                   /* half of them in expectation: log-uniform */
    other = plan_of("-a ucb1 -e bernoulli --sample 50 c=lu:1e-3:10 gap=u:0.1:0.2 arms=c:2,5,9 top=0.6,0.7 -s 1");
    assert_string_not_equal(p.point[0].swept[0], other.point[0].swept[0]);
    plan_free(&p), plan_free(&q), plan_free(&other);
    p = plan_of("-a ucb1 -e bernoulli --sample 20 top=om:1e-3:1e-1");
    for (long i = 0; i < 20; i++)
        assert_true(atof(value(&p, i, "top")) >= 0.9 && atof(value(&p, i, "top")) <= 0.999);
    plan_free(&p);
}

static void a_scope_reaches_one_algorithm(void **unused)
{
    (void)unused;
    values_are("-a ucb1,ucb-v -e bernoulli c=3 ucb1.c=0.5", "c", "0.5 3");
    values_are("-a ucb1,ucb-v -e bernoulli ucb-v.c=0.25", "c", "2 0.25");
    values_are("-a ucb1,ucb-v -e bernoulli ucb1.c=0.5 c=3", "c", "3 3");          /* later wins */
    values_are("-a ucb1 -e bernoulli bernoulli.arms=7", "arms", "7");
    values_are("-a ucb1 -e bernoulli c=1 c=4", "c", "4");
}

/* ---- experiment files ------------------------------------------------------------------------------------------------ */
static const char ini[] =
    "# UCB1 against itself\n; and a second comment\n\nenv = bernoulli\nalgo = ucb1\nmeans = 0.9/0.8\nc = 1\nseeds = 12\nsteps = 500\nlog = 10,500\n"
    "[cautious]\nc = 4\r\n[  greedy  ]\n  c=0  \n[other]\nalgo = moss,random\n[claims]\nregret at 500: greedy > cautious = shown elsewhere\nx = y\n";

static void sections_are_curves(void **unused)
{
    (void)unused;
    struct plan p = plan_of(with("@", "curves.ini", ini));
    static const char *const want[][2] = { { "cautious", "4" }, { "greedy", "0" }, { "other:moss", NULL }, { "other:random", NULL } };
    assert_string_equal(p.title, "UCB1 against itself");
    assert_int_equal(p.n_points, 4);
    for (int i = 0; i < 4; i++) {
        assert_string_equal(p.point[i].label, want[i][0]);
        assert_string_equal(p.point[i].env->name, "bernoulli");
        if (want[i][1])
            assert_string_equal(value(&p, i, "c"), want[i][1]);
        assert_string_equal(value(&p, i, "means"), "0.9/0.8");
    }
    assert_int_equal(p.n, 12);
    assert_int_equal(p.steps, 500);
    assert_int_equal(p.n_log, 2);
    assert_int_equal(p.log[0], 10);
    assert_int_equal(p.n_claims, 2);
    assert_string_equal(p.claim[0].name, "regret at 500: greedy > cautious");
    assert_string_equal(p.claim[0].text, "shown elsewhere");
    assert_int_equal(p.claim[0].line, 18);
    plan_free(&p);
}

static void the_command_line_has_the_last_word(void **unused)
{
    (void)unused;
    struct plan p = plan_of(with("@ -n 7 c=2 greedy.c=0.5 --log 20 -T 100 means=0.5/0.4", "curves.ini", ini));
    assert_int_equal(p.n, 7);
    assert_int_equal(p.steps, 100);
    assert_int_equal(p.log[0], 20);
    assert_string_equal(value(&p, 0, "c"), "2");
    assert_string_equal(value(&p, 1, "c"), "0.5");
    assert_string_equal(value(&p, 3, "means"), "0.5/0.4");
    plan_free(&p);
}

/* ---- seeds, steps, log, metrics -------------------------------------------------------------------------------------- */
static void seeds_are_a_number_or_a_range(void **unused)
{
    static const struct { const char *words; long first, n; } seeds[] = {
        { "", 0, 30 }, { " -n 1", 0, 1 }, { " --seeds=2k", 0, 2000 }, { " -n 5..9", 5, 5 }, { " -n0..0", 0, 1 }, { " -n 1k..2k", 1000, 1001 },
    };
    (void)unused;
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        char words[100];
        snprintf(words, sizeof words, "-a ucb1 -e bernoulli%s", seeds[i].words);
        struct plan p = plan_of(words);
        assert_int_equal(p.first, seeds[i].first);
        assert_int_equal(p.n, seeds[i].n);
        plan_free(&p);
    }
}

static void logged_steps_increase_and_end_with_the_run(void **unused)
{
    static const char *const words[] = { "", " -T 1", " -T 7", " -T 1M", " --log log:5", " --log lin:7 -T 100", " --log lin:1000 -T 10" };
    (void)unused;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char all[100];
        snprintf(all, sizeof all, "-a ucb1 -e bernoulli%s", words[i]);
        struct plan p = plan_of(all);
        assert_true(p.n_log >= 1 && p.log[0] >= 1 && p.log[p.n_log - 1] == p.steps);
        for (int j = 1; j < p.n_log; j++)
            assert_true(p.log[j] > p.log[j - 1]);
        plan_free(&p);
    }
    struct plan p = plan_of("-a ucb1 -e bernoulli -T 100 --log lin:4 -m optimal,regret");
    for (int j = 0; j < 4; j++)
        assert_int_equal(p.log[j], 25 * (j + 1));
    assert_int_equal(p.n_metrics, 2);
    assert_ptr_equal(p.metric[0], &metrics[OPTIMAL]);
    assert_ptr_equal(p.metric[1], &metrics[REGRET]);
    plan_free(&p);
}

static void what_is_counted_and_logged_suits_the_environment(void **unused)
{
    (void)unused;
    struct plan p = plan_of("-a q -e cliff");
    assert_int_equal(p.episodes, 0);
    assert_ptr_equal(p.metric[0], &metrics[RETURN]);
    plan_free(&p);
    p = plan_of("-a q -e cliff --count episodes -T 500 --log 10,500");
    assert_int_equal(p.episodes, 1);
    assert_int_equal(p.steps, 500);
    plan_free(&p);
    p = plan_of("-a random -e bernoulli,frozenlake -m reward");
    assert_int_equal(p.n_points, 2);
    plan_free(&p);
    p = plan_of("-a q -e garnet");
    assert_ptr_equal(p.metric[0], &metrics[REWARD]);
    plan_free(&p);
    p = plan_of(with("@", "count.ini", "env = cliff\nalgo = q\ncount = episodes\nsteps = 9\n"));
    assert_int_equal(p.episodes, 1);
    plan_free(&p);
}

static void texts_come_from_the_line_or_a_file(void **unused)
{
    (void)unused;
    char words[200];
    snprintf(words, sizeof words, "-a q -e frozenlake map=4x4,@%s", file("lake.txt", "S F F\n\nF,H,G\r\n", 14));
    struct plan p = plan_of(words);
    assert_int_equal(p.n_points, 2);
    assert_string_equal(p.point[1].swept[0], "SFF/FHG");
    plan_free(&p);
    p = plan_of("-a q -e frozenlake map=SFG gamma=.9,.99");
    assert_int_equal(p.n_points, 2);
    plan_free(&p);
}

static void blocks_fit_the_seeds_and_the_cache(void **unused)
{
    static const struct { const char *words; int lanes; } blocks[] = {
        { "-n 1", 8 }, { "-n 9", 16 }, { "-n 33", 64 }, { "-n 1M -T 10", 64 }, { "-n 1000 arms=5000", 8 },
    };
    (void)unused;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        char words[100];
        snprintf(words, sizeof words, "-a ucb1 -e bernoulli %s", blocks[i].words);
        struct plan p = plan_of(words);
        assert_int_equal(p.point[0].lanes, blocks[i].lanes);
        assert_true(p.point[0].state_bytes > 0);
        plan_free(&p);
    }
}

/* ---- what makes no sense --------------------------------------------------------------------------------------------- */

/* refused with that status and a message that holds these words */
static void refused(const char *words, int status, const char *message)
{
    struct plan p;
    if (make(&p, words) != -1)
        fail_msg("%s was taken", words);
    if (failure_status() != status || !strstr(failure(), message))
        fail_msg("%s: status %d: %s", words, failure_status(), failure());
}

static void requests_without_sense_are_refused(void **unused)
{
    static const char *const bad[][2] = {
        { "", "no environment" }, { "-e bernoulli", "no algorithm" }, { "-a ucb1", "no environment" },
        { "-a ucb -e bernoulli", "did you mean 'ucb1'" }, { "-a ucb1 -e bernouli", "did you mean 'bernoulli'" },
        { "-a ucb1 -e bernoulli gpa=0.1", "did you mean 'gap'" }, { "-a ucb1 -e bernoulli moss.c=1", "nobody in this run has a key 'moss.c'" },
        { "-a ucb1 -e bernoulli random.c=1", "random.c" }, { "-a random -e bernoulli c=1", "'c'" },
        { "-a ucb1 -e bernoulli c=-1", "must be a number in [0, 1000]" }, { "-a ucb1 -e bernoulli c=x", "not a number" },
        { "-a ucb1 -e bernoulli c=", "has no value" }, { "-a ucb1 -e bernoulli c=1,,2", "c=" }, { "-a ucb1 -e bernoulli =1", "is no key" },
        { "-a ucb1 -e bernoulli c=lin:0:1", "ranges are" }, { "-a ucb1 -e bernoulli c=log:0:1:3", "ranges are" },
        { "-a ucb1 -e bernoulli c=lin:0:1:1e9", "ranges are" }, { "-a ucb1 -e bernoulli c=lin:a:b:3", "ranges are" },
        { "-a ucb1 -e bernoulli c=u:0:1", "--sample N" }, { "-a ucb1 -e bernoulli --sample 5 c=u:1:0", "random values are" },
        { "-a ucb1 -e bernoulli --sample 5 c=lu:0:1", "random values are" }, { "-a ucb1 -e bernoulli --sample 0 c=u:0:1", "--sample" },
        { "-a ucb1 -e bernoulli --zip c,arms c=1,2 arms=2,3,4", "different length (2 and 3)" },
        { "-a ucb1 -e bernoulli --zip c,arms c=1,2,3 arms=4", "no key 'arms' has a list" },
        { "-a ucb1 -e bernoulli c=lin:0:1:2000 gap=lin:0:0.5:2000", "4e+06 points" },
        { "-a ucb-v -e gaussian", "rewards in [0, 1]" }, { "-a ucb1 -e bernoulli arms=100k --max-mem 1M", "does not fit" },
        { "-a ucb1 -e bernoulli -n 0", "--seeds 0" }, { "-a ucb1 -e bernoulli -n 9..5", "--seeds 5" }, { "-a ucb1 -e bernoulli -n 1.5", "--seeds" },
        { "-a ucb1 -e bernoulli -n 4G", "--seeds" }, { "-a ucb1 -e bernoulli -T 0", "--steps" }, { "-a ucb1 -e bernoulli -T 1e18", "--steps" },
        { "-a ucb1 -e bernoulli -T 4G -n 1M", "--yes-really" }, { "-a ucb1 -e bernoulli -s 281474976710656", "--seed" },
        { "-a ucb1 -e bernoulli -s -1", "--seed" }, { "-a ucb1 -e bernoulli --log 10,5", "--log 5" }, { "-a ucb1 -e bernoulli --log 10,10", "--log" },
        { "-a ucb1 -e bernoulli --log 20k", "--log 20k" }, { "-a ucb1 -e bernoulli --log log:0", "--log" },
        { "-a ucb1 -e bernoulli -m regert", "did you mean 'regret'" }, { "-a ucb1 -e bernoulli -m regret,regret", "twice" },
        { "-a ucb1 -e bernoulli -m expected_regret", "not defined for ucb1" },
        { "-a ucb1 -e bernoulli --crn maybe", "on or off" }, { "-a ucb1 -e bernoulli --isa z80", "--isa z80" },
        { "-a ucb1 -e bernoulli --max-mem 1", "--max-mem" }, { "-a ucb1 -e bernoulli --seedz 3", "did you mean --seeds" },
        { "-a ucb1 -e bernoulli --seeds", "wants" }, { "-a ucb1 -e bernoulli --dry-run=1", "takes no value" },
        { "-a ucb1 -e bernoulli means=@arms.csv", "a column is @file.csv:column" }, { "-a ucb1 -e replay", "replay" },
        { "-a ucb1 -e bernoulli means=0.5", "at least 2" },
    };
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refused(bad[i][0], BAD_REQUEST, bad[i][1]);
    refused("no-such-file.ini", BAD_FILE, "no-such-file.ini");
    refused("-a ucb1 -e bernoulli means=@no-such-file.csv:p", BAD_FILE, "no-such-file.csv");
    refused("-a ucb1 -e replay file=no-such-file.csv", BAD_FILE, "no-such-file.csv");
}

static void files_without_sense_are_refused_with_their_line(void **unused)
{
    static const char *const bad[][2] = {
        { "env bernoulli\n", "bad.ini:1:" }, { "env = bernoulli\n[a\nc = 1\n", "bad.ini:2:" }, { "[a]\n[b]\n[a]\n", "bad.ini:3: [a] stands twice" },
        { "[a b]\n", "bad.ini:1:" }, { "[]\n", "bad.ini:1:" }, { "[a]\nsteps = 10\n", "bad.ini:2: steps holds for the whole file" },
        { "env = bernoulli\nalgo = ucb1\nsped = 3\n", "bad.ini:3: nobody in this run has a key 'sped'" }, { "= 3\n", "bad.ini:1:" },
        { "env = bernoulli\nalgo = ucb1\nc =\n", "bad.ini:3: c has no value" }, { "env = bernoulli\nalgo = ucb1\nc = lin:1\n", "bad.ini:3: c=lin:1" },
        { "env = bernoulli\nalgo = ucb1\n[fast]\nc = 9999\n", "fast: c=9999" }, { "a b = 3\n", "bad.ini:1:" },
    };
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refused(with("@", "bad.ini", bad[i][0]), BAD_REQUEST, bad[i][1]);
    refused(with("@ @", "bad.ini", "env = bernoulli\n"), BAD_REQUEST, "a second experiment file");
    refused(file("nul.ini", "env = b\0c\n", 10), BAD_REQUEST, "NUL");
    char *large = malloc((1 << 20) + 2);
    memset(large, '\n', (1 << 20) + 2);
    refused(file("large.ini", large, (1 << 20) + 2), BAD_REQUEST, "larger than 1 MiB");
    free(large);
    refused(folder, BAD_FILE, folder);
    refused(with("-a ucb1 -e replay file=@", "x.csv", "a,b\n0,1\n0,x\n"), BAD_REQUEST, "x.csv:3: column 2");
    refused(with("-a ucb1 -e replay file=@", "x.csv", "a,b\n0,1\n0,1.5\n"), BAD_REQUEST, "row 2, column 2: 1.5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_and_ranges_are_written_out),
        cmocka_unit_test(columns_are_lists_and_files_are_grids),
        cmocka_unit_test(lists_multiply_and_the_last_moves_fastest),
        cmocka_unit_test(zipped_lists_move_together),
        cmocka_unit_test(algorithms_and_environments_multiply),
        cmocka_unit_test(samples_are_drawn_inside_and_reproducibly),
        cmocka_unit_test(a_scope_reaches_one_algorithm),
        cmocka_unit_test(sections_are_curves),
        cmocka_unit_test(the_command_line_has_the_last_word),
        cmocka_unit_test(seeds_are_a_number_or_a_range),
        cmocka_unit_test(logged_steps_increase_and_end_with_the_run),
        cmocka_unit_test(what_is_counted_and_logged_suits_the_environment),
        cmocka_unit_test(texts_come_from_the_line_or_a_file),
        cmocka_unit_test(blocks_fit_the_seeds_and_the_cache),
        cmocka_unit_test(requests_without_sense_are_refused),
        cmocka_unit_test(files_without_sense_are_refused_with_their_line),
    };
    return !!cmocka_run_group_tests(tests, open_folder, remove_folder);
}
