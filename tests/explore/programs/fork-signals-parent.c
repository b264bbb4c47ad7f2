// incomplete
// says sends another one signal
// needs fork
// A child tells its parent by a signal that it is ready.
#define _GNU_SOURCE
#include <assert.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t ready;

static void on_ready(int number)
{
    ready += number == SIGUSR1;
}

int main(void)
{
    assert(signal(SIGUSR1, on_ready) == SIG_DFL);
    pid_t child = fork();
    if (child == 0) {
        kill(getppid(), SIGUSR1);
        _exit(0);
    }
    while (!ready) {
        usleep(1000);
    }
    assert(waitpid(child, NULL, 0) == child);
    return 0;
}
