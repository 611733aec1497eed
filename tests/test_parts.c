/* Parts and checkpoints: what was written comes back, what was torn or changed does not count, nothing is ever taken for what it
 * is not.
 *     test_parts forge DIR UNIT     puts a second copy of that unit into a run directory, one bit changed, all checksums right */
#define _GNU_SOURCE
#include "checkpoint.h"
#include "crc32c.h"
#include "store.h"
#include <fcntl.h>
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

const struct command commands[] = { { NULL, 0, NULL, NULL, NULL } };

/* ---- a directory of parts ---------------------------------------------------------------------------------------------------------- */
#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
static char folder[] = "/tmp/lockstep-parts-XXXXXX";
static int dir;
static struct plan plan = { .n = 2 * BLOCK + 3, .n_points = 2, .n_log = 2, .n_metrics = 1 };    /* 6 units, every third a small one */

static int fresh(void **state)
{
    char command[128];
    (void)state;
    failure_forget(), notes_off();
    snprintf(command, sizeof command, "rm -rf %s && mkdir %s", folder, folder);
    if (system(command))
        return -1;
    if (dir > 0)
        close(dir);
    dir = open(folder, O_RDONLY | O_DIRECTORY);
    return dir < 0;
}

/* the bytes of a unit: no two units have one 8-byte number in common */
static const unsigned char *unit_bytes(long unit)
{
    static uint64_t number[3 * BLOCK];
    for (size_t i = 0; i < sizeof number / sizeof *number; i++)
        number[i] = (uint64_t)(unit + 1) << 32 | i;
    return (const unsigned char *)number;
}

/* a part of these units, up to -1 */
static void write_part(const char *prefix, const long *units)
{
    struct part *p = part_open(dir, folder, prefix, ID);
    assert_non_null(p);
    for (; *units >= 0; units++)
        assert_int_equal(part_add(p, *units, unit_bytes(*units), block_bytes(&plan, *units)), 0);
    assert_int_equal(part_close(p), 0);
}
#define WRITE(prefix, ...) write_part(prefix, (const long[]){ __VA_ARGS__, -1 })

static int scan(struct parts *s, int thorough)
{
    assert_int_equal(parts_open(s, &plan, ID), 0);
    return parts_add(s, dir, folder, thorough);
}

/* every unit that is there has its own bytes */
static void assert_true_units(const struct parts *s)
{
    unsigned char bytes[3 * BLOCK * 8];
    long found = 0;
    for (long u = 0; u < s->units; u++)
        if (s->unit[u].part >= 0) {
            assert_int_equal(parts_get(s, u, bytes), 0);
            assert_memory_equal(bytes, unit_bytes(u), block_bytes(&plan, u));
            found++;
        }
    assert_int_equal(found, s->found);
}

/* the file of the only part that ends in .idx or .dat, and its bytes */
static char *only(const char *suffix, char **text, size_t *size)
{
    static char path[256];
    char command[128];
    snprintf(command, sizeof command, "ls %s/*%s", folder, suffix);
    FILE *list = popen(command, "r");
    assert_non_null(fgets(path, sizeof path, list));
    pclose(list);
    path[strcspn(path, "\n")] = 0;
    *text = regular_read(AT_FDCWD, path, 1 << 20, size);
    assert_non_null(*text);
    return path;
}
static void put(const char *path, const char *text, size_t size)
{
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0 && write(fd, text, size) == (ssize_t)size && !ftruncate(fd, (off_t)size));
    close(fd);
}

/* ---- checksums -------------------------------------------------------------------------------------------------------------------- */
static void crc_known_answers(void **state)
{
    unsigned char bytes[32];
    (void)state;
    assert_int_equal(crc32c(0, "123456789", 9), 0xe3069283);     /* the check value of CRC-32C, and RFC 3720, appendix B.4 */
    memset(bytes, 0, 32);
    assert_int_equal(crc32c(0, bytes, 32), 0x8a9136aa);
    memset(bytes, 255, 32);
    assert_int_equal(crc32c(0, bytes, 32), 0x62a8ab43);
    for (int i = 0; i < 32; i++)
        bytes[i] = (unsigned char)i;
    assert_int_equal(crc32c(0, bytes, 32), 0x46dd794e);
}

static void crc_of_pieces_is_that_of_the_whole(void **state)
{
    (void)state;
    const unsigned char *bytes = unit_bytes(3);
    for (size_t n = 0; n < 40; n++)
        for (size_t cut = 0; cut <= n; cut++)
            assert_int_equal(crc32c(crc32c(0, bytes, cut), bytes + cut, n - cut), crc32c(0, bytes, n));
}

/* ---- parts -------------------------------------------------------------------------------------------------------------------------- */
static void units_come_back(void **state)
{
    struct parts s;
    (void)state;
    WRITE("a", 5, 0, 3);
    WRITE("b", 2, 3);
    for (int thorough = 0; thorough < 2; thorough++) {
        assert_int_equal(scan(&s, thorough), 0);
        assert_true_units(&s);
        assert_int_equal(s.found, 4);
        assert_int_equal(s.twice, 1);
        assert_int_equal(s.n_files, 2);
        assert_int_equal(s.torn + s.damaged, 0);
        parts_close(&s);
    }
}

static void a_torn_index_keeps_its_whole_lines(void **state)
{
    struct parts s;
    char *text, *path;
    size_t size;
    (void)state;
    WRITE("a", 5, 0, 3);
    path = only(".idx", &text, &size);
    for (size_t n = 0; n <= size; n++) {
        long lines = 0;
        for (size_t i = 0; i < n; i++)
            lines += text[i] == '\n';
        put(path, text, n);
        assert_int_equal(scan(&s, 1), 0);
        assert_true_units(&s);
        assert_int_equal(s.found, lines > 1 ? lines - 1 : 0);
        assert_int_equal(s.torn, n < size);
        parts_close(&s);
    }
    free(text);
}

static void torn_data_lose_the_units_that_end_in_them(void **state)
{
    struct parts s;
    char *text, *path;
    size_t size;
    (void)state;
    WRITE("a", 2, 0);
    path = only(".dat", &text, &size);
    assert_int_equal(size, block_bytes(&plan, 2) + block_bytes(&plan, 0));
    for (size_t n = 0; n <= size; n++) {
        put(path, text, n);
        assert_int_equal(scan(&s, 1), 0);
        assert_true_units(&s);
        assert_int_equal(s.found, n == size ? 2 : n >= block_bytes(&plan, 2));
        assert_int_equal(s.damaged, 2 - s.found);
        parts_close(&s);
    }
    free(text);
}

/* each bit in turn of the index, one bit of each byte of the data */
static void no_flipped_bit_is_believed(void **state)
{
    (void)state;
    WRITE("a", 2, 5, 0);
    for (int data = 0; data < 2; data++) {
        struct parts s;
        char *text, *path;
        size_t size;
        path = only(data ? ".dat" : ".idx", &text, &size);
        for (size_t i = 0; i < size; i++)
            for (int bit = data ? (int)i % 8 : 0; bit < (data ? (int)i % 8 + 1 : 8); bit++) {
                text[i] ^= (char)(1 << bit);
                put(path, text, size);
                assert_int_equal(scan(&s, 1), 0);
                assert_true_units(&s);
                assert_true(data ? s.found == 2 && s.damaged == 1 : s.found < 3 && s.torn == 1);
                parts_close(&s);
                text[i] ^= (char)(1 << bit);
            }
        put(path, text, size);
        free(text);
    }
}

static void copies_that_differ_are_refused(void **state)
{
    struct parts s;
    unsigned char bytes[3 * BLOCK * 8];
    (void)state;
    WRITE("a", 5, 0, 3);
    memcpy(bytes, unit_bytes(3), sizeof bytes);
    bytes[8] ^= 1;
    struct part *p = part_open(dir, folder, "b", ID);
    assert_int_equal(part_add(p, 3, bytes, block_bytes(&plan, 3)), 0);
    assert_int_equal(part_close(p), 0);
    assert_int_equal(scan(&s, 0), -1);
    assert_int_equal(failure_status(), BAD_REQUEST);
    assert_int_equal(s.clash, 3);
    char a[300], b[300];
    snprintf(a, sizeof a, "%s/%s", folder, s.file[0].name), snprintf(b, sizeof b, "%s/%s", folder, s.file[1].name);
    assert_non_null(strstr(failure(), "unit 3 (point 1)"));
    assert_non_null(strstr(failure(), a));
    assert_non_null(strstr(failure(), b));
    parts_close(&s);
}

static void a_part_of_another_plan_is_refused(void **state)
{
    struct parts s;
    char other[] = ID;
    (void)state;
    other[63] ^= 1;
    struct part *p = part_open(dir, folder, "a", other);
    assert_int_equal(part_add(p, 0, unit_bytes(0), block_bytes(&plan, 0)), 0);
    assert_int_equal(part_close(p), 0);
    assert_int_equal(scan(&s, 0), -1);
    assert_int_equal(failure_status(), BAD_REQUEST);
    parts_close(&s);
}

static void a_part_of_another_version_is_refused(void **state)
{
    struct parts s;
    char *text, *path, head[128];
    size_t size;
    (void)state;
    WRITE("a", 0);
    path = only(".idx", &text, &size);
    int n = snprintf(head, sizeof head, "lockstep-part 2 %s ", ID);
    n += snprintf(head + n, sizeof head - (size_t)n, "%08x\n", crc32c(0, head, (size_t)n));
    put(path, head, (size_t)n);
    assert_int_equal(scan(&s, 0), -1);
    assert_int_equal(failure_status(), BAD_FILE);
    parts_close(&s);
    free(text);
}

/* a FIFO must not hang the reader, a link must not lead it out of the directory */
static void what_is_no_file_is_refused(void **state)
{
    for (int fifo = 0; fifo < 2; fifo++)
        for (int data = 0; data < 2; data++) {
            struct parts s;
            char *text, *path;
            size_t size;
            fresh(state);
            WRITE("a", 0);
            path = only(data ? ".dat" : ".idx", &text, &size);
            unlink(path);
            assert_int_equal(fifo ? mkfifo(path, 0600) : symlink("/dev/zero", path), 0);
            assert_int_equal(scan(&s, 1), -1);
            assert_int_equal(failure_status(), BAD_FILE);
            parts_close(&s), free(text);
        }
}

static void an_empty_part_leaves_nothing(void **state)
{
    struct parts s;
    (void)state;
    write_part("a", (const long[]){ -1 });
    assert_int_equal(rmdir(folder), 0);
    /* and a directory that is gone takes no part, and has none to read */
    assert_null(part_open(dir, folder, "a", ID));
    assert_int_equal(failure_status(), BAD_FILE);
    assert_int_equal(scan(&s, 0), -1);
    parts_close(&s);
}

static void a_part_that_was_removed_is_told(void **state)
{
    char command[128];
    (void)state;
    struct part *p = part_open(dir, folder, "a", ID);
    assert_int_equal(part_add(p, 0, unit_bytes(0), block_bytes(&plan, 0)), 0);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
    part_add(p, 3, unit_bytes(3), block_bytes(&plan, 3));
    assert_int_equal(part_save(p), -1);
    assert_int_equal(failure_status(), BAD_FILE);
    assert_int_equal(part_close(p), -1);
}

static void what_is_saved_is_there_before_the_part_is_closed(void **state)
{
    struct parts s;
    (void)state;
    struct part *p = part_open(dir, folder, "a", ID);
    assert_int_equal(part_add(p, 3, unit_bytes(3), block_bytes(&plan, 3)), 0);
    assert_int_equal(part_add(p, 4, unit_bytes(4), block_bytes(&plan, 4)), 0);
    assert_int_equal(part_save(p), 0);
    assert_int_equal(scan(&s, 1), 0);
    assert_true_units(&s);
    assert_int_equal(s.found, 2);
    parts_close(&s);
    assert_int_equal(part_close(p), 0);
}

/* ---- checkpoints -------------------------------------------------------------------------------------------------------------------- */
/* three are saved, two lie there: the last, or when any bit of it is flipped or its end is missing, the one before */
static void a_damaged_checkpoint_gives_way_to_the_one_before(void **state)
{
    struct checkpoints c = { dir, folder, ID };
    char text[3][20] = { "the first", "the second", "the third" }, got[20], *last, path[128];
    size_t size;
    (void)state;
    assert_int_equal(checkpoint_load(&c, 7, got, 20), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(checkpoint_save(&c, 7, text[i], 20), 0);
        assert_int_equal(checkpoint_load(&c, 7, got, 20), 1);
        assert_string_equal(got, text[i]);
    }
    assert_int_equal(checkpoint_load(&c, 8, got, 20), 0);
    assert_int_equal(checkpoint_load(&c, 7, got, 19), 0);
    snprintf(path, sizeof path, "%s/checkpoints/7.0", folder);
    last = regular_read(AT_FDCWD, path, 4096, &size);
    assert_non_null(last);
    for (size_t i = 0; i < size * 9; i++) {
        if (i < size * 8)
            last[i / 8] ^= (char)(1 << i % 8);
        put(path, last, i < size * 8 ? size : i - size * 8);
        assert_int_equal(checkpoint_load(&c, 7, got, 20), 1);
        assert_string_equal(got, text[1]);
        if (i < size * 8)
            last[i / 8] ^= (char)(1 << i % 8);
    }
    free(last);
    checkpoint_forget(&c, 7);
    assert_int_equal(checkpoint_load(&c, 7, got, 20), 0);
    checkpoint_forget_all(&c);
    assert_int_equal(rmdir(folder), 0);
}

/* ---- the forger -------------------------------------------------------------------------------------------------------------------- */
static int forge(const char *path, long unit)
{
    struct store s;
    struct plan p;
    if (store_enter(&s, path, &p) || store_scan(&s, 1) || unit < 0 || unit >= s.parts.units || s.parts.unit[unit].part < 0)
        return fprintf(stderr, "%s: has no unit %ld\n", path, unit), 1;
    size_t size = block_bytes(&p, unit);
    unsigned char *bytes = malloc(size);
    struct part *part = part_open(s.parts_dir, s.parts_path, "forged", s.plan_id);
    int status = bytes && part && !parts_get(&s.parts, unit, bytes) ? 0 : 1;
    if (!status)
        bytes[size - 8] ^= 1;                /* the last bit of the last number */
    status = status || part_add(part, unit, bytes, size) || part_close(part);
    free(bytes);
    store_close(&s), plan_free(&p);
    return status;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crc_known_answers),
        cmocka_unit_test(crc_of_pieces_is_that_of_the_whole),
        cmocka_unit_test_setup(units_come_back, fresh),
        cmocka_unit_test_setup(a_torn_index_keeps_its_whole_lines, fresh),
        cmocka_unit_test_setup(torn_data_lose_the_units_that_end_in_them, fresh),
        cmocka_unit_test_setup(no_flipped_bit_is_believed, fresh),
        cmocka_unit_test_setup(copies_that_differ_are_refused, fresh),
        cmocka_unit_test_setup(a_part_of_another_plan_is_refused, fresh),
        cmocka_unit_test_setup(a_part_of_another_version_is_refused, fresh),
        cmocka_unit_test_setup(what_is_no_file_is_refused, fresh),
        cmocka_unit_test_setup(an_empty_part_leaves_nothing, fresh),
        cmocka_unit_test_setup(a_part_that_was_removed_is_told, fresh),
        cmocka_unit_test_setup(what_is_saved_is_there_before_the_part_is_closed, fresh),
        cmocka_unit_test_setup(a_damaged_checkpoint_gives_way_to_the_one_before, fresh),
    };
    if (argc == 4 && !strcmp(argv[1], "forge"))
        return forge(argv[2], atol(argv[3]));
    if (!mkdtemp(folder))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fresh(NULL);
    rmdir(folder);
    return !!failed;
}
