// finds crash thread-leak
/* Every schedule leaves a thread behind; only in a few of them it goes where nothing is. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static int value;
static int *_Atomic place = &value;
static atomic_int turns;

static void *hide(void *unused)
{
    (void)unused;
    for (int i = 0; i < 3; i++) {
        atomic_fetch_add(&turns, 1);
    }
    atomic_store(&place, NULL);
    atomic_store(&place, &value);
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, hide, NULL) != 0) {
        return 1;
    }
    atomic_fetch_add(&turns, 1);
    *atomic_load(&place) = 1;
    return 0;
}
