/*
 * Processes: POSIX.1-2017, fork, exec, posix_spawn, system; Linux's manual
 * pages clone, vfork and forkpty. A child that is forked is followed
 * (family.h); one that is another program is not.
 */
#include "runtime/libc/child_process.h"
#include "runtime/diagnose/record.h"
#include "runtime/engine/call.h"
#include "runtime/libc/child_wait.h"
#include "runtime/libc/deputy.h"
#include "runtime/libc/descendant.h"
#include "runtime/libc/identity.h"
#include "runtime/libc/open_file.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/range.h"
#include "runtime/libc/signal.h"
#include "runtime/libc/work_folder.h"
#include "runtime/posix/fork_handler.h"

#include <errno.h>
#include <sched.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static void need_fork(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    schedule_need_fork(format, arguments);
    va_end(arguments);
}

static void child_announce(unsigned number, pid_t process, uintptr_t pc)
{
    family_member(number)->process = process;
    if (family_self() == 0) {
        deputy_new(number, pc);
    } else {
        family_member(family_self())->request.member = number;
        descendant_ask(REQUEST_FORK, pc);
        record_target(family_member(number)->ordinal);
    }
}

/* The process is forked for real, and right here; who of the two goes on is chosen later. */
pid_t child_process_fork_only(uintptr_t pc)
{
    need_fork("forks");
    open_file_fork();
    schedule_violations_settle();
    schedule_point(OP_FORK, NULL, 0, pc);
    unsigned number = family_add();
    signal_tell();
    family_member(number)->has_ends = outside_was_used();
    pid_t process = LIBC(_Fork)();
    if (process < 0) {
        family_remove(number);
    } else if (process > 0) {
        child_announce(number, process, pc);
    } else {
        descendant_begin(number, pc);
        identity_fork();
    }
    return process;
}

static pid_t fork_with_handlers(uintptr_t pc)
{
    fork_handlers_prepare();
    pid_t process = child_process_fork_only(pc);
    if (process == 0) {
        fork_handlers_child();
    } else {
        fork_handlers_parent();
    }
    return process;
}

/* A child that shares the parent's memory would take the explorer's state with it: it has its own.
 * The parent goes on when it has ended, or become another program. */
pid_t child_process_vfork(uintptr_t pc)
{
    pid_t process = child_process_fork_only(pc);

    if (process > 0 && family_self() == 0) {
        child_wait_vfork(family_find(process), pc);
    } else if (process > 0) {
        family_member(family_self())->request.member = family_find(process);
        descendant_ask(REQUEST_VFORK, pc);
    }
    return process;
}

EXPORT pid_t fork(void)
{
    return call_is_seen(CALLER) ? fork_with_handlers(CALLER) : LIBC(fork)();
}

EXPORT pid_t _Fork(void)
{
    return call_is_seen(CALLER) ? child_process_fork_only(CALLER) : LIBC(_Fork)();
}

EXPORT pid_t vfork(void)
{
    return call_is_seen(CALLER) ? child_process_vfork(CALLER) : LIBC(_Fork)();
}

EXPORT int clone(int (*function)(void *), void *stack, int flags, void *argument, ...)
{
    (void)function;
    (void)stack;
    (void)flags;
    (void)argument;
    if (schedule_active) {
        schedule_refuse("calls clone");
    }
    errno = ENOSYS;
    return -1;
}

/* These fork within libc, where it cannot be followed. */
// NOLINTBEGIN(bugprone-macro-parentheses): lists cannot stand in parentheses
#define FORKS_WITHIN(type, name, parameters, arguments)                                            \
    type name parameters;                                                                          \
    EXPORT type name parameters                                                                    \
    {                                                                                              \
        if (call_is_seen(CALLER)) {                                                                \
            schedule_refuse("calls " #name ": use fork");                                          \
        }                                                                                          \
        return LIBC(name) arguments;                                                               \
    }
// NOLINTEND(bugprone-macro-parentheses)

FORKS_WITHIN(int, daemon, (int stays, int speaks), (stays, speaks))
FORKS_WITHIN(int, forkpty, (int *end, char *name, const void *terminal, const void *window),
             (end, name, terminal, window))

/* Another program takes part: nothing of it is seen, and its time is real. */
void child_process_note_program(const char *does, const char *program, uintptr_t pc)
{
    outside_use(pc, "%s %s", does, program);
    work_folder_lend(does, program);
    schedule_note_unseen("the program %s %s, and what that does is not seen", does, program);
    family_note_stranger();
    child_wait_note_stranger();
}

EXPORT int system(const char *command)
{
    if (call_is_seen(CALLER) && command != NULL) {
        child_process_note_program("runs", command, CALLER);
    }
    return LIBC(system)(command);
}

#define SPAWN(name)                                                                                \
    EXPORT int name(pid_t *restrict child, const char *restrict file,                              \
                    const posix_spawn_file_actions_t *restrict actions,                            \
                    const posix_spawnattr_t *restrict attributes, char *const *restrict arguments, \
                    char *const *restrict environment)                                             \
    {                                                                                              \
        if (call_is_seen(CALLER)) {                                                                \
            child_process_note_program("starts", file, CALLER);                                    \
        }                                                                                          \
        return LIBC(name)(child, file, actions, attributes, arguments, environment);               \
    }

SPAWN(posix_spawn)
SPAWN(posix_spawnp)
