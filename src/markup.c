/* Clean and escaped text: see markup.h. */
#include "markup.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* length of the printable UTF-8 character at s, 0 if there is none: no controls, no overlong forms, no surrogates */
static int printable(const char *s)
{
    const unsigned char *u = (const unsigned char *)s;
    if (u[0] < 0x80) return u[0] >= 0x20 && u[0] != 0x7f;
    int n = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : 2;
    unsigned long code = u[0] & (0xffu >> (n + 1));
    for (int i = 1; i < n; i++) {
        if ((u[i] & 0xc0) != 0x80) return 0;
        code = code << 6 | (u[i] & 0x3f);
    }
    static const unsigned long least[] = {0, 0, 0xa0, 0x800, 0x10000};
    if (u[0] < 0xc0 || u[0] > 0xf4 || code < least[n] || code > 0x10ffff) return 0;
    return (code >= 0xd800 && code < 0xe000) || (code & 0xfffe) == 0xfffe ? 0 : n;
}

void put_clean(FILE *to, const char *text)
{
    while (*text) {
        int n = printable(text);
        if (n) fwrite(text, 1, (size_t)n, to);
        else fputc('?', to);
        text += n ? n : 1;
    }
}

char *clean(const char *text)
{
    char *made = NULL;
    size_t size;
    FILE *to = open_memstream(&made, &size);
    if (!to) return NULL;
    put_clean(to, text);
    return fclose(to) ? NULL : made;
}

void put(struct sink *out, const char *format, ...)
{
    char text[1000];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    sink_text(out, text);
}

void put_text(struct sink *out, const char *text)
{
    for (int n; *text; text += n ? n : 1)
        switch (n = printable(text), n ? *text : '?') {
        case '<':  sink_text(out, "&lt;"); break;
        case '>':  sink_text(out, "&gt;"); break;
        case '&':  sink_text(out, "&amp;"); break;
        case '"':  sink_text(out, "&quot;"); break;
        case '\'': sink_text(out, "&#39;"); break;
        case '?':  sink_char(out, '?'); break;
        default:   sink_bytes(out, text, (size_t)n);
        }
}
