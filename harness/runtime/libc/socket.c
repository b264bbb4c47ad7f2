/*
 * Pipes, sockets and what waits for them: POSIX.1-2017, and Linux's manual
 * pages eventfd, epoll_create, timerfd_create and inotify_init.
 */
#include "runtime/libc/outside_call.h"
#include "runtime/libc/range.h"
#include "runtime/posix/cancel.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

OUTSIDE_CALL(int, pipe, (int ends[2]), (ends), "makes a pipe")
OUTSIDE_CALL(int, pipe2, (int ends[2], int flags), (ends, flags), "makes a pipe")
OUTSIDE_CALL(int, socketpair, (int domain, int type, int protocol, int ends[2]),
             (domain, type, protocol, ends), "makes a pair of sockets")
OUTSIDE_CALL(int, socket, (int domain, int type, int protocol), (domain, type, protocol),
             "makes a socket")
OUTSIDE_CALL(int, bind, (int socket, __CONST_SOCKADDR_ARG address, socklen_t size),
             (socket, address, size), "binds socket %d", socket)
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

/* Who connects may talk to another process, whose time is real. */
EXPORT int connect(int socket, __CONST_SOCKADDR_ARG address, socklen_t size)
{
    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "connects socket %d", socket);
    }
    return LIBC(connect)(socket, address, size);
}

static void transfer(int socket, short events, const char *does, uintptr_t pc)
{
    if (call_is_seen(pc)) {
        outside_use(pc, "%s socket %d", does, socket);
        outside_wait(socket, events, pc);
    }
}

EXPORT int accept(int socket, __SOCKADDR_ARG address, socklen_t *restrict size)
{
    transfer(socket, POLLIN, "waits at", CALLER);
    return LIBC(accept)(socket, address, size);
}

EXPORT int accept4(int socket, __SOCKADDR_ARG address, socklen_t *restrict size, int flags)
{
    transfer(socket, POLLIN, "waits at", CALLER);
    return LIBC(accept4)(socket, address, size, flags);
}

EXPORT ssize_t send(int socket, const void *from, size_t size, int flags)
{
    if (call_is_seen(CALLER)) {
        range_read(from, size, CALLER);
    }
    transfer(socket, POLLOUT, "sends to", CALLER);
    return LIBC(send)(socket, from, size, flags);
}

EXPORT ssize_t sendto(int socket, const void *from, size_t size, int flags,
                      __CONST_SOCKADDR_ARG address, socklen_t address_size)
{
    if (call_is_seen(CALLER)) {
        range_read(from, size, CALLER);
    }
    transfer(socket, POLLOUT, "sends to", CALLER);
    return LIBC(sendto)(socket, from, size, flags, address, address_size);
}

EXPORT ssize_t sendmsg(int socket, const struct msghdr *message, int flags)
{
    transfer(socket, POLLOUT, "sends to", CALLER);
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
    transfer(socket, POLLIN, "receives from", CALLER);
    return received(LIBC(recv)(socket, to, size, flags), to, CALLER);
}

EXPORT ssize_t recvfrom(int socket, void *restrict to, size_t size, int flags,
                        __SOCKADDR_ARG address, socklen_t *restrict address_size)
{
    transfer(socket, POLLIN, "receives from", CALLER);
    return received(LIBC(recvfrom)(socket, to, size, flags, address, address_size), to, CALLER);
}

EXPORT ssize_t recvmsg(int socket, struct msghdr *message, int flags)
{
    transfer(socket, POLLIN, "receives from", CALLER);
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
