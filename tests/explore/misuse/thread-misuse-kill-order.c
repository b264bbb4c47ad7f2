// finds thread-misuse
// traces 3
/* Asked for before its end, after it, or when it was joined. */
#include <pthread.h>
#include <signal.h>

static pthread_t first;

static void *end(void *argument)
{
    return argument;
}

static void *run(void *argument)
{
    pthread_kill(first, 0);
    return argument;
}

int main(void)
{
    pthread_t second;

    pthread_create(&first, NULL, end, NULL);
    pthread_create(&second, NULL, run, NULL);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return 0;
}
