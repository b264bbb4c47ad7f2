#include "runtime/engine/candidate.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/point.h"
#include "runtime/engine/schedule.h"

struct candidates candidates;
const uint32_t GATE_OPEN = 0, GATE_CLOSED = 1;

void candidates_begin(void)
{
    candidates.timed = candidates.yielding = 0;
}

static _Noreturn void nobody_goes_on(void)
{
    uint64_t blocked = 0;

    for (unsigned i = 0; i < thread_count; i++) {
        blocked |= (uint64_t)(threads[i].state == THREAD_LIVE) << i;
    }
    schedule_result->blocked = blocked;
    if (blocked == 0) {
        schedule_finish(SCHEDULE_EXITED, 0); /* the last thread has ended */
    }
    schedule_finish(SCHEDULE_DEADLOCK, 0);
}

/*
 * When what comes next by itself will have come: now, where somebody can run; else
 * with the first sleep that ends, or the first wait. A clock that says less
 * than that is ahead of the program by no more than `stall`.
 */
static uint64_t horizon_of(uint64_t running, uint64_t waiting)
{
    uint64_t horizon = UINT64_MAX;

    for (uint64_t rest = running; rest != 0; rest &= rest - 1) {
        unsigned thread = choice_lowest(rest);
        uint64_t wake =
            point_pending[thread].kind == OP_SLEEP ? threads[thread].wake : schedule_time;
        horizon = wake < horizon ? wake : horizon;
    }
    for (uint64_t rest = waiting; rest != 0; rest &= rest - 1) {
        uint64_t deadline = threads[choice_lowest(rest)].deadline;
        horizon = deadline < horizon ? deadline : horizon;
    }
    return horizon < schedule_time ? schedule_time : horizon;
}

uint64_t candidates_expiring(uint64_t open)
{
    uint64_t waiting = candidates.timed & ~open, expiring = 0;
    uint64_t limit = horizon_of(open & ~spin_threads, waiting);

    limit = limit + schedule_settings.stall < limit ? UINT64_MAX : limit + schedule_settings.stall;
    for (uint64_t rest = waiting; rest != 0; rest &= rest - 1) {
        unsigned thread = choice_lowest(rest);
        if (threads[thread].deadline <= limit) {
            expiring |= candidate_bit(thread);
        } else {
            assumption_rests(ASSUMPTION_STALL);
        }
    }
    return expiring;
}

uint64_t candidates_press(uint64_t open)
{
    if (open == 0) {
        nobody_goes_on();
    }
    if (spin_is_livelock()) {
        schedule_result->blocked = open;
        schedule_finish(SCHEDULE_LIVELOCK, 0);
    }
    return open;
}

void candidate_expire(unsigned thread, uint64_t open)
{
    if (open == 0) {
        schedule_result->expired = true;
    } else if (threads[thread].deadline > schedule_time) {
        schedule_result->early = true;
    }
    threads[thread].wait_end = WAIT_EXPIRED;
    /* where the deadline was over before, the wait was but a look (1: see time_deadline) */
    threads[thread].stalled = open == 0 && threads[thread].deadline > schedule_time + 1;
    candidates.yielding |=
        candidate_bit(thread); /* else a loop around the wait could run for ever */
    if (point_pending[thread].kind == OP_COND_WAKE) {
        point_pending[thread].kind = OP_COND_TIMEOUT;
    }
    if (threads[thread].deadline > schedule_time) {
        schedule_time = threads[thread].deadline;
    }
}
