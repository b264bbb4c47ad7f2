/*
 * Processes: POSIX.1-2017, fork, exec, posix_spawn, wait; Linux's manual pages
 * clone, vfork, syscall and sched_getcpu. A child runs natively, unexplored:
 * it has one thread, and what it does is not seen.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/outside.h"
#include "runtime/libc/range.h"

#include <errno.h>
#include <sched.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child_make(uintptr_t pc)
{
    outside_use(pc, "forks");
    outside_join_in();
    pid_t child = _Fork();
    if (child == 0) {
        schedule_active = false;
    }
    return child;
}

EXPORT pid_t fork(void)
{
    return call_is_seen(CALLER) ? child_make(CALLER) : LIBC(fork)();
}

/* A child that shares the parent's memory would take the explorer's state with it. */
EXPORT pid_t vfork(void)
{
    return schedule_active ? child_make(CALLER) : _Fork();
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

EXPORT int system(const char *command)
{
    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "runs %s", command == NULL ? "a shell" : command);
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
            outside_use(CALLER, "starts %s", file);                                                \
            outside_join_in();                                                                     \
        }                                                                                          \
        return LIBC(name)(child, file, actions, attributes, arguments, environment);               \
    }

SPAWN(posix_spawn)
SPAWN(posix_spawnp)

static void exec_refuse(const char *file, uintptr_t pc)
{
    if (call_is_seen(pc)) {
        schedule_refuse("becomes another program: %s", file);
    }
}

EXPORT int execve(const char *file, char *const *arguments, char *const *environment)
{
    exec_refuse(file, CALLER);
    return LIBC(execve)(file, arguments, environment);
}

EXPORT int execv(const char *file, char *const *arguments)
{
    exec_refuse(file, CALLER);
    return LIBC(execv)(file, arguments);
}

EXPORT int execvp(const char *file, char *const *arguments)
{
    exec_refuse(file, CALLER);
    return LIBC(execvp)(file, arguments);
}

/* The arguments of execl as a list; what follows it is the environment of execle. */
enum { ARGUMENTS_MAX = 1024 };

static void arguments_take(char **list, const char *first, va_list arguments)
{
    unsigned count = 0;

    list[count] = (char *)(uintptr_t)first;
    while (count < ARGUMENTS_MAX - 1 && list[count] != NULL) {
        list[++count] = va_arg(arguments, char *);
    }
    list[ARGUMENTS_MAX - 1] = NULL;
}

#define EXEC_LIST(name, real)                                                                      \
    EXPORT int name(const char *file, const char *first, ...)                                      \
    {                                                                                              \
        char *list[ARGUMENTS_MAX];                                                                 \
        va_list arguments;                                                                         \
        exec_refuse(file, CALLER);                                                                 \
        va_start(arguments, first);                                                                \
        arguments_take(list, first, arguments);                                                    \
        va_end(arguments);                                                                         \
        return LIBC(real)(file, list);                                                             \
    }

EXEC_LIST(execl, execv)
EXEC_LIST(execlp, execvp)

/* Real waiting, for a real process. */
EXPORT pid_t waitpid(pid_t process, int *status, int options)
{
    range_touch(status, sizeof *status);
    return LIBC(waitpid)(process, status, options);
}

EXPORT pid_t wait(int *status)
{
    range_touch(status, sizeof *status);
    return LIBC(wait)(status);
}

/* Each thread has a number, although they are one thread of the system. */
EXPORT pid_t gettid(void)
{
    return getpid() + (call_is_seen(CALLER) ? (pid_t)thread_current->ordinal : 0);
}

EXPORT int sched_getcpu(void)
{
    return call_is_seen(CALLER) ? (int)thread_current->id : LIBC(sched_getcpu)();
}

static long raw(long number, va_list arguments)
{
    uintptr_t a[6];

    for (unsigned i = 0; i < 6; i++) {
        a[i] = va_arg(arguments, uintptr_t);
    }
    long result = base_kernel(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    if ((unsigned long)result > -4096ul) {
        errno = (int)-result;
        return -1;
    }
    return result;
}

/* The runtime itself calls it too, before libc's could be found. */
EXPORT long syscall(long number, ...)
{
    va_list arguments;

    if (call_is_seen(CALLER)) {
        if (number == SYS_gettid) {
            return getpid() + (pid_t)thread_current->ordinal;
        }
        if (number == SYS_futex) {
            schedule_refuse("calls futex by itself, unseen by the scheduler");
        }
        outside_use(CALLER, "makes system call %ld by itself", number);
    }
    va_start(arguments, number);
    long result = raw(number, arguments);
    va_end(arguments);
    return result;
}
