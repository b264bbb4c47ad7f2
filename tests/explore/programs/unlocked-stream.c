// finds race
// putc_unlocked without flockfile.
#include <pthread.h>
#include <stdio.h>

static void *print(void *argument)
{
    putc_unlocked('a', stdout);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, print, NULL);
    pthread_create(&threads[1], NULL, print, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
