/* Text on its way into terminals, XML and HTML: what others wrote is data, and never becomes markup or a control character. */
#ifndef MARKUP_H
#define MARKUP_H
#include <stdio.h>
#include "sink.h"

/* what cannot be printed (controls, broken UTF-8) becomes '?' */
void put_clean(FILE *to, const char *text);
/* the same as a text of its own, to be freed; NULL if there is no memory */
char *clean(const char *text);

/* our own words and numbers, as printf; at most 1000 bytes */
void put(struct sink *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* anybody's text: cleaned, with < > & " and ' escaped */
void put_text(struct sink *, const char *text);
#endif
