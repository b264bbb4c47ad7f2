// clean
// Another thread runs in the midst of a comparison that qsort calls.
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static unsigned comparisons;

static int compare(const void *a, const void *b)
{
    pthread_mutex_lock(&mutex);
    comparisons++;
    pthread_mutex_unlock(&mutex);
    return *(const int *)a - *(const int *)b;
}

static void *sort(void *argument)
{
    int numbers[] = { 3, 1, 2 };

    (void)argument;
    qsort(numbers, 3, sizeof *numbers, compare);
    assert(numbers[0] == 1 && numbers[1] == 2 && numbers[2] == 3);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, sort, NULL);
    pthread_create(&threads[1], NULL, sort, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(comparisons >= 4);
    return 0;
}
