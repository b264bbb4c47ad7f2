// cut
// options --schedules 6
// Two threads that never end: each schedule is cut off, and none is taken for a livelock.
#include <pthread.h>

static int ours, theirs;

static void *run(void *unused)
{
    for (;;) {
        theirs++;
    }
    return unused;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    for (;;) {
        ours++;
    }
}
