#include "runtime/engine/violation.h"

static const char *const NAMES[VIOLATION_KIND_COUNT] = {
    [VIOLATION_RACE] = "race",
    [VIOLATION_USE_AFTER_FREE] = "use-after-free",
    [VIOLATION_DOUBLE_FREE] = "double-free",
    [VIOLATION_INVALID_FREE] = "invalid-free",
    [VIOLATION_DEADLOCK] = "deadlock",
    [VIOLATION_LOST_WAKEUP] = "lost-wakeup",
    [VIOLATION_LIVELOCK] = "livelock",
    [VIOLATION_ONLY_BY_TIME_OUT] = "only-by-time-out",
    [VIOLATION_RELOCK] = "relock",
    [VIOLATION_UNLOCK_NOT_HELD] = "unlock-not-held",
    [VIOLATION_UNLOCK_FOREIGN] = "unlock-foreign",
    [VIOLATION_DESTROY_LOCKED] = "destroy-locked",
    [VIOLATION_USE_INVALID_LOCK] = "use-invalid-lock",
    [VIOLATION_REINIT] = "reinit",
    [VIOLATION_LOCK_LEAK] = "lock-leak",
    [VIOLATION_RWLOCK_MISUSE] = "rwlock-misuse",
    [VIOLATION_COND_MISUSE] = "cond-misuse",
    [VIOLATION_SEM_MISUSE] = "sem-misuse",
    [VIOLATION_BARRIER_MISUSE] = "barrier-misuse",
    [VIOLATION_THREAD_MISUSE] = "thread-misuse",
    [VIOLATION_THREAD_LEAK] = "thread-leak",
    [VIOLATION_API_ERROR] = "api-error",
    [VIOLATION_WRONG_OUTPUT] = "wrong-output",
    [VIOLATION_WRONG_EXIT] = "wrong-exit",
    [VIOLATION_CRASH] = "crash",
    [VIOLATION_HANG] = "hang",
};

static const unsigned char RANKS[VIOLATION_KIND_COUNT] = {
    [VIOLATION_RACE] = RANK_RACE,
    [VIOLATION_USE_AFTER_FREE] = RANK_MEMORY,
    [VIOLATION_DOUBLE_FREE] = RANK_MEMORY,
    [VIOLATION_INVALID_FREE] = RANK_MEMORY,
    [VIOLATION_DEADLOCK] = RANK_DEADLOCK,
    [VIOLATION_LOST_WAKEUP] = RANK_LOST_WAKEUP,
    [VIOLATION_LIVELOCK] = RANK_LIVELOCK,
    [VIOLATION_ONLY_BY_TIME_OUT] = RANK_LOST_WAKEUP,
    [VIOLATION_RELOCK] = RANK_MISUSE,
    [VIOLATION_UNLOCK_NOT_HELD] = RANK_MISUSE,
    [VIOLATION_UNLOCK_FOREIGN] = RANK_MISUSE,
    [VIOLATION_DESTROY_LOCKED] = RANK_MISUSE,
    [VIOLATION_USE_INVALID_LOCK] = RANK_MISUSE,
    [VIOLATION_REINIT] = RANK_MISUSE,
    [VIOLATION_LOCK_LEAK] = RANK_LEAK,
    [VIOLATION_RWLOCK_MISUSE] = RANK_MISUSE,
    [VIOLATION_COND_MISUSE] = RANK_MISUSE,
    [VIOLATION_SEM_MISUSE] = RANK_MISUSE,
    [VIOLATION_BARRIER_MISUSE] = RANK_MISUSE,
    [VIOLATION_THREAD_MISUSE] = RANK_MISUSE,
    [VIOLATION_THREAD_LEAK] = RANK_LEAK,
    [VIOLATION_API_ERROR] = RANK_MISUSE,
    [VIOLATION_WRONG_OUTPUT] = RANK_WRONG_OUTPUT,
    [VIOLATION_WRONG_EXIT] = RANK_WRONG_EXIT,
    [VIOLATION_CRASH] = RANK_CRASH,
    [VIOLATION_HANG] = RANK_LIVELOCK,
};

const char *violation_name(enum violation_kind kind)
{
    return NAMES[kind];
}

enum violation_rank violation_rank(enum violation_kind kind)
{
    return (enum violation_rank)RANKS[kind];
}

/* After a misuse, and after a leak, what it leads to is still to come. */
bool violation_ends_schedule(enum violation_kind kind)
{
    return violation_rank(kind) <= RANK_RACE;
}

/* Where a loop was interrupted is chance; where its function was called from is not. */
static unsigned frame_told(enum violation_kind kind)
{
    return kind == VIOLATION_HANG ? 1 : 0;
}

static bool side_same(const struct violation_side *a, const struct violation_side *b,
                      unsigned frame)
{
    return a->stack_count <= frame || b->stack_count <= frame ? a->stack_count == b->stack_count
                                                              : a->stack[frame] == b->stack[frame];
}

bool violation_same(const struct violation *a, const struct violation *b)
{
    unsigned matched = 0; /* a bit a side of b: each counts once */

    if (a->kind != b->kind || a->side_count != b->side_count) {
        return false;
    }
    for (unsigned i = 0; i < a->side_count; i++) {
        unsigned j = 0;
        while (j < b->side_count && ((matched >> j & 1) != 0 ||
                                     !side_same(&a->sides[i], &b->sides[j], frame_told(a->kind)))) {
            j++;
        }
        if (j == b->side_count) {
            return false;
        }
        matched |= 1u << j;
    }
    return true;
}

/* The one that matters least, the latest of several. */
static unsigned least_find(const struct violation *items, unsigned count)
{
    unsigned least = 0;

    for (unsigned i = 1; i < count; i++) {
        least = violation_rank(items[i].kind) >= violation_rank(items[least].kind) ? i : least;
    }
    return least;
}

unsigned violation_keep(struct violation *items, unsigned count, bool *more)
{
    struct violation *new = &items[count];

    for (unsigned i = 0; i < count; i++) {
        if (violation_same(&items[i], new)) {
            return count;
        }
    }
    if (count < VIOLATIONS_MAX) {
        return count + 1;
    }
    unsigned least = least_find(items, count);
    if (violation_rank(new->kind) < violation_rank(items[least].kind)) {
        base_copy(&items[least], new, sizeof *new);
    }
    *more = true;
    return count;
}
