// finds reinit
/* The mutex is initialised twice, while nobody uses it. */
#include <threads.h>

static mtx_t object;

int main(void)
{
    mtx_init(&object, mtx_plain);
    mtx_init(&object, mtx_plain);
    return 0;
}
