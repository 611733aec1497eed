/* lockstep plan: what a run would do, one row a point. */
#include "commands.h"
#include "rows.h"
#include <math.h>

int plan_print(const struct plan *p, const char *format)
{
    const char *name[4096] = { "point", "env", "algo" };
    struct sink sink;
    struct rows r = { .to = &sink };
    int n = 3;
    if (format_find(format, &r.format) || sink_open(&sink, 1, "standard output"))
        return -1;
    for (int i = 0; i < p->n_swept; i++)
        name[n++] = p->swept[i];
    const char *const rest[] = { "seeds", "steps", "units", "lanes", "total_steps", "state_bytes", "result_bytes" };
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        name[n++] = rest[i];
    rows_header(&r, name, n);
    for (long i = 0; i < p->n_points; i++) {
        const struct point *q = &p->point[i];
        cell_long(&r, q->index), cell_text(&r, q->env->name), cell_text(&r, q->label);
        for (int k = 0; k < p->n_swept; k++)
            cell_swept(&r, q->swept[k]);
        cell_long(&r, p->n), cell_long(&r, p->steps), cell_long(&r, (p->n + BLOCK - 1) / BLOCK), cell_long(&r, q->lanes);
        cell_number(&r, p->episodes ? NAN : (double)p->n * (double)p->steps), cell_long(&r, (long)q->state_bytes);
        cell_long(&r, p->n * p->n_log * p->n_metrics * (long)sizeof(double));
    }
    rows_end(&r);
    return sink_close(&sink);
}

int cmd_plan(int argc, char **argv)
{
    struct words w;
    struct plan plan;
    int status = words_parse(&w, argc, argv);
    if (!status && !(status = plan_make(&plan, &w))) {
        status = plan_print(&plan, word_of(&w, "format"));
        plan_free(&plan);
    }
    words_free(&w);
    return status > 0 ? OK : status;
}
