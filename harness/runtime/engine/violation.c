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

const char *violation_name(enum violation_kind kind)
{
    return NAMES[kind];
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
