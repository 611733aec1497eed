/* Metrics that compare a learner with the exact model: see sim.h.  Compiled once per instruction set, like the planners they use. */
#include "sim_inside.h"
#include "mdp.h"

/* the best values: V*, or those of the stages, once for the run */
static void plan(struct sim *s)
{
    const struct mdp *m = s->env.model;
    int L = s->set.lanes, shared = !m->width, N = shared ? 8 : L;
    size_t rows = (size_t)m->S * (size_t)(m->H ? (s->keep == ALL_STAGES ? m->H : 2) : 1);
    double *v = shared ? s->v : s->best;
    if (m->H)
        mdp_plan(m, N, m->H, m->gamma, s->keep, v, s->work);
    else if (m->gamma < 1)
        mdp_policy_iteration(m, N, v, s->packed, s->work);
    else
        mdp_value_iteration(m, N, 1e-13, 1000000, v, s->work);
    for (size_t i = 0; shared && i < rows; i++)
        each(l)
            s->best[i * (size_t)L + (size_t)l] = v[i * (size_t)N];
    s->at.planned = 1;
}

void truth_regret(struct sim *s)
{
    const struct mdp *m = s->env.model;
    int L = s->set.lanes;
    if (!s->at.planned)
        plan(s);
    s->run.type->policy(&s->run, s->pi);
    mdp_return(m, L, m->H, m->gamma, s->pi, s->run.stages, FIRST_STAGE, s->v, s->work);
    for (int from = 0; from < s->env.width; from += L) {
        double loss[BLOCK];
        each(l) {
            size_t at = (size_t)s->env.io.now[from + l] * (size_t)L + (size_t)l;
            double x = s->best[at] - s->v[at];
            loss[l] = x < 0 ? 0 : x;                 /* rounding */
        }
        add(s->total[REGRET], s->rest[REGRET], loss, L);
    }
}

/* ---- measuring ------------------------------------------------------------------------------------------------------------------- */

/* the lanes to measure side by side: n of them, and how wide that is; a model of one's own must stay in its lane */
struct pack { int n, N, lane[BLOCK]; };

static struct pack pack_of(const struct sim *s, const int32_t *who)
{
    struct pack p = { 0 };
    int L = s->set.lanes, own = s->env.model->width != 0;
    each(l)
        if (own || (who[l] && !s->at.closed[l]))
            p.lane[p.n++] = l;
    p.N = (p.n + 7) & ~7;
    for (int i = p.n; i < p.N; i++)
        p.lane[i] = p.lane[0];
    return p;
}
static void pack_rows(const struct pack *p, size_t rows, int L, const double *x, double *to)
{
    for (size_t i = 0; i < rows; i++)
        for (int j = 0; j < p->N; j++)
            to[i * (size_t)p->N + (size_t)j] = x[i * (size_t)L + (size_t)p->lane[j]];
}

/* v of the policy in `packed` */
static void own_values(struct sim *s, const struct pack *p, int keep)
{
    const struct mdp *m = s->env.model;
    if (m->H)
        mdp_return(m, p->N, m->H, m->gamma, s->packed, s->run.stages, keep, s->v, s->work);
    else
        mdp_value(m, p->N, m->gamma, s->packed, s->v, s->work);
}

/* mean square of guess - v over the states that are not terminal, in all stages */
static void errors(struct sim *s, const struct pack *p, const double *v, int stages, int wide)
{
    const struct mdp *m = s->env.model;
    int L = s->set.lanes;
    for (int j = 0; j < p->n; j++) {
        int l = p->lane[j];
        double sum = 0, n = 0;
        for (int h = 0; h < stages; h++)
            for (int i = 0; i < m->S; i++) {
                double on = 0;
                for (int k = 0; k < m->S && !(on > 0); k++)
                    on = m->width ? m->P[((size_t)(i * m->A) * (size_t)m->S + (size_t)k) * (size_t)m->width + (size_t)l]
                                   : m->P[(size_t)(i * m->A) * (size_t)m->S + (size_t)k];
                size_t row = (size_t)(h * m->S + i);
                double x = s->guess[row * (size_t)L + (size_t)l] - v[row * (size_t)(wide ? L : p->N) + (size_t)(wide ? l : j)];
                sum += on > 0 ? x * x : 0, n += on > 0;
            }
        s->total[VALUE_ERROR][l] = sqrt_of(sum / n);
    }
}

/* values from the starts on: sum of rho v */
static void from_starts(struct sim *s, const struct pack *p, const double *v, double *out)
{
    const struct mdp *m = s->env.model;
    for (int j = 0; j < p->n; j++) {
        int l = p->lane[j];
        double sum = 0;
        for (int i = 0; i < m->S; i++) {
            double rho = m->width ? m->rho[(size_t)i * (size_t)m->width + (size_t)l] : m->rho[i];
            sum += rho > 0 ? rho * v[i * p->N + j] : 0;
        }
        out[l] = sum;
    }
}

/* the best value from the starts, less that of the policy in `packed` */
static void suboptimality(struct sim *s, const struct pack *p)
{
    double value[BLOCK], best[BLOCK];
    own_values(s, p, FIRST_STAGE);
    from_starts(s, p, s->v, value);
    pack_rows(p, (size_t)s->env.model->S, s->set.lanes, s->best, s->v);
    from_starts(s, p, s->v, best);
    for (int j = 0; j < p->n; j++) {
        int l = p->lane[j];
        s->total[SUBOPTIMALITY][l] = best[l] > value[l] ? best[l] - value[l] : 0;      /* rounding */
    }
}

void truth_measure(struct sim *s, const int32_t *who)
{
    const struct mdp *m = s->env.model;
    struct run *u = &s->run;
    if (!m) {
        u->type->policy(u, s->pi);
        s->env.type->value(&s->env, s->set.lanes, s->pi, s->total[VALUE]);
        return;
    }
    struct pack p = pack_of(s, who);
    size_t pairs = (size_t)m->S * (size_t)m->A;
    int L = s->set.lanes, greedy = s->wants[GREEDY_VALUE] || s->wants[GREEDY_RETURN];
    if (!p.n)
        return;
    if (s->wants[VALUE_ERROR]) {
        u->type->values(u, s->guess);
        if (!u->type->evaluates && !s->at.planned)
            plan(s);
    }
    if (s->wants[SUBOPTIMALITY] && !s->at.planned)
        plan(s);
    if (greedy || s->wants[VALUE] || s->wants[SUBOPTIMALITY] || (s->wants[VALUE_ERROR] && u->type->evaluates)) {
        u->type->policy(u, s->pi);
        pack_rows(&p, (size_t)u->stages * pairs, L, s->pi, s->packed);
    }
    if (s->wants[VALUE]) {
        own_values(s, &p, FIRST_STAGE);
        from_starts(s, &p, s->v, s->total[VALUE]);
    }
    if (s->wants[SUBOPTIMALITY])
        suboptimality(s, &p);
    if (s->wants[VALUE_ERROR] && u->type->evaluates) {
        own_values(s, &p, ALL_STAGES);
        errors(s, &p, s->v, u->stages, 0);
    } else if (s->wants[VALUE_ERROR])
        errors(s, &p, s->best, u->stages, 1);
    if (greedy)
        policy_greedy(u->stages * m->S, m->A, p.N, s->packed, s->packed);
    if (s->wants[GREEDY_VALUE]) {
        own_values(s, &p, FIRST_STAGE);
        from_starts(s, &p, s->v, s->total[GREEDY_VALUE]);
    }
    if (s->wants[GREEDY_RETURN]) {
        if (s->limit)
            mdp_return(m, p.N, (int)s->limit, 1, s->packed, u->stages, FIRST_STAGE, s->v, s->work);
        else
            mdp_value(m, p.N, 1, s->packed, s->v, s->work);
        from_starts(s, &p, s->v, s->total[GREEDY_RETURN]);
    }
}
