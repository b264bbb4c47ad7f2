// finds crash
// The key may be deleted after a value was set and before its thread ends: then nobody destroys it.
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

static pthread_key_t key;
static int was_set, was_destroyed;

static void destroy(void *value)
{
    *(int *)value = 1;
}

static void *set(void *argument)
{
    was_set = pthread_setspecific(key, &was_destroyed) == 0;
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_key_create(&key, destroy);
    pthread_create(&thread, NULL, set, NULL);
    pthread_key_delete(key);
    pthread_join(thread, NULL);
    assert(!was_set || was_destroyed);
    return 0;
}
