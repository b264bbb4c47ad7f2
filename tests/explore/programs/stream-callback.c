// clean
// Another thread runs in the midst of a callback that stdio calls, while the stream is in use.
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static size_t total;

static ssize_t take(void *cookie, const char *from, size_t size)
{
    (void)cookie;
    (void)from;
    pthread_mutex_lock(&mutex);
    total += size;
    pthread_mutex_unlock(&mutex);
    return (ssize_t)size;
}

static void *print(void *argument)
{
    fputs("text", argument);
    fflush(argument);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    FILE *stream = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = take });

    pthread_create(&threads[0], NULL, print, stream);
    pthread_create(&threads[1], NULL, print, stream);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    fclose(stream);
    assert(total == 8);
    return 0;
}
