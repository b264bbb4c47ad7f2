/*
 * What a schedule has done wrong, as plain data in the runtime's own terms:
 * program counters and addresses. What they are called in the source is found
 * later, outside of the program.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_VIOLATION_H
#define RACETRAP_RUNTIME_ENGINE_VIOLATION_H

#include "runtime/engine/base.h"

enum violation_kind {
    VIOLATION_RACE,
    VIOLATION_USE_AFTER_FREE,
    VIOLATION_DOUBLE_FREE,
    VIOLATION_INVALID_FREE,
    VIOLATION_DEADLOCK,
    VIOLATION_LOST_WAKEUP,
    VIOLATION_LIVELOCK,
    VIOLATION_ONLY_BY_TIME_OUT,
    VIOLATION_RELOCK,
    VIOLATION_UNLOCK_NOT_HELD,
    VIOLATION_UNLOCK_FOREIGN,
    VIOLATION_DESTROY_LOCKED,
    VIOLATION_USE_INVALID_LOCK,
    VIOLATION_REINIT,
    VIOLATION_LOCK_LEAK,
    VIOLATION_RWLOCK_MISUSE,
    VIOLATION_COND_MISUSE,
    VIOLATION_SEM_MISUSE,
    VIOLATION_BARRIER_MISUSE,
    VIOLATION_THREAD_MISUSE,
    VIOLATION_THREAD_LEAK,
    VIOLATION_API_ERROR, /* an argument that the call cannot do anything with */
    VIOLATION_WRONG_OUTPUT,
    VIOLATION_WRONG_EXIT,
    VIOLATION_CRASH,
    VIOLATION_HANG, /* it does not end, and says nothing of why */
    VIOLATION_KIND_COUNT
};

/* How much a kind matters to who reads of it: the smallest number is told first. */
enum violation_rank {
    RANK_CRASH = 1,
    RANK_WRONG_EXIT,
    RANK_WRONG_OUTPUT,
    RANK_DEADLOCK,
    RANK_LIVELOCK, /* and what hangs without a word */
    RANK_LOST_WAKEUP,
    RANK_MEMORY, /* use after free, and its like */
    RANK_RACE,
    RANK_MISUSE,
    RANK_LEAK, /* hides nothing, and is no reason to stop */
};

enum {
    VIOLATION_STACK_MAX = 24,
    VIOLATION_SIDES_MAX = 8,
    VIOLATION_TEXT_MAX = 200,
    VIOLATION_DOES_MAX = 96,
    VIOLATIONS_MAX = 32, /* that are kept of one schedule */
};

/* What one thread does in it. */
struct violation_side {
    unsigned thread; /* by its order of creation */
    uint32_t step;
    char does[VIOLATION_DOES_MAX]; /* "writes to {it}", "waits for {mutex}": see diagnosis.h */
    uintptr_t object;
    uintptr_t block_address, block_site; /* of the heap, which the object lies in; 0: none */
    size_t block_size;
    unsigned stack_count;
    uintptr_t stack[VIOLATION_STACK_MAX]; /* the innermost first; empty: not known as yet */
};

struct violation {
    enum violation_kind kind;
    uintptr_t address; /* of the memory or the object; 0: none */
    uint32_t size;
    unsigned other_thread; /* of a race: its slot and epoch, by which a replay finds the step */
    uint32_t other_epoch;
    bool other_is_open; /* the last side is still to be found by a replay */
    char text[VIOLATION_TEXT_MAX];
    unsigned side_count;
    struct violation_side sides[VIOLATION_SIDES_MAX];
};

const char *violation_name(enum violation_kind kind);
enum violation_rank violation_rank(enum violation_kind kind);

/* Whether what follows is no longer looked at, where a schedule ends with what it does wrong. */
bool violation_ends_schedule(enum violation_kind kind);

/* Whether two are the same bug: the same kind at the same program counters. */
bool violation_same(const struct violation *a, const struct violation *b);

/*
 * items[count] is a new one: it is kept where it is none of those before it
 * and there is room, or one of them matters less and makes room. Returns how
 * many there are. *more: whether one had to go.
 */
unsigned violation_keep(struct violation *items, unsigned count, bool *more);

#endif
