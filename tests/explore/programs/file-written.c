// forks
// A file is written, and removed.
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *keep(void *argument)
{
    char path[] = "/tmp/racetrap-XXXXXX", text[8];

    pthread_mutex_lock(&mutex);
    int file = mkstemp(path);
    pthread_mutex_unlock(&mutex);
    assert(file >= 0 && write(file, "text", 4) == 4);
    assert(pread(file, text, sizeof text, 0) == 4 && text[3] == 't');
    assert(close(file) == 0 && unlink(path) == 0);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, keep, NULL);
    pthread_create(&threads[1], NULL, keep, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
