// finds crash
// Who prints first prints first: the order of outputs is explored, and here one is wrong.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static char text[16];

static void *print_a(void *argument)
{
    fputc('a', argument);
    return NULL;
}

static void *print_b(void *argument)
{
    fputc('b', argument);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    FILE *stream = fmemopen(text, sizeof text, "w");

    pthread_create(&threads[0], NULL, print_a, stream);
    pthread_create(&threads[1], NULL, print_b, stream);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    fclose(stream);
    assert(strcmp(text, "ab") == 0);
    return 0;
}
