/*
 * A small program that is simulated: threads are arrays of operations on a few
 * variables, locks, semaphores and condition variables. It announces, waits
 * and goes on as schedule.c lets a real one, so that a strategy can be driven
 * through it; and it can be copied, so that all its schedules can be run.
 *
 * A simulation is plain data, and owns nothing.
 */
#ifndef RACETRAP_TESTS_SIMULATION_H
#define RACETRAP_TESTS_SIMULATION_H

#include "runtime/engine/strategy.h"

enum {
    SIM_THREADS = 4,
    SIM_OPERATIONS = 16, /* of a thread */
    SIM_OBJECTS = 2,     /* of each kind */
    SIM_MEMORY = 16,     /* bytes */
    SIM_TRACE_MAX = 128,
};

struct sim_operation {
    enum operation_kind kind;
    unsigned object; /* a variable (see sim_variable), or the number of an object or a thread */
    unsigned mutex;  /* of a condition's wait */
    unsigned value;  /* that is written; of OP_READ and tries: how many operations are left out
                        when it reads zero or fails */
    bool timed;      /* the wait may time out */
    bool ends;       /* and then it ends the program, for all: a crash; of OP_READ: where it
                        reads zero, as where an assert fails */
};

struct sim_program {
    unsigned thread_count;
    uint64_t created; /* a bit a thread that begins with an OP_CREATE; the others are there */
    unsigned counts[SIM_THREADS];
    struct sim_operation operations[SIM_THREADS][SIM_OPERATIONS];
    unsigned semaphores[SIM_OBJECTS]; /* at the beginning */
};

/* An operation that was executed. Its number is SIM_OPERATIONS * thread + how-manieth of it. */
struct sim_event {
    struct operation operation;
    unsigned number;
    uint64_t before; /* the events that happen before it, a bit a number */
};

struct sim {
    const struct sim_program *program;
    unsigned at[SIM_THREADS];
    uint64_t live, ended, timed, woken; /* a bit a thread */
    bool over;                          /* the program was ended */
    unsigned current, thread_count;
    struct operation pending[THREADS_MAX];
    uint32_t causes[THREADS_MAX];
    uint32_t end_steps[SIM_THREADS];
    uint64_t cause_events[SIM_THREADS], end_events[SIM_THREADS]; /* as bits */
    unsigned owners[SIM_OBJECTS];                                /* 1 + thread; 0: nobody */
    unsigned shares[SIM_OBJECTS][SIM_THREADS]; /* how often a thread holds it shared */
    unsigned semaphores[SIM_OBJECTS];
    unsigned queue_counts[SIM_OBJECTS], queues[SIM_OBJECTS][SIM_THREADS];
    uint8_t memory[SIM_MEMORY];
    unsigned freed[SIM_OBJECTS]; /* how often */

    uint64_t seen[SIM_THREADS]; /* a digest of all that the thread has read and was told */
    uint64_t trace_class;       /* a digest of the events and of what is before what */
    unsigned done[SIM_THREADS]; /* events of a thread */
    unsigned event_count;
    struct sim_event events[SIM_TRACE_MAX];
    unsigned step_count;
    uint8_t trace[SIM_TRACE_MAX]; /* as in schedule_result */
    unsigned preemptions;
};

/* Before the first step. */
void sim_begin(struct sim *sim, const struct sim_program *program);

/* Who can take a step, and which of them only by a time-out; 0 candidates: it is over. */
uint64_t sim_candidates(const struct sim *sim, uint64_t *expiring);

/* How many waiters there are to choose from in the thread's step, where there is a choice; else 0.
 */
unsigned sim_alternatives(const struct sim *sim, unsigned thread);

/* The thread's next step; `waiter` says which one a signal wakes. */
void sim_step(struct sim *sim, unsigned thread, unsigned waiter);

/* A digest of all that decides how it goes on, and of what was seen so far. */
uint64_t sim_state(const struct sim *sim);

enum sim_end { SIM_OVER, SIM_ABANDONED };

/* One schedule by a strategy, from begin to end, as execute.c and schedule.c do it. */
enum sim_end sim_run(struct sim *sim, const struct sim_program *program,
                     const struct strategy *strategy, uint64_t number, enum search *search);

/* The program in words, for a message. Static memory. */
const char *sim_words(const struct sim_program *program);

#endif
