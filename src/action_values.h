/* Tables of action values over lanes, q[(s*A + a)*L + l], and what their learners share: each lane's row, the best of it, and the
 * epsilon-greedy choice.
 *
 * rows_at() copies the rows of the states that the lanes stand in to x[a*L + l]: one access after the other, which is faster than
 * gathering them; all else is done on x, in vectors. */
#ifndef ACTION_VALUES_H
#define ACTION_VALUES_H
#include "lockstep.h"
#include "lane.h"

enum tie { TIE_RANDOM, TIE_FIRST };
#define TIES_TEXT "random|first"

/* step size of the n-th visit, 1/n^power */
FN vd shrinking(vd n, double power)
{
    if (power >= 1)
        return splat(1) / n;
    return vexp(splat(-power) * vlog(n));
}

/* x[a*L + l] = q of lane l's state; x has A*L doubles.  Where there are few states, a table is read whole, under masks. */
enum { FEW_STATES = 6 };
FN void rows_at(const double *restrict q, const int32_t *restrict state, int S, int A, int L, double *restrict x)
{
    if (S <= FEW_STATES)
        strip(r) {
            vd mine = ldi(state + r);
            for (int a = 0; a < A; a++) {
                vd y = ld(q + a * L + r);
                for (int s = 1; s < S; s++)
                    y = vsel(eq(mine, splat(s)), ld(q + (s * A + a) * L + r), y);
                st(x + a * L + r, y);
            }
        }
    else
        each(l) {
            const double *row = q + place(state, A * L, l);
            for (int a = 0; a < A; a++)
                x[a * L + l] = row[a * L];
        }
}
/* q = x[l] at each lane's pair, s*A + a */
FN void write_at(double *restrict q, const int32_t *restrict pair, int S, int A, int L, const double *restrict x)
{
    if (S * A <= 4)
        strip(r) {
            vd mine = ldi(pair + r), new = ld(x + r);
            for (int i = 0; i < S * A; i++)
                stm(q + i * L + r, eq(mine, splat(i)), new, ld(q + i * L + r));
        }
    else
        each(l)
            q[place(pair, L, l)] = x[l];
}
/* the same, a step towards x[l] */
FN void move_at(double *restrict q, const int32_t *restrict pair, int L, const double *restrict x, const double *restrict step)
{
    each(l) {
        double *at = q + place(pair, L, l);
        *at += step[l] * (x[l] - *at);
    }
}

/* where a state has fewer choices than there are actions, the others repeat them (env->choices): q of the pair just visited holds for
 * all its repeats */
FN void repeat_choices(const struct env *e, double *q, int A, int L)
{
    if (!e->choices || !q)
        return;
    each(l) {
        int was = e->io.was[l], n = e->choices[was];
        double *row = q + was * A * L + l, value = row[e->io.action[l] * L];
        for (int a = e->io.action[l] % n; a < A; a += n)
            row[a * L] = value;
    }
}

/* the largest value of the row, how many have it, the first that does */
struct best { vd value, ties, first; };
FN struct best best_of(const double *x, int A, int L, int r)
{
    struct best b = { ld(x + r), splat(1), splat(0) };
    for (int a = 1; a < A; a++) {
        vd y = ld(x + a * L + r);
        vm up = gt(y, b.value), same = eq(y, b.value);
        b.ties = vsel(up, splat(1), b.ties + vsel(same, splat(1), splat(0)));
        b.first = vsel(up, splat(a), b.first), b.value = vsel(up, y, b.value);
    }
    return b;
}
/* of the actions that are equal to the best, the one at u, uniform on (0, 1) */
FN vd tie_of(const double *x, int A, int L, int r, struct best b, vd u)
{
    vd mark = u * b.ties, seen = splat(0), action = splat(0);
    for (int a = 0; a + 1 < A; a++) {
        seen = seen + vsel(eq(ld(x + a * L + r), b.value), splat(1), splat(0));
        action = action + vsel(le(seen, mark), splat(1), splat(0));
    }
    return action;
}
/* the value of that action */
FN vd value_of(const double *x, int A, int L, int r, vd action)
{
    vd value = ld(x + r);
    for (int a = 1; a < A; a++)
        value = vsel(eq(action, splat(a)), ld(x + a * L + r), value);
    return value;
}

/* Epsilon-greedy with one coin, uniform on (0, 1): below eps it is, divided by eps, again uniform and picks any action; above, what is
 * left of it picks one of the best. */
FN vd epsilon_greedy(const double *x, int A, int L, int r, double eps, enum tie tie, vd coin)
{
    struct best b = best_of(x, A, L, r);
    vd greedy = b.first, any_one = vmin(splat(A - 1), vfloor(coin * splat(A / eps)));
    if (tie == TIE_RANDOM && any(gt(b.ties, splat(1))))
        greedy = tie_of(x, A, L, r, b, (coin - splat(eps)) * splat(1 / (1 - eps)));
    return vsel(lt(coin, splat(eps)), any_one, greedy);
}

/* the same as chances: pi[(s*A + a)*L + l] for all states */
FN void epsilon_greedy_policy(const double *q, int S, int A, int L, double eps, enum tie tie, double *pi)
{
    for (int s = 0; s < S; s++)
        strip(r) {
            const double *row = q + (size_t)(s * A) * (size_t)L + r;
            vd best = ld(row), ties = splat(0), before = splat(0);
            for (int a = 1; a < A; a++)
                best = vmax(best, ld(row + a * L));
            for (int a = 0; a < A; a++)
                ties = ties + vsel(eq(ld(row + a * L), best), splat(1), splat(0));
            for (int a = 0; a < A; a++) {
                vd mine = vsel(eq(ld(row + a * L), best), splat(1), splat(0));
                vd share = mine / ties;
                if (tie == TIE_FIRST)
                    share = vsel(gt(before, splat(0)), splat(0), mine);
                before = before + mine;
                st(pi + (size_t)(s * A + a) * (size_t)L + r, splat(eps / A) + splat(1 - eps) * share);
            }
        }
}
#endif
