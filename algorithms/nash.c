/* Nash learning from preferences, exactly: self-play on a preference matrix, regularised towards a reference policy.
 *
 * With P(a, b) the chance that answer a is preferred to b, the symmetric game
 *     J(p, q) = p'P q - beta KL(p | ref) + beta KL(q | ref)
 * has one Nash equilibrium p* of value 1/2, positive everywhere: no answer of the opponent is preferred to it by more than what its
 * distance from ref costs.  All policies keep log-probabilities and change them by one softmax a step:
 *     prox(p, q) = softmax( (P q + beta log ref + (beta/eta) log p) / (beta + beta/eta) )
 *   nash-mp   h = prox(p, p), p <- prox(p, h): mirror prox, a half step to see where the opponent goes, a full one against it.  With
 *             eta = 2 beta its KL(p* | p_k) falls at least like (1 + 2 beta)^-k, however many answers there are
 *   omd       p <- prox(p, p): mirror descent against oneself; for a small beta it circles
 *   nash-md   p <- softmax(log m + e_k P m) with the mixture m ~ p^(1 - e_k beta) ref^(e_k beta), e_k = min(1/beta, 2/(beta (k + 2))):
 *             sure to converge, like 1/k (Munos et al. 2024)
 *   mwu       p <- softmax(log p + 2 P p): multiplicative weights without the regulariser; its last iterate leaves p*
 * A turn is one iteration; nothing is sampled.  Logged are kl = KL(p* | p), log_kl its logarithm, and
 *     gap = max_q J(q, p) - 1/2 = beta log sum_a ref(a) exp((P p)(a)/beta) + beta KL(p | ref) - 1/2. */
#include "lockstep.h"
#include "lane.h"

struct nash {
    double beta, eta;
    list ref;
    int n, L;
    const double *P;
    double *p, *h, *base, *star;     /* [n*L] logarithms: the policy, the half step, ref, the equilibrium  */
    double *odds;                    /* [n*L] probabilities of the opponent                                 */
    double *value;                   /* [n*L] P times them                                                  */
};

#define NASH_PARAMS(T) \
    REAL(T, beta, 0.1, 1e-4, 1e3, "weight of the distance from the reference policy"), \
    LIST(T, ref, "", 1e-12, 1, "reference policy: a chance for each answer (normalised); empty: uniform")
static const param nash_params[] = { NASH_PARAMS(struct nash), END };
static const param nash_prox_params[] = {
    NASH_PARAMS(struct nash),
    REAL(struct nash, eta, 0, 0, 1e4, "step size; 0: 2 beta, the largest of the proof"),
    END
};
enum { KL, LOG_KL, GAP };
static const struct metric nash_metrics[] = {
    [KL] = { "kl", "KL(p* | p): how far the equilibrium is from the policy", 0 },
    [LOG_KL] = { "log_kl", "its natural logarithm, at least ln 1e-34", 0 },
    [GAP] = { "gap", "what the best answer to the policy gains in the regularised game", 0 },
    { NULL, NULL, 0 }
};

/* ---- softmax over answers, lanes r .. ------------------------------------------------------------------------------------------- */

/* log-probabilities from any scores */
FN void normalise(double *x, int n, int L, int r)
{
    vd top = ld(x + r), sum = splat(0);
    for (int a = 1; a < n; a++)
        top = vmax(top, ld(x + a * L + r));
    for (int a = 0; a < n; a++)
        sum = sum + vexp(ld(x + a * L + r) - top);
    vd shift = top + vlog(sum);
    for (int a = 0; a < n; a++)
        st(x + a * L + r, ld(x + a * L + r) - shift);
}

/* value = P q, from q's logarithms */
static void answer(const struct nash *s, const double *q)
{
    int n = s->n, L = s->L;
    for (int i = 0; i < n * L; i += LANES)
        st(s->odds + i, vexp(ld(q + i)));
    strip(r)
        for (int a = 0; a < n; a++) {
            vd sum = splat(0);
            for (int b = 0; b < n; b++)
                sum = sum + ld(s->P + (a * n + b) * L + r) * ld(s->odds + b * L + r);
            st(s->value + a * L + r, sum);
        }
}

/* to = softmax(u value + v base + w p) */
static void blend(const struct nash *s, double u, double v, double w, const double *p, double *to)
{
    for (int i = 0; i < s->n * s->L; i += LANES)
        st(to + i, splat(u) * ld(s->value + i) + splat(v) * ld(s->base + i) + splat(w) * ld(p + i));
    for (int r = 0; r < s->L; r += LANES)
        normalise(to, s->n, s->L, r);
}

/* to = prox(p, q) */
static void prox(const struct nash *s, const double *q, double *to)
{
    double eta = s->eta > 0 ? s->eta : 2 * s->beta, whole = 1 + eta;
    answer(s, q);
    blend(s, eta / (s->beta * whole), eta / whole, 1 / whole, s->p, to);
}

/* ---- what is measured ------------------------------------------------------------------------------------------------------------- */

/* x + exp(-x) - 1 without cancellation: a term of a Kullback-Leibler divergence, divided by its first probability */
FN vd divergence_term(vd x)
{
    vd series = splat(1);
    for (int k = 10; k > 2; k--)
        series = splat(1) - series * x * splat(1.0 / k);
    return vsel(lt(vabs(x), splat(0.05)), splat(0.5) * x * x * series, x + (vexp(splat(0) - x) - splat(1)));
}

static void measure(struct run *u)
{
    struct nash *s = u->self;
    int n = s->n, L = s->L;
    answer(s, s->p);
    strip(r) {
        vd kl = splat(0), far = splat(0), top = ld(s->value + r), sum = splat(0), beta = splat(s->beta);
        for (int a = 0; a < n; a++) {
            vd p = ld(s->p + a * L + r), star = ld(s->star + a * L + r), base = ld(s->base + a * L + r);
            kl = kl + vexp(star) * divergence_term(star - p);
            far = far + vexp(p) * divergence_term(p - base);
            top = vmax(top, ld(s->value + a * L + r));
        }
        for (int a = 0; a < n; a++)
            sum = sum + vexp(ld(s->base + a * L + r) + (ld(s->value + a * L + r) - top) / beta);
        st(u->metric + KL * L + r, kl), st(u->metric + LOG_KL * L + r, vlog(vmax(kl, splat(1e-34))));
        st(u->metric + GAP * L + r, (top - splat(0.5)) + beta * vlog(sum) + beta * far);
    }
}

/* ---- a run ------------------------------------------------------------------------------------------------------------------------- */

/* mirror prox until nothing moves, from ref: p* */
static void solve(struct nash *s)
{
    double eta = s->eta, moved = 1;
    int size = s->n * s->L;
    s->eta = 0;
    for (long i = 0; i < 200000 && moved > 1e-14; i++) {
        prox(s, s->p, s->h);
        prox(s, s->h, s->star);
        moved = 0;
        for (int k = 0; k < size; k++) {
            double step = s->star[k] - s->p[k];
            moved = step > moved ? step : -step > moved ? -step : moved;
            s->p[k] = s->star[k];
        }
    }
    s->eta = eta;
}

static int nash_init(struct run *u)
{
    struct nash *s = u->self;
    int n = s->n = u->env->n_actions, L = s->L = u->L;
    size_t rows = (size_t)n;
    if (s->ref.n && s->ref.n != n)
        return fail("%s: ref has %ld chances, %s %d answers", u->type->name, s->ref.n, u->env->type->name, n);
    s->P = u->env->payoff;
    s->p = rows_f64(u->mem, rows, L), s->h = rows_f64(u->mem, rows, L), s->base = rows_f64(u->mem, rows, L);
    s->star = rows_f64(u->mem, rows, L), s->odds = rows_f64(u->mem, rows, L), s->value = rows_f64(u->mem, rows, L);
    for (int a = 0; a < n; a++)
        each(l)
            s->base[a * L + l] = s->ref.n ? log_of(s->ref.v[a]) : 0;
    strip(r)
        normalise(s->base, n, L, r);
    for (int i = 0; i < n * L; i++)
        s->p[i] = s->base[i];
    solve(s);
    for (int i = 0; i < n * L; i++)
        s->p[i] = s->base[i];
    measure(u);
    return 0;
}

static void nash_mp_iterate(struct run *u)
{
    struct nash *s = u->self;
    prox(s, s->p, s->h);
    prox(s, s->h, s->p);
    measure(u);
    sim_tick(u);
}

static void omd_iterate(struct run *u)
{
    struct nash *s = u->self;
    prox(s, s->p, s->p);
    measure(u);
    sim_tick(u);
}

static void nash_md_iterate(struct run *u)
{
    struct nash *s = u->self;
    double slow = 2 / (s->beta * (double)(u->t + 2)), e = slow < 1 / s->beta ? slow : 1 / s->beta;
    blend(s, 0, e * s->beta, 1 - e * s->beta, s->p, s->h);
    answer(s, s->h);
    blend(s, e, 0, 1, s->h, s->p);
    measure(u);
    sim_tick(u);
}

static void mwu_iterate(struct run *u)
{
    struct nash *s = u->self;
    answer(s, s->p);
    blend(s, 2, 0, 1, s->p, s->p);
    measure(u);
    sim_tick(u);
}

#define NASH .size = sizeof(struct nash), .needs = ACTIONS | GAME, .exact = 1, .metrics = nash_metrics, .init = nash_init
ALGORITHM(nash_mp) = {
    .name = "nash-mp", .brief = "mirror prox on a regularised preference game: its last iterate converges at a linear rate",
    .source = "Tiapkin et al. 2025, Accelerating Nash learning from human feedback via mirror prox", .params = nash_prox_params,
    NASH, .iterate = nash_mp_iterate,
};
ALGORITHM(omd) = {
    .name = "omd", .brief = "mirror descent against oneself on a regularised preference game: may circle when beta is small",
    .source = "Tiapkin et al. 2025, as the single step that mirror prox doubles", .params = nash_prox_params, NASH, .iterate = omd_iterate,
};
ALGORITHM(nash_md) = {
    .name = "nash-md", .brief = "mirror descent against a mixture with the reference policy, steps like 1/k",
    .source = "Munos et al. 2024, Nash learning from human feedback, section 6", .params = nash_params, NASH, .iterate = nash_md_iterate,
};
ALGORITHM(mwu) = {
    .name = "mwu", .brief = "multiplicative weights against oneself, without a regulariser: what the others are compared with",
    .source = "Freund and Schapire 1999, Adaptive game playing using multiplicative weights", .params = nash_params, NASH, .iterate = mwu_iterate,
};
