#include "runtime/libc/child_wait.h"
#include "runtime/libc/family.h"
#include "runtime/posix/cancel.h"

#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Who waits, by thread. */
static struct waiter {
    uint32_t gate; /* 1 while it waits */
    unsigned parent;
    pid_t selector;
} waiters[THREADS_MAX];

static struct clock end_clocks[FAMILY_MAX]; /* what a member has done is before who waited for it */

void child_wait_begin(void)
{
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        waiters[i].gate = 0;
    }
}

static pid_t group_of(pid_t process)
{
    return (pid_t)BASE_KERNEL(SYS_getpgid, process, 0, 0);
}

static bool selector_means(pid_t selector, unsigned parent, const struct member *member)
{
    if (member->state == MEMBER_NONE || member->parent != parent) {
        return false;
    }
    return selector > 0     ? member->process == selector
           : selector == -1 ? true
           : selector == 0  ? group_of(member->process) == group_of(family_member(parent)->process)
                            : group_of(member->process) == -selector;
}

/* One that has ended, else one that is followed. */
static unsigned child_find(unsigned parent, pid_t selector)
{
    unsigned found = FAMILY_NOBODY;

    for (unsigned i = 1; i < FAMILY_MAX; i++) {
        const struct member *member = family_member(i);
        if (!selector_means(selector, parent, member) || member->state == MEMBER_FREE) {
            continue;
        }
        if (member->state == MEMBER_ENDED) {
            return i;
        }
        found = i;
    }
    return found;
}

void child_wait_vfork(unsigned child, uintptr_t pc)
{
    struct waiter *waiter = &waiters[thread_current->id];
    const struct member *member = family_member(child);

    while (member->state == MEMBER_FOLLOWED) {
        waiter->parent = member->parent;
        waiter->selector = member->process;
        waiter->gate = 1;
        schedule_wait(OP_WAIT_CHILD, family_place(child), NULL, &waiter->gate, 0, pc);
    }
}

static bool has_ended(unsigned member)
{
    return member != FAMILY_NOBODY && family_member(member)->state == MEMBER_ENDED;
}

/* Its step, and no more. */
static void wait_once(unsigned parent, pid_t selector, unsigned child, bool hangs, uintptr_t pc)
{
    struct thread *thread = thread_current;
    struct waiter *waiter = &waiters[thread->id];
    const void *place = selector > 0 ? family_place(child) : family_children(parent);

    if (!hangs) {
        schedule_point_read(OP_TRYWAIT_CHILD, place, 1, pc);
        return;
    }
    waiter->parent = parent;
    waiter->selector = selector;
    waiter->gate = !has_ended(child) && !family_member(parent)->is_woken;
    /* nobody cancels a deputy; but a signal may wake it */
    const void *second =
        thread->is_deputy ? family_children(parent) : (const void *)&thread->cancelled;
    if (cancel_wait(OP_WAIT_CHILD, place, second, &waiter->gate, 0, pc) != WAIT_OVER) {
        waiter->gate = 0;
        cancel_point(pc);
    }
}

int child_wait_for(unsigned parent, pid_t selector, bool hangs, uintptr_t pc)
{
    bool blocks = hangs && !family_has_stranger();
    unsigned child;

    while (family_exists() && (child = child_find(parent, selector)) != FAMILY_NOBODY) {
        wait_once(parent, selector, child, blocks, pc);
        child = child_find(parent, selector);
        if (has_ended(child)) {
            clock_join(&thread_current->clock, &end_clocks[child]);
            return (int)child;
        }
        if (family_member(parent)->is_woken) {
            family_member(parent)->is_woken = false;
            return CHILD_WAIT_INTERRUPTED;
        }
        if (child != FAMILY_NOBODY && !blocks) {
            return CHILD_WAIT_NOT_YET;
        }
    }
    return CHILD_WAIT_NONE;
}

static bool let_go(unsigned thread)
{
    bool waited = waiters[thread].gate != 0;

    waiters[thread].gate = 0;
    return waited;
}

bool child_wait_wake(unsigned member)
{
    bool any = false;

    for (unsigned i = 0; i < thread_count; i++) {
        any |= waiters[i].parent == member && let_go(i);
    }
    return any;
}

void child_wait_note_stranger(void)
{
    for (unsigned i = 0; i < thread_count; i++) {
        let_go(i);
    }
}

/* Nobody waits for the children of who is over, nor for those of who ignores SIGCHLD. */
static bool is_forgotten(const struct member *member)
{
    return member->parent == FAMILY_NOBODY ||
           (family_member(member->parent)->ignored >> (SIGCHLD - 1) & 1) != 0;
}

static void orphan_all(unsigned parent)
{
    for (unsigned i = 1; i < FAMILY_MAX; i++) {
        struct member *member = family_member(i);
        if (member->state != MEMBER_NONE && member->parent == parent) {
            member->parent = FAMILY_NOBODY;
            if (member->state == MEMBER_ENDED) {
                family_remove(i);
            }
        }
    }
}

void child_wait_note_orphans(void)
{
    orphan_all(0);
}

void child_wait_note_end(unsigned number)
{
    struct member *member = family_member(number);

    clock_copy(&end_clocks[number], &thread_current->clock);
    member->state = MEMBER_ENDED;
    for (unsigned i = 0; i < thread_count; i++) {
        if (selector_means(waiters[i].selector, waiters[i].parent, member)) {
            let_go(i);
        }
    }
    orphan_all(number);
    if (is_forgotten(member)) {
        family_remove(number);
    }
}

int child_wait_real_status(pid_t process, int otherwise)
{
    siginfo_t info = { 0 };

    base_kernel(SYS_waitid, P_PID, (uintptr_t)process, (uintptr_t)&info,
                WEXITED | WNOWAIT | WNOHANG, 0, 0);
    return info.si_pid != process       ? otherwise
           : info.si_code == CLD_EXITED ? info.si_status << 8
                                        : info.si_status;
}
