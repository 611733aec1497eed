/* Pages of help, and a command's: see help.h. */
#include "help.h"
#include "option.h"
#include "wrap.h"
#include <stdio.h>
#include <string.h>

const struct help_page *help_find(const char *name)
{
    for (const struct help_page *p = help_pages; p->name; p++)
        if (!strcmp(p->name, name))
            return p;
    return NULL;
}

int help_is_topic(const struct help_page *p)
{
    for (const struct command *c = commands; c->name; c++)
        if (!strcmp(c->name, p->name))
            return 0;
    return strcmp(p->name, "start") != 0;
}

char *option_usage(const struct option *o, char *to, size_t size)
{
    char letter[] = { '-', o->letter, ',', ' ', 0 };
    snprintf(to, size, "%s--%s%s%s", o->letter ? letter : "", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
    return to;
}

void command_help(const struct command *c)
{
    enum { LEFT = 26 };
    const struct help_page *page = help_find(c->name);
    int at = printf("%s%s ", before_command, c->name);
    wrap(at, at, SCREEN, c->words);
    printf("    "), wrap(4, 4, SCREEN, c->brief);
    putchar('\n');
    for (const struct option *o = options; o->name; o++)
        if (o->commands & c->bit) {
            char usage[64];
            int n = printf("  %s%s", o->letter ? "" : "    ", option_usage(o, usage, sizeof usage));
            printf(n < LEFT - 1 ? "%*s" : "\n%*s", n < LEFT - 1 ? LEFT - n : LEFT, "");
            wrap(LEFT, LEFT, SCREEN, o->doc);
        }
    if (page)
        printf("\n%s", page->text);
}
