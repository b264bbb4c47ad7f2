// forks
// A log that is appended to under a lock holds what was written, and nothing of other schedules.
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *append(void *line)
{
    pthread_mutex_lock(&mutex);
    int file = open("racetrap-file.log", O_WRONLY | O_CREAT | O_APPEND, 0666);
    assert(file >= 0 && write(file, line, 2) == 2 && close(file) == 0);
    pthread_mutex_unlock(&mutex);
    return line;
}

int main(void)
{
    pthread_t threads[2];
    char text[16];

    pthread_create(&threads[0], NULL, append, "a\n");
    pthread_create(&threads[1], NULL, append, "b\n");
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    FILE *stream = fopen("racetrap-file.log", "r");
    assert(stream != NULL && fread(text, 1, sizeof text, stream) == 4);
    assert(memcmp(text, "a\nb\n", 4) == 0 || memcmp(text, "b\na\n", 4) == 0);
    fclose(stream);
    return 0;
}
