// finds crash
// The same with usleep.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

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
        usleep(10);
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
