/*
 * Pipes, sockets and what waits for them: POSIX.1-2017, and Linux's manual
 * pages eventfd, epoll_create, timerfd_create and inotify_init.
 */
#include "runtime/libc/outside_call.h"
#include "runtime/libc/range.h"
#include "runtime/libc/transfer.h"
#include "runtime/libc/work_folder.h"
#include "runtime/posix/cancel.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

OUTSIDE_CALL(int, pipe, (int ends[2]), (ends), "makes a pipe")
OUTSIDE_CALL(int, pipe2, (int ends[2], int flags), (ends, flags), "makes a pipe")
OUTSIDE_CALL(int, socketpair, (int domain, int type, int protocol, int ends[2]),
             (domain, type, protocol, ends), "makes a pair of sockets")
OUTSIDE_CALL(int, socket, (int domain, int type, int protocol), (domain, type, protocol),
             "makes a socket")
OUTSIDE_CALL(int, listen, (int socket, int backlog), (socket, backlog), "listens at socket %d",
             socket)
OUTSIDE_CALL(int, shutdown, (int socket, int how), (socket, how), "shuts socket %d down", socket)
OUTSIDE_CALL(int, eventfd, (unsigned count, int flags), (count, flags), "makes an eventfd")
OUTSIDE_CALL(int, epoll_create, (int size), (size), "makes an epoll descriptor")
OUTSIDE_CALL(int, epoll_create1, (int flags), (flags), "makes an epoll descriptor")
OUTSIDE_CALL(int, timerfd_create, (clockid_t clock, int flags), (clock, flags), "makes a timerfd")
OUTSIDE_CALL(int, signalfd, (int descriptor, const sigset_t *set, int flags),
             (descriptor, set, flags), "makes a signalfd")
OUTSIDE_CALL(int, inotify_init, (void), (), "makes an inotify descriptor")
OUTSIDE_CALL(int, inotify_init1, (int flags), (flags), "makes an inotify descriptor")

/* A local address by a path, as the kernel is to be given it: see work_folder.h. Valid until the
 * next call. */
static const struct sockaddr *local_lead(const struct sockaddr_un *address, socklen_t *size,
                                         bool is_made)
{
    static char path[sizeof address->sun_path + 1];
    static struct sockaddr_un led;

    base_text(path, *size - offsetof(struct sockaddr_un, sun_path) + 1, address->sun_path);
    const char *found = is_made ? work_folder_change(AT_FDCWD, path, false, "makes the socket")
                                : work_folder_see(AT_FDCWD, path, true);
    if (found == path) {
        return (const struct sockaddr *)address;
    }
    if (base_length(found) >= sizeof led.sun_path) {
        schedule_refuse("uses the socket %.60s, whose path is too long in a copy of the folder",
                        path);
    }
    led.sun_family = AF_UNIX;
    base_text(led.sun_path, sizeof led.sun_path, found);
    *size = sizeof led;
    return (const struct sockaddr *)&led;
}

static const struct sockaddr *address_lead(const struct sockaddr *address, socklen_t *size,
                                           bool is_made)
{
    const struct sockaddr_un *local = (const struct sockaddr_un *)address;
    const struct sockaddr_in *internet = (const struct sockaddr_in *)address;
    bool is_internet = address->sa_family == AF_INET || address->sa_family == AF_INET6;

    if (address->sa_family == AF_UNIX && *size > offsetof(struct sockaddr_un, sun_path) &&
        *size <= sizeof *local && local->sun_path[0] != '\0') {
        return local_lead(local, size, is_made);
    }
    if (is_made && is_internet && *size >= sizeof *internet && internet->sin_port != 0) {
        schedule_note_unseen("the program binds a socket to port %u, which all schedules share",
                             (unsigned)__builtin_bswap16(internet->sin_port));
    }
    return address;
}

EXPORT int bind(int socket, __CONST_SOCKADDR_ARG address, socklen_t size)
{
    const struct sockaddr *used = address.__sockaddr__;

    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "binds socket %d", socket);
        used = address_lead(used, &size, true);
    }
    return LIBC(bind)(socket, used, size);
}

/* Who connects may talk to another process, whose time is real. */
EXPORT int connect(int socket, __CONST_SOCKADDR_ARG address, socklen_t size)
{
    const struct sockaddr *used = address.__sockaddr__;

    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "connects socket %d", socket);
        used = address_lead(used, &size, false);
    }
    return LIBC(connect)(socket, used, size);
}

/* Returns whether the call is seen. */
static bool transfer_begin(int socket, short events, int flags, const char *does, uintptr_t pc)
{
    if (!call_is_seen(pc)) {
        return false;
    }
    cancel_point(pc);
    outside_use(pc, "%s socket %d", does, socket);
    if ((flags & MSG_DONTWAIT) == 0) {
        outside_wait(socket, events, pc);
    }
    return true;
}

EXPORT int accept(int socket, __SOCKADDR_ARG address, socklen_t *restrict size)
{
    transfer_begin(socket, POLLIN, 0, "waits at", CALLER);
    return LIBC(accept)(socket, address, size);
}

EXPORT int accept4(int socket, __SOCKADDR_ARG address, socklen_t *restrict size, int flags)
{
    transfer_begin(socket, POLLIN, 0, "waits at", CALLER);
    return LIBC(accept4)(socket, address, size, flags);
}

EXPORT ssize_t send(int socket, const void *from, size_t size, int flags)
{
    if (call_is_seen(CALLER)) {
        range_read(from, size, CALLER);
    }
    bool seen = transfer_begin(socket, POLLOUT, flags, "sends to", CALLER);
    return seen && size > TRANSFER_PIECE ? transfer_send(socket, from, size, flags, CALLER)
                                         : LIBC(send)(socket, from, size, flags);
}

EXPORT ssize_t sendto(int socket, const void *from, size_t size, int flags,
                      __CONST_SOCKADDR_ARG address, socklen_t address_size)
{
    if (call_is_seen(CALLER)) {
        range_read(from, size, CALLER);
    }
    transfer_begin(socket, POLLOUT, flags, "sends to", CALLER);
    return LIBC(sendto)(socket, from, size, flags, address, address_size);
}

EXPORT ssize_t sendmsg(int socket, const struct msghdr *message, int flags)
{
    transfer_begin(socket, POLLOUT, flags, "sends to", CALLER);
    return LIBC(sendmsg)(socket, message, flags);
}

static ssize_t received(ssize_t size, void *to, uintptr_t pc)
{
    if (size > 0 && call_is_seen(pc)) {
        range_wrote(to, (size_t)size, pc);
    }
    return size;
}

EXPORT ssize_t recv(int socket, void *to, size_t size, int flags)
{
    transfer_begin(socket, POLLIN, flags, "receives from", CALLER);
    return received(LIBC(recv)(socket, to, size, flags), to, CALLER);
}

EXPORT ssize_t recvfrom(int socket, void *restrict to, size_t size, int flags,
                        __SOCKADDR_ARG address, socklen_t *restrict address_size)
{
    transfer_begin(socket, POLLIN, flags, "receives from", CALLER);
    return received(LIBC(recvfrom)(socket, to, size, flags, address, address_size), to, CALLER);
}

EXPORT ssize_t recvmsg(int socket, struct msghdr *message, int flags)
{
    transfer_begin(socket, POLLIN, flags, "receives from", CALLER);
    return LIBC(recvmsg)(socket, message, flags);
}

/*
 * poll and its like wait for several descriptors, or for a time, which is
 * virtual: they look, and then wait until somebody has done something.
 */
static bool look_again(int ready, uint64_t deadline, uintptr_t pc)
{
    return ready == 0 && outside_pause_until(deadline, pc);
}

/* 0: there is none. */
static uint64_t deadline_of(int timeout)
{
    return timeout < 0 ? 0 : schedule_time + (uint64_t)timeout * 1000000 + 1;
}

EXPORT int poll(struct pollfd *descriptors, nfds_t count, int timeout)
{
    int ready;

    if (!call_is_seen(CALLER)) {
        return LIBC(poll)(descriptors, count, timeout);
    }
    cancel_point(CALLER);
    range_touch(descriptors, count * sizeof *descriptors);
    uint64_t deadline = deadline_of(timeout);
    do {
        outside_look(CALLER, "polls file descriptors");
        ready = LIBC(poll)(descriptors, count, 0);
    } while (timeout != 0 && look_again(ready, deadline, CALLER));
    return ready;
}

EXPORT int epoll_wait(int descriptor, struct epoll_event *events, int max, int timeout)
{
    int ready;

    if (!call_is_seen(CALLER)) {
        return LIBC(epoll_wait)(descriptor, events, max, timeout);
    }
    cancel_point(CALLER);
    range_touch(events, max > 0 ? (size_t)max * sizeof *events : 0);
    uint64_t deadline = deadline_of(timeout);
    do {
        outside_look(CALLER, "polls file descriptors");
        ready = LIBC(epoll_wait)(descriptor, events, max, 0);
    } while (timeout != 0 && look_again(ready, deadline, CALLER));
    return ready;
}

/* Without descriptors it is a way to sleep. */
EXPORT int select(int limit, fd_set *restrict readable, fd_set *restrict writable,
                  fd_set *restrict exceptions, struct timeval *restrict timeout)
{
    if (call_is_seen(CALLER)) {
        if (limit == 0 && timeout != NULL) {
            uint64_t duration =
                (uint64_t)timeout->tv_sec * 1000000000 + (uint64_t)timeout->tv_usec * 1000;
            schedule_yield(OP_SLEEP, duration, CALLER);
            return 0;
        }
        schedule_refuse("waits in select: use poll, or threads that read");
    }
    return LIBC(select)(limit, readable, writable, exceptions, timeout);
}
