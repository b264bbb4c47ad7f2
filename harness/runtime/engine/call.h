/*
 * How an intercepted function calls the one of libc that it stands for.
 *
 * A call is seen where a thread of the program makes it, under a schedule. All
 * others are libc's own, or come before main, and go straight through: within
 * libc no switch may happen.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_CALL_H
#define RACETRAP_RUNTIME_ENGINE_CALL_H

#include "runtime/engine/base.h"
#include "runtime/engine/module.h"
#include "runtime/engine/schedule.h"

/* Each use of LIBC has one, side by side in a section of their own. */
struct call {
    const char *name;
    void *function; /* NULL: not looked up */
};

/* libc's own function of this name. */
// NOLINTBEGIN(bugprone-macro-parentheses): lists cannot stand in parentheses
#define LIBC(function_name)                                                                        \
    ((__typeof__(&function_name))({                                                                \
        static struct call call_                                                                   \
            __attribute__((section("racetrap_calls"), used)) = { #function_name, NULL };           \
        LIKELY(call_.function != NULL) ? call_.function : call_find(&call_);                       \
    }))
// NOLINTEND(bugprone-macro-parentheses)

/* Looks one up. Ends the process where libc has none. */
void *call_find(struct call *call);

/* All that libc has, before the program runs: so nothing is looked up in the midst of a schedule.
 */
void call_find_all(void);

/* Whether a call from `pc` is seen; then notes that the program is there. */
static inline bool call_is_seen(uintptr_t pc)
{
    if (UNLIKELY(!schedule_active) || module_is_libc(pc)) {
        return false;
    }
    thread_current->pc = pc;
    return true;
}

#endif
