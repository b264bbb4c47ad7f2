// finds crash
// It writes over its frame, and over where it would return to.
#include <pthread.h>
#include <string.h>

static void *run(void *unused)
{
    char small[16];
    volatile size_t size = 96;

    memset(small, 'x', size);
    return unused;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    return 0;
}
