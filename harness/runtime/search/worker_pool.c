#include "runtime/search/worker_pool.h"
#include "runtime/diagnose/outcome.h"
#include "runtime/search/child.h"
#include "runtime/search/execute.h"
#include "runtime/search/progress.h"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LOST_MAX = 100 };            /* workers that may be lost, before it is given up */
static const long TICK = 100000000; /* nanoseconds */

static struct worker_pool *pool;
static pid_t processes[WORKERS_MAX];
static unsigned lost_count;

double worker_pool_clock(void)
{
    struct timespec now = { 0 };

    base_kernel(SYS_clock_gettime, CLOCK_MONOTONIC, (uintptr_t)&now, 0, 0, 0, 0);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void worker_pool_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGCHLD);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
}

static void worker_main(void *argument)
{
    execute_in_process();
    worker_run(pool->state, pool->settings, pool->portfolio, (unsigned)(uintptr_t)argument);
}

/* A worker is gone in the middle of a schedule: that is what the schedule has done. */
static void lost_note(struct worker_state *lost, int signal_number)
{
    const struct portfolio_entry *entry = &pool->portfolio->items[lost->entry];
    portfolio_order order = portfolio_order_of(pool->portfolio, lost->entry, lost->number);

    lost->result->end = SCHEDULE_LOST;
    lost->result->violation_count = 0;
    lost->entries[lost->entry].schedules++;
    lost->entries[lost->entry].search = entry->stateful ? SEARCH_GAVE_UP : SEARCH_GOES_ON;
    outcome_judge_lost(lost->result, signal_number);
    witness_add(pool->state->witnesses, lost->result, order, entry->strategy->name, lost->number);
    if (!pool->settings->all && order < pool->state->best) {
        pool->state->best = order;
    }
}

static void worker_ended(unsigned worker, int status)
{
    struct worker_state *state = &pool->state->workers[worker];

    processes[worker] = 0;
    if (state->finished || !state->running || ++lost_count > LOST_MAX) {
        return;
    }
    lost_note(state, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    processes[worker] = child_start(worker_main, (void *)(uintptr_t)worker);
}

static unsigned workers_reap(void)
{
    unsigned alive = 0;
    int status;
    pid_t ended;

    while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
        for (unsigned i = 0; i < pool->settings->jobs; i++) {
            if (processes[i] == ended) {
                worker_ended(i, status);
            }
        }
    }
    for (unsigned i = 0; i < pool->settings->jobs; i++) {
        alive += processes[i] != 0;
    }
    return alive;
}

static void signals_wait(const sigset_t *signals)
{
    const struct timespec tick = { 0, TICK };
    int signal_number = sigtimedwait(signals, NULL, &tick);
    double limit = pool->settings->seconds;

    if (signal_number == SIGINT || signal_number == SIGTERM) {
        pool->interrupted = true;
        pool->state->stop = true;
    }
    if (limit > 0 && worker_pool_clock() - pool->began > limit) {
        pool->state->stop = true;
    }
}

void worker_pool_run(struct worker_pool *given)
{
    sigset_t signals;

    pool = given;
    lost_count = 0;
    worker_pool_signals(&signals);
    for (unsigned i = 0; i < pool->settings->jobs; i++) {
        processes[i] = child_start(worker_main, (void *)(uintptr_t)i);
    }
    while (workers_reap() > 0) {
        signals_wait(&signals);
        progress_write(pool->state, pool->settings, pool->portfolio,
                       worker_pool_clock() - pool->began);
    }
}
