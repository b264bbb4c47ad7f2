// finds crash
// A recursion without end meets the guard page, and not the next thread's stack.
#include <pthread.h>

static int down(int depth)
{
    volatile char frame[1000];

    frame[depth % 1000] = (char)depth;
    return down(depth + 1) + frame[0];
}

static void *run(void *unused)
{
    down(0);
    return unused;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    return 0;
}
