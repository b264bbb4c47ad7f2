#include "runtime/search/worker_pool.h"
#include "runtime/diagnose/ignore.h"
#include "runtime/diagnose/outcome.h"
#include "runtime/search/budget.h"
#include "runtime/search/child.h"
#include "runtime/search/execute.h"
#include "runtime/search/progress.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOST_MAX = 100 };         /* workers that may be lost, before it is given up */
static const double GRACE = 0.3; /* seconds that a worker has to end in */

static struct worker_pool *pool;
static pid_t processes[WORKERS_MAX];
static unsigned lost_count;

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
    bool stops = witness_add(pool->state->witnesses, lost->result, order, entry->strategy->name,
                             lost->number);
    if (stops && !pool->settings->all && order < pool->state->best) {
        pool->state->best = order;
    }
}

static void worker_ended(unsigned worker, int status)
{
    struct worker_state *state = &pool->state->workers[worker];

    processes[worker] = 0;
    if (state->finished || !state->running || pool->state->stop || ++lost_count > LOST_MAX) {
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

/* A worker looks between two schedules whether all is over; one may be in a schedule that has no
 * end. */
static void workers_stop(double now)
{
    static double stopped;

    if (!pool->state->stop) {
        pool->state->stop = budget_is_spent();
        stopped = now;
        return;
    }
    for (unsigned i = 0; now - stopped > GRACE && i < pool->settings->jobs; i++) {
        if (processes[i] != 0) {
            kill(processes[i], SIGKILL);
        }
    }
}

void worker_pool_run(struct worker_pool *given)
{
    pool = given;
    lost_count = 0;
    ignore_count(true);
    for (unsigned i = 0; i < pool->settings->jobs && !budget_is_spent(); i++) {
        processes[i] = child_start(worker_main, (void *)(uintptr_t)i);
    }
    while (workers_reap() > 0) {
        budget_wait();
        workers_stop(budget_clock());
        progress_write(budget_spent());
    }
    ignore_count(false);
}
