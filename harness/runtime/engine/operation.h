/*
 * What a thread does at a scheduling point. Every thread announces its next
 * operation before it is scheduled to execute it: the strategies rest on that.
 * Pure.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_OPERATION_H
#define RACETRAP_RUNTIME_ENGINE_OPERATION_H

#include "runtime/engine/base.h"

enum operation_kind {
    OP_START,
    OP_EXIT,
    OP_CREATE,
    OP_JOIN,
    OP_TRYJOIN,
    OP_TIMEDJOIN,
    OP_DETACH,
    OP_CANCEL,
    OP_CANCEL_TEST,
    OP_THREAD_GET, /* what belongs to a thread: its name, its priority */
    OP_THREAD_SET,
    OP_READ,
    OP_WRITE,
    OP_ATOMIC_LOAD,
    OP_ATOMIC_STORE,
    OP_ATOMIC_UPDATE,
    OP_FENCE,
    OP_LOCK,
    OP_TRYLOCK,
    OP_TIMEDLOCK,
    OP_UNLOCK,
    OP_UNLOCK_UNHELD, /* by who does not hold it */
    OP_READ_LOCK,
    OP_READ_TRYLOCK,
    OP_READ_TIMEDLOCK,
    OP_READ_UNLOCK,
    OP_WRITE_QUEUE,     /* wants a reader-writer lock for writing: readers may have to wait */
    OP_WRITE_TIMEDLOCK, /* which ends that, in one way or the other */
    OP_COND_WAIT,       /* lets go of the mutex, and queues */
    OP_COND_WAKE,       /* was woken, and takes the mutex again */
    OP_COND_TIMEOUT,    /* stopped waiting; takes the mutex by a lock of its own */
    OP_SIGNAL,
    OP_BROADCAST,
    OP_SEM_WAIT,
    OP_SEM_TRYWAIT,
    OP_SEM_TIMEDWAIT,
    OP_SEM_POST,
    OP_SEM_READ,
    OP_BARRIER_WAIT,
    OP_BARRIER_LEAVE,
    OP_KEY_CREATE,
    OP_KEY_DELETE, /* of the key, and among all keys: the next one to be created may be it again */
    OP_KEY_SET,    /* only the thread's own value */
    OP_KEY_GET,
    OP_INIT,
    OP_DESTROY,
    OP_FREE,
    OP_ALLOCATE, /* no step: nobody can tell when it was; only recorded */
    OP_OUTPUT,
    OP_INPUT,
    OP_FILE_INPUT, /* by a descriptor; second: what lies outside, which others may change */
    OP_LOOK,       /* at what is outside of the process, and changes nothing there */
    OP_YIELD,
    OP_SLEEP,
    OP_FORK,       /* takes a picture of all memory and all locks */
    OP_WAIT_CHILD, /* for the end of a child process */
    OP_TRYWAIT_CHILD,
    OP_CHILD_END, /* the child can be waited for */
    OP_KILL,      /* a process gets a signal, which may wake it */
    OP_END, /* of the program, whatever the other threads still do: it conflicts with all of that */
    OP_KIND_COUNT
};

/* What an operation does to one thing that it touches. */
enum role {
    ROLE_NONE,
    ROLE_READ,
    ROLE_WRITE,   /* and whatever else excludes all others */
    ROLE_ACQUIRE, /* waits until it gets it */
    ROLE_ACQUIRE_SHARED,
    ROLE_TRY, /* acquires, or goes on without */
    ROLE_RELEASE,
    ROLE_RELEASE_SHARED, /* others may still hold it shared, and more may take it so */
    ROLE_POST,           /* releases what need not be held: a semaphore */
    ROLE_PICTURE,        /* reads everything there is, whatever its address */
    ROLE_COUNT
};

struct operation {
    enum operation_kind kind;
    uint32_t size;     /* bytes at `address` */
    uintptr_t address; /* of the memory or the object */
    uintptr_t second;  /* a mutex that goes with a condition variable, the flag that says whether
                          the thread is cancelled, the writers who wait for a lock, a thread that
                          has to be there, or what lies outside; 0: none */
    uintptr_t pc;      /* where in the program */
};

const char *operation_name(enum operation_kind kind);

/* What the kind does to `address`, and to `second`. */
enum role operation_role(enum operation_kind kind);
enum role operation_second_role(enum operation_kind kind);

/* Whether it may change what another thread sees: then who spins looks again. */
bool operation_changes(enum operation_kind kind);

/*
 * Whether the order of two operations of different threads matters. An
 * operation that would let a thread wait counts as if it were executed.
 */
bool operation_conflicts(const struct operation *a, const struct operation *b);

/* How an earlier and a later one on the same thing are related. */
enum relation {
    RELATION_NONE,  /* they commute */
    RELATION_RACE,  /* the other order is possible, or may be */
    RELATION_ORDER, /* the earlier one let the later one go: ordered, and not to be reversed */
};

enum relation role_relation(enum role earlier, enum role later);

#endif
