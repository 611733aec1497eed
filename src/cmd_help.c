/* lockstep help: where to begin, a command, a topic, or the manual page. */
#include "commands.h"
#include "fail.h"
#include "help.h"
#include "option.h"
#include "param.h"
#include "wrap.h"
#include <stdio.h>
#include <string.h>

/* what commands are for; the last group has all the others */
static const struct { const char *name, *doc; unsigned commands; } groups[] = {
    { "run", "experiments of your own, or a paper's; what they would cost", FOR_RUN | FOR_PLAN | FOR_REPRO | FOR_TUNE | FOR_BENCH },
    { "look", "at what there is, and at what came out", FOR_LIST | FOR_SHOW | FOR_STATUS | FOR_PLOT | FOR_REPORT },
    { "conclude", "is it better, by how much, and how sure is that?",
      FOR_SUMMARIZE | FOR_COMPARE | FOR_PROFILE | FOR_POWER | FOR_CHECK },
    { "manage", "run directories, clusters, and this program", 0 }
};
enum { GROUPS = sizeof groups / sizeof *groups };

static int group_of(const struct command *c)
{
    int g = 0;
    while (g < GROUPS - 1 && !(groups[g].commands & c->bit))
        g++;
    return g;
}

/* one screen: 24 lines of 80 columns */
static void print_start(void)
{
    char names[1024] = "";
    fputs(help_find("start")->text, stdout);
    puts("\nCommands ('lockstep help COMMAND': options and examples; 'help commands': all)");
    for (int g = 0; g < GROUPS; g++) {
        printf("  %-10s %s\n            ", groups[g].name, groups[g].doc);
        for (const struct command *c = commands; c->name; c++)
            if (group_of(c) == g)
                printf(" %s", c->name);
        putchar('\n');
    }
    puts("\nTopics ('lockstep help TOPIC')");
    for (const struct help_page *p = help_pages; p->name; p++)
        if (help_is_topic(p))
            strncat(strcat(names, " "), p->name, sizeof names - strlen(names) - 2);
    printf("  "), wrap(2, 2, SCREEN, names);
}

/* the first line of a page */
static void print_title(const char *text)
{
    char title[256];
    snprintf(title, sizeof title, "%.*s", (int)strcspn(text, "\n"), text);
    wrap(14, 14, SCREEN, title);
}

static void print_commands(void)
{
    for (int g = 0; g < GROUPS; g++) {
        printf("%s%s: %s\n", g ? "\n" : "", groups[g].name, groups[g].doc);
        for (const struct command *c = commands; c->name; c++)
            if (group_of(c) == g)
                printf("  %-11s ", c->name), wrap(14, 14, SCREEN, c->brief);
    }
    puts("\ntopics");
    for (const struct help_page *p = help_pages; p->name; p++)
        if (help_is_topic(p))
            printf("  %-11s ", p->name), print_title(p->text);
}

static int print_subject(const char *name)
{
    const char *names[128];
    size_t n = 0;
    names[n++] = "commands";
    for (const struct command *c = commands; c->name; names[n++] = c++->name)
        if (!strcmp(c->name, name))
            return command_help(c), OK;
    for (const struct help_page *p = help_pages; p->name; p++)
        if (help_is_topic(p) && (names[n++] = p->name) && !strcmp(p->name, name))
            return fputs(p->text, stdout), OK;
    if (!strcmp(name, "commands"))
        return print_commands(), OK;
    const char *near = nearest(name, names, n);
    return fail("help: no command or topic '%.40s'%s%s%s; 'lockstep help' names them all", name, near ? ": did you mean '" : "",
                near ? near : "", near ? "'" : "");
}

int cmd_help(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    if (!status && w.n_rest > 1)
        status = fail("help: one command or topic at a time");
    else if (!status && word_of(&w, "man"))
        manual_print();
    else if (!status && w.n_rest)
        status = print_subject(w.rest[0]);
    else if (!status)
        print_start();
    words_free(&w);
    return status > 0 ? OK : status;
}
