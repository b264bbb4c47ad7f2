// clean
// longjmp within a thread, while others run; it leaves its callees behind.
#include <assert.h>
#include <pthread.h>
#include <setjmp.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int total;

static void leave(jmp_buf place)
{
    pthread_mutex_lock(&mutex);
    total++;
    pthread_mutex_unlock(&mutex);
    longjmp(place, 7);
}

static void leave_from_below(jmp_buf place)
{
    leave(place);
}

static void *jump(void *argument)
{
    jmp_buf place;
    int result = setjmp(place);

    (void)argument;
    if (result == 0) {
        leave_from_below(place);
    }
    assert(result == 7);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, jump, NULL);
    pthread_create(&threads[1], NULL, jump, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(total == 2);
    return 0;
}
