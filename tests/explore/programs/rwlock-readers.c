// clean
// traces 4
/* An ordinary lock: each of two readers comes before the writer, or after it. */
#include <pthread.h>
#include <stdlib.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int value, copy;

static void *write_both(void *argument)
{
    pthread_rwlock_wrlock(&lock);
    value++;
    copy++;
    pthread_rwlock_unlock(&lock);
    return argument;
}

static void *read_both(void *argument)
{
    pthread_rwlock_rdlock(&lock);
    if (value != copy) {
        abort();
    }
    pthread_rwlock_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t writer, first, second;

    pthread_create(&writer, NULL, write_both, NULL);
    pthread_create(&first, NULL, read_both, NULL);
    pthread_create(&second, NULL, read_both, NULL);
    pthread_join(writer, NULL);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return 0;
}
