// finds crash
// Ten attempts to take a flag that another thread has.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

static atomic_int flag = 1;

static void *set(void *unused)
{
    atomic_store(&flag, 0);
    return unused;
}

static bool wait_for_it(void)
{
    for (int i = 0; i < 10; i++) {
        int expected = 0;
        if (atomic_compare_exchange_strong(&flag, &expected, 1)) {
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
