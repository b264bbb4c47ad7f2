// clean
// The state of rand, and random bytes from the kernel, are the same in every schedule.
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>

static void *draw(void *argument)
{
    unsigned char bytes[8];

    (void)argument;
    assert(rand() >= 0);
    assert(getrandom(bytes, sizeof bytes, 0) == sizeof bytes);
    assert(getentropy(bytes, sizeof bytes) == 0);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    assert(rand() == 1804289383); /* glibc's first, for the seed 1 */
    pthread_create(&threads[0], NULL, draw, NULL);
    pthread_create(&threads[1], NULL, draw, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    if (arc4random() % 2 == 0) {
        static volatile int branch; /* so that other bytes make another schedule */
        pthread_create(&threads[0], NULL, draw, NULL);
        branch++;
        pthread_join(threads[0], NULL);
    }
    return 0;
}
