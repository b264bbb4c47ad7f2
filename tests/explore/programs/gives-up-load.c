// finds crash
// Ten looks, and then it gives up: a loop that counts is not one that only waits.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

static atomic_int flag;

static void *set(void *unused)
{
    atomic_store(&flag, 1);
    return unused;
}

static bool wait_for_it(void)
{
    for (int i = 0; i < 10; i++) {
        if (atomic_load(&flag)) {
            return true;
        }
    }
    return false;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, set, NULL);
    assert(wait_for_it());
    pthread_join(thread, NULL);
    return 0;
}
