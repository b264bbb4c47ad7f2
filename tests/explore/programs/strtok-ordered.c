// clean
// strtok by two threads, one after the other; it begins anew in each schedule.
#include <assert.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

static void *split(void *argument)
{
    char text[] = ",a,,b";

    (void)argument;
    assert(strcmp(strtok(text, ","), "a") == 0);
    assert(strcmp(strtok(NULL, ","), "b") == 0);
    assert(strtok(NULL, ",") == NULL);
    return NULL;
}

int main(void)
{
    pthread_t thread;

    assert(strtok(NULL, ",") == NULL);
    pthread_create(&thread, NULL, split, NULL);
    pthread_join(thread, NULL);
    split(NULL);
    strtok((char[]){ "left,over" }, ",");
    return 0;
}
