/*
 * pidfd_open, pidfd_getfd: Linux's manual pages.
 */
#include "runtime/libc/pid_file.h"
#include "runtime/engine/call.h"
#include "runtime/libc/identity.h"
#include "runtime/libc/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/pidfd.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { TEXT_SIZE = 512 };

/* /proc/self/fdinfo/N has a line "Pid:\t1234". */
static long text_read(int file, char *text, size_t size)
{
    char path[32] = "/proc/self/fdinfo/";
    char digits[12];
    unsigned count = 0, at = 18;

    for (unsigned rest = (unsigned)file; count == 0 || rest > 0; rest /= 10) {
        digits[count++] = (char)('0' + rest % 10);
    }
    while (count > 0) {
        path[at++] = digits[--count];
    }
    long descriptor = BASE_KERNEL(SYS_open, path, O_RDONLY | O_CLOEXEC, 0);
    if (descriptor < 0) {
        return descriptor;
    }
    long length = BASE_KERNEL(SYS_read, descriptor, text, size - 1);
    BASE_KERNEL(SYS_close, descriptor, 0, 0);
    return length;
}

pid_t pid_file_process(int file)
{
    char text[TEXT_SIZE] = "";
    pid_t process = 0;

    if (file < 0 || text_read(file, text, sizeof text) < 0) {
        return 0;
    }
    for (const char *line = text; *line != '\0'; line++) {
        if (base_begins(line, "\nPid:\t")) {
            const char *digit = line + 6;
            bool is_over = *digit == '-';
            for (; *digit >= '0' && *digit <= '9'; digit++) {
                process = process * 10 + (*digit - '0');
            }
            return is_over ? -1 : process;
        }
    }
    return 0;
}

int pid_file_open(pid_t process, unsigned flags, uintptr_t pc)
{
    struct thread *thread;
    enum identity who = identity_find(process, &thread);

    if (process <= 0 || (who == IDENTITY_THREAD && process != getpid())) {
        errno = EINVAL;
        return -1;
    }
    if (who == IDENTITY_NOBODY) {
        errno = ESRCH;
        return -1;
    }
    outside_use(pc, "opens a descriptor for process %d", process);
    return LIBC(pidfd_open)(process, flags);
}

EXPORT int pidfd_open(pid_t process, unsigned flags)
{
    return call_is_seen(CALLER) ? pid_file_open(process, flags, CALLER)
                                : LIBC(pidfd_open)(process, flags);
}

EXPORT int pidfd_getfd(int file, int other, unsigned flags)
{
    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "takes a file descriptor of another process");
        schedule_note_unseen("the program takes a file descriptor of another process");
    }
    return LIBC(pidfd_getfd)(file, other, flags);
}
