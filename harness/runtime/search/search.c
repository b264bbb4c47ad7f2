#include "runtime/search/search.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/fiber.h"
#include "runtime/engine/output.h"
#include "runtime/search/child.h"
#include "runtime/search/confirmation.h"
#include "runtime/search/minimise.h"
#include "runtime/search/profile.h"
#include "runtime/search/search_report.h"
#include "runtime/search/trace_text.h"
#include "runtime/search/worker_pool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <unistd.h>

enum { THREADS_FIRST = 8 }; /* parked at the beginning; more where a program needs them */
static const uint64_t MINIMISE_POINTS = 20000000;

static struct settings settings;
static struct portfolio portfolio;
static struct search_state *state;
static struct schedule_result *scratch;
static struct profile profile;
static struct worker_pool pool;
static bool refused;

static char *file_read(const char *path, size_t *size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;

    if (file < 0 || fstat(file, &status) != 0) {
        base_die("cannot read %s: %s", path, strerror(errno));
    }
    *size = (size_t)status.st_size;
    char *text = base_map(*size + 1);
    if (read(file, text, *size) != (ssize_t)*size) {
        base_die("cannot read %s", path);
    }
    close(file);
    return text;
}

static void state_clear(void)
{
    state->best = PORTFOLIO_NEVER;
    state->exhausted = state->stop = state->was_refused = false;
    state->witnesses->count = 0;
    for (unsigned i = 0; i < settings.jobs; i++) {
        struct worker_state *worker = &state->workers[i];
        struct schedule_result *result = worker->result;
        base_fill(worker, 0, sizeof *worker);
        worker->result = result != NULL ? result : base_map_shared(sizeof *result);
    }
}

static void refuse(const char *reason)
{
    refused = true;
    base_text(state->reason, sizeof state->reason, reason);
}

static void prepare(const struct execute_program *program)
{
    sigset_t signals;

    settings_read(&settings);
    schedule_settings.steps_max = (uint32_t)settings.steps;
    schedule_settings.stop_at_violation = !settings.all && !settings.bench;
    schedule_settings.fork_mode = settings.fork_mode;
    if (settings.expect != NULL) {
        size_t size;
        const char *text = file_read(settings.expect, &size);
        output_expect(text, size);
    }
    assumptions_prepare();
    state = base_map_shared(sizeof *state);
    state->witnesses = witness_list_new();
    scratch = base_map_shared(sizeof *scratch);
    state_clear();
    profile = (struct profile){ .settings = &settings, .state = state, .scratch = scratch };
    pool = (struct worker_pool){
        .settings = &settings, .portfolio = &portfolio, .state = state, .began = worker_pool_clock()
    };
    worker_pool_signals(&signals);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    fiber_park(THREADS_FIRST);
    execute_prepare(program);
    stack_sharing_use(&state->sharing);
}

/* What stopped a worker stops the search, unless it can be made good. */
static int refusal_cure(void)
{
    scratch->end = state->refused;
    scratch->needs_fork = state->needs_fork;
    base_copy(scratch->reason, state->reason, sizeof scratch->reason);
    if (profile_cure(&profile) == 0) {
        return 0;
    }
    refuse(scratch->reason);
    return -1;
}

static void explore(void)
{
    do {
        state_clear();
        portfolio_plan(&portfolio, &settings, state->length);
        for (unsigned i = 0; i < portfolio.count; i++) {
            portfolio.items[i].strategy->open(settings.seed, (uint32_t)state->length);
        }
        worker_pool_run(&pool);
    } while (state->was_refused && refusal_cure() == 0);
}

/* Where it stops at the first finding, only the first in the portfolio's order counts. */
static void found_choose(void)
{
    struct witness_list *witness = state->witnesses;
    unsigned first = 0;

    for (unsigned i = 1; i < witness->count; i++) {
        first = witness->items[i].order < witness->items[first].order ? i : first;
    }
    if (!settings.all && witness->count > 0) {
        witness_swap(&witness->items[0], &witness->items[first]);
        witness->count = 1;
    }
}

static void minimise_run(void *witness)
{
    execute_in_process();
    minimise(witness, scratch, MINIMISE_POINTS);
}

static void found_confirm(void)
{
    found_choose();
    for (unsigned i = 0; i < state->witnesses->count; i++) {
        if (state->witnesses->items[i].violation.kind !=
            VIOLATION_HANG) { /* each attempt would hang */
            child_run(minimise_run, &state->witnesses->items[i]);
        }
        profile.diverged += !confirmation_run(&state->witnesses->items[i], scratch);
    }
}

static void replay(void)
{
    size_t size;
    const char *text = file_read(settings.replay, &size), *bad;
    uint8_t *trace = base_map(STEPS_MAX);
    int64_t length = trace_text_read(text, trace, STEPS_MAX, &bad);

    if (length < 0) {
        base_die("%s: this is no schedule: %.20s", settings.replay, bad);
    }
    stack_sharing_use(&state->sharing);
    if (settings.gdb) {
        confirmation_here(trace, (uint32_t)length, scratch);
    } else if (!confirmation_replay(trace, (uint32_t)length, state->witnesses, scratch)) {
        refuse("the schedule cannot be followed: the program does something else than when it "
               "was recorded");
    }
}

static enum report_end end_of_search(void)
{
    return refused                       ? REPORT_REFUSED
           : pool.interrupted            ? REPORT_INTERRUPTED
           : state->exhausted            ? REPORT_EXHAUSTED
           : state->witnesses->count > 0 ? REPORT_STOPPED
                                         : REPORT_SAMPLED;
}

int search_run(const struct execute_program *program)
{
    prepare(program);
    if (profile_send(&profile) != 0) {
        refuse(scratch->reason);
    } else if (settings.replay != NULL) {
        replay();
    } else {
        explore();
        found_confirm();
    }
    const struct report report = {
        .end = end_of_search(),
        .reason = refused ? state->reason : NULL,
        .mode_reason = profile.mode_reason,
        .randomised = (personality(0xffffffff) & ADDR_NO_RANDOMIZE) == 0,
        .diverged = profile.diverged,
        .seconds = worker_pool_clock() - pool.began,
        .settings = &settings,
        .portfolio = &portfolio,
        .state = state,
        .workers = (unsigned)settings.jobs,
    };
    report_write(&report);
    return 0;
}
