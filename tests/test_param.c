/* Parameter tables: text to struct and back, what is refused and in which words, and nearest names. */
#include "param.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

struct kettle { long cups; double heat; int whistle; list notes; grid table; const char *plate; };
static const param kettle_params[] = {
    INT(struct kettle, cups, 3, 1, 12, "how many cups it boils"),
    REAL(struct kettle, heat, 0.1, 0, 1, "share of full power"),
    CHOICE(struct kettle, whistle, "none|soft|loud", "what it does at the end"),
    LIST(struct kettle, notes, "1/0.5", -1, 1, "the tune"),
    GRID(struct kettle, table, "boiling times"),
    TEXT(struct kettle, plate, "steel", "what it stands on"),
    END
};

static int set(struct kettle *k, const char *name, const char *text)
{
    failure_forget();
    return param_set(param_find(kettle_params, name), "kettle", text, k);
}
static const char *text_of(const struct kettle *k, const char *name)
{
    static char text[256];
    return param_text(param_find(kettle_params, name), k, text, sizeof text);
}
static struct kettle new_kettle(void)
{
    struct kettle k = { 0 };
    param_defaults(kettle_params, &k);
    return k;
}

static void defaults_are_the_tables(void **unused)
{
    (void)unused;
    struct kettle k = new_kettle();
    assert_int_equal(k.cups, 3);
    assert_true(k.heat == 0.1);
    assert_int_equal(k.whistle, 0);
    assert_int_equal(k.notes.n, 2);
    assert_true(k.notes.v[0] == 1 && k.notes.v[1] == 0.5);
    assert_null(k.table.path);
    assert_string_equal(k.plate, "steel");
    param_release(kettle_params, &k);
}

static void what_is_set_reads_back(void **unused)
{
    static const char *const words[][3] = {          /* key, given, canonical */
        { "cups", "12", "12" }, { "cups", "0.01k", "10" }, { "heat", "1e-3", "0.001" }, { "heat", "1.0", "1" }, { "heat", "0.30", "0.3" },
        { "whistle", "loud", "loud" }, { "whistle", "none", "none" }, { "notes", "0.25/-1/1", "0.25/-1/1" },
        { "notes", "0.25 -1  1", "0.25/-1/1" }, { "notes", "", "" }, { "table", "times.csv", "times.csv" },
        { "plate", "SF/HG", "SF/HG" }, { "plate", "#.#", "#.#" },
    };
    (void)unused;
    struct kettle k = new_kettle();
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_int_equal(set(&k, words[i][0], words[i][1]), 0);
        assert_string_equal(text_of(&k, words[i][0]), words[i][2]);
        assert_int_equal(set(&k, words[i][0], text_of(&k, words[i][0])), 0);
        assert_string_equal(text_of(&k, words[i][0]), words[i][2]);
    }
    param_release(kettle_params, &k);
}

static void what_is_refused_leaves_the_struct_alone(void **unused)
{
    static const char *const words[][2] = {
        { "cups", "0" }, { "cups", "13" }, { "cups", "2.5" }, { "cups", "two" }, { "cups", "" }, { "cups", "1e400" }, { "cups", "nan" },
        { "heat", "-5e-324" }, { "heat", "1.0000000000000002" }, { "heat", "inf" }, { "heat", "0,5" }, { "heat", " 1" },
        { "whistle", "Loud" }, { "whistle", "" }, { "whistle", "soft|loud" }, { "whistle", "sof" },
        { "notes", "1/2" }, { "notes", "1/x" }, { "notes", "/" }, { "notes", "1,1" }, { "notes", "-1.5" },
        { "plate", "" }, { "plate", "a b" }, { "plate", "a,b" }, { "plate", "\"" }, { "plate", "a\nb" },
    };
    (void)unused;
    struct kettle k = new_kettle();
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char before[256];
        strcpy(before, text_of(&k, words[i][0]));
        if (!set(&k, words[i][0], words[i][1]))
            fail_msg("%s=%s was taken", words[i][0], words[i][1]);
        assert_int_equal(failure_status(), BAD_REQUEST);
        assert_string_equal(text_of(&k, words[i][0]), before);
    }
    param_release(kettle_params, &k);
}

static void messages_say_who_what_and_why(void **unused)
{
    (void)unused;
    struct kettle k = new_kettle();
    set(&k, "cups", "13");
    assert_string_equal(failure(), "kettle: cups=13: must be a whole number in [1, 12]: how many cups it boils");
    set(&k, "cups", "2.5");
    assert_string_equal(failure(), "kettle: cups=2.5: must be a whole number: how many cups it boils");
    set(&k, "heat", "much");
    assert_string_equal(failure(), "kettle: heat=much: not a number; write 0.1, 1e-3, 10k or 2M: share of full power");
    set(&k, "whistle", "sofd");
    assert_string_equal(failure(), "kettle: whistle=sofd: must be one of none|soft|loud; did you mean soft: what it does at the end");
    set(&k, "notes", "1/7");
    assert_string_equal(failure(), "kettle: notes=1/7: must be a list of numbers in [-1, 1], as 0.9/0.8: the tune");
    param_release(kettle_params, &k);
}

static void tables_describe_themselves(void **unused)
{
    static const char *const words[][3] = {          /* key, default, range */
        { "cups", "3", "a whole number in [1, 12]" }, { "heat", "0.1", "a number in [0, 1]" }, { "whistle", "none", "none|soft|loud" },
        { "notes", "1/0.5", "a list of numbers in [-1, 1], as 0.9/0.8" }, { "table", "", "a CSV file of numbers" },
        { "plate", "steel", "a text without blanks, or @FILE: its lines with / between them" },
    };
    char text[128];
    (void)unused;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const param *p = param_find(kettle_params, words[i][0]);
        assert_string_equal(param_default_text(p, text, sizeof text), words[i][1]);
        assert_string_equal(param_range_text(p, text, sizeof text), words[i][2]);
    }
    assert_null(param_find(kettle_params, "cup"));
    assert_null(param_find(kettle_params, "cupss"));
    assert_null(param_find(kettle_params, ""));
}

/* a list that does not fit the caller's text is cut, never written beyond */
static void long_lists_are_cut_at_the_end_of_the_text(void **unused)
{
    (void)unused;
    struct kettle k = new_kettle();
    char words[1000], text[10];
    for (int i = 0; i < 200; i++)
        memcpy(words + 4 * i, "0.5/", 4);
    words[799] = 0;
    assert_int_equal(set(&k, "notes", words), 0);
    assert_int_equal(k.notes.n, 200);
    text[9] = 'x';
    param_text(param_find(kettle_params, "notes"), &k, text, 9);
    assert_true(strlen(text) < 9 && text[9] == 'x');
    param_release(kettle_params, &k);
}

/* ---- nearest names --------------------------------------------------------------------------------------------------- */
static void near_names_are_found(void **unused)
{
    static const char *const names[] = { "lcb", "ucb1", "ucb1-tuned", "kl-ucb", "eps-greedy", "ts", "moss" };
    static const char *const words[][2] = {
        { "ucb", "ucb1" }, { "ubc1", "ucb1" }, { "ucb1", "ucb1" }, { "klucb", "kl-ucb" }, { "kl_ucb", "kl-ucb" }, { "eps-gredy", "eps-greedy" },
        { "epsgreedy", "eps-greedy" }, { "mos", "moss" }, { "tss", "ts" }, { "ucb1-tunde", "ucb1-tuned" }, { "UCB1", "ucb1" },
    };
    static const char *const far[] = { "", "q", "xyz", "thompson", "a-very-different-name" };
    (void)unused;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *found = nearest(words[i][0], names, 7);
        if (!found || strcmp(found, words[i][1]))
            fail_msg("%s: %s, not %s", words[i][0], found ? found : "nothing", words[i][1]);
    }
    for (size_t i = 0; i < sizeof far / sizeof *far; i++)
        if (nearest(far[i], names, 7))
            fail_msg("%s: %s", far[i], nearest(far[i], names, 7));
    assert_null(nearest("ucb1", names, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_the_tables),
        cmocka_unit_test(what_is_set_reads_back),
        cmocka_unit_test(what_is_refused_leaves_the_struct_alone),
        cmocka_unit_test(messages_say_who_what_and_why),
        cmocka_unit_test(tables_describe_themselves),
        cmocka_unit_test(long_lists_are_cut_at_the_end_of_the_text),
        cmocka_unit_test(near_names_are_found),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
