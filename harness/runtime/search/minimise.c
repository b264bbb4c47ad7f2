/*
 * Delta debugging over the pieces of a schedule (a piece is a thread and for
 * how long it runs), after Zeller and Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input", TSE 28(2), 2002, in its greedy form: take a piece
 * out, or let it run together with the next one of its thread, and keep what
 * still fails and is simpler.
 */
#include "runtime/search/minimise.h"
#include "runtime/search/budget.h"
#include "runtime/search/execute.h"
#include "runtime/strategy/guided.h"
#include "runtime/strategy/strategies.h"

enum { PIECES_MAX = 4096, ROUNDS_MAX = 8, BOUNDED_SCHEDULES = 20000 };

static struct guide pieces[PIECES_MAX], attempt[PIECES_MAX];
static uint32_t piece_count;
static double end; /* on budget_clock */

static bool is_enough(uint64_t spent, uint64_t points)
{
    return spent >= points || budget_clock() > end;
}

static uint32_t pieces_read(const uint8_t *trace, uint32_t length, struct guide *to)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < length; i++) {
        if (count > 0 && to[count - 1].entry == trace[i] && (trace[i] & TRACE_WOKEN) == 0) {
            to[count - 1].steps++;
        } else if (count == PIECES_MAX) {
            return 0;
        } else {
            to[count++] = (struct guide){ trace[i], 1 };
        }
    }
    return count;
}

static uint32_t switch_count(const uint8_t *trace, uint32_t length)
{
    uint32_t count = 0;

    for (uint32_t i = 1; i < length; i++) {
        count += trace[i] != trace[i - 1];
    }
    return count;
}

static bool is_simpler(const struct schedule_result *result, const struct witness *witness)
{
    unsigned result_threads = trace_thread_count(result->trace, result->step_count);
    uint32_t result_switches = switch_count(result->trace, result->step_count);
    uint32_t found_switches = switch_count(witness->trace, witness->step_count);

    if (result->preemptions != witness->preemptions) {
        return result->preemptions < witness->preemptions;
    }
    if (result_threads != witness->thread_count) {
        return result_threads < witness->thread_count;
    }
    return result_switches != found_switches ? result_switches < found_switches
                                             : result->step_count < witness->step_count;
}

/* Keeps the schedule that was run, where it fails alike and is simpler. */
static bool result_take(struct witness *witness, const struct schedule_result *result)
{
    for (unsigned i = 0; i < result->violation_count; i++) {
        if (violation_same(&result->violations[i], &witness->violation) &&
            is_simpler(result, witness)) {
            base_copy(&witness->violation, &result->violations[i], sizeof witness->violation);
            witness->hash = result->hash;
            witness->step_count = result->step_count;
            witness->preemptions = result->preemptions;
            witness->thread_count = trace_thread_count(result->trace, result->step_count);
            witness->expired = result->expired;
            witness->early = result->early;
            base_copy(witness->trace, result->trace, result->step_count);
            return true;
        }
    }
    return false;
}

static bool attempt_run(struct witness *witness, uint32_t count, struct schedule_result *scratch,
                        uint64_t *spent)
{
    guided_use(attempt, count);
    execute_schedule(&STRATEGY_GUIDED, 0, scratch);
    *spent += scratch->points + 1;
    if (!result_take(witness, scratch)) {
        return false;
    }
    piece_count = pieces_read(witness->trace, witness->step_count, pieces);
    return true;
}

static uint32_t without(uint32_t left_out)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < piece_count; i++) {
        if (i != left_out) {
            attempt[count++] = pieces[i];
        }
    }
    return count;
}

/* The thread of piece `at` runs on, for all that it had in its next piece. */
static uint32_t joined(uint32_t at)
{
    uint32_t count = 0, next = at + 1;

    while (next < piece_count && pieces[next].entry != pieces[at].entry) {
        next++;
    }
    for (uint32_t i = 0; i < piece_count; i++) {
        if (i != next) {
            attempt[count] = pieces[i];
            attempt[count].steps += i == at && next < piece_count ? pieces[next].steps : 0;
            count++;
        }
    }
    return count;
}

static bool round_run(struct witness *witness, struct schedule_result *scratch, uint64_t points,
                      uint64_t *spent)
{
    bool better = false;

    for (uint32_t i = 0; i < piece_count && !is_enough(*spent, points); i++) {
        bool taken = attempt_run(witness, joined(i), scratch, spent) ||
                     attempt_run(witness, without(i), scratch, spent);
        better |= taken;
    }
    return better;
}

/* Few preemptions are tried systematically: what is found so has the fewest there are. */
static void bounded_run(struct witness *witness, struct schedule_result *scratch, uint64_t points)
{
    uint64_t spent = 0;

    STRATEGY_BOUNDED.open(0, 0);
    for (unsigned i = 0;
         i < BOUNDED_SCHEDULES && !is_enough(spent, points) && witness->preemptions > 0; i++) {
        enum search search = execute_schedule(&STRATEGY_BOUNDED, i, scratch);
        spent += scratch->points + 1;
        if ((result_take(witness, scratch) && witness->preemptions == scratch->preemptions) ||
            scratch->preemptions >= witness->preemptions || search != SEARCH_GOES_ON) {
            break;
        }
    }
}

void minimise(struct witness *witness, struct schedule_result *scratch, uint64_t points,
              double until)
{
    uint64_t spent = 0;

    end = until;
    piece_count = pieces_read(witness->trace, witness->step_count, pieces);
    for (unsigned round = 0; round < ROUNDS_MAX && !is_enough(spent, points); round++) {
        if (!round_run(witness, scratch, points, &spent)) {
            break;
        }
    }
    bounded_run(witness, scratch, points);
}
