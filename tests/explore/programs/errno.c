// clean
// Each thread has its own errno, and a library call sets that of its caller.
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static int shared;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *fail(void *argument)
{
    (void)argument;
    errno = 0;
    assert(open("/nowhere/at/all", O_RDONLY) == -1);
    pthread_mutex_lock(&mutex);
    shared++;
    pthread_mutex_unlock(&mutex);
    assert(errno == ENOENT);
    return NULL;
}

static void *fail_otherwise(void *argument)
{
    (void)argument;
    char *end;
    errno = 0;
    assert(strtol("99999999999999999999", &end, 10) > 0);
    pthread_mutex_lock(&mutex);
    shared++;
    pthread_mutex_unlock(&mutex);
    assert(errno == ERANGE);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, fail, NULL);
    pthread_create(&threads[1], NULL, fail_otherwise, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(shared == 2);
    return 0;
}
