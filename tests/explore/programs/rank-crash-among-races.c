// finds crash race
// options --all
/* More races than are kept of one schedule come before the crash of each schedule. */
#include <pthread.h>
#include <stdlib.h>

static int a, b, c, d;

static void *touch(void *unused)
{
    (void)unused;
    a = 1;
    a = 2;
    a = 3;
    a = 4;
    a = 5;
    b = 1;
    b = 2;
    b = 3;
    b = 4;
    b = 5;
    c = 1;
    c = 2;
    c = 3;
    c = 4;
    c = 5;
    d = 1;
    d = 2;
    d = 3;
    d = 4;
    d = 5;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        if (pthread_create(&threads[i], NULL, touch, NULL) != 0) {
            return 1;
        }
    }
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    abort();
}
