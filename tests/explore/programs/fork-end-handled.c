// incomplete
// says a child process ends, and its parent handles that signal
// needs fork
// A handler counts the children that have ended, and waits for them.
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t ended;

static void on_end(int number, siginfo_t *info, void *context)
{
    int error = errno;

    (void)context;
    assert(number == SIGCHLD && info->si_code == CLD_EXITED);
    while (waitpid(-1, NULL, WNOHANG) > 0) {
        ended++;
    }
    errno = error;
}

int main(void)
{
    struct sigaction action = { .sa_sigaction = on_end, .sa_flags = SA_SIGINFO | SA_RESTART };

    assert(sigaction(SIGCHLD, &action, NULL) == 0);
    for (int i = 0; i < 2; i++) {
        if (fork() == 0) {
            _exit(0);
        }
    }
    while (ended < 2) {
        usleep(1000);
    }
    return 0;
}
