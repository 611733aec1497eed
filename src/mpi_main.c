/* lockstep-mpi: the words of `lockstep run`, computed by all ranks of an MPI job in one run directory.
 *
 * Rank 0 does what `run` does, and where that would compute the missing units it gives them out: a rank asks for as many as it has
 * threads, computes them into a part of its own in the directory, and asks again before it is idle.  The tables are rank 0's.
 * No number depends on who computed it, so the bytes are those of a single process.
 *
 *     to rank 0:   WANT how many     STOP why (a signal was heard, or time is up)     DONE exit status
 *     from it:     BEGIN             GIVE units (none: there are no more)             STOP why             LEAVE exit status
 *
 * In every rank the main thread alone speaks MPI (MPI_THREAD_FUNNELED), looking for messages and sleeping in between, while other
 * threads compute.  Whatever stops or fails in one rank stops all in good order: each closes its part and hears LEAVE, so that all
 * leave with one exit status and mpirun has nothing to kill. */
#define _GNU_SOURCE
#include "commands.h"
#include "process.h"
#include "stop.h"
#include "store.h"
#include <mpi.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WANT, STOP, DONE, BEGIN, GIVE, LEAVE };         /* tags */
enum { MOST = 4096 };                                /* units in a message: as many as --threads allows */

const struct command commands[] = {
    { "lockstep-mpi", FOR_RUN, "[FILE.ini] [-e ENV] [-a ALGO[,ALGO...]] [KEY=VALUES ...] -o DIR",
      "run algorithms on environments on all ranks of mpirun or srun, into one run directory", NULL },
    { NULL, 0, NULL, NULL, NULL }
};

static int rank, ranks;

/* ---- messages: a few longs ------------------------------------------------------------------------------------------------------ */
struct message { int from, tag, n; long word[MOST]; };

static void tell(int to, int tag, const long *word, int n)
{
    MPI_Send(word, n, MPI_LONG, to, tag, MPI_COMM_WORLD);
}

static void tell_all(int tag, long word)
{
    for (int i = 1; i < ranks; i++)
        tell(i, tag, &word, 1);
}

/* the next message; NULL: none now, after a sleep, which is longer the longer nothing came */
static const struct message *listen(void)
{
    static struct message m;
    static long sleep;               /* nanoseconds */
    MPI_Status about;
    int here;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &here, &about);
    if (!here) {
        nanosleep(&(struct timespec){ .tv_nsec = sleep }, NULL);
        sleep = sleep < 5000000 ? sleep + sleep / 4 : sleep;
        return NULL;
    }
    sleep = 100000;
    MPI_Recv(m.word, MOST, MPI_LONG, about.MPI_SOURCE, about.MPI_TAG, MPI_COMM_WORLD, &about);
    m.from = about.MPI_SOURCE, m.tag = about.MPI_TAG;
    MPI_Get_count(&about, MPI_LONG, &m.n);
    return &m;
}

/* ---- the threads that compute ----------------------------------------------------------------------------------------------------- */
struct crew {
    struct store *store; const struct store_options *options;
    long (*next)(void *); void *context;             /* as of store_compute()  */
    pthread_t thread; int started, status;           /* an exit status, or -1  */
    atomic_int left;                                 /* 1: they are through    */
};

static void *crew_main(void *argument)
{
    struct crew *c = argument;
    c->status = store_compute(c->store, c->options, c->next, c->context, 0);
    atomic_store(&c->left, 1);
    return NULL;
}

static void crew_start(struct crew *c)
{
    c->started = !pthread_create(&c->thread, NULL, crew_main, c);
    if (!c->started)
        c->status = fail_inside("cannot start a thread"), atomic_store(&c->left, 1);
}

static void crew_join(struct crew *c)
{
    if (c->started)
        pthread_join(c->thread, NULL);
}

/* ---- rank 0 gives out ------------------------------------------------------------------------------------------------------------- */
struct source { struct todo *todo; pthread_mutex_t lock; };

static long source_left(struct source *s)
{
    pthread_mutex_lock(&s->lock);
    long left = s->todo->left;
    pthread_mutex_unlock(&s->lock);
    return left;
}

static long source_next(void *context)
{
    struct source *s = context;
    pthread_mutex_lock(&s->lock);
    long unit = todo_next(s->todo);
    s->todo->left -= unit >= 0;
    pthread_mutex_unlock(&s->lock);
    return unit;
}

/* towards the end fewer than were asked for, so that no rank waits for another's hoard */
static void give(struct source *s, int to, long wanted)
{
    long unit[MOST], share = source_left(s) / (2 * ranks) + 1;
    int n = 0;
    while (n < wanted && n < share && (unit[n] = source_next(s)) >= 0)
        n++;
    tell(to, GIVE, unit, n);
}

/* for struct store_options: the missing units on all ranks; *o is that of `run` */
static int compute(struct store *store, const struct store_options *o, struct todo *todo)
{
    struct source source = { todo, PTHREAD_MUTEX_INITIALIZER };
    struct crew crew = { .store = store, .options = o, .next = source_next, .context = &source };
    const double total = (double)todo->left;
    int at_work = ranks - 1, told = 0, worst = OK;
    tell_all(BEGIN, 0);
    crew_start(&crew);
    while (at_work || !atomic_load(&crew.left)) {
        const struct message *m = listen();
        if (m && m->tag == WANT)
            give(&source, m->from, m->word[0]);
        if (m && m->tag == STOP)
            stop_ask((int)m->word[0]);
        if (m && m->tag == DONE) {
            at_work--;
            if (m->word[0] != OK && (worst == OK || worst == INCOMPLETE))
                worst = (int)m->word[0];
        }
        /* one that failed, here or there, stops the others */
        if (!stop_asked() && ((worst != OK && worst != INCOMPLETE) || (atomic_load(&crew.left) && crew.status != OK)))
            stop_ask(-1);
        if (stop_asked() && !told++)
            tell_all(STOP, stop_asked());
        /* what was given out, which is a little ahead of what is done */
        if (!m)
            progress_show(o->progress, 1 - (double)source_left(&source) / total);
    }
    crew_join(&crew);
    return crew.status != OK && crew.status != INCOMPLETE ? crew.status : worst != OK ? worst : crew.status;
}

/* ---- the other ranks ask ---------------------------------------------------------------------------------------------------------- */
struct stock {
    long unit[MOST]; int n, at, over;                /* over: there will be no more */
    pthread_mutex_t lock; pthread_cond_t change;
};

static long stock_next(void *context)
{
    struct stock *s = context;
    pthread_mutex_lock(&s->lock);
    while (s->at == s->n && !s->over)
        pthread_cond_wait(&s->change, &s->lock);
    long unit = s->at < s->n ? s->unit[s->at++] : -1;
    pthread_mutex_unlock(&s->lock);
    return unit;
}

static int stock_empty(struct stock *s)
{
    pthread_mutex_lock(&s->lock);
    int empty = s->at == s->n && !s->over;
    pthread_mutex_unlock(&s->lock);
    return empty;
}

/* units more, or none: it is over */
static void stock_fill(struct stock *s, const long *unit, int n)
{
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < n; i++)
        s->unit[i] = unit[i];
    s->at = 0, s->n = n, s->over |= !n;
    pthread_cond_broadcast(&s->change);
    pthread_mutex_unlock(&s->lock);
}

static int help_in(struct store *store, const struct store_options *o)
{
    static struct stock stock = { .lock = PTHREAD_MUTEX_INITIALIZER, .change = PTHREAD_COND_INITIALIZER };
    struct crew crew = { .store = store, .options = o, .next = stock_next, .context = &stock };
    const long wanted = o->threads ? o->threads : pool_cpus();
    int asked = 0, told = 0;
    crew_start(&crew);
    while (!atomic_load(&crew.left)) {
        const struct message *m = listen();
        if (m && m->tag == GIVE)
            stock_fill(&stock, m->word, m->n), asked = 0;
        if (m && m->tag == STOP)
            stop_ask((int)m->word[0]);
        if (stop_asked() && !told++) {
            long why = stop_asked();
            tell(0, STOP, &why, 1);
            stock_fill(&stock, NULL, 0);
        }
        if (!asked && stock_empty(&stock))
            tell(0, WANT, &wanted, 1), asked = 1;
    }
    crew_join(&crew);
    return crew.status;
}

static int help(const struct words *w)
{
    struct plan plan;
    struct store store;
    struct store_options o = { 0 };
    double limit;
    if (store_words(w, &plan, &o, &limit))
        return -1;
    stop_listen(limit);
    int status = store_open(&store, word_of(w, "out"), &plan);
    if (!status)
        status = help_in(&store, &o);
    store_close(&store), plan_free(&plan);
    return status;
}

/* ---- both ------------------------------------------------------------------------------------------------------------------------- */

/* the CPUs of a machine are shared by the ranks on it, which may be bound to some of them each, or all to all */
static long fair_threads(void)
{
    MPI_Comm node;
    cpu_set_t mine, all;
    int here;
    CPU_ZERO(&mine);
    sched_getaffinity(0, sizeof mine, &mine);
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank, MPI_INFO_NULL, &node);
    MPI_Comm_size(node, &here);
    MPI_Allreduce(&mine, &all, sizeof mine, MPI_BYTE, MPI_BOR, node);
    MPI_Comm_free(&node);
    int share = CPU_COUNT(&all) / here, bound = CPU_COUNT(&mine);
    return share < 1 ? 1 : share < bound ? share : bound;
}

static int lead(const struct words *w)
{
    if (!word_of(w, "out"))
        return fail("lockstep-mpi: needs a run directory that all ranks see: say -o DIR");
    if (word_of(w, "shard"))
        return fail("lockstep-mpi: the ranks share the work among themselves: leave --shard out");
    if (word_of(w, "points") && !strcmp(word_of(w, "points"), "-"))
        return fail("lockstep-mpi: --points -: only one rank has the standard input: name a file that all ranks see");
    return run_words(w, compute);
}

/* rank 0 reads the words first: what is wrong with them is said once */
static int work(int argc, char **argv)
{
    struct words w = { 0 };
    const struct message *m = NULL;
    char threads[16];
    snprintf(threads, sizeof threads, "%ld", fair_threads());
    while (rank && !m)
        m = listen();
    if (m && m->tag == LEAVE)
        return (int)m->word[0];
    before_command = "";
    argv[0] = (char *)(uintptr_t)commands[0].name;
    int status = words_parse(&w, argc, argv);
    if (!status && !word_of(&w, "threads"))
        w.value[option_find("threads") - options] = threads;
    if (rank)
        notes_off();
    status = process_end(status ? (status > 0 ? OK : status) : rank ? help(&w) : lead(&w));
    words_free(&w);
    if (!rank) {
        tell_all(LEAVE, status);
        return status;
    }
    tell(0, DONE, &(long){ status }, 1);
    for (m = listen(); !m || m->tag != LEAVE;)
        m = listen();
    return (int)m->word[0];
}

int main(int argc, char **argv)
{
    int status = process_begin(), threads;
    if (status)
        return process_end(status);
    MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &threads);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    status = threads < MPI_THREAD_FUNNELED ? process_end(fail_inside("this MPI knows no threads")) : work(argc, argv);
    MPI_Finalize();
    return status;
}
