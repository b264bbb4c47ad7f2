#include "runtime/engine/schedule.h"
#include "runtime/engine/heap.h"
#include "runtime/engine/object.h"
#include "runtime/engine/shadow.h"
#include "runtime/engine/spin.h"

enum {
    POINTS_A_STEP = 4, /* at most: a thread that is alone has points that are no steps */
};
static const uint32_t HASH_BASIS = 2166136261u, HASH_PRIME = 16777619u; /* FNV-1a */

bool schedule_active, schedule_concurrent;
struct schedule_settings schedule_settings;
struct schedule_result *schedule_result;
uint64_t schedule_time;
schedule_observer *schedule_observe;

static const struct strategy *strategy;
static struct fiber control;
static struct operation pending[THREADS_MAX];
static const uint32_t *gates[THREADS_MAX]; /* a thread is a candidate where its number is 0 */
static uint32_t causes[THREADS_MAX];
static const uint32_t OPEN = 0, CLOSED = 1;
static struct choice choice;
static uint64_t timed;    /* threads that wait with a deadline */
static uint64_t yielding; /* threads that let others go first */
static unsigned unjoined; /* threads that are there, or ended and were not joined */
static uint32_t hash;
static uint64_t points, points_max, switches, preemptions;

static inline uint64_t bit_of(unsigned thread)
{
    return (uint64_t)1 << thread;
}

static uint64_t open_threads(void)
{
    uint64_t open = 0;

    for (unsigned i = 0; i < thread_count; i++) {
        open |= (uint64_t)(*gates[i] == 0) << i;
    }
    return open;
}

static void results_note(enum schedule_end end, int code)
{
    struct schedule_result *result = schedule_result;

    result->end = end;
    result->code = code;
    result->hash = hash;
    result->points = points;
    result->switches = switches;
    result->preemptions = preemptions;
}

void schedule_finish(enum schedule_end end, int code)
{
    struct fiber ended = { .thread_pointer = thread_current->fiber.thread_pointer };

    schedule_active = false;
    results_note(end, code);
    fiber_switch(&ended, &control);
    __builtin_unreachable();
}

void schedule_refuse(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    base_format(schedule_result->reason, sizeof schedule_result->reason, format, arguments);
    va_end(arguments);
    schedule_finish(SCHEDULE_UNSUPPORTED, 0);
}

/* What the runtime itself cannot go on with, in the middle of a schedule. */
static void refuse_instead(const char *reason)
{
    if (schedule_active) {
        schedule_refuse("%s", reason);
    }
}

void schedule_need_fork(const char *format, va_list arguments)
{
    struct schedule_result *result = schedule_result;

    if (!schedule_settings.fork_mode) {
        result->needs_fork = true;
        base_format(result->reason, sizeof result->reason, format, arguments);
        schedule_finish(SCHEDULE_UNSUPPORTED, 0);
    }
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

static uint64_t candidates_find(uint64_t open)
{
    uint64_t candidates = (open & ~spin_threads) | (timed & ~open);

    if (UNLIKELY(candidates == 0)) {
        if (open == 0) {
            nobody_goes_on();
        }
        if (spin_is_livelock()) {
            schedule_result->blocked = open;
            schedule_finish(SCHEDULE_LIVELOCK, 0);
        }
        candidates = open;
    }
    return candidates;
}

/* A wait that ends before it was let go: only its owner's step can tell. */
static void expire(unsigned thread, uint64_t open)
{
    if (open == 0) {
        schedule_result->expired = true;
    }
    threads[thread].wait_end = WAIT_EXPIRED;
    /* where the deadline was over before, the wait was but a look (1: see time_deadline) */
    threads[thread].stalled = open == 0 && threads[thread].deadline > schedule_time + 1;
    yielding |= bit_of(thread); /* else a loop around the wait could run for ever */
    if (pending[thread].kind == OP_COND_WAKE) {
        pending[thread].kind = OP_COND_TIMEOUT;
    }
    if (threads[thread].deadline > schedule_time) {
        schedule_time = threads[thread].deadline;
    }
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
    uint64_t open = open_threads();
    uint64_t candidates = candidates_find(open);
    unsigned current = thread_current->id;
    unsigned next;

    if ((candidates & (candidates - 1)) == 0 && !strategy->sees_all) {
        next = choice_lowest(candidates);
    } else {
        choice.candidates = candidates;
        choice.expiring = candidates & ~open;
        choice.yielding = candidates & yielding;
        choice.current = current;
        choice.thread_count = thread_count;
        choice.step = schedule_result->step_count;
        next = strategy->choose(&choice);
        if (UNLIKELY(next >= STRATEGY_ABANDON)) {
            schedule_finish(next == STRATEGY_CUT ? SCHEDULE_TOO_LONG : SCHEDULE_ABANDONED, 0);
        }
    }
    if (UNLIKELY(!choice_has(open, next))) {
        trace_add(next | TRACE_EXPIRED);
        expire(next, open);
    } else {
        trace_add(next);
    }
    preemptions += next != current && choice_has(candidates & ~yielding, current);
    yielding &= bit_of(next);
    causes[next] = 0;
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
        schedule_observe(thread, &pending[thread->id]);
    }
}

static inline void announce(struct thread *thread, enum operation_kind kind,
                            const volatile void *address, size_t size, const volatile void *second,
                            uintptr_t pc)
{
    struct operation *operation = &pending[thread->id];

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

void schedule_point_two(enum operation_kind kind, const volatile void *address,
                        const volatile void *second, uintptr_t pc)
{
    struct thread *thread = thread_current;

    announce(thread, kind, address, 1, second, pc);
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

void schedule_yield(enum operation_kind kind, uint64_t duration, uintptr_t pc)
{
    struct thread *thread = thread_current;

    announce(thread, kind, NULL, 0, NULL, pc);
    if (schedule_concurrent) {
        spin_check(thread, 0, pc);
        yielding |= bit_of(thread->id);
        step_take(thread);
    }
    step_begin(thread);
    schedule_time += duration;
}

enum wait_end schedule_wait(enum operation_kind kind, const volatile void *address,
                            const volatile void *second, const uint32_t *gate, uint64_t deadline,
                            uintptr_t pc)
{
    struct thread *thread = thread_current;
    enum wait_end end = WAIT_OVER;

    announce(thread, kind, address, 1, second, pc);
    if (schedule_concurrent || *gate != 0) {
        gates[thread->id] = gate;
        thread->deadline = deadline;
        thread->wait_end = WAIT_OVER;
        timed |= (uint64_t)(deadline != 0) << thread->id;
        step_take(thread);
        timed &= ~bit_of(thread->id);
        gates[thread->id] = &OPEN;
        end = (enum wait_end)thread->wait_end;
    }
    step_begin(thread);
    changed(thread, kind);
    return end;
}

void schedule_release(struct thread *thread, const uint32_t *gate)
{
    gates[thread->id] = gate;
    timed &= ~bit_of(thread->id);
    causes[thread->id] = schedule_result->step_count;
}

void schedule_interrupt(struct thread *thread)
{
    thread->wait_end = WAIT_CANCELLED;
    schedule_release(thread, &OPEN);
}

void schedule_depend(uint32_t step)
{
    causes[thread_current->id] = step;
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
    pending[thread->id] = (struct operation){ .kind = OP_START };
    gates[thread->id] = &OPEN;
    causes[thread->id] = schedule_concurrent ? schedule_result->step_count : 0;
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

    gates[thread->id] = &CLOSED;
    thread->state = THREAD_ENDED;
    thread->running = 0;
    thread->end_step = schedule_result->step_count;
    for (unsigned i = 0; i < thread_count; i++) {
        if (gates[i] == &thread->running) {
            causes[i] = schedule_result->step_count;
        }
    }
    if (thread->detached) {
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
    return points;
}

void schedule_note_pc(uintptr_t pc)
{
    thread_current->pc = pc;
}

uint64_t schedule_unfinished(void)
{
    uint64_t unfinished = 0;

    if (schedule_result->end == SCHEDULE_ABANDONED) {
        return 0;
    }
    for (unsigned i = 0; i < thread_count; i++) {
        bool counts = threads[i].state == THREAD_LIVE && i != thread_current->id;
        unfinished |= (uint64_t)(counts || choice_has(schedule_result->blocked, i)) << i;
    }
    return unfinished;
}

uint32_t schedule_step(void)
{
    return schedule_result->step_count;
}

const struct operation *schedule_pending(unsigned thread)
{
    return &pending[thread];
}

struct violation *schedule_violation_new(enum violation_kind kind, uintptr_t address, size_t size)
{
    struct schedule_result *result = schedule_result;

    if (result->violation_count == VIOLATIONS_MAX) {
        return NULL;
    }
    struct violation *violation = &result->violations[result->violation_count++];
    violation->kind = kind;
    violation->address = address;
    violation->size = (uint32_t)size;
    violation->other_is_open = false;
    violation->side_count = 0;
    violation->text[0] = '\0';
    return violation;
}

void schedule_violation_done(void)
{
    if (schedule_settings.stop_at_violation) {
        schedule_finish(SCHEDULE_STOPPED, 0);
    }
}

void schedule_run(const struct strategy *chosen, struct schedule_result *result,
                  void (*entry)(void))
{
    strategy = chosen;
    schedule_result = result;
    result->violation_count = 0;
    result->expired = false;
    result->blocked = 0;
    result->reason[0] = '\0';
    result->needs_fork = false;
    result->step_count = 0;
    hash = HASH_BASIS;
    points = switches = preemptions = 0;
    points_max = (uint64_t)schedule_settings.steps_max * POINTS_A_STEP;
    base_last_word = refuse_instead;
    timed = yielding = 0;
    unjoined = 0;
    schedule_concurrent = false;
    schedule_time = 0;
    spin_begin();
    choice.pending = pending;
    choice.causes = causes;
    thread_begin();
    object_begin();
    heap_begin();
    shadow_begin();

    struct thread *first = thread_new(NULL, NULL, entry);
    thread_current = first;
    schedule_thread_started(first);
    schedule_concurrent = false;
    schedule_active = true;
    control.thread_pointer = first->fiber.thread_pointer; /* fiber 0 is the one that called */
    fiber_switch(&control, &first->fiber);
}
