// clean
// printf reads no more of a string than its precision says.
#include <pthread.h>
#include <stdio.h>

static char name[16] = "abcdef";

static void *print(void *argument)
{
    (void)argument;
    printf("%.*s\n", 3, name);
    return NULL;
}

static void *change(void *argument)
{
    (void)argument;
    name[3] = 'x';
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
