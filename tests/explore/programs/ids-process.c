// forks
// Groups, limits and memory by the number of a process or a thread.
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

static void *run(void *argument)
{
    struct rlimit limit;
    char from[] = "hello", to[sizeof from];
    struct iovec here = { to, sizeof to }, there = { from, sizeof from };

    assert(getpgid(gettid()) == getpgrp() && getsid(gettid()) == getsid(0));
    assert(prlimit(gettid(), RLIMIT_CORE, NULL, &limit) == 0);
    assert(process_vm_readv(gettid(), &here, 1, &there, 1, 0) == sizeof to && to[4] == 'o');
    from[4] = 'O';
    assert(process_vm_writev(getpid(), &there, 1, &here, 1, 0) == sizeof to && to[4] == 'O');
    errno = 0;
    assert(pidfd_open(gettid(), 0) == -1 && errno != ESRCH);
    return argument;
}

int main(void)
{
    struct rlimit limit = { 0, 0 };
    pthread_t thread;

    assert(prlimit(getpid(), RLIMIT_CORE, &limit, NULL) == 0);
    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    int file = pidfd_open(getpid(), 0);
    assert(file >= 0 && pidfd_send_signal(file, 0, NULL, 0) == 0);
    close(file);
    return 0;
}
