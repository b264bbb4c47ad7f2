/*
 * Closes stdout and stderr, and goes on for a while.
 */
#include <time.h>
#include <unistd.h>

int main(void)
{
    const struct timespec pause = { .tv_nsec = 100 * 1000 * 1000 };

    close(STDOUT_FILENO);
    close(STDERR_FILENO);
    return nanosleep(&pause, NULL) == 0 ? 5 : 6;
}
