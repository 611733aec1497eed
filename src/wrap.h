/* Text for people: lines that end between words. */
#ifndef WRAP_H
#define WRAP_H

enum { SCREEN = 80 };
/* Prints text on stdout from column `at` (0: the first) on and ends the line.  What would reach column `width` begins a new line at
 * column `indent`; width 0: nothing does.  A word that is too long stands alone. */
void wrap(int at, int indent, int width, const char *text);
/* columns of the terminal that stdout is, from 60 to 100; 0 where it is none, so that a program reads a line an item */
int terminal_width(void);
#endif
