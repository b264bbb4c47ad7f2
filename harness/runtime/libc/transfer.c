#include "runtime/libc/transfer.h"
#include "runtime/libc/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>

enum { NO_SOCKET = -1 };

/* Writes what there is room for; as the kernel returns. */
static long piece_write(int descriptor, const char *from, size_t size, int send_flags)
{
    if (send_flags != NO_SOCKET) {
        return base_kernel(SYS_sendto, (uintptr_t)descriptor, (uintptr_t)from, size,
                           (uintptr_t)send_flags | MSG_DONTWAIT, 0, 0);
    }
    long flags = BASE_KERNEL(SYS_fcntl, descriptor, F_GETFL, 0);
    BASE_KERNEL(SYS_fcntl, descriptor, F_SETFL, flags | O_NONBLOCK);
    long written = BASE_KERNEL(SYS_write, descriptor, from, size);
    BASE_KERNEL(SYS_fcntl, descriptor, F_SETFL, flags);
    return written;
}

static ssize_t transfer(int descriptor, const char *from, size_t size, int send_flags, uintptr_t pc)
{
    bool hangs = !outside_is_impatient(descriptor) &&
                 (send_flags == NO_SOCKET || (send_flags & MSG_DONTWAIT) == 0);
    size_t done = 0;

    for (;;) {
        long written = piece_write(descriptor, from + done, size - done, send_flags);
        done += written > 0 ? (size_t)written : 0;
        if (done == size || (written < 0 && written != -EAGAIN) || !hangs) {
            errno = written < 0 ? (int)-written : errno;
            return done > 0 || written >= 0 ? (ssize_t)done : -1;
        }
        outside_wait(descriptor, POLLOUT, pc);
        outside_use(pc, "writes more to file descriptor %d", descriptor);
    }
}

ssize_t transfer_write(int descriptor, const void *from, size_t size, uintptr_t pc)
{
    return transfer(descriptor, from, size, NO_SOCKET, pc);
}

ssize_t transfer_send(int socket, const void *from, size_t size, int flags, uintptr_t pc)
{
    return transfer(socket, from, size, flags, pc);
}
