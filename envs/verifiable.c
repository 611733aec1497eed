/* Prompts with right and wrong answers: responses are strings of tokens, some of which are paid 1, all others 0.
 *
 * 64 prompts, eight tokens, token 0 ends a response.  Prompts 0 to 31 are for training, 32 to 63 are never sampled, only tested.  Prompt m
 * asks for skill floor(m/8) mod 4, has difficulty floor(m/2) mod 4, and is easy or hard (m odd).  A path is a string of tokens; to
 * complete it is what may be paid, and its last token, the answer, is another one for every prompt:
 *
 *     verifiable   a short path of 3 tokens, the same for all skills, solves easy prompts; a long one of 6 that depends on the skill
 *                  solves all of them.  Responses have at most 8 tokens.  The base policy likes the short path.
 *     modes        four paths of 3 tokens.  In training all four are paid; of a prompt held out only path m mod 4 is, so that a policy
 *                  that settles on one answer fails three quarters of them however often it tries.
 *
 * A wrong token leads off the path, where no answer is right.  The base policy follows a path's inner tokens with chance 0.9, 0.75,
 * 0.5, 0.25 by difficulty (modes: 0.9, 0.8, 0.7, 0.6) and gives its answer with 0.9.  What is learned is added to its logits in three
 * tables: one for all prompts, one for each skill, one for each prompt that is trained on: hence what is learned transfers.
 *
 * Policy gradients raise the share of right answers, and spend the policy's entropy on it: many tries (test_k) then solve fewer
 * prompts than the base policy did.  Success, entropy and divergence are computed exactly, by one pass over the graph. */
#include "prompts.h"

enum { PROMPTS_ALL = 64, TRAINED = 32, SKILLS = 4, TOKENS = 8, LONGEST = 6, MOST_PATHS = 4 };
enum { TRAIN_ALL, TRAIN_EASY, TRAIN_HARD, TRAIN_ONE };

struct verifiable { int train; long prompt; struct prompts p; };

static const param verifiable_params[] = {
    CHOICE(struct verifiable, train, "all|easy|hard|one", "the prompts that training draws from"),
    INT(struct verifiable, prompt, 4, 0, 31, "which one, with train=one"),
    END
};

static int skill_of(int m) { return m / 8 % 4; }
static int hard(int m) { return m % 2; }

/* ---- paths -------------------------------------------------------------------------------------------------------------------------- */
struct paths {
    int n, length[MOST_PATHS], longest;                  /* paths and their tokens; the most tokens of a response */
    int token[MOST_PATHS][LONGEST];                      /* of one prompt                                         */
    double chance[MOST_PATHS], root[MOST_PATHS];         /* of being paid; the root's base logit of their first   */
    double follow;                                       /* the base policy's chance of an inner token            */
};

static struct paths short_and_long(int m)
{
    static const double follow[] = { 0.9, 0.75, 0.5, 0.25 };
    struct paths x = { .n = 2, .length = { 3, 6 }, .longest = 8, .chance = { !hard(m), 1 }, .root = { 2, 0 }, .follow = follow[m / 2 % 4],
                       .token = { { 1, 3, 1 + (3 * m + 1) % 7 }, { 2 } } };
    for (int t = 1; t < 5; t++)
        x.token[1][t] = 1 + (2 * skill_of(m) + t) % 7;
    x.token[1][5] = 1 + (3 * m + 2) % 7;
    return x;
}

static struct paths four_modes(int m)
{
    static const double follow[] = { 0.9, 0.8, 0.7, 0.6 };
    struct paths x = { .n = 4, .length = { 3, 3, 3, 3 }, .longest = 3, .root = { 2.5, 2, 1.5, 1 }, .follow = follow[m / 2 % 4] };
    for (int j = 0; j < 4; j++) {
        x.token[j][0] = 1 + j, x.token[j][1] = 1 + (skill_of(m) + 2 * j) % 7, x.token[j][2] = 1 + (3 * m + j) % 7;
        x.chance[j] = m < TRAINED || m % 4 == j;
    }
    return x;
}

/* ---- the graph: the root, the paths' inner nodes one path after the other, off the paths by the number of tokens, the end ----------- */

/* the node after t tokens off all paths */
static int off(const struct prompts *p, int t) { return p->nodes - p->length - 1 + t; }

/* every token but the first stays off the paths */
static void draw_node(const struct maker *k, int m, int n, int t)
{
    int at = (m * k->p->nodes + n) * TOKENS;
    for (int a = 1; a < TOKENS && t + 1 < k->p->length; a++)
        k->next[at + a] = off(k->p, t + 1);
}

static void draw_prompt(const struct maker *k, int m, const struct paths *x)
{
    struct prompts *p = k->p;
    int node = 1, root = m * p->nodes * TOKENS;
    draw_node(k, m, 0, 0);
    for (int t = 1; t < p->length; t++)
        draw_node(k, m, off(p, t), t);
    for (int j = 0; j < x->n; j++) {
        k->next[root + x->token[j][0]] = node, k->logit[root + x->token[j][0]] = x->root[j];
        for (int t = 1; t < x->length[j]; t++, node++) {
            int answer = t + 1 == x->length[j], at = (m * p->nodes + node) * TOKENS, right = at + x->token[j][t];
            double q = answer ? 0.9 : x->follow;
            if (!answer)
                draw_node(k, m, node, t), k->next[right] = node + 1;
            else
                k->chance[right] = x->chance[j];
            k->logit[right] = log_of(7 * q / (1 - q));
        }
    }
    for (int n = 0; n < p->nodes; n++) {
        int32_t *row = k->row + (m * p->nodes + n) * p->tables, N = p->nodes;
        row[0] = n, row[1] = (1 + skill_of(m)) * N + n, row[2] = m < TRAINED ? (1 + SKILLS + m) * N + n : p->rows;
    }
}

static int draw_all(struct env *e, struct paths (*paths)(int))
{
    struct verifiable *s = e->self;
    struct paths x = paths(0);
    int nodes = 1 + x.longest;
    for (int j = 0; j < x.n; j++)
        nodes += x.length[j] - 1;
    s->p = (struct prompts){ .n = PROMPTS_ALL, .train = TRAINED, .nodes = nodes, .tokens = TOKENS, .length = x.longest,
                             .rows = (1 + SKILLS + TRAINED) * nodes, .tables = 3 };
    struct maker k = prompts_open(e, &s->p);
    for (int m = 0; m < PROMPTS_ALL; m++) {
        x = paths(m);
        draw_prompt(&k, m, &x);
    }
    for (int m = 0; m < TRAINED; m++)
        if (s->train == TRAIN_ALL || (s->train == TRAIN_ONE ? m == s->prompt : hard(m) == (s->train == TRAIN_HARD)))
            k.drawn[s->p.n_drawn++] = m;
    return prompts_close(&k, e);
}
static int verifiable_init(struct env *e) { return draw_all(e, short_and_long); }
static int modes_init(struct env *e) { return draw_all(e, four_modes); }

ENVIRONMENT(verifiable) = {
    .name = "verifiable", .brief = "prompts with a short answer for easy ones and a long one for all",
    .source = "made for this project: what Cui et al. 2025 (arXiv 2505.22617) see in language models, on 15 nodes",
    .params = verifiable_params, .size = sizeof(struct verifiable), .has = PROMPTS | ACTIONS | EPISODES | UNIT_REWARDS,
    .init = verifiable_init, .reset = prompts_reset, .step = prompts_step,
};
ENVIRONMENT(modes) = {
    .name = "modes", .brief = "prompts with four right answers, of which a test accepts one",
    .source = "made for this project: what becomes of diversity when any right answer is paid",
    .params = verifiable_params, .size = sizeof(struct verifiable), .has = PROMPTS | ACTIONS | EPISODES | UNIT_REWARDS,
    .init = modes_init, .reset = prompts_reset, .step = prompts_step,
};
