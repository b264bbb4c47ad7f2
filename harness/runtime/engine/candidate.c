#include "runtime/engine/candidate.h"
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
