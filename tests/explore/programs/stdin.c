// clean
// Standard input can be read again: it begins at its beginning in every schedule.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>

static void *take(void *argument)
{
    char line[64];

    while (fgets(line, sizeof line, stdin) != NULL) {
        putchar(line[0]);
    }
    assert(feof(stdin));
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, take, NULL);
    pthread_create(&threads[1], NULL, take, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
