/* The k largest: see select.h. */
#include "select.h"
#include <math.h>

/* does place i go before place j? */
static int before(const double *x, int stride, int i, int j)
{
    double a = x[i * stride], b = x[j * stride];
    return a > b || (a == b && i < j);
}

/* the heap's top is the last of those chosen: put `place` there and let it sink */
static void sink(const double *x, int stride, int *heap, int size, int place)
{
    int at = 0;
    for (int child; (child = 2 * at + 1) < size; at = child) {
        if (child + 1 < size && before(x, stride, heap[child], heap[child + 1]))
            child++;
        if (!before(x, stride, place, heap[child]))
            break;
        heap[at] = heap[child];
    }
    heap[at] = place;
}

int select_top(const double *x, int n, int stride, int k, int *chosen)
{
    int size = 0;
    for (int i = 0; i < n; i++) {
        if (!(x[i * stride] > -INFINITY))
            continue;
        if (size == k) {
            if (k > 0 && before(x, stride, i, chosen[0]))
                sink(x, stride, chosen, size, i);
            continue;
        }
        /* a new leaf rises */
        int at = size++;
        for (; at && before(x, stride, chosen[(at - 1) / 2], i); at = (at - 1) / 2)
            chosen[at] = chosen[(at - 1) / 2];
        chosen[at] = i;
    }
    return size;
}
