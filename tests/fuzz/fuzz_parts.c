/* The reader of parts: an index and data of any bytes.  The first byte says how: 1 seals every line again with its right CRC, so
 * that what lies behind the checksum is reached; 2 checks the data as well; then two bytes: the length of the index. */
#include "crc32c.h"
#include "parts.h"
#include "whole.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put(int dir, const char *name, const void *bytes, size_t n)
{
    int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0 || write_all(fd, bytes, n) || close(fd))
        abort();
}

static void seal_lines(char *text, size_t n)
{
    for (char *line = text, *end; n && (end = memchr(line, '\n', n)); n -= (size_t)(end + 1 - line), line = end + 1)
        if (end - line > 9) {
            char crc[9];
            snprintf(crc, sizeof crc, "%08x", crc32c(0, line, (size_t)(end - line) - 8));
            memcpy(end - 8, crc, 8);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int dir = -1;
    static char path[] = "/tmp/fuzz-parts-XXXXXX";
    static const char id[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    if (dir < 0 && (!mkdtemp(path) || (dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0 || rmdir(path) || mkdir(path, 0700)
                    || (dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0))
        abort();
    if (size < 3)
        return 0;
    /* two points of 70 seeds with one column: units of 64 and 6 replicates */
    const struct plan plan = { .n_points = 2, .n = 70, .n_log = 1, .n_metrics = 1 };
    size_t index = (size_t)data[1] | (size_t)data[2] << 8, rest = size - 3;
    index = index < rest ? index : rest;
    char *text = malloc(index + 1);
    memcpy(text, data + 3, index);
    if (data[0] & 1)
        seal_lines(text, index);
    put(dir, "a.idx", text, index), put(dir, "a.dat", data + 3 + index, rest - index);
    struct parts parts;
    if (!parts_open(&parts, &plan, id) && !parts_add(&parts, dir, path, data[0] & 2)) {
        long found = 0;
        unsigned char bytes[2 * 64 * 8];
        for (long u = 0; u < parts.units; u++) {
            found += parts.unit[u].part >= 0;
            if (parts.unit[u].part >= 0 && parts_get(&parts, u, bytes) && data[0] & 2)
                abort();                     /* it was whole a moment ago */
        }
        if (found != parts.found)
            abort();
    }
    parts_close(&parts), free(text);
    failure_forget();
    return 0;
}
