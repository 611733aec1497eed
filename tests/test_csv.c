/* CSV in: what is read, and that every fault is refused with its place. */
#define _GNU_SOURCE
#include "fail.h"
#include "table.h"
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
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

static char dir[] = P_tmpdir "/test_csv.XXXXXX", path[64];

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

static void save(const char *name, const char *bytes, size_t n)
{
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static int read_bytes(struct table *t, const char *name, const char *bytes, size_t n)
{
    failure_forget();
    save(name, bytes, n);
    int status = table_read(t, path);
    assert_int_equal(status, failure() ? -1 : 0);
    unlink(path);
    return status;
}

static int read_text(struct table *t, const char *text)
{
    return read_bytes(t, "x.csv", text, strlen(text));
}

static void reads_rows_and_cells(void **unused)
{
    static const char *const same[] = {
        "a,b\n1,x\n2,\"y,\"\"z\"\n", "\357\273\277a,b\n1,x\n2,\"y,\"\"z\"\n", "a,b\r\n1,x\r\n2,\"y,\"\"z\"\r\n",
        "a , b\n 1,x\t\n2, \"y,\"\"z\" \n",
        "\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y,\"\"z\"\n",
    };
    (void)unused;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct table t;
        assert_int_equal(read_text(&t, same[i]), 0);
        assert_int_equal(t.rows, 2), assert_int_equal(t.cols, 2);
        assert_string_equal(t.name[0], "a"), assert_string_equal(t.name[1], "b");
        assert_string_equal(t.cell[0], "1"), assert_string_equal(t.cell[1], "x");
        assert_string_equal(t.cell[2], "2"), assert_string_equal(t.cell[3], "y,\"z");
        table_free(&t);
    }
}

static void reads_tabs_in_a_tsv(void **unused)
{
    (void)unused;
    struct table t;
    assert_int_equal(read_bytes(&t, "x.tsv", "a\tb,c\n1\t2,3\n", 12), 0);
    assert_int_equal(t.cols, 2);
    assert_string_equal(t.name[1], "b,c"), assert_string_equal(t.cell[1], "2,3");
    table_free(&t);
}

static void reads_a_header_alone_and_empty_cells(void **unused)
{
    (void)unused;
    struct table t;
    assert_int_equal(read_text(&t, "a\n"), 0);
    assert_int_equal(t.rows, 0), assert_int_equal(t.cols, 1);
    table_free(&t);
    assert_int_equal(read_text(&t, "a,b,c\n,,\n\"\",1,\n"), 0);
    assert_int_equal(t.rows, 2), assert_int_equal(t.cols, 3);
    assert_string_equal(t.cell[0], ""), assert_string_equal(t.cell[4], "1"), assert_string_equal(t.cell[5], "");
    table_free(&t);
}

static void refuses_with_the_place(void **unused)
{
#define ROW(text, says) { text, sizeof(text) - 1, says }
    static const struct { const char *text; size_t n; const char *says; } bad[] = {
        ROW("", ": empty"),
        ROW("a,b\n1,2\n3,4", ":3: the last line has no end"),
        ROW("a,b", ":1: the last line has no end"),
        ROW("a,b\n1,2\r", ":2: the last line has no end"),
        ROW("a,b\n1\n", ":2: 1 cells, but the header has 2 columns"),
        ROW("a,b\n1,2\n1,2,3\n", ":3: more cells than the 2 columns"),
        ROW("a,b\n1,2,\n", ":2: more cells than the 2 columns"),
        ROW("a,b,a\n", ":1: two columns are named \"a\""),
        ROW("a,,b\n", ":1: column 2 has no name"),
        ROW("a,b\n\n1,2\n", ":2: an empty line"),
        ROW("a,b\n1,2\n\n", ":3: an empty line"),
        ROW("a,b\r\n\r\n1,2\r\n", ":2: an empty line"),
        ROW("\n", ":1: an empty line"),
        ROW("a,b\n1\0,2\n", ":2: a NUL byte"),
        ROW("\xff\xfe" "a\0,\0b\0\n\0", ":1: a NUL byte"),
        ROW("a,b\r1,2\r", ":1: a carriage return"),
        ROW("a,b\n1,2\r\r\n", ":2: a carriage return"),
        ROW("a,b\n1,x\"y\n", ":2: column 2: a quote in the wrong place"),
        ROW("a,b\n\"1\"x,2\n", ":2: column 1: a quote in the wrong place"),
        ROW("a,b\n1,\"2\n3,4\n", ":4: the file ends inside quotes"),
        ROW("\"a\n", ":2: the file ends inside quotes"),
        ROW("a,b\n\"1\n2\",3\n4\n", ":4: 1 cells"),
    };
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct table t;
        assert_int_equal(read_bytes(&t, "x.csv", bad[i].text, bad[i].n), -1);
        assert_int_equal(failure_status(), BAD_REQUEST);
        char place[128];
        snprintf(place, sizeof place, "%s%s", path, bad[i].says);
        if (strncmp(failure(), place, strlen(place)))
            fail_msg("row %zu: \"%s\" instead of \"%s\"", i, failure(), place);
        table_free(&t);
    }
}

/* no prefix of a file is taken for the file, except at the end of a line */
static void refuses_a_copy_cut_short(void **unused)
{
    (void)unused;
    static const char whole[] = "step,regret\n100,1.5\n200,\"2.75\"\r\n300,NaN\n";
    for (size_t n = 0; n < sizeof whole; n++) {
        struct table t;
        int status = read_bytes(&t, "x.csv", whole, n), ends = n && whole[n - 1] == '\n';
        assert_int_equal(status, ends ? 0 : -1);
        table_free(&t);
    }
}

static void big_files_meet_their_limits(void **unused)
{
    (void)unused;
    struct table t;
    size_t size = 3 << 20;
    char *text = malloc(size);

    /* a cell of 1 MiB, and one byte more; quoted and not */
    for (int quoted = 0; quoted < 2; quoted++)
        for (size_t over = 0; over < 2; over++) {
            size_t n = MAX_CELL + over;
            memcpy(text, quoted ? "a\n\"" : "a\n ", 3);
            memset(text + 3, 'x', n);
            memcpy(text + 3 + n, quoted ? "\"\n" : " \n", 2);
            assert_int_equal(read_bytes(&t, "x.csv", text, n + 5), over ? -1 : 0);
            if (over) assert_non_null(strstr(failure(), ":2: column 1: a cell of more than 1048576 bytes"));
            else assert_int_equal(strlen(t.cell[0]), n);
            table_free(&t);
        }

    /* 10 MB of quoted text that never ends: stopped at the limit */
    memset(text, 'x', size), text[0] = '"';
    assert_int_equal(read_bytes(&t, "x.csv", text, size), -1);
    assert_non_null(strstr(failure(), "a cell of more than"));
    table_free(&t);

    /* 4096 columns, and one more */
    for (int cols = MAX_COLUMNS; cols <= MAX_COLUMNS + 1; cols++) {
        size_t n = 0;
        for (int i = 0; i < cols; i++) n += (size_t)sprintf(text + n, "c%d%c", i, i == cols - 1 ? '\n' : ',');
        assert_int_equal(read_bytes(&t, "x.csv", text, n), cols > MAX_COLUMNS ? -1 : 0);
        if (cols > MAX_COLUMNS) assert_non_null(strstr(failure(), ":1: more than 4096 columns"));
        table_free(&t);
    }

    /* many chunks: CR LF falls on every place of a chunk's end */
    for (size_t shift = 0; shift < 8; shift++) {
        size_t n = (size_t)sprintf(text, "%.*s,b\r\n", (int)shift + 1, "abcdefgh");
        for (int i = 0; i < 20000; i++) n += (size_t)sprintf(text + n, "%d,\"%d\"\r\n", 10000 + i, i % 10);
        assert_int_equal(read_bytes(&t, "x.csv", text, n), 0);
        assert_int_equal(t.rows, 20000);
        for (int i = 0; i < 20000; i++) {
            assert_int_equal(atoi(t.cell[2 * i]), 10000 + i);
            assert_int_equal(atoi(t.cell[2 * i + 1]), i % 10);
        }
        table_free(&t);
    }
    free(text);
}

static void numbers_are_strict_and_name_their_place(void **unused)
{
    (void)unused;
    struct table t;
    double x;
    assert_int_equal(read_text(&t, "step,regret\n1k,0.1\n\"2\n\",NaN\n3,1.5x\n4,nan\n5,\n6,inf\n"), 0);
    assert_int_equal(table_number(&t, 0, 0, &x), 0), assert_true(x == 1000);
    assert_int_equal(table_number(&t, 0, 1, &x), 0), assert_true(x == 0.1);
    assert_int_equal(table_number(&t, 1, 1, &x), 0), assert_true(isnan(x));
    assert_int_equal(table_number(&t, 2, 1, &x), -1);
    assert_non_null(strstr(failure(), "x.csv:5: column 2 (regret): \"1.5x\" is not a number"));
    for (long row = 3; row < 6; row++) assert_int_equal(table_number(&t, row, 1, &x), -1);
    table_free(&t);
}

static void columns_are_found_or_suggested(void **unused)
{
    (void)unused;
    struct table t;
    assert_int_equal(read_text(&t, "env,algo,step,regret\n"), 0);
    assert_int_equal(table_column(&t, "step"), 2);
    assert_int_equal(table_column(&t, "regert"), -1);
    assert_non_null(strstr(failure(),
        "x.csv: no column \"regert\"; did you mean \"regret\"? the columns are env, algo, step, regret"));
    failure_forget();
    assert_int_equal(table_column(&t, "something-else"), -1);
    assert_non_null(strstr(failure(), "x.csv: no column \"something-else\"; the columns are env, algo, step, regret"));
    table_free(&t);
}

static void files_that_cannot_be_read_are_file_errors(void **unused)
{
    (void)unused;
    struct table t;
    failure_forget();
    assert_int_equal(table_read(&t, "/nowhere/x.csv"), -1);
    assert_string_equal(failure(), "/nowhere/x.csv: cannot open: No such file or directory");
    assert_int_equal(failure_status(), BAD_FILE);
    table_free(&t);
    failure_forget();
    assert_int_equal(table_read(&t, dir), -1);
    assert_int_equal(failure_status(), BAD_FILE);
    table_free(&t);
}

/* a pipe on standard input, one byte at a time */
/* a header and a line give what a file of both gives, and faults have the line's own number */
static void a_line_is_read_as_in_a_file(void **unused)
{
    static const char *const head[] = { "a,b\n", "\357\273\277a,b\r\n" };
    static const char *const bad[][2] = {
        { "1\n", "x:40: 1 cells" }, { "1,2,3\n", "x:40: more cells" }, { "\n", "x:40: an empty line" }, { "1,2", "x:40: the last line has no end" },
        { "1,\"2\n", "x:41: the file ends inside quotes" }, { "1,q\n", "x:40: column 2 (b)" },
    };
    struct table t;
    double v;
    (void)unused;
    failure_forget();
    for (int i = 0; i < 2; i++) {
        assert_int_equal(table_line(&t, "x", head[i], strlen(head[i]), NULL, 0, 2), 0);
        assert_int_equal(t.rows, 0), assert_string_equal(t.name[1], "b");
        table_free(&t);
        assert_int_equal(table_line(&t, "x", head[i], strlen(head[i]), "7,\"y\"\"\"\r\n", 9, 40), 0);
        assert_int_equal(t.rows, 1), assert_string_equal(t.cell[0], "7"), assert_string_equal(t.cell[1], "y\"");
        table_free(&t);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        failure_forget();
        int status = table_line(&t, "x", head[0], 4, bad[i][0], strlen(bad[i][0]), 40);
        if (!status)
            status = table_number(&t, 0, 1, &v);
        if (!status || !strstr(failure(), bad[i][1])) fail_msg("%s: %s", bad[i][0], failure());
        table_free(&t);
    }
    failure_forget();
}

static void *trickle(void *fd)
{
    for (const char *p = "\xef\xbb\xbf" "a,b\r\n1,2\r\n"; *p; p++)
        if (write(*(int *)fd, p, 1) != 1) break;
    close(*(int *)fd);
    return NULL;
}

static void reads_standard_input(void **unused)
{
    (void)unused;
    int fd[2], saved = dup(STDIN_FILENO);
    pthread_t thread;
    struct table t;
    assert_int_equal(pipe(fd), 0);
    dup2(fd[0], STDIN_FILENO), close(fd[0]);
    assert_int_equal(pthread_create(&thread, NULL, trickle, &fd[1]), 0);
    assert_int_equal(table_read(&t, "-"), 0);
    pthread_join(thread, NULL);
    if (saved >= 0) dup2(saved, STDIN_FILENO), close(saved);
    assert_string_equal(t.path, "standard input");
    assert_int_equal(t.rows, 1);
    assert_string_equal(t.cell[1], "2");
    table_free(&t);
}

/* whatever the bytes: an error or a table whose cells can all be looked at; the sanitizers watch */
static void survives_random_bytes(void **unused)
{
    (void)unused;
    static const char alphabet[] = "a1,,\n\n\"\r \t.x\0";
    uint64_t state = 1;
    int good = 0;
    for (int i = 0; i < 4000; i++) {
        char bytes[48];
        size_t n = (size_t)(i % (int)sizeof bytes);
        for (size_t j = 0; j < n; j++)
            state = state * 6364136223846793005u + 1442695040888963407u,
                bytes[j] = alphabet[(state >> 33) % (sizeof alphabet - (i & 1 ? 1 : 4))];
        struct table t;
        if (!read_bytes(&t, i & 2 ? "x.tsv" : "x.csv", bytes, n)) {
            good++;
            for (long c = 0; c < t.rows * t.cols; c++) {
                double x;
                (void)table_number(&t, c / t.cols, (int)(c % t.cols), &x);
            }
        }
        table_free(&t);
    }
    assert_true(good > 10);
    failure_forget();
}

/* (fail): cmocka has a macro of that name */
static void the_first_failure_wins(void **unused)
{
    (void)unused;
    failure_forget();
    assert_null(failure()), assert_int_equal(failure_status(), OK);
    assert_int_equal(fail_file("%s: \033[31mgone", "x"), -1);
    assert_int_equal((fail)("second"), -1), assert_int_equal(fail_inside("third"), -1);
    assert_string_equal(failure(), "x: ?[31mgone"), assert_int_equal(failure_status(), BAD_FILE);
    failure_forget();
    assert_int_equal((fail)("%05000d", 1), -1);
    assert_int_equal(strlen(failure()), 4095), assert_string_equal(failure() + 4092, "...");
    failure_forget();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_failure_wins),
        cmocka_unit_test(reads_rows_and_cells),
        cmocka_unit_test(reads_tabs_in_a_tsv),
        cmocka_unit_test(reads_a_header_alone_and_empty_cells),
        cmocka_unit_test(refuses_with_the_place),
        cmocka_unit_test(refuses_a_copy_cut_short),
        cmocka_unit_test(big_files_meet_their_limits),
        cmocka_unit_test(numbers_are_strict_and_name_their_place),
        cmocka_unit_test(columns_are_found_or_suggested),
        cmocka_unit_test(a_line_is_read_as_in_a_file),
        cmocka_unit_test(files_that_cannot_be_read_are_file_errors),
        cmocka_unit_test(reads_standard_input),
        cmocka_unit_test(survives_random_bytes),
    };
    return !!cmocka_run_group_tests(tests, make_directory, remove_directory);
}
