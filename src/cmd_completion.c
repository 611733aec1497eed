/* lockstep completion: `bash` prints a few lines for the shell, which ask `words` what may stand at the end of a command line.
 *
 * The answer comes from the tables that parse the line, so it knows what this binary knows: the options of the command, their values,
 * algorithms that fit the environment already given, keys that they declare, metrics that they log. */
#include "commands.h"
#include "experiments.h"
#include "fail.h"
#include "help.h"
#include "isa.h"
#include "option.h"
#include "param.h"
#include "plain.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char script[] =
    "# bash completion for lockstep: source <(lockstep completion bash), or put this into\n"
    "# ~/.local/share/bash-completion/completions/lockstep.\n"
    "# In zsh, first: autoload -U compinit bashcompinit; compinit; bashcompinit\n"
    "_lockstep() {\n"
    "    local program=${COMP_WORDS[0]%-mpi} word\n"
    "    case $program in \"~/\"*) program=$HOME${program#\"~\"} ;; esac\n"
    "    type \"$program\" >/dev/null 2>&1 || program=lockstep\n"
    "    COMPREPLY=()\n"
    "    while IFS= read -r word; do\n"
    "        COMPREPLY+=(\"$word\")\n"
    "    done < <(\"$program\" completion words \"${COMP_LINE:0:$COMP_POINT}\" \"${COMP_WORDBREAKS-}\" 2>/dev/null)\n"
    "    # what goes on after this word: a key's value, what a directory holds\n"
    "    if [ \"${#COMPREPLY[@]}\" = 1 ]; then\n"
    "        case ${COMPREPLY[0]} in *[=/@]) compopt -o nospace 2>/dev/null ;; esac\n"
    "    fi\n"
    "    return 0\n"
    "}\n"
    "complete -F _lockstep lockstep lockstep-mpi\n";

/* ---- the line so far, in words; the last one, which may be empty, is to be completed ------------------------------------------ */
enum { MOST = 512 };
struct line {
    char *text;                                  /* the words' bytes                                                             */
    int n; char *word[MOST];
    const struct command *command;               /* NULL: its name is to be completed                                            */
    const struct option *open;                   /* the option whose value is to be completed, or NULL                           */
    const struct isa *isa;
    int closed;                                  /* after --: no options                                                         */
    int n_algos, n_envs, n_rest;                 /* given before; words that are neither options nor keys                        */
    const struct algo_type *algo[MOST]; const struct env_type *env[MOST];
};

/* quotes and backslashes as the shell has them, but for what $ and ` do */
static int split(struct line *l, const char *line)
{
    char *to = l->text = malloc(2 * strlen(line) + 2), quote = 0;
    if (!to)
        return fail_inside("out of memory");
    l->word[l->n++] = to;
    for (; *line && l->n < MOST; line++)
        if (quote ? *line == quote : *line == '\'' || *line == '"')
            quote = quote ? 0 : *line;
        else if (*line == '\\' && quote != '\'' && line[1])
            *to++ = *++line;
        else if (quote || !strchr(" \t\n", *line))
            *to++ = *line;
        else if (to > l->word[l->n-1])
            *to++ = 0, l->word[l->n++] = to;
    *to = 0;
    return 0;
}

static void note_names(struct line *l, int algos, const char *names)
{
    char copy[4096], *next = copy;
    snprintf(copy, sizeof copy, "%s", names);
    for (char *name; (name = strsep(&next, ",")); ) {
        for (int i = 0; algos && l->isa->algo[i]; i++)
            if (!strcmp(l->isa->algo[i]->name, name) && l->n_algos < MOST)
                l->algo[l->n_algos++] = l->isa->algo[i];
        for (int i = 0; !algos && l->isa->env[i]; i++)
            if (!strcmp(l->isa->env[i]->name, name) && l->n_envs < MOST)
                l->env[l->n_envs++] = l->isa->env[i];
    }
}

/* the option that a word begins with, *value: what follows in the same word, or NULL */
static const struct option *option_of(const struct command *c, char *word, char **value)
{
    char *equal = strchr(word, '=');
    size_t n = equal ? (size_t)(equal - word) : strlen(word);
    for (const struct option *o = options; o->name; o++)
        if (!(o->commands & c->bit) || word[0] != '-')
            continue;
        else if (word[1] == '-' && n == strlen(o->name) + 2 && !strncmp(word + 2, o->name, n - 2))
            return *value = equal ? equal + 1 : NULL, o;
        else if (word[1] && word[1] != '-' && o->letter == word[1])
            return *value = word[2] ? word + 2 : NULL, o;
    return NULL;
}

static void understand(struct line *l)
{
    const char *slash = strrchr(l->word[0], '/'), *program = slash ? slash + 1 : l->word[0];
    int at = strcmp(program, "lockstep-mpi") ? 2 : 1, last = l->n - 1;
    for (const struct command *c = commands; c->name && last >= at - 1; c++)
        if (at == 1 ? c->bit == FOR_RUN : last > 1 && !strcmp(c->name, l->word[1]))
            l->command = c;
    for (int i = at; l->command && i < last; i++) {
        char *value = NULL;
        const struct option *o = l->closed ? NULL : option_of(l->command, l->word[i], &value);
        int closes = !l->closed && !strcmp(l->word[i], "--");
        l->closed |= closes;
        l->n_rest += !o && !closes && !strchr(l->word[i], '=');
        if (o && o->arg && !value) {
            if (++i == last)
                l->open = o;
            else
                value = l->word[i];
        }
        if (value && (!strcmp(o->name, "algo") || !strcmp(o->name, "env")))
            note_names(l, o->name[0] == 'a', value);
    }
}

/* ---- what may stand there --------------------------------------------------------------------------------------------------------- */
struct answer {
    const struct line *line;
    const char *given; int before;               /* the last word, and how much of it comes before what is looked for            */
    size_t n; char **word;                       /* whole words, sorted in the end                                               */
};

/* given[0..before) name after is a word, if it begins with what was given */
static void offer(struct answer *a, const char *name, const char *after)
{
    const char *stem = a->given + a->before;
    if (strncmp(name, stem, strlen(stem)))
        return;
    if (!(a->n & (a->n - 1))) {
        char **more = realloc(a->word, (a->n ? a->n * 2 : 1) * sizeof *more);
        if (!more)
            return;
        a->word = more;
    }
    size_t size = (size_t)a->before + strlen(name) + strlen(after) + 1;
    if ((a->word[a->n] = malloc(size)))
        snprintf(a->word[a->n++], size, "%.*s%s%s", a->before, a->given, name, after);
}

/* algorithms that fit all environments given, and the other way round; all of them where none is given, or with show */
static void offer_algos(struct answer *a)
{
    const struct line *l = a->line;
    for (const struct algo_type *const *all = l->isa->algo; *all; all++) {
        int i = 0;
        while (i < l->n_envs && pair_suits(*all, l->env[i]))
            i++;
        if (i == l->n_envs)
            offer(a, (*all)->name, "");
    }
}
static void offer_envs(struct answer *a)
{
    const struct line *l = a->line;
    for (const struct env_type *const *all = l->isa->env; *all; all++) {
        int i = 0;
        while (i < l->n_algos && pair_suits(l->algo[i], *all))
            i++;
        if (i == l->n_algos)
            offer(a, (*all)->name, "");
    }
}

static void offer_own(struct answer *a, const struct metric *m)
{
    for (; m && m->name; m++)
        offer(a, m->name, "");
}
static void offer_metrics(struct answer *a)
{
    const struct line *l = a->line;
    int any = !l->n_algos && !l->n_envs;
    for (int m = 0; m < N_METRICS; m++)
        offer(a, metrics[m].name, "");
    for (int i = 0; any ? l->isa->algo[i] != NULL : i < l->n_algos; i++)
        offer_own(a, (any ? l->isa->algo[i] : l->algo[i])->metrics);
    for (int i = 0; any ? l->isa->env[i] != NULL : i < l->n_envs; i++)
        offer_own(a, (any ? l->isa->env[i] : l->env[i])->metrics);
}

static void offer_params(struct answer *a, const param *p, const char *after)
{
    for (; p->name; p++)
        offer(a, p->name, after);
}
static void offer_keys_after(struct answer *a, const char *after)
{
    for (int i = 0; i < a->line->n_algos; i++)
        offer_params(a, a->line->algo[i]->params, after);
    for (int i = 0; i < a->line->n_envs; i++)
        offer_params(a, a->line->env[i]->params, after);
}
static void offer_keys(struct answer *a) { offer_keys_after(a, ""); }

static void offer_isas(struct answer *a)
{
    for (const struct isa *const *i = isa_all(); *i; i++)
        offer(a, (*i)->name, "");
}
static void offer_kernels(struct answer *a)
{
    for (const struct plain_type *const *p = a->line->isa->plain; *p; p++)
        offer(a, (*p)->algo, "");
}
static void offer_experiments(struct answer *a)
{
    char **all = experiments_all();
    for (char **name = all; name && *name; name++)
        offer(a, *name, "");
    experiments_free(all);
}
static void offer_commands(struct answer *a)
{
    for (const struct command *c = commands; c->name; c++)
        offer(a, c->name, "");
}
static void offer_topics(struct answer *a)
{
    offer(a, "commands", "");
    for (const struct help_page *p = help_pages; p->name; p++)
        if (help_is_topic(p))
            offer(a, p->name, "");
}

/* directories, and files that end so (NULL: none); hidden ones when their dot was given */
static void offer_files(struct answer *a, const char *ending)
{
    const char *stem = a->given + a->before, *slash = strrchr(stem, '/'), *home = getenv("HOME");
    char at[4096], path[8192], name[4096];
    int length = slash ? (int)(slash + 1 - stem) : 0, tilde = !strncmp(stem, "~/", 2) && home;
    struct stat about;
    snprintf(at, sizeof at, "%s%.*s", tilde ? home : length ? "" : "./", length - tilde, stem + tilde);
    DIR *d = opendir(at);
    for (struct dirent *e; d && (e = readdir(d)); ) {
        size_t n = strlen(e->d_name), m = ending ? strlen(ending) : 0;
        snprintf(path, sizeof path, "%s%s", at, e->d_name);
        int hidden = e->d_name[0] == '.' && (stem[length] != '.' || n <= strspn(e->d_name, "."));
        int wanted = ending && n >= m && !strcmp(e->d_name + n - m, ending);
        if (hidden || stat(path, &about) || !(wanted || S_ISDIR(about.st_mode)))
            continue;
        snprintf(name, sizeof name, "%.*s%s", length, stem, e->d_name);
        offer(a, name, S_ISDIR(about.st_mode) ? "/" : "");
    }
    if (d)
        closedir(d);
}

static void offer_dirs(struct answer *a) { offer_files(a, NULL); }

static const struct { const char *word; void (*offer)(struct answer *); int listed; } kinds[] = {
    { "ALGO", offer_algos, 1 }, { "ENV", offer_envs, 1 }, { "METRIC", offer_metrics, 1 }, { "KEY", offer_keys, 1 },
    { "ISA", offer_isas, 0 }, { "KERNEL", offer_kernels, 0 }, { "EXPERIMENT", offer_experiments, 0 }, { "COMMAND", offer_commands, 0 }, { "TOPIC", offer_topics, 0 },
    { "DIR", offer_dirs, 0 }
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* what is written in the tables: see option.h */
static void offer_spec(struct answer *a, const char *spec)
{
    for (const char *at = spec; *at; at += at[strcspn(at, "|")] ? strcspn(at, "|") + 1 : strlen(at)) {
        char word[64];
        int before = a->before, k = 0;
        snprintf(word, sizeof word, "%.*s", (int)strcspn(at, "|"), at);
        word[strcspn(word, ",[")] = 0;
        while (k < KINDS && strcmp(kinds[k].word, word))
            k++;
        const char *comma = strrchr(a->given + a->before, ',');
        if (k < KINDS && kinds[k].listed && comma)
            a->before = (int)(comma + 1 - a->given);
        if (k < KINDS)
            kinds[k].offer(a);
        else if (!strncmp(word, "FILE", 4))
            offer_files(a, word + 4);
        else if (*word >= 'a' && *word <= 'z')
            offer(a, word, "");
        a->before = before;
    }
}

static void offer_options(struct answer *a)
{
    char name[64];
    for (const struct option *o = options; o->name; o++)
        if (o->commands & a->line->command->bit) {
            snprintf(name, sizeof name, "--%s", o->name);
            offer(a, name, "");
        }
}

/* key=...: the choices of its owners, or a file */
static void offer_choices(struct answer *a, const param *table, const char *key, size_t n)
{
    for (const param *p = table; p->name; p++)
        if (strlen(p->name) == n && !strncmp(p->name, key, n) && p->type == 'c')
            offer_spec(a, p->text);
        else if (strlen(p->name) == n && !strncmp(p->name, key, n) && p->type == 'f')
            offer_files(a, "");
}
static void offer_values(struct answer *a, const char *equal)
{
    size_t n = (size_t)(equal - a->given), scope = n;
    const char *comma = strrchr(equal, ',');
    while (scope && a->given[scope-1] != '.')
        scope--;
    a->before = (int)((comma ? comma : equal) + 1 - a->given);
    if (a->given[a->before] == '@') {
        a->before++;
        offer_files(a, "");
        return;
    }
    for (int i = 0; i < a->line->n_algos; i++)
        offer_choices(a, a->line->algo[i]->params, a->given + scope, n - scope);
    for (int i = 0; i < a->line->n_envs; i++)
        offer_choices(a, a->line->env[i]->params, a->given + scope, n - scope);
}

/* KEY=VALUES: keys of what was chosen; after a name and a dot, that one's */
static void offer_key_values(struct answer *a)
{
    const char *equal = strchr(a->given, '='), *dot = strrchr(a->given, '.');
    if (equal) {
        offer_values(a, equal);
        return;
    }
    if (!dot) {
        offer_keys_after(a, "=");
        return;
    }
    size_t n = (size_t)(dot - a->given);
    a->before = (int)n + 1;
    for (const struct algo_type *const *all = a->line->isa->algo; *all; all++)
        if (strlen((*all)->name) == n && !strncmp((*all)->name, a->given, n))
            offer_params(a, (*all)->params, "=");
    for (const struct env_type *const *all = a->line->isa->env; *all; all++)
        if (strlen((*all)->name) == n && !strncmp((*all)->name, a->given, n))
            offer_params(a, (*all)->params, "=");
    a->before = 0;
}

/* a command's words: [FILE.ini] [-e ENV] [KEY=VALUES ...]; what does not end in ... stands once */
static void offer_words(struct answer *a, const char *words)
{
    char copy[256], *next = copy;
    if (*words == '(')                           /* (the words of run) */
        words = commands[0].words;
    /* after -a and -e one wants keys; a file may follow, but that would be unusual */
    int keys = strstr(words, "KEY=") && !*a->given && (a->line->n_algos || a->line->n_envs);
    snprintf(copy, sizeof copy, "%s", words);
    for (char *word; (word = strsep(&next, " ")); ) {
        word += *word == '[';
        if (*word == '-') {
            strsep(&next, " ");
            continue;
        }
        word[strcspn(word, "]")] = 0;
        if (!strncmp(word, "KEY=", 4))
            offer_key_values(a);
        else if (!keys && (!a->line->n_rest || (next && !strncmp(next, "...", 3))))
            offer_spec(a, word);
    }
}

static void complete(struct answer *a)
{
    const struct line *l = a->line;
    const char *before = l->n > 1 ? l->word[l->n-2] : "";
    char *value = NULL;
    const struct option *o = l->command && !l->open && !l->closed ? option_of(l->command, l->word[l->n-1], &value) : NULL;
    before += strspn(before, "0123456789");
    if (l->n < 2)
        return;
    if (*before == '>' || *before == '<')        /* where the shell reads or writes */
        offer_files(a, "");
    else if (!l->command && l->n == 2)
        offer_commands(a);
    else if (!l->command)
        return;
    else if (l->open)
        offer_spec(a, l->open->arg);
    else if (o && o->arg && value)
        a->before = (int)(value - a->given), offer_spec(a, o->arg);
    else if (a->given[0] == '-' && !l->closed)
        offer_options(a);
    else
        offer_words(a, l->command->words);
}

/* ---- and as the shell wants it ------------------------------------------------------------------------------------------------------ */
static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The shell replaces what stands after the last of its word breaks, and takes what it gets as typed: other letters than these need a
 * backslash. */
static void print_answer(struct answer *a, const char *breaks)
{
    size_t skip = strlen(a->given);
    while (skip && (!strchr("=:@", a->given[skip-1]) || !strchr(breaks, a->given[skip-1])))
        skip--;
    if (a->n)
        qsort(a->word, a->n, sizeof *a->word, by_text);
    for (size_t i = 0; i < a->n; i++) {
        if (i && !strcmp(a->word[i], a->word[i-1]))
            continue;
        for (const char *c = a->word[i] + skip; *c; c++)
            printf(strchr(" \t\n\\'\"$`!*?[](){}<>|&;#", *c) ? "\\%c" : "%c", *c);
        putchar('\n');
    }
}

static int print_words(const char *line, const char *breaks)
{
    struct line *l = calloc(1, sizeof *l);
    int status = l ? split(l, line) : fail_inside("out of memory");
    if (!status && (l->isa = isa_pick(NULL))) {
        struct answer a = { .line = l, .given = l->word[l->n-1] };
        understand(l);
        complete(&a);
        print_answer(&a, breaks);
        for (size_t i = 0; i < a.n; i++)
            free(a.word[i]);
        free(a.word);
    }
    if (l)
        free(l->text);
    free(l);
    return status;
}

int cmd_completion(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    const char *what = status || !w.n_rest ? "" : w.rest[0];
    if (status)
        ;
    else if (!strcmp(what, "bash") && w.n_rest == 1)
        fputs(script, stdout);
    else if (!strcmp(what, "words") && (w.n_rest == 2 || w.n_rest == 3))
        status = print_words(w.rest[1], w.n_rest == 3 ? w.rest[2] : "");
    else
        status = fail("completion: say 'bash' for a script, or 'words LINE' for what may stand at the end of a line");
    words_free(&w);
    return status > 0 ? OK : status;
}
