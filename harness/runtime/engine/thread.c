#include "runtime/engine/thread.h"
#include "runtime/engine/module.h"

struct thread threads[THREADS_MAX];
unsigned thread_count;
struct thread *thread_current;

static unsigned created_count;
static bool is_forked; /* then all threads are one for people */
static unsigned forked_ordinal;
static const unsigned long HANDLE_BASE = 0x7e00000000000000ul;

void thread_begin(void)
{
    for (unsigned i = 0; i < thread_count; i++) {
        if (threads[i].stack != 0) {
            fiber_wipe(i, threads[i].own_calls.low);
        }
        threads[i].state = THREAD_UNUSED;
        threads[i].past = 0;
    }
    thread_count = 0;
    created_count = 0;
    is_forked = false;
    call_stacks_begin();
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
    thread->serial = created_count++;
    thread->ordinal = is_forked ? forked_ordinal : thread->serial;
    thread->is_deputy = thread->is_silent = false;
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
    thread->given_size = 0;
    call_stack_make(&thread->own_calls, thread->stack, FIBER_STACK_SIZE);
    thread->calls = &thread->own_calls;
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

unsigned thread_created(void)
{
    return created_count;
}

/* Nothing happens at the same time any more: all that others did was before. */
void thread_fork(unsigned number, uintptr_t pc)
{
    is_forked = true;
    forked_ordinal = thread_current->ordinal = number;
    thread_current->create_pc = pc;
    thread_current->joiners = 1; /* nobody is left who could do that */
    for (unsigned i = 0; i < thread_count; i++) {
        clock_join(&thread_current->clock, &threads[i].clock);
        if (&threads[i] != thread_current && threads[i].state != THREAD_UNUSED) {
            threads[i].state = THREAD_GONE;
        }
    }
}

bool thread_is_forked(void)
{
    return is_forked;
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
    const struct call_stack *calls = thread->calls;
    unsigned depth = calls->depth < FRAMES_MAX ? calls->depth : FRAMES_MAX;
    unsigned outermost = depth > 0 && calls != &thread->own_calls &&
                         module_is_libc(calls->frames[0].call); /* there is a context's beginning */

    if (count < max && pc != 0) {
        stack[count++] = pc;
    }
    while (depth > outermost && count < max) {
        stack[count++] = calls->frames[--depth].call;
    }
    return count;
}

unsigned long thread_handle(const struct thread *thread)
{
    return HANDLE_BASE + (unsigned long)thread->serial * THREADS_MAX + thread->id;
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
        thread->state == THREAD_UNUSED || thread->state == THREAD_GONE || thread->joined ||
        thread->serial != number / THREADS_MAX) {
        return NULL;
    }
    return thread;
}
