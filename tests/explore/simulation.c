#include "simulation.h"

#include "runtime/engine/schedule.h"

#include <criterion/criterion.h>

#include <string.h>

/* A condition variable lies right before the mutex of the same number, as in many a struct. */
enum {
    MEMORY = 0x1000,
    PAIRS = 0x2000,
    PAIR = 128,
    MUTEX = 64,
    SEMAPHORES = 0x3000,
    THREAD = 0x4000
};

static const struct variable {
    unsigned offset, size;
} VARIABLES[] = {
    { 0, 4 }, { 4, 4 }, /* two side by side, */
    { 0, 8 },           /* both of them, */
    { 4, 8 },           /* the second, and what is behind it in another granule, */
    { 8, 4 },           /* and that one alone */
};

static uint64_t bit_of(unsigned n)
{
    return (uint64_t)1 << n;
}

static uint64_t mix(uint64_t digest, uint64_t value)
{
    digest = (digest ^ digest >> 29) * 0x9e3779b97f4a7c15u + value;
    digest = (digest ^ digest >> 32) * 0xd6e8feb86659fd93u;
    return digest ^ digest >> 32;
}

static uintptr_t mutex_address(unsigned n)
{
    return PAIRS + PAIR * n + MUTEX;
}

/* What the thread says that it will do. */
static struct operation announced(const struct sim_operation *operation)
{
    struct operation result = { .kind = operation->kind, .size = 1 };
    unsigned n = operation->object;

    switch ((unsigned)operation->kind) {
    case OP_READ:
    case OP_WRITE:
    case OP_ATOMIC_LOAD:
    case OP_ATOMIC_STORE:
        result.address = MEMORY + VARIABLES[n].offset;
        result.size = VARIABLES[n].size;
        break;
    case OP_COND_WAIT:
    case OP_COND_WAKE:
        result.second = mutex_address(operation->mutex);
        result.address = PAIRS + PAIR * n;
        break;
    case OP_SIGNAL:
    case OP_BROADCAST:
        result.address = PAIRS + PAIR * n;
        break;
    case OP_FREE:
        result.address = PAIRS + PAIR * n;
        result.size = PAIR;
        break;
    case OP_SEM_WAIT:
    case OP_SEM_TRYWAIT:
    case OP_SEM_TIMEDWAIT:
    case OP_SEM_POST:
    case OP_SEM_READ:
        result.address = SEMAPHORES + 64 * n;
        break;
    case OP_EXIT:
    case OP_JOIN:
    case OP_TRYJOIN:
    case OP_TIMEDJOIN:
        result.address = THREAD + 64 * n;
        break;
    case OP_START:
    case OP_CREATE:
    case OP_YIELD:
    case OP_FORK:
    case OP_END:
        result.size = 0;
        break;
    default:
        result.address = mutex_address(n);
    }
    return result;
}

static const struct sim_operation *next_of(const struct sim *sim, unsigned thread)
{
    return &sim->program->operations[thread][sim->at[thread]];
}

static void announce(struct sim *sim, unsigned thread)
{
    if (sim->at[thread] >= sim->program->counts[thread]) {
        sim->live &= ~bit_of(thread);
        return;
    }
    const struct sim_operation *next = next_of(sim, thread);
    sim->pending[thread] = announced(next);
    sim->pending[thread].pc = (uintptr_t)thread << 8 | (sim->at[thread] + 1);
    if (next->kind == OP_UNLOCK && sim->owners[next->object] != thread + 1) {
        sim->pending[thread].kind = OP_UNLOCK_UNHELD;
    }
    if (next->timed && next->kind != OP_COND_WAIT) {
        sim->timed |= bit_of(thread);
    }
    if (next->kind == OP_JOIN || next->kind == OP_TIMEDJOIN) {
        sim->causes[thread] = sim->end_steps[next->object];
        sim->cause_events[thread] = sim->end_events[next->object];
    }
}

void sim_begin(struct sim *sim, const struct sim_program *program)
{
    memset(sim, 0, sizeof *sim);
    sim->program = program;
    for (unsigned i = 0; i < program->thread_count; i++) {
        if ((program->created >> i & 1) == 0) {
            sim->live |= bit_of(i);
            sim->thread_count = i + 1;
            announce(sim, i);
        }
    }
    memcpy(sim->semaphores, program->semaphores, sizeof sim->semaphores);
}

/* Neither held by one nor shared by some. */
static bool is_unheld(const struct sim *sim, unsigned mutex)
{
    bool unheld = sim->owners[mutex] == 0;

    for (unsigned i = 0; i < SIM_THREADS; i++) {
        unheld &= sim->shares[mutex][i] == 0;
    }
    return unheld;
}

static bool is_open(const struct sim *sim, unsigned thread)
{
    const struct sim_operation *next = next_of(sim, thread);
    enum operation_kind kind = sim->pending[thread].kind;

    switch ((unsigned)kind) {
    case OP_LOCK: /* also of who has waited for a condition in vain */
    case OP_TIMEDLOCK: {
        unsigned n = next->kind == OP_COND_WAIT ? next->mutex : next->object;
        return is_unheld(sim, n);
    }
    case OP_READ_LOCK:
        return sim->owners[next->object] == 0;
    case OP_COND_WAKE:
        return choice_has(sim->woken, thread) && is_unheld(sim, next->mutex);
    case OP_SEM_WAIT:
    case OP_SEM_TIMEDWAIT:
        return sim->semaphores[next->object] > 0;
    case OP_TIMEDJOIN:
    case OP_JOIN:
        return choice_has(sim->ended, next->object);
    default:
        return true;
    }
}

uint64_t sim_candidates(const struct sim *sim, uint64_t *expiring)
{
    uint64_t candidates = 0;

    *expiring = 0;
    for (uint64_t rest = sim->over ? 0 : sim->live; rest != 0; rest &= rest - 1) {
        unsigned thread = choice_lowest(rest);
        if (is_open(sim, thread)) {
            candidates |= bit_of(thread);
        } else if (choice_has(sim->timed, thread)) {
            *expiring |= bit_of(thread);
        }
    }
    return candidates | *expiring;
}

unsigned sim_alternatives(const struct sim *sim, unsigned thread)
{
    if (sim->pending[thread].kind != OP_SIGNAL) {
        return 0;
    }
    unsigned count = sim->queue_counts[next_of(sim, thread)->object];
    return count > 1 ? count : 0;
}

/* Whether an unlock is one of what is held was seen when it was announced, which is not its turn.
 */
static enum operation_kind kind_of(const struct operation *operation)
{
    return operation->kind == OP_UNLOCK_UNHELD ? OP_UNLOCK : operation->kind;
}

static void event_add(struct sim *sim, unsigned thread, const struct operation *operation,
                      unsigned waiter)
{
    struct sim_event *event = &sim->events[sim->event_count++];

    cr_assert(sim->event_count < SIM_TRACE_MAX && sim->done[thread] < SIM_OPERATIONS);
    event->operation = *operation;
    event->number = thread * SIM_OPERATIONS + sim->done[thread]++;
    event->before = sim->cause_events[thread];
    for (unsigned i = 0; i + 1 < sim->event_count; i++) {
        const struct sim_event *other = &sim->events[i];
        if (other->number / SIM_OPERATIONS == thread ||
            (event->before & bit_of(other->number)) != 0 ||
            operation_conflicts(&other->operation, operation)) {
            event->before |= bit_of(other->number) | other->before;
        }
    }
    uint64_t digest = mix(event->number + 1, event->before);
    digest = mix(mix(digest, kind_of(operation)), operation->address);
    sim->trace_class += mix(mix(digest, operation->second), waiter);
    sim->cause_events[thread] = 0;
}

static void queue_drop(struct sim *sim, unsigned cond, unsigned position)
{
    sim->queue_counts[cond]--;
    for (unsigned i = position; i < sim->queue_counts[cond]; i++) {
        sim->queues[cond][i] = sim->queues[cond][i + 1];
    }
}

static void wake(struct sim *sim, unsigned cond, unsigned position)
{
    unsigned thread = sim->queues[cond][position];

    queue_drop(sim, cond, position);
    sim->woken |= bit_of(thread);
    sim->timed &= ~bit_of(thread);
    sim->causes[thread] = sim->step_count;
    sim->cause_events[thread] = bit_of(sim->events[sim->event_count - 1].number);
}

static void saw(struct sim *sim, unsigned thread, uint64_t what)
{
    sim->seen[thread] = mix(sim->seen[thread] + 1, what);
}

/* A program ends with all its threads; this one is not among those that it has cut off. */
static void program_end(struct sim *sim, unsigned thread)
{
    sim->live &= ~bit_of(thread);
    sim->over = true;
}

/* A try that comes to nothing, or zero that is read, leaves out some operations. */
static void outcome(struct sim *sim, unsigned thread, uint64_t what)
{
    saw(sim, thread, what);
    sim->at[thread] += what == 0 ? next_of(sim, thread)->value : 0;
}

static void memory_access(struct sim *sim, unsigned thread, bool writes)
{
    const struct sim_operation *next = next_of(sim, thread);
    const struct variable *variable = &VARIABLES[next->object];
    uint64_t value = 0;

    for (unsigned i = variable->offset; i < variable->offset + variable->size; i++) {
        if (writes) {
            sim->memory[i] = (uint8_t)next->value;
        }
        value = value << 8 | sim->memory[i];
    }
    if (!writes) {
        outcome(sim, thread, value);
    }
    if (next->ends && (writes || value == 0)) {
        program_end(sim, thread);
    }
}

static void wait_begin(struct sim *sim, unsigned thread)
{
    const struct sim_operation *next = next_of(sim, thread);

    sim->queues[next->object][sim->queue_counts[next->object]++] = thread;
    sim->owners[next->mutex] = 0;
    sim->pending[thread].kind = OP_COND_WAKE;
    sim->woken &= ~bit_of(thread);
    sim->timed |= (uint64_t)next->timed << thread;
}

static void wait_expire(struct sim *sim, unsigned thread)
{
    const struct sim_operation *next = next_of(sim, thread);

    for (unsigned i = 0; i < sim->queue_counts[next->object]; i++) {
        if (sim->queues[next->object][i] == thread) {
            queue_drop(sim, next->object, i);
        }
    }
    saw(sim, thread, OP_COND_TIMEOUT);
    sim->timed &= ~bit_of(thread);
    sim->pending[thread] =
        (struct operation){ .kind = OP_LOCK, .size = 1, .address = mutex_address(next->mutex) };
}

static void thread_end(struct sim *sim, unsigned thread)
{
    sim->live &= ~bit_of(thread);
    sim->ended |= bit_of(thread);
    sim->end_steps[thread] = sim->step_count;
    sim->end_events[thread] = bit_of(sim->events[sim->event_count - 1].number);
    for (unsigned i = 0; i < sim->thread_count; i++) {
        if (choice_has(sim->live, i) && sim->pending[i].kind == OP_JOIN &&
            next_of(sim, i)->object == thread) {
            sim->causes[i] = sim->step_count;
            sim->cause_events[i] = sim->end_events[thread];
        }
    }
}

static void thread_create(struct sim *sim, unsigned thread)
{
    sim->live |= bit_of(thread);
    sim->thread_count = sim->thread_count > thread + 1 ? sim->thread_count : thread + 1;
    sim->pending[thread] = (struct operation){ .kind = OP_START };
    sim->causes[thread] = sim->step_count;
    sim->cause_events[thread] = bit_of(sim->events[sim->event_count - 1].number);
}

/* Whoever uses what was freed can tell; whoever frees it can tell who uses it. */
static void freed_see(struct sim *sim, unsigned thread, bool expired)
{
    for (unsigned i = 0; i < SIM_OBJECTS; i++) {
        uintptr_t begin = PAIRS + PAIR * i;
        const struct operation *operation = &sim->pending[thread];
        bool uses = operation->address - begin < PAIR;
        uses &= operation->kind != OP_COND_WAKE || expired; /* POSIX lets it go by then */
        if (uses || (operation->second - begin < PAIR && !expired)) {
            saw(sim, thread, sim->freed[i]);
        }
        sim->freed[i] += uses && operation->kind == OP_FREE;
    }
}

/* A child knows all that there is at that moment; but not who waits, for nobody does so there. */
static uint64_t picture_of(const struct sim *sim)
{
    uint64_t digest = 0;

    for (unsigned i = 0; i < SIM_OBJECTS; i++) {
        digest = mix(mix(digest, sim->owners[i]), sim->semaphores[i]);
        for (unsigned j = 0; j < SIM_THREADS; j++) {
            digest = mix(digest, sim->shares[i][j]);
        }
    }
    for (unsigned i = 0; i < SIM_MEMORY; i++) {
        digest = mix(digest, sim->memory[i]);
    }
    return digest;
}

/* What the operation does. Returns whether the thread goes on to its next one. */
static bool effect(struct sim *sim, unsigned thread, unsigned waiter, bool expired)
{
    const struct sim_operation *next = next_of(sim, thread);
    unsigned n = next->object;
    enum operation_kind kind = sim->pending[thread].kind;
    bool is_free = sim->owners[n % SIM_OBJECTS] == 0;

    freed_see(sim, thread, expired);
    switch ((unsigned)kind) {
    case OP_START:
        announce(sim, thread);
        return false;
    case OP_EXIT:
        thread_end(sim, thread);
        return false;
    case OP_END:
        program_end(sim, thread);
        return false;
    case OP_CREATE:
        thread_create(sim, n);
        break;
    case OP_TRYJOIN:
    case OP_TIMEDJOIN:
        outcome(sim, thread, choice_has(sim->ended, n) && !expired);
        break;
    case OP_READ:
    case OP_ATOMIC_LOAD:
        memory_access(sim, thread, false);
        break;
    case OP_WRITE:
    case OP_ATOMIC_STORE:
        memory_access(sim, thread, true);
        break;
    case OP_LOCK:
        sim->owners[next->kind == OP_COND_WAIT ? next->mutex : n] = thread + 1;
        break;
    case OP_TRYLOCK:
    case OP_TIMEDLOCK:
        is_free = is_unheld(sim, n);
        outcome(sim, thread, is_free && !expired);
        sim->owners[n] = is_free && !expired ? thread + 1 : sim->owners[n];
        break;
    case OP_READ_TRYLOCK:
        outcome(sim, thread, is_free);
        sim->shares[n][thread] += is_free;
        break;
    case OP_UNLOCK:
    case OP_UNLOCK_UNHELD:
        saw(sim, thread, sim->owners[n]);
        sim->owners[n] = 0;
        break;
    case OP_READ_LOCK:
        sim->shares[n][thread]++;
        break;
    case OP_READ_UNLOCK:
        sim->shares[n][thread] -= sim->shares[n][thread] > 0;
        break;
    case OP_COND_WAIT:
        wait_begin(sim, thread);
        return false;
    case OP_COND_WAKE:
        if (expired) {
            wait_expire(sim, thread);
            return false;
        }
        sim->owners[next->mutex] = thread + 1;
        break;
    case OP_SIGNAL:
        if (sim->queue_counts[n] > 0) {
            wake(sim, n, waiter);
        }
        break;
    case OP_BROADCAST:
        while (sim->queue_counts[n] > 0) {
            wake(sim, n, 0);
        }
        break;
    case OP_SEM_WAIT:
        sim->semaphores[n]--;
        break;
    case OP_SEM_TRYWAIT:
    case OP_SEM_TIMEDWAIT:
        is_free = sim->semaphores[n] > 0 && !expired;
        outcome(sim, thread, is_free);
        sim->semaphores[n] -= is_free;
        break;
    case OP_SEM_POST:
        sim->semaphores[n]++;
        break;
    case OP_SEM_READ:
        saw(sim, thread, sim->semaphores[n]);
        break;
    case OP_FORK:
        saw(sim, thread, picture_of(sim));
        break;
    default:
        break;
    }
    return true;
}

void sim_step(struct sim *sim, unsigned thread, unsigned waiter)
{
    uint64_t expiring, candidates = sim_candidates(sim, &expiring);
    bool expired = choice_has(expiring, thread);
    struct operation operation = sim->pending[thread];

    cr_assert(choice_has(candidates, thread), "thread %u cannot go on in %s", thread,
              sim_words(sim->program));
    sim->preemptions += thread != sim->current && choice_has(candidates & ~expiring, sim->current);
    sim->current = thread;
    sim->causes[thread] = 0;
    sim->trace[sim->step_count++] = (uint8_t)(thread | (expired ? TRACE_EXPIRED : 0));
    if (expired && operation.kind == OP_COND_WAKE) {
        operation.kind = OP_COND_TIMEOUT;
    }
    event_add(sim, thread, &operation, waiter);
    if (sim_alternatives(sim, thread) > 0) {
        sim->trace[sim->step_count++] = (uint8_t)(waiter | TRACE_WOKEN);
    }
    if (effect(sim, thread, waiter, expired)) {
        sim->timed &= ~bit_of(thread);
        sim->at[thread]++;
        if (!sim->over) {
            announce(sim, thread);
        }
    }
}

uint64_t sim_state(const struct sim *sim)
{
    uint64_t digest = mix(mix(sim->live, sim->ended), mix(sim->timed, sim->woken));

    digest = mix(digest, sim->over);
    for (unsigned i = 0; i < SIM_THREADS; i++) {
        digest = mix(mix(digest, sim->at[i]), sim->seen[i]);
        digest = mix(digest, choice_has(sim->live, i) ? kind_of(&sim->pending[i]) : 0);
    }
    for (unsigned i = 0; i < SIM_OBJECTS; i++) {
        digest = mix(mix(digest, sim->owners[i]), sim->freed[i]);
        for (unsigned j = 0; j < SIM_THREADS; j++) {
            digest = mix(digest, sim->shares[i][j]);
        }
        digest = mix(mix(digest, sim->semaphores[i]), sim->queue_counts[i]);
        for (unsigned j = 0; j < sim->queue_counts[i]; j++) {
            digest = mix(digest, sim->queues[i][j]);
        }
    }
    for (unsigned i = 0; i < SIM_MEMORY; i++) {
        digest = mix(digest, sim->memory[i]);
    }
    return digest;
}
