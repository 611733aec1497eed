/* How far a run is: see progress.h. */
#include "progress.h"
#include "clock.h"
#include "fail.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int progress_open(struct progress *p, const struct words *w, const char *what)
{
    const char *how = word_of(w, "progress");
    if (!how || !strcmp(how, "auto"))
        how = isatty(2) && !word_of(w, "quiet") ? "bar" : "none";
    *p = (struct progress){ .what = what, .bar = !strcmp(how, "bar"), .plain = !strcmp(how, "plain"), .started = clock_seconds(CLOCK_MONOTONIC) };
    return p->bar || p->plain || !strcmp(how, "none") ? 0 : fail("--progress %.20s: must be auto, bar, plain or none", how);
}

void progress_show(void *context, double share)
{
    struct progress *p = context;
    double t = clock_seconds(CLOCK_MONOTONIC), left = (t - p->started) * (1 - share) / share;
    if ((!p->bar && !p->plain) || t - p->shown < 0.2 || t - p->started < 0.5)
        return;
    p->shown = t;
    const char *what = p->what ? p->what : "", *space = p->what ? " " : "";
    if (p->bar) {
        char bar[31] = "..............................";
        memset(bar, '#', (size_t)(share * 30));
        fprintf(stderr, "\r%s%s[%s] %3.0f %%, %.0f s left ", what, space, bar, 100 * share, left);
    } else
        fprintf(stderr, "%s%s%3.0f %%, %.0f s left\n", what, space, 100 * share, left);
}

void progress_close(struct progress *p)
{
    if (p->bar && p->shown > 0)
        fputs("\r\033[K", stderr);
}
