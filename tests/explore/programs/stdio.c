// clean
// A line is printed as a whole, and the streams begin anew in each schedule.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>

static void *print(void *argument)
{
    assert(printf("%s %d\n", (const char *)argument, 12345) > 0);
    puts("and a line");
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, print, (char[]){ "first" });
    pthread_create(&threads[1], NULL, print, (char[]){ "second" });
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(ftell(stdout) == 5 + 7 + 6 + 7 + 2 * 11);
    return 0;
}
