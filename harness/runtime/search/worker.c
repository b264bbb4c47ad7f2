#include "runtime/search/worker.h"
#include "runtime/search/execute.h"

static const uint64_t HASH_PRIME = 1099511628211; /* FNV-1a */

static struct search_state *state;
static const struct settings *settings;
static const struct portfolio *portfolio;
static struct worker_state *own;
static uint64_t index_of_worker, worker_count;

static bool is_over(void)
{
    return __atomic_load_n(&state->stop, __ATOMIC_RELAXED) ||
           __atomic_load_n(&state->exhausted, __ATOMIC_RELAXED) || state->was_refused ||
           __atomic_load_n(&state->has_news, __ATOMIC_RELAXED);
}

static void best_note(portfolio_order order)
{
    portfolio_order best = __atomic_load_n(&state->best, __ATOMIC_RELAXED);

    while (order < best && !__atomic_compare_exchange_n(&state->best, &best, order, false,
                                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
}

static void refusal_note(const struct schedule_result *result)
{
    state->refused = result->end;
    state->refused_code = result->code;
    state->needs_fork = result->needs_fork;
    base_copy(state->reason, result->reason, sizeof state->reason);
    __atomic_store_n(&state->was_refused, true, __ATOMIC_RELEASE);
}

/* The first sentence stays: two workers may write the same one at once. */
static void unseen_note(const struct schedule_result *result)
{
    if (UNLIKELY(result->unseen[0] != '\0' && state->unseen[0] == '\0')) {
        base_copy(state->unseen, result->unseen, sizeof state->unseen);
    }
}

/* The search begins anew, with what is known then. */
static void news_note(void)
{
    while (__atomic_exchange_n(&state->sharing_lock, 1, __ATOMIC_ACQUIRE) != 0) {
    }
    if (stack_sharing_learn(&state->sharing)) {
        __atomic_store_n(&state->has_news, true, __ATOMIC_RELAXED);
    }
    __atomic_store_n(&state->sharing_lock, 0, __ATOMIC_RELEASE);
}

/* Where schedules differ, and one of them says that all is well, the others are the finding. */
static void exit_note(const struct schedule_result *result)
{
    if (UNLIKELY(state->exit_is_learnt && schedule_settings.exit_status != 0 &&
                 result->end == SCHEDULE_EXITED && result->code == 0)) {
        state->exit_differs = true;
        __atomic_store_n(&state->has_news, true, __ATOMIC_RELAXED);
    }
}

static void result_take(unsigned entry, uint64_t number)
{
    struct schedule_result *result = own->result;
    struct entry_state *entry_state = &own->entries[entry];
    portfolio_order order = portfolio_order_of(portfolio, entry, number);

    entry_state->schedules++;
    entry_state->points += result->points;
    own->switches += result->switches;
    own->hash = (own->hash ^ result->hash) * HASH_PRIME;
    own->cut += result->end == SCHEDULE_TOO_LONG;
    own->threads = result->thread_count > own->threads ? result->thread_count : own->threads;
    unseen_note(result);
    exit_note(result);
    if (UNLIKELY(stack_sharing_has_news() && !state->sharing_is_final)) {
        news_note();
    }
    if (result->end == SCHEDULE_BLOCKED ||
        (result->end == SCHEDULE_TOO_LONG && result->thread_count == 1)) {
        __atomic_store_n(&state->stop, true, __ATOMIC_RELAXED); /* so will the next one be */
    }
    if (result->end == SCHEDULE_UNSUPPORTED || result->end == SCHEDULE_THREADS) {
        refusal_note(result);
        return;
    }
    if (result->violation_count > 0 && !settings->bench &&
        witness_add(state->witnesses, result, order, portfolio->items[entry].strategy->name,
                    number) &&
        !settings->all) {
        best_note(order);
    }
    if (entry_state->search == SEARCH_EXHAUSTED) {
        __atomic_store_n(&state->exhausted, true, __ATOMIC_RELAXED);
    }
}

/* One schedule of an entry, if there is one left that is ours; whether there may be more. */
static bool entry_go(unsigned entry, uint64_t number)
{
    const struct portfolio_entry *planned = &portfolio->items[entry];
    struct entry_state *entry_state = &own->entries[entry];

    if (entry_state->search != SEARCH_GOES_ON || number >= planned->schedules ||
        entry_state->points >= planned->points) {
        return false;
    }
    if (!portfolio_is_mine(portfolio, entry, number, index_of_worker, worker_count)) {
        return true;
    }
    if (portfolio_order_of(portfolio, entry, number) >
        __atomic_load_n(&state->best, __ATOMIC_RELAXED)) {
        return false;
    }
    own->entry = entry;
    own->number = number;
    own->running = true;
    entry_state->search = execute_schedule(planned->strategy, number, own->result);
    own->running = false;
    result_take(entry, number);
    return true;
}

static void phase_run(unsigned phase, uint64_t first, unsigned first_entry)
{
    bool more = true;

    for (uint64_t number = first; more && !is_over(); number++) {
        more = false;
        for (unsigned i = 0; i < portfolio->count && !is_over(); i++) {
            if (portfolio->items[i].phase == phase && (number > first || i >= first_entry)) {
                more |= entry_go(i, number);
            }
        }
    }
}

void worker_run(struct search_state *shared, const struct settings *given,
                const struct portfolio *planned, unsigned worker)
{
    state = shared;
    settings = given;
    portfolio = planned;
    own = &state->workers[worker];
    index_of_worker = settings->shard * settings->jobs + worker;
    worker_count = settings->shards * settings->jobs;
    uint64_t first = own->running ? own->number : 0;
    unsigned first_entry = own->running ? own->entry + 1 : 0;
    for (; own->phase <= 2; own->phase++) {
        phase_run(own->phase, first, first_entry);
        first = 0;
        first_entry = 0;
    }
    own->finished = true;
}
