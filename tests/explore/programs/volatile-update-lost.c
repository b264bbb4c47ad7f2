// finds wrong-exit
// options --volatile atomic
// traces 4
/* Each access is atomic, and the update of both is not. */
#include <pthread.h>
#include <stddef.h>

static volatile long total;

static void *add(void *unused)
{
    (void)unused;
    total++;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        if (pthread_create(&threads[i], NULL, add, NULL) != 0) {
            return 1;
        }
    }
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return total == 2 ? 0 : 3;
}
