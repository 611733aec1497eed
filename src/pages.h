/* The opening comment of each plug-in's file, written into build/pages.c by the build. */
#ifndef PAGES_H
#define PAGES_H
struct page { const char *name, *file, *text; };
extern const struct page pages[];        /* ends with a NULL name */
#endif
