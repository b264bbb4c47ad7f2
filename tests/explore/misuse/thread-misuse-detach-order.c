// finds thread-misuse
// traces 3
/* Detached while another thread waits for its end: before that has come, after it, or when it was
 * joined. */
#include <pthread.h>

static pthread_t first;

static void *end(void *argument)
{
    return argument;
}

static void *run(void *argument)
{
    pthread_detach(first);
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
