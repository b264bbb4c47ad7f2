// finds cond-misuse
/* A condition variable of C11 has no static initialiser. */
#include <pthread.h>
#include <threads.h>

static cnd_t cond;

int main(void)
{
    cnd_signal(&cond);
    return 0;
}
