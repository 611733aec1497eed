/* Means, gaps and the stack of rewards of a bandit: see arms.h. */
#include "arms.h"

enum { FEW = 6 };      /* up to so many arms, masks beat one access a lane */

int arms_open(struct arms *a, struct env *e, int K)
{
    if (K < 2)
        return fail("%s: %d arm(s) given: a bandit needs at least 2; try means=0.9/0.6", e->type->name, K);
    if (K > MAX_KEYED)
        return fail("%s: %d arms given: at most %d", e->type->name, K, MAX_KEYED);
    a->K = e->n_actions = K;
    a->mean = rows_f64(e->mem, (size_t)K, e->width);
    a->pulls = rows_f64(e->mem, (size_t)K, e->width);
    a->nth = rows_f64(e->mem, 1, e->width);
    a->u = rows_f64(e->mem, 1, e->width);
    a->v = rows_f64(e->mem, 1, e->width);
    a->value = rows_f64(e->mem, 1, e->width);
    e->mean = a->mean;
    return 0;
}

void arms_truth(struct arms *a, struct env *e)
{
    int L = e->width;
    strip(r) {
        vd best = ld(a->mean + r);
        for (int k = 1; k < a->K; k++)
            best = vmax(best, ld(a->mean + k * L + r));
        st(e->best + r, best);
    }
}

/* the row of the arm chosen, in every lane: a few arms are read under masks, many one by one */
static void look_up(struct arms *a, struct env *e)
{
    int L = e->width, K = a->K;
    const int32_t *action = e->io.action;
    if (K <= FEW)
        strip(r) {
            vd arm = ldi(action + r), nth = splat(0), value = nth;
            for (int k = 0; k < K; k++) {
                vm mine = eq(arm, splat(k));
                vd n = ld(a->pulls + k * L + r);
                nth = vsel(mine, n, nth);
                value = vsel(mine, ld(a->mean + k * L + r), value);
                stm(a->pulls + k * L + r, mine, n + splat(1), n);
            }
            st(a->nth + r, nth), st(a->value + r, value);
        }
    else
        each(l) {
            size_t at = place(action, L, l);
            a->nth[l] = a->pulls[at];
            a->pulls[at] += 1;
            a->value[l] = a->mean[at];
        }
    strip(r)
        st(e->io.gap + r, ld(e->best + r) - ld(a->value + r));
}

void arms_pull(struct arms *a, struct env *e)
{
    int L = e->width;
    look_up(a, e);
    strip(r) {
        vd u, v;
        u01_at(e->rng, r, small_from_double(ld(a->nth + r)), usplat(0), ldi_u(e->io.action + r) + usplat(KEYED), &u, &v);
        st(a->u + r, u), st(a->v + r, v);
    }
}

void arms_flip(struct arms *a, struct env *e)
{
    int L = e->width;
    look_up(a, e);
    strip(r) {
        vd u, v;
        u01_at(e->rng, r, small_from_double(ld(a->nth + r)), usplat(0), ldi_u(e->io.action + r) + usplat(KEYED), &u, &v);
        st(e->io.reward + r, vsel(lt(u, ld(a->value + r)), splat(1), splat(0)));
    }
}

int arms_from(struct arms *a, struct env *e, const list *means, long arms, double top, double gap, double least)
{
    int K = means->n ? (int)means->n : (int)arms, L = e->width;
    if (!means->n && top - gap < least)
        return fail("%s: gap=%g below top=%g: no mean may be less than %g; try gap=%g", e->type->name, gap, top, least,
                    (top - least) / 2);
    if (arms_open(a, e, K))
        return -1;
    for (int k = 0; k < K; k++)
        each(l)
            a->mean[k * L + l] = means->n ? means->v[k] : k ? top - gap : top;
    arms_truth(a, e);
    return 0;
}

int arms_draw(struct arms *a, struct env *e, const list *means, double lo, double hi)
{
    int L = e->width;
    if (means->n)
        return fail("%s: draw=yes and %ld means: they are either drawn or given; try arms=%ld draw=yes", e->type->name, means->n,
                    means->n);
    if (lo > hi)
        return fail("%s: lo=%g is above hi=%g: means are drawn from lo to hi", e->type->name, lo, hi);
    for (int k = 0; k < a->K; k++)
        each(l)
            a->mean[k * L + l] = lo + (hi - lo) * u01_once(e->rng, l, (uint64_t)k, 0, INSTANCE);
    arms_truth(a, e);
    return 0;
}

void arms_set(struct arms *a, struct env *e, const double *mean)
{
    int L = e->width;
    for (int k = 0; k < a->K; k++)
        strip(r)
            st(a->mean + k * L + r, splat(mean[k]));
    arms_truth(a, e);
}

void arms_walk(struct arms *a, struct env *e, double sd, double lo, double hi)
{
    int L = e->width, K = a->K;
    strip(r)
        for (int k = 0; k < K; k += 2) {
            vd u, v, step[2];
            u01_at(e->rng, r, usplat((uint64_t)k / 2), usplat((uint64_t)e->t + 1), usplat(INSTANCE), &u, &v);
            box_muller(u, v, &step[0], &step[1]);
            for (int i = 0; i < 2 && k + i < K; i++) {
                double *mean = a->mean + (k + i) * L + r;
                vd x = ld(mean) + splat(sd) * step[i];
                x = vsel(lt(x, splat(lo)), splat(2 * lo) - x, x);
                st(mean, vsel(gt(x, splat(hi)), splat(2 * hi) - x, x));
            }
        }
    arms_truth(a, e);
}
