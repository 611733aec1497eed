/* An agent that may search up to three times before it answers: responses that differ in kind.
 *
 * Before each search it decides, answer now or search (one logit each time, 0 at first); a search writes a query, one of four tokens,
 * all alike at first, of which the first is good and the agent is not told.  After k searches, g of them good, the answer is right with
 * chance
 *     c_g 0.5^(k - g),   c = (0.36, 0.34, 0.55, 0.95)
 * To answer at once pays 0.36; to search badly pays less than that, and three good queries 0.95.  At first the expected rewards by
 * the number of searches are 0.36, 0.22, 0.14875 and 0.108359, in all 0.267139: searching looks bad until queries are good, and
 * queries are only learned by searching.  A baseline of the whole group punishes every search beside answers given at once. */
#include "prompts.h"

enum { MOST_SEARCHES = 3, QUERIES = 4, ANSWER = 0, SEARCH = 1 };
struct search_agent { struct prompts p; };
static const param search_agent_params[] = { END };

/* nodes in the order they are met: before search k+1 of which g queries were good; with the query to write */
static int decision(int k, int good) { return k * (k + 1) + good; }
static int query(int k, int good) { return decision(k, good) + k + 1; }

static double right(int searches, int good)
{
    static const double c[] = { 0.36, 0.34, 0.55, 0.95 };
    double chance = c[good];
    for (int bad = searches - good; bad; bad--)
        chance *= 0.5;
    return chance;
}

static int search_agent_init(struct env *e)
{
    struct search_agent *s = e->self;
    int end = MOST_SEARCHES * (MOST_SEARCHES + 1);
    s->p = (struct prompts){ .n = 1, .train = 1, .n_drawn = 1, .nodes = end + 1, .tokens = QUERIES, .length = 2 * MOST_SEARCHES,
                             .rows = 2 * MOST_SEARCHES, .tables = 1 };
    struct maker m = prompts_open(e, &s->p);
    for (int k = 0; k < MOST_SEARCHES; k++)
        for (int good = 0; good <= k; good++) {
            int at = decision(k, good) * QUERIES, ask = query(k, good) * QUERIES, last = k + 1 == MOST_SEARCHES;
            m.row[decision(k, good)] = k, m.row[query(k, good)] = MOST_SEARCHES + k;
            m.chance[at + ANSWER] = right(k, good);
            m.next[at + SEARCH] = query(k, good), m.call[at + SEARCH] = 1;
            for (int a = 0; a < QUERIES; a++) {
                /* a decision has two tokens, and one logit for both */
                m.logit[at + a] = a > SEARCH ? FORBIDDEN : 0;
                m.learned[at + a] = a == SEARCH;
                if (last)
                    m.chance[ask + a] = right(k + 1, good + (a == 0));
                else
                    m.next[ask + a] = decision(k + 1, good + (a == 0));
            }
        }
    m.row[end] = s->p.rows;
    return prompts_close(&m, e);
}

ENVIRONMENT(search_agent) = {
    .name = "search-agent", .brief = "answer at once, or search first: responses of different kinds",
    .source = "made for this project after Stratified GRPO (arXiv 2510.06214)",
    .params = search_agent_params, .size = sizeof(struct search_agent), .has = PROMPTS | ACTIONS | EPISODES | UNIT_REWARDS,
    .init = search_agent_init, .reset = prompts_reset, .step = prompts_step,
};
