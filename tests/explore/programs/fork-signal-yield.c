// incomplete
// needs fork
// The parent yields until a signal has come: the handler runs there as well.
#define _POSIX_C_SOURCE 200809L
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t ready;

static void on_ready(int number)
{
    ready = number;
}

int main(void)
{
    signal(SIGUSR2, on_ready);
    if (fork() == 0) {
        kill(getppid(), SIGUSR2);
        _exit(0);
    }
    while (ready != SIGUSR2) {
        sched_yield();
    }
    wait(NULL);
    return 0;
}
