/* CRC-32C: see crc32c.h. */
#include "crc32c.h"
#include <pthread.h>
#include <string.h>

static uint32_t table[8][256];      /* table[k][b]: byte b followed by k zero bytes */

static void fill(void)
{
    for (uint32_t b = 0; b < 256; b++) {
        uint32_t c = b;
        for (int i = 0; i < 8; i++)
            c = c & 1 ? c >> 1 ^ 0x82F63B78 : c >> 1;
        table[0][b] = c;
    }
    for (int k = 1; k < 8; k++)
        for (int b = 0; b < 256; b++)
            table[k][b] = table[k-1][b] >> 8 ^ table[0][table[k-1][b] & 255];
}

uint32_t crc32c(uint32_t crc, const void *bytes, size_t n)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    const unsigned char *p = bytes;
    pthread_once(&once, fill);
    crc = ~crc;
    for (; n >= 8; n -= 8, p += 8) {
        unsigned char x[8];
        memcpy(x, p, 8);
        for (int i = 0; i < 4; i++)
            x[i] ^= (unsigned char)(crc >> 8 * i);
        crc = 0;
        for (int i = 0; i < 8; i++)
            crc ^= table[7 - i][x[i]];
    }
    for (; n; n--)
        crc = crc >> 8 ^ table[0][(crc ^ *p++) & 255];
    return ~crc;
}
