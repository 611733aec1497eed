/* Numbers as text: one strict way in and one exact way out, with '.' whatever the locale says. */
#ifndef NUMBER_H
#define NUMBER_H
#include <stddef.h>

enum { NUMBER_SIZE = 32 };    /* bytes that number_format may write, the final NUL included */

/* The whole text as a double, rounded to nearest: [-]digits[.digits] with e[+-]digits, or with k, M or G for 10^3, 10^6, 10^9.
 * Returns -1, and leaves *out alone, for anything else: blanks, a leading +, hexadecimal, nan, inf, "1,5", "1e", a size that no
 * double holds (1e400, 1e-400), or more than 1000 characters.  Does not call fail(): the caller knows what the number was for. */
int number_parse(const char *text, double *out);

/* The shortest decimal that reads back to the same double, and of those the nearest, as Python's repr writes it without the
 * ".0": 1000, 0.1, 12.345, 0.0001, 1e-05, 1.5e+16.  Every integer below 2^53 comes out as an integer.  -0 is "0"; the rest are
 * "NaN", "inf" and "-inf".  Returns the length; writes at most NUMBER_SIZE bytes. */
size_t number_format(char *to, double x);
#endif
