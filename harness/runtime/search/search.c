#include "runtime/search/search.h"
#include "runtime/diagnose/history.h"
#include "runtime/diagnose/ignore.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/fiber.h"
#include "runtime/engine/output.h"
#include "runtime/search/budget.h"
#include "runtime/search/child.h"
#include "runtime/search/confirmation.h"
#include "runtime/search/consequence.h"
#include "runtime/search/folder_copy.h"
#include "runtime/search/link_map.h"
#include "runtime/search/minimise.h"
#include "runtime/search/profile.h"
#include "runtime/search/progress.h"
#include "runtime/search/search_report.h"
#include "runtime/search/trace_text.h"
#include "runtime/search/worker_pool.h"
#include "runtime/tsan/access.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    RESTARTS_MAX = 32,
    THREADS_FIRST = 8,        /* fibers at the beginning; more where a program needs them */
    STEPS_LEARNING = 4000000, /* of a schedule, while nothing is known of it */
    STEPS_FACTOR = 20,
    STEPS_LEAST = 20000,
    STEPS_WITHOUT_END = 100000,
};
static const uint64_t STALL_ANY =
    UINT64_MAX / 2; /* a recorded schedule has it from another search */
static const uint64_t MINIMISE_POINTS = 20000000;

static struct settings settings;
static struct portfolio portfolio;
static struct search_state *state;
static struct schedule_result *scratch;
static struct profile profile;
static struct worker_pool pool;
static struct consequence consequence;
static bool refused;
static char unconfirmed[32]; /* the kind of what was not shown again */
static double minimising_end;

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
    state->exhausted = state->stop = state->was_refused = state->has_news = false;
    state->witnesses->count = 0;
    state->witnesses->more = false;
    for (unsigned i = 0; i < settings.jobs; i++) {
        struct worker_state *worker = &state->workers[i];
        struct schedule_result *result = worker->result;
        base_fill(worker, 0, sizeof *worker);
        worker->result = result != NULL ? result : base_map_shared(sizeof *result);
    }
}

/* What is known before anything has run. */
static void unseen_begin(void)
{
    const char *library = link_map_unseen();

    if (settings.unseen != NULL) {
        base_text(state->unseen, sizeof state->unseen, settings.unseen);
    } else if (library != NULL) {
        base_text(state->unseen, sizeof state->unseen, library);
    }
}

static void refuse(const char *reason)
{
    refused = true;
    base_text(state->reason, sizeof state->reason, reason);
}

static void ignore_read(void)
{
    size_t size;

    if (settings.ignore != NULL) {
        ignore_use(file_read(settings.ignore, &size));
        schedule_ignores = ignore_takes;
    }
    if ((settings.all || ignore_needs_places()) && !settings.bench) {
        history_use();
    }
}

static void prepare(const struct execute_program *program)
{
    settings_read(&settings);
    budget_begin(settings.seconds);
    schedule_settings.steps_max = (uint32_t)(settings.steps > 0 ? settings.steps : STEPS_LEARNING);
    schedule_settings.stop_at_violation = !settings.all && !settings.bench;
    schedule_settings.fork_mode = settings.fork_mode;
    schedule_settings.stall = settings.replay != NULL ? STALL_ANY : settings.stall;
    schedule_settings.exit_status = settings.exit_status;
    if (settings.expect != NULL) {
        size_t size;
        const char *text = file_read(settings.expect, &size);
        output_expect(text, size);
    }
    assumptions_prepare();
    if (settings.atomic_volatile) {
        access_volatile_is_atomic();
        assumption_rests(ASSUMPTION_VOLATILE);
    }
    state = base_map_shared(sizeof *state);
    state->exit_status = EXIT_STATUS_ANY;
    state->witnesses = witness_list_new();
    scratch = base_map_shared(sizeof *scratch);
    unseen_begin();
    state_clear();
    profile = (struct profile){ .settings = &settings, .state = state, .scratch = scratch };
    pool = (struct worker_pool){ .settings = &settings, .portfolio = &portfolio, .state = state };
    progress_begin(state, &settings, &portfolio);
    local_prepare(settings.locals);
    folder_copy_prepare(settings.report);
    fiber_prepare(THREADS_FIRST);
    execute_prepare(program);
    stack_sharing_use(&state->sharing);
    ignore_read();
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

/* A schedule that is many times longer than those that came to an end has none; where none did, all
 * are short. */
static void steps_limit(void)
{
    uint64_t limit = state->steps > 0 ? STEPS_FACTOR * state->steps : STEPS_WITHOUT_END;

    limit = limit < STEPS_LEAST ? STEPS_LEAST : limit > STEPS_LEARNING ? STEPS_LEARNING : limit;
    if (settings.steps == 0) {
        schedule_settings.steps_max = (uint32_t)limit;
    }
}

static bool minimising_is_over(void)
{
    return budget_is_interrupted() || budget_clock() > minimising_end + 1;
}

/* Where nobody says which status is right, it is that of the first schedule. */
static void exit_learn(void)
{
    if (settings.exit_status == EXIT_STATUS_ANY) {
        schedule_settings.exit_status = state->exit_status;
        state->exit_is_learnt = true;
    }
}

static void search_once(void)
{
    state_clear();
    portfolio_plan(&portfolio, &settings, state->length);
    for (unsigned i = 0; i < portfolio.count; i++) {
        portfolio.items[i].strategy->open(settings.seed, (uint32_t)state->length);
    }
    worker_pool_run(&pool);
}

/* What a schedule has shown of the stacks makes points of what was none in those before it. */
static bool begins_anew(void)
{
    static unsigned restarts;

    if (!state->has_news || state->stop) {
        return false;
    }
    if (state->exit_differs) {
        state->exit_differs = state->exit_is_learnt = false;
        state->exit_status = schedule_settings.exit_status = 0;
    }
    if (++restarts == RESTARTS_MAX) {
        state->sharing_is_final = true;
        base_text(state->unseen, sizeof state->unseen,
                  "which parts of the stacks are shared changes from schedule to schedule");
    }
    return true;
}

static void explore(void)
{
    do {
        search_once();
    } while (state->was_refused ? refusal_cure() == 0 : begins_anew());
}

static void minimise_run(void *witness)
{
    execute_in_process();
    minimise(witness, scratch, MINIMISE_POINTS, minimising_end);
}

/* Each attempt would hang; and what cannot be confirmed is left as it was. */
static void witness_minimise(struct witness *witness)
{
    static struct witness kept;

    if (witness->violation.kind == VIOLATION_HANG || budget_is_spent()) {
        return;
    }
    if (kept.trace == NULL) {
        kept.trace = base_map(STEPS_MAX);
    }
    witness_copy(&kept, witness);
    minimising_end = budget_minimising_end(state->witnesses->count);
    if (!child_run(minimise_run, witness, minimising_is_over) ||
        !confirmation_run(witness, scratch)) {
        witness_copy(witness, &kept);
        confirmation_run(witness, scratch);
    }
}

/* Drops what a process of its own does not show again; returns how many. */
static unsigned witnesses_confirm(void)
{
    struct witness_list *list = state->witnesses;
    unsigned dropped = 0;

    progress_stage("confirming");
    for (unsigned i = 0; i < list->count;) {
        if (confirmation_run(&list->items[i], scratch)) {
            i++;
            continue;
        }
        base_text(unconfirmed, sizeof unconfirmed, violation_name(list->items[i].violation.kind));
        witness_drop(list, i);
        dropped++;
    }
    return dropped;
}

/* What a restore has left behind may have misled the search: then each schedule gets a process. */
static void search_confirmed(void)
{
    explore();
    witness_choose(state->witnesses, settings.all);
    unsigned dropped = witnesses_confirm();
    if (dropped > 0 && !schedule_settings.fork_mode && !budget_is_spent()) {
        profile_choose_fork(&profile, "a finding was not shown again by a process of its own");
        progress_stage(NULL);
        explore();
        witness_choose(state->witnesses, settings.all);
        dropped = witnesses_confirm();
    }
    if (dropped > 0 && !witness_matters(state->witnesses) && !refused && !budget_is_interrupted()) {
        static char reason[160];
        snprintf(
            reason, sizeof reason,
            budget_is_overdrawn()
                ? "a %s was seen, and there was no time to show it again in a process of its own"
                : "a %s was seen, and a process of its own does not show it again: that is "
                  "the explorer's trouble, and no finding",
            unconfirmed);
        refuse(reason);
    }
}

static void replay(void)
{
    size_t size;
    const char *text = file_read(settings.replay, &size), *bad;
    uint8_t *trace = base_map(STEPS_MAX);
    int64_t length = trace_text_read(text, trace, STEPS_MAX, &state->sharing, &bad);

    if (length < 0) {
        base_die("%s: this is no schedule: %.20s", settings.replay, bad);
    }
    exit_learn();
    stack_sharing_use(&state->sharing);
    if (settings.gdb) {
        confirmation_here(trace, (uint32_t)length, scratch);
    } else if (!confirmation_replay(trace, (uint32_t)length, state->witnesses, scratch)) {
        refuse("the schedule cannot be followed: the program does something else than when it "
               "was recorded");
    }
}

/* Why nothing is known although nothing was found; NULL: it is. */
static const char *incomplete_reason(void)
{
    uint64_t schedules = 0, cut = 0;

    for (unsigned i = 0; i < settings.jobs; i++) {
        cut += state->workers[i].cut;
        for (unsigned entry = 0; entry < portfolio.count; entry++) {
            schedules += state->workers[i].entries[entry].schedules;
        }
    }
    return state->unseen[0] != '\0' ? state->unseen
           : schedules == 0         ? "no schedule was run: there was no time for one"
           : 2 * cut >= schedules ? "most schedules were longer than they may be, and were cut off"
                                  : NULL;
}

/* A leak does not stop it; nor does anything, where all is to be found. */
static bool has_stopped(void)
{
    return settings.replay != NULL ? state->witnesses->count > 0 : state->best != PORTFOLIO_NEVER;
}

static enum report_end end_of_search(void)
{
    return refused                       ? REPORT_REFUSED
           : budget_is_interrupted()     ? REPORT_INTERRUPTED
           : has_stopped()               ? state->exhausted ? REPORT_EXHAUSTED : REPORT_STOPPED
           : settings.replay != NULL     ? REPORT_SAMPLED
           : incomplete_reason() != NULL ? REPORT_INCOMPLETE
           : state->exhausted            ? REPORT_EXHAUSTED
                                         : REPORT_SAMPLED;
}

static void report_now(void)
{
    const struct report report = {
        .end = end_of_search(),
        .reason = refused ? state->reason : incomplete_reason(),
        .mode_reason = profile.mode_reason,
        .randomised = (personality(0xffffffff) & ADDR_NO_RANDOMIZE) == 0,
        .diverged = profile.diverged,
        .seconds = budget_spent(),
        .settings = &settings,
        .portfolio = &portfolio,
        .state = state,
        .consequence = &consequence,
        .workers = (unsigned)settings.jobs,
    };
    report_write(&report);
}

static void witnesses_minimise(void)
{
    progress_stage("minimising");
    for (unsigned i = 0; i < state->witnesses->count; i++) {
        witness_minimise(&state->witnesses->items[i]);
    }
}

/* Of what a race does one is enough: the first that a process of its own shows again. */
static void consequence_prove(void)
{
    witness_choose(state->witnesses, false);
    witnesses_confirm();
    if (state->witnesses->count > 1) {
        state->witnesses->count = 1;
    }
    witnesses_minimise();
}

/* What is confirmed is told before it is made smaller, which may take its time. */
static void search_whole(void)
{
    search_confirmed();
    if (state->witnesses->count > 0) {
        report_now();
    }
    witnesses_minimise();
    if (!refused && consequence_is_due(state, &settings)) {
        progress_stage("consequence");
        consequence_seek(&consequence, state, &settings, explore, consequence_prove);
    }
}

int search_run(const struct execute_program *program)
{
    prepare(program);
    consequence_begin(state, &settings);
    progress_stage("profile");
    int status = profile_send(&profile);
    progress_stage(NULL);
    if (status != 0) {
        refuse(scratch->reason);
    } else if (settings.replay != NULL) {
        replay();
    } else {
        steps_limit();
        exit_learn();
        search_whole();
    }
    folder_copy_end();
    report_now();
    return 0;
}
