/* Ridge regression one example at a time: see ridge.h. */
#include "ridge.h"

int ridge_open(struct ridge *s, struct run *u, int d, double lambda)
{
    int L = u->L;
    size_t triangle = (size_t)tri_rows(d);
    if (d > MOST_DIMS)
        return fail("%s on %s: %d features: at most %d", u->type->name, u->env->type->name, d, MOST_DIMS);
    s->d = d, s->L = L, s->lambda = lambda;
    s->V = rows_f64(u->mem, triangle, L), s->inverse = rows_f64(u->mem, triangle, L);
    s->b = rows_f64(u->mem, (size_t)d, L), s->theta = rows_f64(u->mem, (size_t)d, L);
    s->growth = rows_f64(u->mem, 1, L);
    s->g = scratch(u->mem, (size_t)(d * L));
    s->low = scratch(u->mem, triangle * (size_t)L), s->work = scratch(u->mem, triangle * (size_t)L);
    s->examples = rows_f64(u->mem, 1, 8);
    each(l)
        s->work[l] = lambda;
    sym_scaled_identity(s->V, s->work, d, L);
    each(l)
        s->work[l] = 1 / lambda;
    sym_scaled_identity(s->inverse, s->work, d, L);
    return 0;
}

void ridge_refresh(struct ridge *s)
{
    int d = s->d, L = s->L;
    chol(s->V, d, L, s->low);
    chol_logdet(s->low, d, L, s->growth);
    strip(r)
        st(s->growth + r, ld(s->growth + r) - splat(d * log_of(s->lambda)));
    chol_inverse(s->low, d, L, s->inverse, s->work);
    chol_solve(s->low, s->b, d, L, s->theta);
}

void ridge_add(struct ridge *s, const double *x, const double *y)
{
    int d = s->d, L = s->L;
    vd v[MOST_DIMS], g[MOST_DIMS];
    sym_times(s->inverse, x, d, L, s->g);
    strip(r) {
        vd more = splat(1) + dot(x, s->g, d, L, r), share = splat(1) / more;
        vd target = ld(y + r), step = (target - dot(x, s->theta, d, L, r)) * share;
        for (int i = 0; i < d; i++) {
            double *b = s->b + i * L + r, *theta = s->theta + i * L + r;
            v[i] = ld(x + i * L + r), g[i] = ld(s->g + i * L + r);
            st(b, ld(b) + target * v[i]), st(theta, ld(theta) + step * g[i]);
        }
        for (int i = 0; i < d; i++) {
            vd shared = share * g[i];
            double *V = s->V + tri(i, 0) * L + r, *inverse = s->inverse + tri(i, 0) * L + r;
            for (int j = 0; j <= i; j++) {
                st(V + j * L, ld(V + j * L) + v[i] * v[j]);
                st(inverse + j * L, ld(inverse + j * L) - shared * g[j]);
            }
        }
        st(s->growth + r, ld(s->growth + r) + vlog(more));
    }
    if ((long)++*s->examples % RIDGE_REFRESH == 0)
        ridge_refresh(s);
}

void ridge_look(const struct ridge *s, const double *x, int n, double *mean, double *square)
{
    int d = s->d, L = s->L;
    strip(r)
        for (int k = 0; k < n; k++)
            st(mean + k * L + r, dot(x + (size_t)k * (size_t)(d * L), s->theta, d, L, r));
    if (square)
        sym_forms(s->inverse, x, n, d, L, square);
}

void features_of_action(const struct env *e, double *x)
{
    int d = e->n_features, L = e->width;
    for (int i = 0; i < d; i++)
        each(l)
            x[i * L + l] = e->features[((size_t)e->io.action[l] * (size_t)d + (size_t)i) * (size_t)L + (size_t)l];
}
