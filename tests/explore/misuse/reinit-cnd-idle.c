// finds reinit
/* The condition variable is initialised twice, while nobody uses it. */
#include <threads.h>

static cnd_t object;

int main(void)
{
    cnd_init(&object);
    cnd_init(&object);
    return 0;
}
