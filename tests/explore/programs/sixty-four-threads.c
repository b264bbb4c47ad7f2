// clean
// options --schedules 30
#include <pthread.h>

enum { COUNT = 63 }; /* and main */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int sum;

static void *add(void *unused)
{
    pthread_mutex_lock(&mutex);
    sum++;
    pthread_mutex_unlock(&mutex);
    return unused;
}

int main(void)
{
    pthread_t threads[COUNT];

    for (int i = 0; i < COUNT; i++) {
        pthread_create(&threads[i], NULL, add, NULL);
    }
    for (int i = 0; i < COUNT; i++) {
        pthread_join(threads[i], NULL);
    }
    return sum == COUNT ? 0 : 1;
}
