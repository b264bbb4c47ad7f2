// clean
// What setenv changes, and what main was given, is as before in every schedule.
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void *look(void *argument)
{
    assert(strcmp(getenv("PATH"), "changed") == 0);
    assert(strcmp(getenv("RACETRAP_NEW"), "new") == 0);
    return argument;
}

int main(int argument_count, char **arguments)
{
    pthread_t threads[2];

    assert(argument_count >= 1 && arguments[0][0] != 'X');
    arguments[0][0] = 'X';
    assert(strcmp(getenv("PATH"), "changed") != 0 && getenv("RACETRAP_NEW") == NULL);
    setenv("PATH", "changed", 1);
    setenv("RACETRAP_NEW", "new", 1);
    pthread_create(&threads[0], NULL, look, NULL);
    pthread_create(&threads[1], NULL, look, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    unsetenv("HOME");
    return 0;
}
