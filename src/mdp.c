/* Exact planning and evaluation of finite Markov decision processes over lanes: see mdp.h. */
#include "mdp.h"

FN vd entry(const struct mdp *m, const double *x, size_t i, int r)
{
    return m->width ? ld(x + i * (size_t)m->width + r) : splat(x[i]);
}

/* states that may follow pair i: of a model that all lanes share those of positive chance */
static int followers(const struct mdp *m, size_t i, int32_t to[MOST_STATES])
{
    int n = 0;
    for (int s = 0; s < m->S; s++) {
        to[n] = s;
        n += m->width || m->P[i * (size_t)m->S + (size_t)s] != 0;
    }
    return n;
}

void mdp_backup(const struct mdp *m, int L, double discount, const double *v, double *q)
{
    int32_t to[MOST_STATES];
    for (size_t i = 0; i < (size_t)m->S * (size_t)m->A; i++) {
        int n = followers(m, i, to);
        strip(r) {
            vd sum = splat(0);
            for (int k = 0; k < n; k++)
                sum = sum + entry(m, m->P, i * (size_t)m->S + (size_t)to[k], r) * ld(v + to[k] * L + r);
            st(q + i * (size_t)L + r, entry(m, m->R, i, r) + splat(discount) * sum);
        }
    }
}

/* ---- what q says of a state: its best value, or a policy's ------------------------------------------------------------------------- */
static void best_values(int S, int A, int L, const double *q, double *v)
{
    for (int s = 0; s < S; s++)
        strip(r) {
            vd best = ld(q + s * A * L + r);
            for (int a = 1; a < A; a++)
                best = vmax(best, ld(q + (s * A + a) * L + r));
            st(v + s * L + r, best);
        }
}
static void policy_values(int S, int A, int L, const double *q, const double *pi, double *v)
{
    for (int s = 0; s < S; s++)
        strip(r) {
            vd sum = splat(0);
            for (int a = 0; a < A; a++)
                sum = sum + ld(pi + (s * A + a) * L + r) * ld(q + (s * A + a) * L + r);
            st(v + s * L + r, sum);
        }
}

void policy_greedy(int n, int A, int L, const double *pi, double *greedy)
{
    for (int i = 0; i < n; i++)
        strip(r) {
            vd best = ld(pi + (size_t)i * (size_t)(A * L) + r), ties = splat(0);
            for (int a = 1; a < A; a++)
                best = vmax(best, ld(pi + (size_t)i * (size_t)(A * L) + a * L + r));
            for (int a = 0; a < A; a++)
                ties = ties + vsel(eq(ld(pi + (size_t)i * (size_t)(A * L) + a * L + r), best), splat(1), splat(0));
            for (int a = 0; a < A; a++) {
                size_t at = (size_t)i * (size_t)(A * L) + (size_t)(a * L + r);
                st(greedy + at, vsel(eq(ld(pi + at), best), splat(1) / ties, splat(0)));
            }
        }
}

int policy_of(int n, int A, int L, const double *q, double *pi)
{
    int changed = 0;
    for (int i = 0; i < n; i++)
        strip(r) {
            vd best = splat(-INFINITY), arm = splat(0);
            for (int a = 0; a < A; a++) {
                vd x = vround(ld(q + (i * A + a) * L + r) * splat(1e9));
                vm up = gt(x, best);
                best = vsel(up, x, best), arm = vsel(up, splat(a), arm);
            }
            for (int a = 0; a < A; a++) {
                double *at = pi + (i * A + a) * L + r;
                vd chance = vsel(eq(arm, splat(a)), splat(1), splat(0));
                changed |= any(not(eq(chance, ld(at))));
                st(at, chance);
            }
        }
    return changed;
}

/* ---- n steps ------------------------------------------------------------------------------------------------------------------------ */
static void nothing_left(int n, int keep, int S, int L, double *v)
{
    memset(v + stage_row(n, keep, S) * (size_t)L, 0, (size_t)S * (size_t)L * sizeof *v);
}

void mdp_plan(const struct mdp *m, int L, int n, double discount, int keep, double *v, double *work)
{
    nothing_left(n, keep, m->S, L, v);
    for (int h = n - 1; h >= 0; h--) {
        mdp_backup(m, L, discount, v + stage_row(h + 1, keep, m->S) * (size_t)L, work);
        best_values(m->S, m->A, L, work, v + stage_row(h, keep, m->S) * (size_t)L);
    }
}

void mdp_return(const struct mdp *m, int L, int n, double discount, const double *pi, int stages, int keep, double *v, double *work)
{
    size_t one = (size_t)m->S * (size_t)m->A * (size_t)L;
    nothing_left(n, keep, m->S, L, v);
    for (int h = n - 1; h >= 0; h--) {
        mdp_backup(m, L, discount, v + stage_row(h + 1, keep, m->S) * (size_t)L, work);
        policy_values(m->S, m->A, L, work, pi + (stages > 1 ? (size_t)h * one : 0), v + stage_row(h, keep, m->S) * (size_t)L);
    }
}

void mdp_visits(const struct mdp *m, int L, int n, const double *pi, int stages, double *d)
{
    int32_t to[MOST_STATES];
    int S = m->S, A = m->A;
    for (int s = 0; s < S; s++)
        strip(r)
            st(d + s * L + r, entry(m, m->rho, (size_t)s, r));
    for (int h = 0; h + 1 < n; h++) {
        const double *now = d + (size_t)h * (size_t)(S * L), *chance = pi + (stages > 1 ? (size_t)h * (size_t)(S * A) * (size_t)L : 0);
        double *next = d + (size_t)(h + 1) * (size_t)(S * L);
        memset(next, 0, (size_t)(S * L) * sizeof *next);
        for (int i = 0; i < S * A; i++) {
            int k = followers(m, (size_t)i, to);
            for (int j = 0; j < k; j++)
                strip(r) {
                    double *x = next + to[j] * L + r;
                    vd p = entry(m, m->P, (size_t)i * (size_t)S + (size_t)to[j], r);
                    st(x, ld(x) + p * (ld(now + i / A * L + r) * ld(chance + i * L + r)));
                }
        }
    }
}

/* ---- the chain that a policy makes, solved by eliminating one state after the other ------------------------------------------------- *
 * b[i*S + j] is the discounted chance of a step from i to j, end[i] that of none.  The last state leaves: whoever stepped to it steps,
 * through it, to the states below, or ends; what remains is the same process watched while it is below.  1 - b[n][n] is never computed
 * as a difference: it is the sum of what else may happen, out[n].  A state with out[n] = 0 never leaves itself. */
struct chain { int S; double *b, *end, *out, *x; };      /* [S*S], [S], [S], [S] vectors of LANES */

#define B(i, j) (c->b + ((size_t)(i) * (size_t)c->S + (size_t)(j)) * LANES)

static void chain_open(struct chain *c, const struct mdp *m, int L, int r, double discount, const double *pi, double *work)
{
    int32_t to[MOST_STATES];
    size_t S = (size_t)m->S;
    int A = m->A;
    *c = (struct chain){ m->S, work, work + S * S * LANES, work + S * (S + 1) * LANES, work + S * (S + 2) * LANES };
    memset(c->b, 0, S * S * LANES * sizeof *c->b);
    for (int s = 0; s < m->S; s++) {
        vd on = splat(0);
        for (int a = 0; a < A; a++) {
            size_t i = (size_t)(s * A + a);
            int n = followers(m, i, to);
            vd p = ld(pi + i * (size_t)L + r);
            for (int k = 0; k < n; k++) {
                double *b = B(s, to[k]);
                st(b, ld(b) + p * entry(m, m->P, i * S + (size_t)to[k], r));
            }
        }
        for (int j = 0; j < m->S; j++)
            on = on + ld(B(s, j)), st(B(s, j), splat(discount) * ld(B(s, j)));
        /* what is missing from 1 ends, but for rounding */
        vd missing = splat(1) - on;
        missing = vsel(lt(missing, splat(1e-9)), splat(0), missing);
        st(c->end + s * LANES, missing + splat(1 - discount) * on);
    }
}

static void chain_eliminate(struct chain *c)
{
    for (int n = c->S - 1; n >= 0; n--) {
        vd end = ld(c->end + n * LANES), out = end;
        for (int j = 0; j < n; j++)
            out = out + ld(B(n, j));
        vm stuck = eq(out, splat(0));
        vd inverse = vsel(stuck, splat(0), splat(1) / vsel(stuck, splat(1), out));
        st(c->out + n * LANES, out);
        for (int i = 0; i < n; i++) {
            vd b = ld(B(i, n)), f = b * inverse;
            if (!any(not(eq(b, splat(0)))))
                continue;
            st(c->end + i * LANES, ld(c->end + i * LANES) + vsel(stuck, b, f * end));
            for (int j = 0; j < n; j++)
                st(B(i, j), ld(B(i, j)) + f * ld(B(n, j)));
        }
    }
}

/* x / out, which is infinite where the state never leaves, unless there is nothing to divide */
FN vd shared_out(vd x, vd out)
{
    vm stuck = eq(out, splat(0)), nothing = eq(x, splat(0));
    vd endless = vsel(nothing, splat(0), copysign_of(splat(INFINITY), x));
    return vsel(stuck, endless, x / vsel(stuck, splat(1), out));
}
/* f x, where nothing times infinity is nothing */
FN vd part(vd f, vd x) { return vsel(eq(f, splat(0)), splat(0), f * x); }

void mdp_value(const struct mdp *m, int L, double discount, const double *pi, double *v, double *work)
{
    struct chain chain, *c = &chain;
    strip(r) {
        chain_open(c, m, L, r, discount, pi, work);
        chain_eliminate(c);
        for (int s = 0; s < m->S; s++) {
            vd sum = splat(0);
            for (int a = 0; a < m->A; a++)
                sum = sum + ld(pi + (s * m->A + a) * L + r) * entry(m, m->R, (size_t)(s * m->A + a), r);
            st(c->x + s * LANES, sum);
        }
        /* rewards move down as the states leave, values come back up */
        for (int n = m->S - 1; n >= 0; n--) {
            vd each_visit = shared_out(ld(c->x + n * LANES), ld(c->out + n * LANES));
            for (int i = 0; i < n; i++)
                st(c->x + i * LANES, ld(c->x + i * LANES) + part(ld(B(i, n)), each_visit));
        }
        for (int n = 0; n < m->S; n++) {
            vd x = ld(c->x + n * LANES);
            for (int j = 0; j < n; j++)
                x = x + part(ld(B(n, j)), ld(v + j * L + r));
            st(v + n * L + r, shared_out(x, ld(c->out + n * LANES)));
        }
    }
}

void mdp_occupancy(const struct mdp *m, int L, double discount, const double *pi, double *d, double *work)
{
    struct chain chain, *c = &chain;
    strip(r) {
        chain_open(c, m, L, r, discount, pi, work);
        chain_eliminate(c);
        for (int s = 0; s < m->S; s++)
            st(c->x + s * LANES, entry(m, m->rho, (size_t)s, r));
        /* whoever starts in a state that leaves starts where it would step to; visits come back up */
        for (int n = m->S - 1; n > 0; n--) {
            vd each_visit = shared_out(ld(c->x + n * LANES), ld(c->out + n * LANES));
            for (int j = 0; j < n; j++)
                st(c->x + j * LANES, ld(c->x + j * LANES) + part(ld(B(n, j)), each_visit));
        }
        for (int n = 0; n < m->S; n++) {
            vd x = ld(c->x + n * LANES);
            for (int i = 0; i < n; i++)
                x = x + part(ld(B(i, n)), ld(d + i * L + r));
            st(d + n * L + r, shared_out(x, ld(c->out + n * LANES)));
        }
    }
}

/* ---- the best, without end ------------------------------------------------------------------------------------------------------------ */
int mdp_value_iteration(const struct mdp *m, int L, double tol, long most, double *v, double *work)
{
    int S = m->S, A = m->A, moving = 1;
    double *next = work + (size_t)(S * A) * (size_t)L, *step = next + S * L;
    memset(v, 0, (size_t)(S * L) * sizeof *v);
    each(l)
        step[l] = INFINITY;
    for (long k = 0; k < most && moving; k++) {
        mdp_backup(m, L, m->gamma, v, work);
        best_values(S, A, L, work, next);
        moving = 0;
        strip(r) {
            vm on = gt(ld(step + r), splat(tol));
            vd most_moved = splat(0);
            for (int s = 0; s < S; s++) {
                vd old = ld(v + s * L + r), new = ld(next + s * L + r);
                most_moved = vmax(most_moved, vabs(new - old));
                st(v + s * L + r, vsel(on, new, old));
            }
            st(step + r, vsel(on, most_moved, ld(step + r)));
            moving |= any(gt(ld(step + r), splat(tol)));
        }
    }
    int unsettled = 0;
    each(l)
        unsettled += step[l] > tol;
    return unsettled;
}

int mdp_policy_iteration(const struct mdp *m, int L, double *v, double *pi, double *work)
{
    enum { MOST = 1000 };
    int n = 0;
    for (int i = 0; i < m->S * m->A; i++)
        each(l)
            pi[i * L + l] = 1.0 / m->A;
    do {
        mdp_value(m, L, m->gamma, pi, v, work);
        mdp_backup(m, L, m->gamma, v, work);
    } while (policy_of(m->S, m->A, L, work, pi) && ++n < MOST);
    return n;
}

int mdp_gain(const struct mdp *m, int L, double tol, long most, double *gain, double *work)
{
    static const double tau = 0.9;
    int S = m->S, A = m->A, moving = 1;
    double *v = work + (size_t)(S * A) * (size_t)L, *next = v + S * L, *apart = next + S * L;
    memset(v, 0, (size_t)(S * L) * sizeof *v);
    each(l)
        apart[l] = INFINITY;
    for (long k = 0; k < most && moving; k++) {
        mdp_backup(m, L, 1, v, work);
        best_values(S, A, L, work, next);
        moving = 0;
        strip(r) {
            /* v <- max (tau R + (tau P + (1 - tau) I) v), then less its value in state 0 */
            vm on = gt(ld(apart + r), splat(tol));
            vd low = splat(INFINITY), high = splat(-INFINITY);
            vd base = splat(tau) * ld(next + r) + splat(1 - tau) * ld(v + r);
            for (int s = 0; s < S; s++) {
                vd old = ld(v + s * L + r), new = splat(tau) * ld(next + s * L + r) + splat(1 - tau) * old;
                low = vmin(low, new - old), high = vmax(high, new - old);
                st(v + s * L + r, vsel(on, new - base, old));
            }
            st(gain + r, vsel(on, (low + high) * splat(0.5 / tau), ld(gain + r)));
            st(apart + r, vsel(on, high - low, ld(apart + r)));
            moving |= any(gt(ld(apart + r), splat(tol)));
        }
    }
    int unsettled = 0;
    each(l)
        unsettled += apart[l] > tol;
    return unsettled;
}
