/* The unit of work: interrupted wherever it may be, it goes on to the same numbers. */
#include "block.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

const struct command commands[] = { { "run", FOR_RUN, "", "", NULL }, { NULL, 0, NULL, NULL, NULL } };

static struct plan make_plan(char **words)
{
    struct plan p;
    struct words w;
    int n = 0;
    while (words[n])
        n++;
    assert_int_equal(words_parse(&w, n, words), 0);
    if (plan_make(&p, &w))
        fail_msg("%s", failure());
    words_free(&w);
    return p;
}

/* a memory of checkpoints in place of files, which asks for a stop at every slice */
struct shelf { unsigned char *bytes; size_t size; long unit, saves, loads; };
static int asked(void) { return 1; }
static int save(void *context, long unit, const void *bytes, size_t size)
{
    struct shelf *s = context;
    free(s->bytes);
    s->bytes = malloc(size), s->size = size, s->unit = unit, s->saves++;
    memcpy(s->bytes, bytes, size);
    return 0;
}
static int load(void *context, long unit, void *bytes, size_t size)
{
    struct shelf *s = context;
    if (!s->bytes || s->unit != unit || s->size != size)
        return 0;
    memcpy(bytes, s->bytes, size), s->loads++;
    return 1;
}

static void interrupted_units_go_on_to_the_same_numbers(void **unused)
{
    (void)unused;
    char *lines[][16] = {
        { "run", "-a", "ucb1", "-e", "bernoulli", "-n", "70", "-T", "900", "--log", "7,64,65,500,900", "-m", "regret,reward", NULL },
        { "run", "-a", "exp3", "-e", "bernoulli", "draw=yes", "-n", "64", "-T", "300", "--log", "300", NULL },
        { "run", "-a", "m-ucb", "-e", "switching", "-n", "9", "-T", "700", "--log", "100,700", "-m", "optimal", NULL },
        { "run", "-a", "gradient-bandit", "-e", "gaussian", "means=1/0", "lr=1e300", "scale=7e7", "-n", "64", "-T", "200", NULL },
        /* 2,000 arms: fewer lanes than a unit has replicates */
        { "run", "-a", "ucb1", "-e", "bernoulli", "arms=2000", "-n", "64", "-T", "400", "--log", "10,400", NULL },
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct plan p = make_plan(lines[i]);
        struct block plain, broken;
        struct shelf shelf = { 0 };
        const struct pause pause = { .asked = asked, .every = 0, .save = save, .load = load, .context = &shelf };
        assert_false(block_open(&plain, &p) || block_open(&broken, &p));
        for (long unit = 0; unit < units_of(&p); unit++) {
            size_t size = block_bytes(&p, unit);
            unsigned char *a = malloc(size), *b = malloc(size);
            block_set(&plain, unit);
            assert_int_equal(block_run(&plain, NULL), 0);
            int status = 1;
            for (long tries = 0; status == 1; tries++) {
                assert_true(tries < 5000);
                /* a new process knows nothing but the checkpoint */
                memset(broken.out, 7, (size_t)broken.columns * BLOCK * sizeof *broken.out);
                block_set(&broken, unit);
                status = block_run(&broken, &pause);
            }
            assert_int_equal(status, 0);
            block_pack(&plain, a), block_pack(&broken, b);
            assert_memory_equal(a, b, size);
            block_unpack(&plain, b), block_pack(&plain, a);
            assert_memory_equal(a, b, size);
            free(a), free(b);
        }
        assert_true(shelf.saves > 1 && shelf.loads > 1);
        free(shelf.bytes);
        block_close(&plain), block_close(&broken), plan_free(&p);
    }
}

static void units_cover_the_plan_once(void **unused)
{
    (void)unused;
    struct plan p = make_plan((char *[]){ "run", "-a", "ucb1", "-e", "bernoulli", "c=1,2,3", "-n", "130", "-T", "10", "--log", "5,10", NULL });
    struct block b;
    assert_int_equal(blocks_of(&p), 3);
    assert_int_equal(units_of(&p), 9);
    assert_false(block_open(&b, &p));
    long seen = 0;
    for (long u = 0; u < 9; u++) {
        block_set(&b, u);
        assert_int_equal(b.point->index, u / 3);
        assert_int_equal(b.from, u % 3 * 64);
        assert_int_equal(b.n, u % 3 == 2 ? 2 : 64);
        assert_int_equal(block_bytes(&p, u), (size_t)b.n * 3 * 8);
        seen += b.n;
    }
    assert_int_equal(seen, 390);
    block_close(&b), plan_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interrupted_units_go_on_to_the_same_numbers),
        cmocka_unit_test(units_cover_the_plan_once),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
