// finds deadlock
/* The function that is called once calls for itself. */
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void)
{
    pthread_once(&once, begin);
}

int main(void)
{
    pthread_once(&once, begin);
    return 0;
}
