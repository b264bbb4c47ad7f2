// finds race
// sscanf writes behind its arguments.
#include <pthread.h>
#include <stdio.h>

static char word[16];
static int number;

static void *scan(void *argument)
{
    sscanf("abc 12", "%15s %d", word, &number);
    return argument;
}

static void *look(void *argument)
{
    return number == 12 ? NULL : argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, scan, NULL);
    pthread_create(&threads[1], NULL, look, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
