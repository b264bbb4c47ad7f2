// forks
// Where only POSIX is asked for, signal means System V's: the handler is there once.
#define _XOPEN_SOURCE 700
#include <assert.h>
#include <signal.h>

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
    caught += number;
}

int main(void)
{
    assert(signal(SIGCHLD, on_signal) == SIG_DFL);
    raise(SIGCHLD);
    raise(SIGCHLD);
    assert(caught == SIGCHLD);
    assert(sigset(SIGUSR1, on_signal) == SIG_DFL && sighold(SIGUSR1) == 0);
    raise(SIGUSR1);
    assert(caught == SIGCHLD);
    assert(sigrelse(SIGUSR1) == 0 && caught == SIGCHLD + SIGUSR1);
    assert(sigignore(SIGUSR1) == 0 && raise(SIGUSR1) == 0);
    assert(caught == SIGCHLD + SIGUSR1);
    return 0;
}
