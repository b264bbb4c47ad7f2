#include "runtime/engine/point.h"
#include "runtime/engine/candidate.h"
#include "runtime/engine/spin.h"

enum {
    POINTS_A_STEP = 4, /* at most: a thread that is alone has points that are no steps */
};
static const uint32_t HASH_BASIS = 2166136261u, HASH_PRIME = 16777619u; /* FNV-1a */

struct operation point_pending[THREADS_MAX];
bool schedule_concurrent;
uint64_t schedule_time;
schedule_observer *schedule_observe;

static const struct strategy *strategy;
static struct choice choice;
static unsigned unjoined; /* threads that are there, or ended and were not joined */
static uint32_t hash;
static uint64_t earlier_points; /* of the schedules before */
static uint64_t points, points_max, switches, preemptions;

void points_begin(const struct strategy *chosen)
{
    strategy = chosen;
    hash = HASH_BASIS;
    earlier_points += points;
    points = switches = preemptions = 0;
    points_max = (uint64_t)schedule_settings.steps_max * POINTS_A_STEP;
    unjoined = 0;
    schedule_concurrent = false;
    schedule_time = 0;
    choice.pending = point_pending;
    choice.causes = candidates.causes;
    candidates_begin();
    spin_begin();
}

void points_use(const struct strategy *chosen)
{
    strategy = chosen;
    unjoined = UINT32_MAX / 2; /* never alone */
    schedule_concurrent = true;
    points = 0;
    spin_begin();
}

void points_note(struct schedule_result *result)
{
    result->hash = hash;
    result->points = points;
    result->switches = switches;
    result->preemptions = preemptions;
}

static inline void trace_add(unsigned entry)
{
    struct schedule_result *result = schedule_result;

    if (UNLIKELY(result->step_count >= schedule_settings.steps_max)) {
        schedule_finish(SCHEDULE_TOO_LONG, 0);
    }
    result->trace[result->step_count++] = (uint8_t)entry;
    hash = (hash ^ entry) * HASH_PRIME;
}

static unsigned thread_choose(void)
{
    uint64_t open = candidates_open();
    uint64_t found = candidates_find(open);
    unsigned current = thread_current->id;
    unsigned next;

    if ((found & (found - 1)) == 0 && !strategy->sees_all) {
        next = choice_lowest(found);
    } else {
        choice.candidates = found;
        choice.expiring = found & ~open;
        choice.yielding = found & candidates.yielding;
        choice.current = current;
        choice.thread_count = thread_count;
        choice.step = schedule_result->step_count;
        next = strategy->choose(&choice);
        if (UNLIKELY(next == STRATEGY_ABANDON)) {
            schedule_finish(SCHEDULE_ABANDONED, 0);
        }
    }
    if (UNLIKELY(!choice_has(open, next))) {
        trace_add(next | TRACE_EXPIRED);
        candidate_expire(next, open);
    } else {
        trace_add(next);
    }
    preemptions += next != current && choice_has(found & ~candidates.yielding, current);
    candidates.yielding &= candidate_bit(next);
    candidates.causes[next] = 0;
    return next;
}

static inline void step_take(struct thread *thread)
{
    unsigned next = thread_choose();

    if (next != thread->id) {
        switches++;
        thread_current = &threads[next];
        fiber_switch(&thread->fiber, &threads[next].fiber);
    }
}

EXPORT __attribute__((noinline)) void racetrap_thread_switch(unsigned thread)
{
    __asm__ volatile("" : : "r"(thread) : "memory"); /* a debugger stops here */
}

/* It is this thread's turn: what it announced is about to happen. */
static inline void step_begin(struct thread *thread)
{
    static unsigned last;

    if (UNLIKELY(schedule_observe != NULL)) {
        if (last != thread->ordinal) {
            last = thread->ordinal;
            racetrap_thread_switch(last);
        }
        schedule_observe(thread, &point_pending[thread->id]);
    }
}

static inline void announce(struct thread *thread, enum operation_kind kind,
                            const volatile void *address, size_t size, const volatile void *second,
                            uintptr_t pc)
{
    struct operation *operation = &point_pending[thread->id];

    thread->pc = pc;
    operation->kind = kind;
    operation->size = (uint32_t)size;
    operation->address = (uintptr_t)address;
    operation->second = (uintptr_t)second;
    operation->pc = pc;
    if (UNLIKELY(++points > points_max)) {
        schedule_finish(SCHEDULE_TOO_LONG, 0);
    }
}

static inline void changed(struct thread *thread, enum operation_kind kind)
{
    if (operation_changes(kind)) {
        spin_note_change();
    } else if (kind == OP_UNLOCK || kind == OP_COND_WAIT) {
        spin_note_release(thread);
    }
}

void schedule_point(enum operation_kind kind, const volatile void *address, size_t size,
                    uintptr_t pc)
{
    struct thread *thread = thread_current;

    announce(thread, kind, address, size, NULL, pc);
    if (LIKELY(schedule_concurrent)) {
        step_take(thread);
    }
    step_begin(thread);
    changed(thread, kind);
}

void schedule_point_two(enum operation_kind kind, const volatile void *address, size_t size,
                        const volatile void *second, uintptr_t pc)
{
    struct thread *thread = thread_current;

    announce(thread, kind, address, size, second, pc);
    if (LIKELY(schedule_concurrent)) {
        step_take(thread);
    }
    step_begin(thread);
    changed(thread, kind);
}

void schedule_point_read(enum operation_kind kind, const volatile void *address, size_t size,
                         uintptr_t pc)
{
    struct thread *thread = thread_current;

    announce(thread, kind, address, size, NULL, pc);
    if (LIKELY(schedule_concurrent)) {
        spin_check(thread, (uintptr_t)address, pc);
        step_take(thread);
    }
    step_begin(thread);
}

void schedule_point_read_two(enum operation_kind kind, const volatile void *address,
                             const volatile void *second, uintptr_t pc)
{
    struct thread *thread = thread_current;

    announce(thread, kind, address, 1, second, pc);
    if (LIKELY(schedule_concurrent)) {
        spin_check(thread, (uintptr_t)address, pc);
        step_take(thread);
    }
    step_begin(thread);
}

void schedule_yield(enum operation_kind kind, uint64_t duration, uintptr_t pc)
{
    struct thread *thread = thread_current;

    thread->wake = schedule_time + duration;
    announce(thread, kind, NULL, 0, NULL, pc);
    if (schedule_concurrent) {
        spin_check(thread, 0, pc);
        candidates.yielding |= candidate_bit(thread->id);
        step_take(thread);
    }
    step_begin(thread);
    if (thread->wake > schedule_time) {
        schedule_time = thread->wake; /* several sleep at the same time */
    }
}

enum wait_end schedule_wait(enum operation_kind kind, const volatile void *address,
                            const volatile void *second, const uint32_t *gate, uint64_t deadline,
                            uintptr_t pc)
{
    struct thread *thread = thread_current;
    enum wait_end end = WAIT_OVER;

    announce(thread, kind, address, 1, second, pc);
    if (schedule_concurrent || *gate != 0) {
        candidates.gates[thread->id] = gate;
        thread->deadline = deadline;
        thread->wait_end = WAIT_OVER;
        candidates.timed |= (uint64_t)(deadline != 0) << thread->id;
        step_take(thread);
        candidates.timed &= ~candidate_bit(thread->id);
        candidates.gates[thread->id] = &GATE_OPEN;
        end = (enum wait_end)thread->wait_end;
    }
    step_begin(thread);
    changed(thread, kind);
    return end;
}

void schedule_release(struct thread *thread, const uint32_t *gate)
{
    candidates.gates[thread->id] = gate;
    candidates.timed &= ~candidate_bit(thread->id);
    candidates.causes[thread->id] = schedule_result->step_count;
}

void schedule_interrupt(struct thread *thread)
{
    thread->wait_end = WAIT_CANCELLED;
    schedule_release(thread, &GATE_OPEN);
}

void schedule_depend(uint32_t step)
{
    candidates.causes[thread_current->id] = step;
}

unsigned schedule_pick(unsigned count)
{
    unsigned picked = count > 1 ? strategy->pick(count) : 0;

    if (count > 1) {
        trace_add(TRACE_WOKEN | picked);
    }
    return picked;
}

void schedule_thread_started(struct thread *thread)
{
    point_pending[thread->id] = (struct operation){ .kind = OP_START };
    candidates.gates[thread->id] = &GATE_OPEN;
    candidates.causes[thread->id] = schedule_concurrent ? schedule_result->step_count : 0;
    unjoined++;
    schedule_concurrent = true;
}

void schedule_thread_joined(void)
{
    unjoined--;
    schedule_concurrent = unjoined > 1;
}

void schedule_thread_ended(void)
{
    struct thread *thread = thread_current;

    candidates.gates[thread->id] = &GATE_CLOSED;
    thread->state = THREAD_ENDED;
    thread->running = 0;
    thread->end_step = schedule_result->step_count;
    for (unsigned i = 0; i < thread_count; i++) {
        if (candidates.gates[i] == &thread->running) {
            candidates.causes[i] = schedule_result->step_count;
        }
    }
    if (thread->detached && thread->joiners == 0) {
        thread_forget(thread);
    }
    unsigned next = thread_choose();
    switches++;
    thread_current = &threads[next];
    fiber_switch(&thread->fiber, &threads[next].fiber);
    __builtin_unreachable();
}

uint64_t schedule_points(void)
{
    return earlier_points + points;
}

void schedule_note_pc(uintptr_t pc)
{
    thread_current->pc = pc;
}

uint32_t schedule_step(void)
{
    return schedule_result->step_count;
}

const struct operation *schedule_pending(unsigned thread)
{
    return &point_pending[thread];
}
