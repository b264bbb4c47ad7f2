// finds race
// strtok keeps its place in a variable that all threads share.
#include <pthread.h>
#include <string.h>

static void *split(void *argument)
{
    char text[] = "a,b,c";

    (void)argument;
    for (char *token = strtok(text, ","); token != NULL; token = strtok(NULL, ",")) {
    }
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
