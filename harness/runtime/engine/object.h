/*
 * What the runtime knows of a synchronisation object of the program: a mutex,
 * a condition variable, an atomic variable ... Objects are found by their
 * address; what the program's own memory holds there is left to the program,
 * except for how a static initialiser looks.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_OBJECT_H
#define RACETRAP_RUNTIME_ENGINE_OBJECT_H

#include "runtime/engine/base.h"
#include "runtime/engine/clock.h"
#include "runtime/engine/thread.h"

enum object_kind {
    OBJECT_NEW, /* not seen before in this schedule */
    OBJECT_MUTEX,
    OBJECT_RWLOCK,
    OBJECT_SPIN_LOCK,
    OBJECT_COND,
    OBJECT_SEMAPHORE,
    OBJECT_BARRIER,
    OBJECT_ONCE,
    OBJECT_ATOMIC,
    OBJECT_STREAM,
    OBJECT_ATTRIBUTES, /* what an init takes: of a thread, a mutex ... */
    OBJECT_DESTROYED,
};

/* Threads that wait, in the order in which they came. */
struct queue {
    uint8_t count;
    uint8_t threads[THREADS_MAX];
};

struct object {
    uintptr_t address;
    uint32_t generation;
    enum object_kind kind;
    unsigned type; /* of a mutex: its POSIX type; of a reader-writer lock: its kind; of a condition
                      variable: its clock */
    bool marked;   /* it was initialised by a call, which has left its mark in the memory */
    bool robust, ownerless, unrecoverable;
    uint32_t held;        /* gate: 1 while somebody holds it exclusively */
    uint32_t busy;        /* gate: how many hold it in any way */
    uint32_t empty;       /* gate: 1 while a semaphore is 0 */
    uint32_t shut;        /* gate: 1 while somebody holds it exclusively, or waits for that */
    struct thread *owner; /* who holds it exclusively; NULL: nobody */
    unsigned depth;       /* of a recursive mutex */
    uint32_t frees;       /* shadow_frees when it was taken */
    unsigned value;       /* of a semaphore; how many are at a barrier */
    unsigned limit;       /* of a barrier */
    uint64_t readers;     /* a bit a thread that holds it shared */
    uint64_t writers;     /* a bit a thread that waits to hold it exclusively */
    bool signalled;       /* a condition variable was signalled when nobody waited */
    uintptr_t pc;         /* where it was taken, or destroyed */
    unsigned by;          /* ordinal of the thread that did */
    uint64_t users;       /* a bit a thread that has taken, signalled or posted it */
    struct clock clock;   /* what happened before it was last let go */
    struct clock readers_clock;
    uint16_t shares[THREADS_MAX]; /* of each in `readers`: how often it holds it */
    struct queue queue;
};

/* Begins a schedule: no object. */
void object_begin(void);

/* The object at this address; a new one of kind OBJECT_NEW where there is none. */
struct object *object_at(const volatile void *address);

/* The same, or NULL where there is none. */
struct object *object_find(uintptr_t address);

/* All of them, in the order in which they were first seen. */
unsigned object_count(void);
struct object *object_nth(unsigned n);

/* Nobody holds it, nobody waits for it: what lies at its address may be something else by now. */
bool object_is_idle(const struct object *object);

/* Forgets those in memory that begins a new life. */
void object_forget(uintptr_t address, size_t size);

void queue_add(struct queue *queue, unsigned thread);
unsigned queue_take(struct queue *queue, unsigned position);
void queue_remove(struct queue *queue, unsigned thread);

#endif
