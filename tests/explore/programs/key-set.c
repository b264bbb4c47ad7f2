// clean
// traces 1
// Each thread has a value of its own: in which order they are set makes no difference.
#include <pthread.h>
#include <stddef.h>

static pthread_key_t key;

static void *set(void *argument)
{
    pthread_setspecific(key, argument);
    return pthread_getspecific(key) == argument ? NULL : argument;
}

int main(void)
{
    pthread_t threads[2];
    int values[2];

    pthread_key_create(&key, NULL);
    for (int i = 0; i < 2; i++) {
        pthread_create(&threads[i], NULL, set, &values[i]);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    pthread_key_delete(key);
    return 0;
}
