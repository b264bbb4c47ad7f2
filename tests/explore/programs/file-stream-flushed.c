// forks
// traces 7
// What is printed to a file's stream is seen by others when it is flushed, and not before.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void *put(void *unused)
{
    FILE *stream = fopen("racetrap-flushed", "w");

    assert(stream != NULL && fputs("a line\n", stream) >= 0 && fprintf(stream, "%d\n", 2) == 2);
    assert(fflush(stream) == 0 && fclose(stream) == 0);
    return unused;
}

static void *look(void *unused)
{
    char line[16] = "";
    FILE *stream = fopen("racetrap-flushed", "r");

    if (stream != NULL) {
        assert(fgets(line, sizeof line, stream) == NULL || strcmp(line, "a line\n") == 0);
        fclose(stream);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, put, NULL);
    pthread_create(&threads[1], NULL, look, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
