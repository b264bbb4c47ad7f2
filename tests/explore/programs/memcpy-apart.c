// clean
// Two copies side by side in one array have no byte in common.
#include <assert.h>
#include <pthread.h>
#include <string.h>

static char from[7] = "abcdef", to[7];

static void *copy_first(void *argument)
{
    (void)argument;
    memcpy(to, from, 3);
    return NULL;
}

static void *copy_second(void *argument)
{
    (void)argument;
    memcpy(to + 3, from + 3, 3);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, copy_first, NULL);
    pthread_create(&threads[1], NULL, copy_second, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(strcmp(to, "abcdef") == 0);
    return 0;
}
