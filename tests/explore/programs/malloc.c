// clean
// The malloc family, in several threads; libc allocates from the same heap.
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *allocate(void *argument)
{
    char *a = malloc(10), *b = calloc(3, 5), *text;
    void *aligned;

    (void)argument;
    memset(a, 'a', 10);
    a = realloc(a, 10000);
    assert(a[0] == 'a' && a[9] == 'a');
    assert(b[0] == 0 && b[14] == 0);
    a = reallocarray(a, 2, 10);
    assert(a[9] == 'a' && malloc_usable_size(a) >= 20);
    assert(posix_memalign(&aligned, 256, 100) == 0 && (uintptr_t)aligned % 256 == 0);
    free(aligned);
    aligned = aligned_alloc(64, 128);
    assert((uintptr_t)aligned % 64 == 0);
    assert(asprintf(&text, "%s %d", "text", 1) == 6 && strcmp(text, "text 1") == 0);
    char *copy = strdup(text), *part = strndup(text, 2);
    assert(strcmp(copy, "text 1") == 0 && strcmp(part, "te") == 0);
    errno = 0;
    volatile size_t huge = SIZE_MAX / 2;
    assert(calloc(huge, 4) == NULL && errno == ENOMEM);
    free(part);
    free(copy);
    free(text);
    free(aligned);
    free(b);
    free(a);
    free(NULL);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, allocate, NULL);
    pthread_create(&threads[1], NULL, allocate, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
