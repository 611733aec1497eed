/* lockstep report: finished run directories as one HTML file that needs nothing else.
 *
 * A report is evidence: a directory that is not finished, or whose files are not what SHA256SUMS says, is refused. */
#include "commands.h"
#include "fail.h"
#include "html.h"
#include "report.h"
#include "version.h"
#include "whole.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct finished { struct store store; struct plan plan; struct report report; };

static int open_run(struct finished *run, const char *path)
{
    if (store_enter(&run->store, path, &run->plan))
        return -1;
    if (!store_finished(&run->store, 0)) {
        fail("%s: is not finished, and has no tables to report: the line of the run goes on, 'lockstep merge' makes the tables, "
             "'lockstep status' tells how far it is", path);
        return INCOMPLETE;
    }
    if (!store_finished(&run->store, 1)) {
        fail("%s: was changed after the run: its files are not what SHA256SUMS says; 'lockstep verify' tells more", path);
        return NO;
    }
    return report_read(&run->report, &run->store);
}

static void close_run(struct finished *run)
{
    report_free(&run->report);
    store_close(&run->store), plan_free(&run->plan);
}

/* ---- the page ------------------------------------------------------------------------------------------------------------ */

static void put_lead(struct sink *out, const struct finished *run)
{
    const struct plan *p = &run->plan;
    long bad = 0;
    for (int i = 0; i < run->report.samples.n; i++) {
        struct summary s;
        const struct group *g = &run->report.samples.group[i];
        double *work = malloc((size_t)g->n * 2 * sizeof *work + 1);
        for (int m = 0; m < run->report.samples.n_metrics && work; m++) {
            group_summary(&run->report.samples, g, g->n_steps - 1, m, &s, work);
            bad = s.n_bad > bad ? s.n_bad : bad;
        }
        free(work);
    }
    put(out, "<p class=\"soft\">%ld point%s, %ld seed%s of %ld %s, master seed %llu%s</p>\n", p->n_points, p->n_points == 1 ? "" : "s",
        p->n, p->n == 1 ? "" : "s", p->steps, p->episodes ? "episodes" : "steps", (unsigned long long)p->seed,
        p->crn ? ", common random numbers" : ", independent noise");
    if (p->n < 10)
        put(out, "<p><strong>Fewer than 10 seeds:</strong> intervals are rough, and IQM and quantiles say little.</p>\n");
    if (bad)
        put(out, "<p><strong>Up to %ld of %ld seeds</strong> diverged or have no value at the last step; they are left out (n_bad).</p>\n",
            bad, p->n);
}

static int put_run(struct sink *out, const struct finished *run, int level)
{
    put_lead(out, run);
    const struct report *r = &run->report;
    return report_claims(out, r, level) || report_results(out, r, level) || report_parameters(out, r, level) || report_origin(out, r, level)
        ? -1 : 0;
}

static int put_page(struct sink *out, const struct finished *run, int n, const char *title)
{
    char several[64];
    int status = 0;
    snprintf(several, sizeof several, "%d experiments", n);
    if (!title)
        title = n == 1 ? run->report.title : several;
    html_open(out, title);
    html_heading(out, 1, title);
    for (int i = 0; i < n && n > 1; i++) {
        put(out, "%s<li><a href=\"#run%d\">", i ? "" : "<nav aria-label=\"Experiments\"><ul>\n", i + 1);
        put_text(out, run[i].report.title);
        put(out, "</a></li>\n%s", i == n - 1 ? "</ul></nav>\n" : "");
    }
    for (int i = 0; i < n && !status; i++) {
        put(out, "<section id=\"run%d\">\n", i + 1);
        if (n > 1)
            html_heading(out, 2, run[i].report.title);
        status = put_run(out, &run[i], n > 1 ? 3 : 2);
        put(out, "</section>\n");
    }
    put(out, "<p class=\"soft\">lockstep %s report</p>\n", LOCKSTEP_VERSION);
    html_close(out);
    return status;
}

static int write_page(const struct finished *run, int n, const char *title, const char *file)
{
    struct whole whole;
    struct sink out;
    char path[4096], name[256];
    if (!file) {
        if (sink_open(&out, STDOUT_FILENO, "standard output"))
            return -1;
        int status = put_page(&out, run, n, title);
        return sink_close(&out) || status ? -1 : 0;
    }
    int dir = whole_enter(file, path, name), status = dir < 0 ? -1 : whole_open(&whole, dir, path, name);
    if (!status) {
        status = put_page(&whole.sink, run, n, title);
        if (status)
            whole_drop(&whole);
        else
            status = whole_close(&whole);
    }
    if (dir >= 0)
        close(dir);
    return status;
}

static int report(const struct words *w)
{
    if (!w->n_rest)
        return fail("report: say which run directory (written by 'lockstep run -o' or 'lockstep repro -o')");
    struct finished *run = calloc((size_t)w->n_rest, sizeof *run);
    int status = run ? 0 : fail_inside("out of memory");
    for (int i = 0; i < w->n_rest && run; i++)
        run[i].store.dir = run[i].store.parts_dir = -1;
    for (int i = 0; i < w->n_rest && !status; i++)
        status = open_run(&run[i], w->rest[i]);
    if (!status)
        status = write_page(run, w->n_rest, word_of(w, "title"), word_of(w, "out"));
    for (int i = 0; i < w->n_rest && run; i++)
        close_run(&run[i]);
    free(run);
    return status;
}

int cmd_report(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    status = status ? (status > 0 ? OK : status) : report(&w);
    words_free(&w);
    return status;
}
