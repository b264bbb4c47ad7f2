/*
 * One schedule: the program from main to its end, one thread at a time, in the
 * order that a strategy chooses.
 *
 * A thread says what it will do (schedule_point), is then suspended until it
 * is chosen, and does it. A thread that has to wait is no candidate while the
 * number at its gate is not zero: a blocked thread is never tried and found
 * blocked.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_SCHEDULE_H
#define RACETRAP_RUNTIME_ENGINE_SCHEDULE_H

#include "runtime/engine/base.h"
#include "runtime/engine/operation.h"
#include "runtime/engine/strategy.h"
#include "runtime/engine/thread.h"
#include "runtime/engine/violation.h"

enum schedule_end {
    SCHEDULE_EXITED,      /* code: the exit status */
    SCHEDULE_DEADLOCK,    /* nobody can go on */
    SCHEDULE_LIVELOCK,    /* who can go on only looks again and again at what does not change */
    SCHEDULE_CRASHED,     /* code: the signal */
    SCHEDULE_ABORTED,     /* abort, a failed assert; code: the signal */
    SCHEDULE_STUCK,       /* it runs without any point for too long */
    SCHEDULE_BLOCKED,     /* a system call waits, and blocks all threads with it; see unseen */
    SCHEDULE_TOO_LONG,    /* more steps than are allowed */
    SCHEDULE_STOPPED,     /* at the first violation, as was asked for */
    SCHEDULE_ABANDONED,   /* the strategy knows all that may follow */
    SCHEDULE_UNSUPPORTED, /* the program does what this mode cannot undo; see reason */
    SCHEDULE_THREADS,     /* more threads than were parked */
    SCHEDULE_LOST,        /* the process ended under it */
    SCHEDULE_END_COUNT
};

enum { EXIT_STATUS_ANY = -1 };
enum { STEPS_MAX = 1 << 23 };

/* A step of the trace: a thread's number; or, after a signal, which waiter it woke. */
enum { TRACE_EXPIRED = 0x40, TRACE_WOKEN = 0x80 };

/* Lies in shared memory: what it holds survives the process that ran the schedule. */
struct schedule_result {
    enum schedule_end end;
    int code;
    uint32_t hash;
    uint32_t step_count;
    uint64_t points, switches, preemptions;
    uint64_t blocked;   /* who waits for ever, at a deadlock */
    bool unrolled;      /* a loop that counts as it looks was made to wait, see spin.c */
    bool early;         /* a wait timed out before its time, while others could go on */
    bool expired;       /* at some point only a time-out let the program go on */
    enum search search; /* what the strategy said after it */
    bool diverged;      /* a replay could not be followed */
    bool needs_fork;    /* it could be run in a process, or a working folder, of its own */
    char reason[160];
    char unseen[160];      /* what of it was not seen, first of all; empty: nothing */
    unsigned thread_count; /* how many threads there ever were */
    unsigned violation_count;
    bool more_violations;                            /* there was no room for all of them */
    struct violation violations[VIOLATIONS_MAX + 1]; /* the last is only for one that is begun */
    uint8_t trace[STEPS_MAX];
};

struct schedule_settings {
    uint32_t steps_max;
    uint64_t stall;  /* virtual nanoseconds for which a thread may be held up by a busy machine */
    int exit_status; /* the right one; EXIT_STATUS_ANY: any is */
    bool stop_at_violation; /* but for those after which more may come: violation_ends_schedule */
    bool detailed;          /* say it in words as well, and keep what goes to standard error */
    bool fork_mode; /* every schedule has a process of its own: nothing needs to be undone */
};

extern bool schedule_active;     /* a thread of the program runs, under a schedule */
extern bool schedule_concurrent; /* more than one thread is there that was not joined */
extern struct schedule_settings schedule_settings;
extern struct schedule_result *schedule_result; /* of the schedule that runs */
extern uint64_t schedule_time;                  /* virtual, nanoseconds since the program began */

/* Runs one schedule to its end: `entry` is what fiber 0 begins with. */
void schedule_run(const struct strategy *strategy, struct schedule_result *result,
                  void (*entry)(void));

/* Is told first how it ends; NULL: nobody is. Need not come back. */
extern void (*schedule_at_end)(enum schedule_end end, int code);

/* Ends it, from any thread of the program. The format goes on after "the program". */
_Noreturn void schedule_finish(enum schedule_end end, int code);
_Noreturn void schedule_refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What follows cannot be undone: refused, but for where each schedule has a process of its own. The
 * format is as above. */
void schedule_need_fork(const char *format, va_list arguments)
    __attribute__((format(printf, 1, 0)));

/* A part of what the program does here is not seen, in one sentence: "runs /bin/ls, which is not
 * explored". The schedule goes on; the search cannot be complete. */
void schedule_note_unseen(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Announces an operation, and returns when it is this thread's turn to execute it. */
void schedule_point(enum operation_kind kind, const volatile void *address, size_t size,
                    uintptr_t pc);

enum wait_end {
    WAIT_OVER,     /* the gate is open */
    WAIT_EXPIRED,  /* the deadline came first */
    WAIT_CANCELLED /* see schedule_interrupt */
};

/*
 * The same for one that has to wait while *gate is not zero. `second` is a
 * mutex that goes with it, or NULL. With a deadline (virtual time; 0: none) it
 * may be let go on before.
 */
enum wait_end schedule_wait(enum operation_kind kind, const volatile void *address,
                            const volatile void *second, const uint32_t *gate, uint64_t deadline,
                            uintptr_t pc);

/* A point whose operation touches a second object as well. */
void schedule_point_two(enum operation_kind kind, const volatile void *address, size_t size,
                        const volatile void *second, uintptr_t pc);

/* A read of what may be a loop that waits for somebody else's write; then a point. */
void schedule_point_read(enum operation_kind kind, const volatile void *address, size_t size,
                         uintptr_t pc);

/* The same with a second object. */
void schedule_point_read_two(enum operation_kind kind, const volatile void *address,
                             const volatile void *second, uintptr_t pc);

/* sched_yield, and sleeping for `duration` virtual nanoseconds: others first, if there are any. */
void schedule_yield(enum operation_kind kind, uint64_t duration, uintptr_t pc);

/* The step that runs lets a waiting thread go on as soon as *gate is zero. */
void schedule_release(struct thread *thread, const uint32_t *gate);

/* Ends a thread's wait: it is told that it is cancelled. */
void schedule_interrupt(struct thread *thread);

/* The current thread's next step is possible only because of this earlier one; 0: none. */
void schedule_depend(uint32_t step);

/* Which of `count` waiting threads goes on; or which of as many things happens that may. */
unsigned schedule_pick(unsigned count);

/* A thread has begun; the current one has created it. */
void schedule_thread_started(struct thread *thread);

/* The current thread is over. */
_Noreturn void schedule_thread_ended(void);

/* A thread was joined: what it did is ordered before all that follows. */
void schedule_thread_joined(void);

/* How many points all schedules of this process have had so far. */
uint64_t schedule_points(void);

/* Where in the program the current thread is. */
void schedule_note_pc(uintptr_t pc);

/* After it has ended: the threads, a bit each, that would have gone on. */
uint64_t schedule_unfinished(void);

/* The step that runs, or ran last. */
uint32_t schedule_step(void);

/* What a thread is about to do; those of all threads lie side by side. */
const struct operation *schedule_pending(unsigned thread);

/* A violation to be filled in; never NULL. It counts when it is done, when the next one is begun,
 * or when they are settled. */
struct violation *schedule_violation_new(enum violation_kind kind, uintptr_t address, size_t size);

/* It is filled in: ends the schedule where it ends with one of this kind. */
void schedule_violation_done(void);

/* The schedule is over: the last one is filled in. */
void schedule_violations_settle(void);

/* Whether a violation is known, and no finding; NULL: none is. */
typedef bool schedule_ignorer(const struct violation *violation);
extern schedule_ignorer *schedule_ignores;

/* Where a debugger stops when another thread runs; called while there is an observer. */
void racetrap_thread_switch(unsigned thread);

/* Called at every point, when the operation is about to be executed; NULL: not called. */
typedef void schedule_observer(const struct thread *thread, const struct operation *operation);
extern schedule_observer *schedule_observe;

#endif
