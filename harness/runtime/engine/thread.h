/*
 * The explored program's threads, as one schedule knows them.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_THREAD_H
#define RACETRAP_RUNTIME_ENGINE_THREAD_H

#include "runtime/engine/base.h"
#include "runtime/engine/call_stack.h"
#include "runtime/engine/clock.h"
#include "runtime/engine/fiber.h"
#include "runtime/engine/operation.h"

enum { CLEANUPS_MAX = 64 };

enum thread_state {
    THREAD_UNUSED,
    THREAD_LIVE,
    THREAD_ENDED,
    THREAD_GONE, /* it does not exist in a process that another thread forked */
};

struct thread {
    unsigned id;
    unsigned serial;  /* the how-manieth thread of the schedule this is */
    unsigned ordinal; /* the same, for people: a forked process is one thread to them */
    bool is_deputy;   /* of a forked process, and none of the program's */
    bool is_silent;   /* that process tells of its steps by itself */
    enum thread_state state;
    bool detached, joined; /* joined: it is gone, but somebody else waits for its end as well */
    unsigned joiners;      /* how many threads wait for its end */
    struct clock clock;
    uint32_t past; /* how far the clock of this slot's earlier threads had come */
    uintptr_t pc;  /* of its latest operation in the program */

    void *(*function)(void *);
    void *argument;
    void *result;
    uintptr_t create_pc;
    unsigned creator; /* the ordinal of the thread that created it */

    uintptr_t stack;
    uintptr_t given_stack;             /* by the program, to run its function on */
    size_t given_size;                 /* 0: none was */
    uintptr_t shared_low, shared_high; /* what others have touched of it */
    struct fiber fiber;
    struct call_stack own_calls; /* on its own stack */
    struct call_stack *calls;    /* on the one where it is */

    uint32_t running;  /* gate: 1 until it has ended */
    uint32_t waits;    /* gate: 1 while it waits for somebody to open it */
    uint64_t deadline; /* in virtual nanoseconds; 0: it waits without one */
    uint64_t wake;     /* when its sleep is over, in virtual nanoseconds */
    unsigned wait_end; /* enum wait_end, see schedule_wait */
    bool stalled;      /* its latest wait timed out when nobody could go on */
    uint32_t end_step; /* the step in which it ended */

    void *cleanups[CLEANUPS_MAX]; /* glibc's __pthread_unwind_buf_t, the newest last */
    unsigned cleanup_count;
    bool cancelled, ending, cancel_disabled, cancel_asynchronous;
    bool cancellable; /* it waits at a cancellation point */

    struct clock acquired; /* seen by relaxed loads; counts from the next acquire fence on */
    struct clock released; /* at the last release fence; goes with every relaxed store */
    bool has_released;

    uintptr_t spin_pc, spin_address; /* where it was when it last looked whether it spins */
    uint64_t spin_changes, spin_state, releases;
    unsigned spin_count, spin_rounds, spin_reads, spin_limit; /* see spin.c */
};

extern struct thread threads[THREADS_MAX];
extern unsigned thread_count;         /* slots in use so far */
extern struct thread *thread_current; /* NULL outside of a schedule */

/* Begins a schedule: no thread. */
void thread_begin(void);

/* A thread that begins with `function`, created by the current one, if there is one; NULL where
 * there are too many. Its fiber is ready. */
struct thread *thread_new(void *(*function)(void *), void *argument, void (*entry)(void));

/* How many there were in this schedule so far. */
unsigned thread_created(void);

/* The current thread is the only one of a process that it has forked at `pc`, and which people know
 * by this number. */
void thread_fork(unsigned ordinal, uintptr_t pc);
bool thread_is_forked(void);

/* It is joined, or ended and detached: there is no such thread any more. Its slot may be used again
 * when nobody waits for its end. */
void thread_forget(struct thread *thread);

/* What has happened so far happens before what is made known of it from now on. */
static inline void thread_advance(struct thread *thread)
{
    thread->clock.at[thread->id]++;
}

/* The program counters of a thread's calls, the innermost first; returns how many. */
unsigned thread_stack(const struct thread *thread, uintptr_t pc, uintptr_t *stack, unsigned max);

/* pthread_t values: never those of libc, and never the same twice in a schedule. */
unsigned long thread_handle(const struct thread *thread);
struct thread *thread_of_handle(unsigned long handle); /* NULL: there is no such thread */

/* The slot of a handle's thread, whether there still is one: what is done to it is announced there.
 */
struct thread *thread_slot_of_handle(unsigned long handle);

#endif
