/*
 * exec: POSIX.1-2017; fexecve; execvpe, execveat: Linux's manual pages. The
 * first process is what is explored, and must not become another program; of a
 * child that does nothing is seen any more.
 */
#include "runtime/libc/exec.h"
#include "runtime/engine/call.h"
#include "runtime/libc/descendant.h"
#include "runtime/libc/signal.h"
#include "runtime/libc/work_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

/* What is the runtime's own must not go along: its timer, and that it does not end by Ctrl-C. */
static void own_leave(void)
{
    const struct itimerval none = { { 0, 0 }, { 0, 0 } };
    const int ours[] = { SIGINT, SIGTERM };

    BASE_KERNEL(SYS_setitimer, ITIMER_REAL, &none, NULL);
    for (unsigned i = 0; i < sizeof ours / sizeof ours[0]; i++) {
        const struct sigaction action = {
            .sa_handler = signal_disposition(ours[i])->handler == SIG_IGN ? SIG_IGN : SIG_DFL
        };
        LIBC(sigaction)(ours[i], &action, NULL);
    }
}

bool exec_begin(const char *file, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return false;
    }
    if (family_self() == 0) {
        schedule_refuse("becomes another program: %s", file);
    }
    work_folder_lend("becomes", file);
    schedule_note_unseen("a child process becomes %s, which is not explored", file);
    descendant_ask(REQUEST_EXEC, pc);
    own_leave();
    return true;
}

int exec_end(bool begun, int status, uintptr_t pc)
{
    int error = errno;

    if (begun) {
        descendant_watch();
        descendant_ask(REQUEST_YIELD, pc);
    }
    errno = error;
    return status;
}

// NOLINTBEGIN(bugprone-macro-parentheses): lists cannot stand in parentheses
#define EXEC(name, parameters, arguments, file)                                                    \
    EXPORT int name parameters                                                                     \
    {                                                                                              \
        uintptr_t pc = CALLER;                                                                     \
        bool begun = exec_begin(file, pc);                                                         \
        return exec_end(begun, LIBC(name) arguments, pc);                                          \
    }
// NOLINTEND(bugprone-macro-parentheses)

EXEC(execve, (const char *file, char *const *arguments, char *const *environment),
     (file, arguments, environment), file)
EXEC(execv, (const char *file, char *const *arguments), (file, arguments), file)
EXEC(execvp, (const char *file, char *const *arguments), (file, arguments), file)
EXEC(execvpe, (const char *file, char *const *arguments, char *const *environment),
     (file, arguments, environment), file)
EXEC(fexecve, (int file, char *const *arguments, char *const *environment),
     (file, arguments, environment), "the program of a descriptor")
EXEC(execveat,
     (int folder, const char *file, char *const *arguments, char *const *environment, int flags),
     (folder, file, arguments, environment, flags), file)

/* The arguments of execl as a list; what follows it is the environment of execle. */
enum { ARGUMENTS_MAX = 1024 };

static void arguments_take(char **list, const char *first, va_list *arguments)
{
    unsigned count = 0;

    list[count] = (char *)(uintptr_t)first;
    while (count < ARGUMENTS_MAX - 1 && list[count] != NULL) {
        list[++count] = va_arg(*arguments, char *);
    }
    list[ARGUMENTS_MAX - 1] = NULL;
}

#define EXEC_LIST(name, real)                                                                      \
    EXPORT int name(const char *file, const char *first, ...)                                      \
    {                                                                                              \
        char *list[ARGUMENTS_MAX];                                                                 \
        va_list arguments;                                                                         \
        uintptr_t pc = CALLER;                                                                     \
        va_start(arguments, first);                                                                \
        arguments_take(list, first, &arguments);                                                   \
        va_end(arguments);                                                                         \
        bool begun = exec_begin(file, pc);                                                         \
        return exec_end(begun, LIBC(real)(file, list), pc);                                        \
    }

EXEC_LIST(execl, execv)
EXEC_LIST(execlp, execvp)

EXPORT int execle(const char *file, const char *first, ...)
{
    char *list[ARGUMENTS_MAX];
    va_list arguments;
    uintptr_t pc = CALLER;

    va_start(arguments, first);
    arguments_take(list, first, &arguments);
    char *const *environment = va_arg(arguments, char *const *);
    va_end(arguments);
    bool begun = exec_begin(file, pc);
    return exec_end(begun, LIBC(execve)(file, list, environment), pc);
}
