/* A page that holds all it needs: no scripts, no network, no fonts but the reader's; light and dark, on paper and on a telephone.
 * It is well-formed XML, too.  Texts are escaped here (markup.h); `our` words are written as they are. */
#ifndef HTML_H
#define HTML_H
#include "markup.h"

void html_open(struct sink *, const char *title);
void html_close(struct sink *);

/* h1 .. h6 */
void html_heading(struct sink *, int level, const char *text);
/* a line of a list of terms; nothing if text is NULL or "" */
void html_term(struct sink *, const char *our_term, const char *text);
/* commands or files, as they are */
void html_code(struct sink *, const char *label, const char *text);

/* a table that scrolls by itself where the screen is too narrow, with its label for who listens; below it a note, or "" */
void html_table(struct sink *, const char *label, const char *const *columns, int n);
void html_table_end(struct sink *, const char *our_note);
void html_row_name(struct sink *, const char *name);
void html_cell(struct sink *, const char *text);
#endif
