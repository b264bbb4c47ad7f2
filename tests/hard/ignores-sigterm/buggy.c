/*
 * Forks children that ignore SIGTERM, one of them in a session of its own, and hangs.
 */
#include <signal.h>
#include <unistd.h>

int main(void)
{
    signal(SIGTERM, SIG_IGN);
    if (fork() == 0 && fork() == 0) {
        setsid();
    }
    for (;;) {
        pause();
    }
}
