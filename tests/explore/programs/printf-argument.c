// finds race
// printf reads the string that it is given; nothing orders that with the write.
#include <pthread.h>
#include <stdio.h>

static char name[16] = "before";

static void *print(void *argument)
{
    (void)argument;
    printf("%-10.4s|\n", name);
    return NULL;
}

static void *change(void *argument)
{
    (void)argument;
    name[1] = 'x';
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, print, NULL);
    pthread_create(&threads[1], NULL, change, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
