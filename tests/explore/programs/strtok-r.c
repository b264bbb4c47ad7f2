// clean
// strtok_r keeps its place where its caller wants it.
#include <assert.h>
#include <pthread.h>
#include <string.h>

static void *split(void *argument)
{
    char text[] = "a,b,c", *rest;
    unsigned count = 0;

    (void)argument;
    for (char *token = strtok_r(text, ",", &rest); token != NULL;
         token = strtok_r(NULL, ",", &rest)) {
        count++;
    }
    assert(count == 3);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, split, NULL);
    pthread_create(&threads[1], NULL, split, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
