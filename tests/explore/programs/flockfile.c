// clean
// Who holds a stream prints alone; it may be taken again by its holder.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static char text[32];

static void *print(void *argument)
{
    FILE *stream = argument;

    flockfile(stream);
    flockfile(stream);
    fputs("a", stream);
    funlockfile(stream);
    putc_unlocked('b', stream);
    fprintf(stream, "%c", 'c');
    funlockfile(stream);
    return NULL;
}

static void *print_if_free(void *argument)
{
    FILE *stream = argument;

    if (ftrylockfile(stream) == 0) {
        fputc('-', stream);
        funlockfile(stream);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[3];
    FILE *stream = fmemopen(text, sizeof text, "w");

    pthread_create(&threads[0], NULL, print, stream);
    pthread_create(&threads[1], NULL, print, stream);
    pthread_create(&threads[2], NULL, print_if_free, stream);
    for (int i = 0; i < 3; i++) {
        pthread_join(threads[i], NULL);
    }
    fclose(stream);
    assert(strcmp(text, "abcabc") == 0 || strcmp(text, "-abcabc") == 0 ||
           strcmp(text, "abc-abc") == 0 || strcmp(text, "abcabc-") == 0);
    return 0;
}
