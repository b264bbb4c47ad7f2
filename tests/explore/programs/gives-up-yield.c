// finds crash
// The same with sched_yield: whoever is polite may give up all the same.
#include <assert.h>
#include <pthread.h>
#include <sched.h>
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
        sched_yield();
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
