/* The manual page lockstep(1), in man(7): the tables of commands and options, and the pages of help. */
#include "help.h"
#include "option.h"
#include "version.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* n letters of text, as they are: nothing that roff would read as its own, and ASCII where it would set typographic signs */
static void roff(const char *text, size_t n)
{
    static const struct { char letter; const char *roff; } signs[] = {
        { '\\', "\\(rs" }, { '-', "\\-" }, { '\'', "\\(aq" }, { '`', "\\(ga" }, { '^', "\\(ha" }, { '~', "\\(ti" }, { '"', "\\(dq" }
    };
    if (n && *text == '.')
        fputs("\\&", stdout);
    for (; n--; text++) {
        size_t s = 0;
        while (s < sizeof signs / sizeof *signs && signs[s].letter != *text)
            s++;
        if (s < sizeof signs / sizeof *signs)
            fputs(signs[s].roff, stdout);
        else
            putchar(*text);
    }
}
/* the same with a new line of input wherever the last has grown long */
static void roff_line(const char *text)
{
    for (size_t n; *(text += strspn(text, " ")) && *text != '\n'; text += n) {
        for (n = strcspn(text, " \n"); text[n] == ' ' && n < 40; )
            n += 1 + strcspn(text + n + 1, " \n");
        roff(text, n), putchar('\n');
    }
}

/* NAME in bold, then what it takes */
static void bold(const char *name, const char *rest)
{
    fputs("\\fB", stdout), roff(name, strlen(name)), fputs("\\fR", stdout);
    if (*rest)
        putchar(' '), roff(rest, strlen(rest));
    putchar('\n');
}

/* lines that begin with four blanks stand as they are; literal: 0 only the others, 1 only those, 2 both */
static void print_text(const char *text, int literal)
{
    int inside = 0, fresh = 0, first = 1;
    for (size_t n; *text; text += n + 1) {
        n = strcspn(text, "\n");
        int as_it_is = !strncmp(text, "    ", 4);
        if (inside && !as_it_is)
            puts(".EE\n.RE"), inside = 0, fresh = 1;
        if (!n) {
            fresh = 1;
            continue;
        }
        if (literal != 2 && literal != as_it_is)
            continue;
        if (fresh && !first)
            puts(".PP");
        if (as_it_is && !inside)
            puts(".RS 0\n.EX"), inside = 1;
        fresh = first = 0;
        if (as_it_is)
            roff(text + 4, n - 4), putchar('\n');
        else
            roff_line(text);
    }
    if (inside)
        puts(".EE\n.RE");
}

static const char *after_line(const char *text) { return text + strcspn(text, "\n"); }

static void print_option(const struct option *o)
{
    char usage[64];
    char *rest = strchr(option_usage(o, usage, sizeof usage), ' ');
    if (o->letter && rest)                       /* -o, --out DIR */
        rest = strchr(rest + 1, ' ');
    if (rest)
        *rest++ = 0;
    puts(".TP"), bold(usage, rest ? rest : ""), roff_line(o->doc);
}

static int takes_more_than_all(const struct option *o, unsigned of_all) { return (o->commands & of_all) != of_all; }

static void print_commands(void)
{
    unsigned all = 0;
    for (const struct command *c = commands; c->name; c++)
        all |= c->bit;
    puts(".SH COMMANDS");
    for (const struct command *c = commands; c->name; c++)
        puts(".TP"), bold(c->name, ""), roff_line(c->brief);
    puts(".SH OPTIONS\nOf every command:");
    for (const struct option *o = options; o->name; o++)
        if (!takes_more_than_all(o, all))
            print_option(o);
    for (const struct command *c = commands; c->name; c++) {
        const struct help_page *page = help_find(c->name);
        printf(".SS lockstep %s\n", c->name);
        bold(c->name, c->words);
        for (const struct option *o = options; o->name; o++)
            if ((o->commands & c->bit) && takes_more_than_all(o, all))
                print_option(o);
        if (page)
            puts(".PP"), print_text(page->text, 2);
    }
}

/* the order of the topics, and titles where the name will not do; others follow */
static const struct { const char *topic, *title; } sections[] = {
    { "values", NULL }, { "experiments", "EXPERIMENT FILES" }, { "claims", NULL }, { "seeds", NULL }, { "metrics", NULL },
    { "statistics", NULL }, { "files", NULL }, { "clusters", NULL }, { "speed", NULL }, { NULL, NULL },
    { "exit-status", "EXIT STATUS" }, { "environment", NULL }, { "overview", NULL }
};
enum { SECTIONS = sizeof sections / sizeof *sections };

static void print_section(const struct help_page *p, const char *title)
{
    fputs(".SH ", stdout);
    for (const char *c = title ? title : p->name; *c; c++)
        putchar(*c == '-' ? ' ' : toupper((unsigned char)*c));
    putchar('\n');
    print_text(after_line(p->text), 2);
}

static void print_topics(void)
{
    for (int s = 0; s < SECTIONS; s++) {
        const struct help_page *page = sections[s].topic ? help_find(sections[s].topic) : NULL;
        if (page && strcmp(page->name, "overview"))
            print_section(page, sections[s].title);
        for (const struct help_page *p = help_pages; !sections[s].topic && p->name; p++) {
            int known = !help_is_topic(p);
            for (int k = 0; k < SECTIONS; k++)
                known |= sections[k].topic && !strcmp(sections[k].topic, p->name);
            if (!known)
                print_section(p, NULL);
        }
    }
}

void manual_print(void)
{
    const struct help_page *start = help_find("start"), *overview = help_find("overview");
    const char *title = start->text + strlen("lockstep: ");
    puts(".\\\" made by lockstep help --man");
    printf(".TH LOCKSTEP 1 %s \"lockstep %s\" \"User commands\"\n.SH NAME\nlockstep \\- ", LOCKSTEP_DATE, LOCKSTEP_VERSION);
    roff(title, strcspn(title, "\n"));
    puts("\n.SH SYNOPSIS\n.nf");
    for (const struct command *c = commands; c->name; c++)
        printf("lockstep "), bold(c->name, c->words);
    puts(".fi\n.SH DESCRIPTION");
    print_text(after_line(overview->text), 2);
    print_commands();
    print_topics();
    puts(".SH EXAMPLES");
    print_text(after_line(start->text), 1);
    puts(".SH SEE ALSO\n.BR bash (1),\n.BR make (1),\n.BR sbatch (1),\n.BR mpirun (1),\n.BR sha256sum (1)");
}
