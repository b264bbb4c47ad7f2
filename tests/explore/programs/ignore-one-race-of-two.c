// finds race
// all 1
// options --ignore race@known
/* Two races have a side in common; only one of them is known. */
#include <pthread.h>
#include <stddef.h>

static int total;

static void *known(void *unused)
{
    (void)unused;
    total = 1;
    return NULL;
}

static void *unknown(void *unused)
{
    (void)unused;
    total = 2;
    return NULL;
}

static int look(void)
{
    return total;
}

int main(void)
{
    pthread_t first, second;

    if (pthread_create(&first, NULL, known, NULL) != 0) {
        return 1;
    }
    pthread_join(first, NULL);
    if (pthread_create(&first, NULL, known, NULL) != 0 ||
        pthread_create(&second, NULL, unknown, NULL) != 0) {
        return 1;
    }
    int found = look();
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return found < 1;
}
