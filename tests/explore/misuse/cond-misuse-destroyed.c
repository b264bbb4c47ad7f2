// finds cond-misuse
/* The condition variable was destroyed before. */
#include <pthread.h>

static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;

int main(void)
{
    pthread_cond_destroy(&cond);
    pthread_cond_signal(&cond);
    return 0;
}
