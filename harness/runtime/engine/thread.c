#include "runtime/engine/thread.h"

struct thread threads[THREADS_MAX];
unsigned thread_count;
struct thread *thread_current;

static unsigned created_count;
static const unsigned long HANDLE_BASE = 0x7e00000000000000ul;

void thread_begin(void)
{
    for (unsigned i = 0; i < thread_count; i++) {
        if (threads[i].stack != 0) {
            fiber_wipe(i, threads[i].low);
        }
        threads[i].state = THREAD_UNUSED;
        threads[i].past = 0;
    }
    thread_count = 0;
    created_count = 0;
}

/*
 * The threads of one slot share an entry of the clocks, and so count as ordered
 * one after the other. Hence a slot is used again by who has seen the end of
 * its last thread, for whom that is true; by anybody only where none is left.
 */
static struct thread *slot_find(const struct thread *creator)
{
    struct thread *unordered = NULL;

    for (unsigned i = 1; i < thread_count; i++) {
        if (threads[i].state == THREAD_UNUSED) {
            if (clock_at(&creator->clock, i) >= threads[i].past) {
                return &threads[i];
            }
            unordered = &threads[i];
        }
    }
    if (thread_count < fiber_count()) {
        return &threads[thread_count++];
    }
    return thread_count == THREADS_MAX ? unordered : NULL;
}

struct thread *thread_new(void *(*function)(void *), void *argument, void (*entry)(void))
{
    struct thread *thread =
        thread_count == 0 ? &threads[thread_count++] : slot_find(thread_current);

    if (thread == NULL) {
        return NULL;
    }
    unsigned id = (unsigned)(thread - threads);
    thread->id = id;
    thread->ordinal = created_count++;
    thread->state = THREAD_LIVE;
    thread->detached = thread->joined = false;
    thread->joiners = 0;
    clock_clear(&thread->clock);
    clock_set(&thread->clock, id, thread->past + 1);
    thread->pc = 0;
    thread->function = function;
    thread->argument = argument;
    thread->result = NULL;
    thread->stack = fiber_stack(id);
    thread->low = thread->stack + FIBER_STACK_SIZE;
    if (thread->frames == NULL) {
        thread->frames = base_map(FRAMES_MAX * sizeof *thread->frames);
    }
    thread->depth = 0;
    thread->running = 1;
    thread->waits = 0;
    thread->deadline = 0;
    thread->wait_end = 0;
    thread->end_step = 0;
    thread->cleanup_count = 0;
    thread->cancelled = thread->ending = thread->cancellable = false;
    thread->cancel_disabled = thread->cancel_asynchronous = false;
    clock_clear(&thread->acquired);
    thread->has_released = false;
    thread->spin_pc = 0;
    thread->releases = 0;
    thread->spin_limit = 1;
    fiber_begin(&thread->fiber, id, entry);
    return thread;
}

void thread_forget(struct thread *thread)
{
    thread->joined = true;
    if (thread->joiners == 0) {
        thread->state = THREAD_UNUSED;
        thread->past = thread->clock.at[thread->id];
    }
}

unsigned thread_stack(const struct thread *thread, uintptr_t pc, uintptr_t *stack, unsigned max)
{
    unsigned count = 0;
    unsigned depth = thread->depth < FRAMES_MAX ? thread->depth : FRAMES_MAX;

    if (count < max && pc != 0) {
        stack[count++] = pc;
    }
    while (depth > 0 && count < max) {
        stack[count++] = thread->frames[--depth].call;
    }
    return count;
}

unsigned long thread_handle(const struct thread *thread)
{
    return HANDLE_BASE + (unsigned long)thread->ordinal * THREADS_MAX + thread->id;
}

struct thread *thread_slot_of_handle(unsigned long handle)
{
    return &threads[(handle - HANDLE_BASE) % THREADS_MAX];
}

struct thread *thread_of_handle(unsigned long handle)
{
    unsigned long number = handle - HANDLE_BASE;
    struct thread *thread = thread_slot_of_handle(handle);

    if (handle < HANDLE_BASE || number % THREADS_MAX >= thread_count ||
        thread->state == THREAD_UNUSED || thread->joined ||
        thread->ordinal != number / THREADS_MAX) {
        return NULL;
    }
    return thread;
}
