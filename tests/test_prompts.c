/* Graphs of prompts: what the three environments are, by hand; exact numbers against enumeration of all responses and against samples. */
#include "prompts.h"
#include "published.h"

/* ---- an environment opened for tests: nobody learns on it -------------------------------------------------------------------------- */
static int idle_init(struct run *u) { (void)u; return 0; }
static const struct algo_type idle = { .name = "idle", .needs = PROMPTS, .exact = 1, .init = idle_init };
enum { L = 8, MOST = 64 * 16 * 8 };

static struct sim *open_env(const char *name)
{
    const struct env_type *env = isa_env(isa_pick(NULL), name);
    static char self[4096];
    param_defaults(env->params, self);
    const struct setup set = { .algo = &idle, .algo_self = self, .env = env, .env_self = self, .seed = 3, .lanes = L, .horizon = 1000000,
                               .max_bytes = (size_t)1 << 30 };
    struct sim *s = sim_open(&set);
    assert_non_null(s);
    return s;
}
static struct env *env_of(struct sim *s) { return sim_view(s)->env; }

static double theta[700 * 8 * L], pi[16 * 8 * L], log_pi[16 * 8 * L], upto[16 * 8 * L];

static double *at(const struct prompts *p, int i, int l) { return theta + (size_t)l * theta_size(p) + i; }

/* anything that may have been learned, by a formula; scale 0: nothing */
static void learn_something(const struct prompts *p, double scale)
{
    for (int l = 0; l < L; l++)
        for (int i = 0; i < (p->rows + 1) * p->tokens; i++)
            *at(p, i, l) = i < p->rows * p->tokens ? scale * sin(1 + 3.7 * i + 11.3 * l) : 0;
}

struct facts { double paid[L], size[L], entropy[L], kl[L]; };
static struct facts truth_of(const struct prompts *p, int m)
{
    static double visits[16 * L];
    struct facts f;
    int32_t which[L];
    for (int l = 0; l < L; l++)
        which[l] = m;
    prompts_policy(p, L, which, theta, pi, log_pi);
    prompts_truth(p, L, m, pi, log_pi, visits, (struct truth){ f.paid, f.size, f.entropy, f.kl });
    return f;
}

/* ---- the environments --------------------------------------------------------------------------------------------------------------- */

/* the chance of a right answer before training is a product along each path */
static void verifiable_begins_with_the_chances_of_its_paths(void **unused)
{
    (void)unused;
    static const double q[] = { 0.9, 0.75, 0.5, 0.25 };
    struct sim *s = open_env("verifiable");
    const struct prompts *p = env_of(s)->prompts;
    double total = exp(2) + 7, mean = 0, tokens = 0;
    assert_int_equal(p->n, 64), assert_int_equal(p->train, 32), assert_int_equal(p->nodes, 15 + 1), assert_int_equal(p->tokens, 8);
    learn_something(p, 0);
    for (int m = 0; m < 64; m++) {
        double x = q[m / 2 % 4], first = exp(2) / total * x * 0.9, second = 1 / total * pow(x, 4) * 0.9;
        struct facts f = truth_of(p, m);
        within(f.paid[5], second + (m % 2 ? 0 : first), 1e-14, "success");
        within(f.kl[5], 0, 1e-14, "divergence from itself");
        mean += m < 32 ? f.paid[5] / 32 : 0, tokens += m < 32 ? f.entropy[5] / f.size[5] / 32 : 0;
    }
    /* by another program, to its four digits */
    within(mean, 0.1549, 5e-5, "success"), within(tokens, 1.7443, 5e-5, "entropy");
    sim_close(s);
}

static void modes_pay_every_path_in_training_and_one_in_a_test(void **unused)
{
    (void)unused;
    static const double q[] = { 0.9, 0.8, 0.7, 0.6 }, root[] = { 2.5, 2, 1.5, 1 };
    struct sim *s = open_env("modes");
    const struct prompts *p = env_of(s)->prompts;
    double total = exp(2.5) + exp(2) + exp(1.5) + exp(1) + 4, pass = 0;
    assert_int_equal(p->nodes, 11 + 1);
    learn_something(p, 0);
    for (int m = 0; m < 64; m++) {
        double want = 0;
        for (int j = 0; j < 4; j++)
            want += m < 32 || m % 4 == j ? exp(root[j]) / total * q[m / 2 % 4] * 0.9 : 0;
        struct facts f = truth_of(p, m);
        within(f.paid[0], want, 1e-14, "success");
        pass += m < 32 ? 0 : pass_at(f.paid[0], 64) / 32;
    }
    within(pass, 0.9919, 5e-5, "pass@64 by another program");
    sim_close(s);
}

static void searching_pays_less_at_first(void **unused)
{
    (void)unused;
    struct sim *s = open_env("search-agent");
    const struct prompts *p = env_of(s)->prompts;
    learn_something(p, 0);
    within(truth_of(p, 0).paid[0], (0.36 + 0.22 / 2 + 0.14875 / 4 + 0.108359375 / 4) / 2, 1e-15, "success");
    within(truth_of(p, 0).size[0], 1 + 2 * (0.5 + 0.25) + 0.125, 1e-15, "tokens");
    /* the decisions' logits: 50 searches, and good queries */
    for (int k = 0; k < 3; k++)
        for (int l = 0; l < L; l++)
            *at(p, k * 4 + 1, l) = 50, *at(p, (3 + k) * 4, l) = 50;
    within(truth_of(p, 0).paid[0], 0.95, 1e-15, "success at best");
    within(truth_of(p, 0).size[0], 6, 1e-15, "tokens at best");
    sim_close(s);
}

/* ---- the truth: by enumeration of all responses ------------------------------------------------------------------------------------- */
struct sum { double chance, paid, size, minus_log, log_ratio; };
static void enumerate(const struct prompts *p, int m, int n, int l, double chance, double depth, double log_p, double log_base,
                      struct sum *sum)
{
    if (n == p->nodes - 1) {
        sum->chance += chance, sum->size += chance * depth, sum->minus_log -= chance * log_p, sum->log_ratio += chance * (log_p - log_base);
        return;
    }
    for (int a = 0; a < p->tokens; a++) {
        int c = n * p->tokens + a, cell = m * cells_of(p) + c;
        double q = pi[c * L + l];
        if (q > 0) {
            sum->paid += chance * q * p->chance[cell];
            enumerate(p, m, p->next[cell], l, chance * q, depth + 1, log_p + log(q), log_base + p->logit[cell], sum);
        }
    }
}

/* the chain rule: the tokens' entropies add up to that of whole responses, and so do the divergences */
static void truth_is_that_of_all_responses_together(void **unused)
{
    (void)unused;
    static const char *const env[] = { "search-agent", "modes" };
    for (int i = 0; i < 2; i++) {
        struct sim *s = open_env(env[i]);
        const struct prompts *p = env_of(s)->prompts;
        learn_something(p, 0.8);
        for (int m = 0; m < p->n; m += 11) {
            struct facts f = truth_of(p, m);
            for (int l = 0; l < L; l++) {
                struct sum sum = { 0 };
                enumerate(p, m, 0, l, 1, 0, 0, 0, &sum);
                within(sum.chance, 1, 1e-12, "all chances");
                within(f.paid[l], sum.paid, 1e-12, "success"), within(f.size[l], sum.size, 1e-12, "tokens");
                within(f.entropy[l], sum.minus_log, 1e-12, "entropy"), within(f.kl[l], sum.log_ratio, 1e-12, "divergence");
            }
        }
        sim_close(s);
    }
}

/* ---- the policy --------------------------------------------------------------------------------------------------------------------- */
static void chances_add_up_to_one_and_know_their_logarithms(void **unused)
{
    (void)unused;
    struct sim *s = open_env("verifiable");
    const struct prompts *p = env_of(s)->prompts;
    learn_something(p, 3);
    truth_of(p, 13);
    for (int n = 0; n < p->nodes; n++)
        for (int l = 0; l < L; l++) {
            double sum = 0;
            for (int a = 0; a < 8; a++) {
                int c = (n * 8 + a) * L + l;
                sum += pi[c];
                if (n + 1 < p->nodes)
                    within(log_pi[c], log(pi[c]), 1e-13, "logarithm");
            }
            within(sum, 1, 1e-15, "sum");
        }
    sim_close(s);
}

/* a step in the direction of log pi(a|n) moves the logits of that node by rate (e_a - pi) in each of its tables: three of verifiable,
 * two for a prompt held out, whose own row is always 0 */
static void what_is_learned_reaches_the_tables_of_the_node(void **unused)
{
    (void)unused;
    static double slope[16 * 8 * L], before[16 * 8 * L];
    struct sim *s = open_env("verifiable");
    const struct prompts *p = env_of(s)->prompts;
    for (int m = 3; m < 64; m += 32) {
        int32_t which[L];
        learn_something(p, 0.5);
        for (int l = 0; l < L; l++)
            which[l] = m;
        truth_of(p, m);
        memcpy(before, log_pi, sizeof before), memset(slope, 0, sizeof slope);
        for (int a = 0; a < 8; a++)
            for (int l = 0; l < L; l++)
                slope[(4 * 8 + a) * L + l] = (a == 2) - pi[(4 * 8 + a) * L + l];
        if (m < 32) {
            prompts_learn(p, L, which, 0.1, slope, theta);
            truth_of(p, m);
        }
        for (int n = 0; n < p->nodes - 1; n++)
            for (int a = 0; a < 8; a++) {
                int c = (n * 8 + a) * L + 1, to = (n * 8) * L + 1;
                double moved = (log_pi[c] - log_pi[to]) - (before[c] - before[to]);
                within(moved, m < 32 ? 3 * 0.1 * (slope[c] - slope[to]) : 0, 1e-13, "logits");
            }
        for (int i = 0; i < 8 * L; i++)
            assert_true(*at(p, p->rows * 8 + i % 8, i / 8) == 0);
    }
    sim_close(s);
}

/* ---- responses ---------------------------------------------------------------------------------------------------------------------- */

/* 16000 responses against the truth: five standard errors, a false alarm in a million for each number */
static void responses_are_those_of_the_policy(void **unused)
{
    (void)unused;
    static const char *const env[] = { "search-agent", "modes", "verifiable" };
    enum { N = 2000 };
    for (int i = 0; i < 3; i++) {
        struct sim *s = open_env(env[i]);
        const struct prompts *p = env_of(s)->prompts;
        int32_t which[L], cell[8 * L];
        double u[8 * L], size[L], calls[L], chance[L], paid = 0, tokens = 0, square = 0, want_paid = 0, want_tokens = 0;
        learn_something(p, 0.4);
        for (int l = 0; l < L; l++)
            which[l] = p->n == 1 ? 0 : 6 * l;
        for (int l = 0; l < L; l++) {
            struct facts f = truth_of(p, which[l]);
            want_paid += f.paid[l] / L, want_tokens += f.size[l] / L;
        }
        prompts_policy(p, L, which, theta, pi, log_pi);
        prompts_upto(p, L, pi, upto);
        for (int j = 0; j < N; j++) {
            for (int t = 0; t < p->length; t++)
                for (int l = 0; l < L; l++)
                    u[t * L + l] = u01_once(env_of(s)->rng, l, (uint64_t)(j * 8 + t), 0, SEQUENCE);
            int longest = prompts_respond(p, L, which, upto, u, cell, size, calls, chance), most = 0;
            for (int l = 0; l < L; l++) {
                int n = 0, t = 0, searches = 0;
                for (; n != p->nodes - 1; t++) {
                    int c = cell[t * L + l];
                    assert_int_equal(c / p->tokens, n);
                    assert_true(log_pi[c * L + l] > FORBIDDEN / 2);
                    searches += p->call[which[l] * cells_of(p) + c];
                    n = p->next[which[l] * cells_of(p) + c];
                }
                assert_int_equal(t, (int)size[l]), assert_int_equal(searches, (int)calls[l]);
                most = t > most ? t : most;
                for (; t < longest; t++)
                    assert_int_equal(cell[t * L + l], (p->nodes - 1) * p->tokens);
                paid += chance[l] / (N * L), tokens += size[l] / (N * L), square += size[l] * size[l] / (N * L);
            }
            assert_int_equal(longest, most);
        }
        within(paid, want_paid, 5 * sqrt(want_paid * (1 - want_paid) / (N * L)), env[i]);
        within(tokens, want_tokens, 5 * sqrt((square - tokens * tokens) / (N * L)), env[i]);
        sim_close(s);
    }
}

/* a uniform number on the edge belongs to the next token; one beyond all edges, and NaN, to a token that exists */
static void the_token_is_the_first_above_u(void **unused)
{
    (void)unused;
    struct sim *s = open_env("search-agent");
    const struct prompts *p = env_of(s)->prompts;
    static const double u[L] = { 0, 0.2499, 0.25, 0.4, 0.5, 0.75, 1, 0.99 };
    static const int want[L] = { 0, 0, 1, 1, 2, 3, 3, 3 };
    int32_t which[L] = { 0 }, cell[6 * L];
    double us[6 * L], size[L], calls[L], chance[L];
    learn_something(p, 0);
    truth_of(p, 0);
    /* all tokens of the first node alike */
    for (int a = 0; a < 4; a++)
        for (int l = 0; l < L; l++)
            pi[a * L + l] = 0.25;
    prompts_upto(p, L, pi, upto);
    for (int i = 0; i < 6 * L; i++)
        us[i] = u[i % L];
    prompts_respond(p, L, which, upto, us, cell, size, calls, chance);
    for (int l = 0; l < L; l++)
        assert_int_equal(cell[l], want[l]);
    for (int i = 0; i < 16 * 8 * L; i++)
        upto[i] = NAN;
    prompts_respond(p, L, which, upto, us, cell, size, calls, chance);
    for (int l = 0; l < L; l++)
        assert_int_equal(cell[l], 0);
    sim_close(s);
}

/* ---- as an environment, for those who do not know its graph ------------------------------------------------------------------------- */

/* the best token at every node: of an easy prompt of verifiable that is the short path, always paid */
static void step_follows_the_graph(void **unused)
{
    (void)unused;
    struct sim *s = open_env("search-agent");
    struct env *e = env_of(s);
    int32_t all[L];
    double paid = 0;
    enum { N = 4000 };
    for (int l = 0; l < L; l++)
        all[l] = 1;
    for (int i = 0; i < N; i++) {
        e->type->reset(e, all);
        for (int t = 0; t < 6; t++) {
            for (int l = 0; l < L; l++)
                assert_int_equal(e->io.end[l], t ? RUNNING : e->io.end[l]), e->io.action[l] = t % 2 ? 0 : 1;
            e->type->step(e), e->t++;
            memcpy(e->io.now, e->io.next, sizeof all);
        }
        for (int l = 0; l < L; l++) {
            assert_int_equal(e->io.end[l], TERMINAL);
            paid += e->io.reward[l] / (N * L);
        }
    }
    within(paid, 0.95, 5 * sqrt(0.95 * 0.05 / (N * L)), "reward of three good searches");
    sim_close(s);
    s = open_env("verifiable"), e = env_of(s);
    int seen[32] = { 0 };
    for (int i = 0; i < 100; i++, e->t++) {
        e->type->reset(e, all);
        for (int l = 0; l < L; l++)
            assert_int_equal(e->io.now[l] % 16, 0), seen[e->io.now[l] / 16]++;
    }
    for (int m = 0; m < 32; m++)
        assert_true(seen[m] > 0);
    sim_close(s);
}

static int backwards_init(struct env *e)
{
    static struct prompts p;
    p = (struct prompts){ .n = 1, .train = 1, .nodes = 3, .tokens = 2, .length = 2, .rows = 1, .tables = 1 };
    struct maker m = prompts_open(e, &p);
    m.next[1] = 0;
    return prompts_close(&m, e);
}
static void a_token_that_leads_back_is_refused(void **unused)
{
    (void)unused;
    static const struct env_type backwards = { .name = "backwards", .has = PROMPTS, .init = backwards_init };
    const struct setup set = { .algo = &idle, .algo_self = "", .env = &backwards, .env_self = "", .lanes = L, .horizon = 1,
                               .max_bytes = (size_t)1 << 30 };
    assert_null(sim_open(&set));
    assert_non_null(strstr(failure(), "leads back"));
    failure_forget();
}

static void several_tries_succeed_more_often(void **unused)
{
    (void)unused;
    for (double p = 0; p <= 1; p += 0.0625) {
        within(pass_at(p, 1), p, 1e-16, "one try");
        for (long k = 1; k < 300; k += 37)
            within(pass_at(p, k), 1 - pow(1 - p, (double)k), 1e-13, "k tries");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verifiable_begins_with_the_chances_of_its_paths),
        cmocka_unit_test(modes_pay_every_path_in_training_and_one_in_a_test),
        cmocka_unit_test(searching_pays_less_at_first),
        cmocka_unit_test(truth_is_that_of_all_responses_together),
        cmocka_unit_test(chances_add_up_to_one_and_know_their_logarithms),
        cmocka_unit_test(what_is_learned_reaches_the_tables_of_the_node),
        cmocka_unit_test(responses_are_those_of_the_policy),
        cmocka_unit_test(the_token_is_the_first_above_u),
        cmocka_unit_test(step_follows_the_graph),
        cmocka_unit_test(a_token_that_leads_back_is_refused),
        cmocka_unit_test(several_tries_succeed_more_often),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
