/* What `lockstep help` and the manual say beyond the tables: the files src/help/NAME.txt, written into build/help_pages.c.
 *
 * A page of a command holds its examples and what its exit status means.  Any other page but `start` is a topic: its first line is its
 * title.  Lines that begin with four blanks stand as they are, others are paragraphs.  Lines that begin with `    $ ` are run by
 * tests/help_examples.sh, which says what it expects of them. */
#ifndef HELP_H
#define HELP_H
struct help_page { const char *name, *text; };
extern const struct help_page help_pages[];      /* sorted by name; ends with a NULL name */

const struct help_page *help_find(const char *name);    /* or NULL             */
int help_is_topic(const struct help_page *);

struct option;
/* -o, --out DIR; returns to */
char *option_usage(const struct option *, char *to, unsigned long size);

/* the manual page lockstep(1) in man(7), on stdout */
void manual_print(void);
#endif
