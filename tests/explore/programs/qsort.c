// finds race
// qsort writes the array that another thread reads.
#include <pthread.h>
#include <stdlib.h>

static int numbers[] = { 3, 1, 2 };

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void *sort(void *argument)
{
    (void)argument;
    qsort(numbers, 3, sizeof *numbers, compare);
    return NULL;
}

static void *look(void *argument)
{
    static int first;

    (void)argument;
    first = numbers[0];
    return first == 3 ? &first : NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, sort, NULL);
    pthread_create(&threads[1], NULL, look, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
