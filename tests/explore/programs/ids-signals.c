// forks
// A thread sends itself signals, in all ways that there are; each thread has a mask of its own,
// also while a handler runs, and what is blocked comes later.
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static _Thread_local int caught, depth, value;
static _Thread_local sigjmp_buf out;

static void on_signal(int number, siginfo_t *info, void *context)
{
    (void)context;
    depth++;
    value = info->si_value.sival_int;
    if (++caught == 1) {
        raise(number); /* comes when this one has returned */
        assert(depth == 1);
    }
    depth--;
}

static void on_leave(int number)
{
    siglongjmp(out, number);
}

static void *run(void *argument)
{
    sigset_t set, pending;

    assert(raise(SIGUSR1) == 0 && caught == 2);
    assert(pthread_kill(pthread_self(), SIGUSR1) == 0 && caught == 3);
    assert(tgkill(getpid(), gettid(), SIGUSR1) == 0 && caught == 4);
    assert(syscall(SYS_tkill, gettid(), SIGUSR1) == 0 && caught == 5);
    assert(pthread_sigqueue(pthread_self(), SIGUSR1, (union sigval){ .sival_int = 42 }) == 0);
    assert(caught == 6 && value == 42);
    assert(tgkill(getpid(), gettid(), 0) == 0);
    errno = 0;
    assert(tgkill(getpid() + 1, gettid(), SIGUSR1) == -1 && errno == ESRCH);

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    assert(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
    assert(raise(SIGUSR1) == 0 && caught == 6);
    assert(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1) == 1);
    assert(pthread_sigmask(SIG_UNBLOCK, &set, NULL) == 0 && caught == 7);

    for (volatile int i = 0; i < 3; i++) {
        if (sigsetjmp(out, 1) == 0) {
            raise(SIGUSR2);
            assert(0);
        }
    }
    return argument;
}

int main(void)
{
    struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO }, old;
    pthread_t threads[2];

    assert(sigaction(SIGUSR1, &action, NULL) == 0);
    assert(sigaction(SIGUSR1, NULL, &old) == 0 && old.sa_sigaction == on_signal &&
           (old.sa_flags & SA_SIGINFO) != 0);
    assert(signal(SIGUSR2, on_leave) == SIG_DFL);
    for (int i = 0; i < 2; i++) {
        pthread_create(&threads[i], NULL, run, NULL);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    assert(kill(getpid(), SIGUSR1) == 0 && sigqueue(getpid(), SIGUSR1, (union sigval){ 0 }) == 0);
    assert(caught >= 2);
    return 0;
}
