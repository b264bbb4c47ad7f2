// finds crash
// options --ignore race@log_write --ignore thread-leak
/* A known race and a known leak in every schedule hide neither each other nor a rare crash. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static int logged, value;
static int *_Atomic place = &value;

static void log_write(void)
{
    logged++;
}

static void *hide(void *unused)
{
    (void)unused;
    log_write();
    atomic_store(&place, NULL);
    atomic_store(&place, &value);
    log_write();
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, hide, NULL) != 0) {
        return 1;
    }
    log_write();
    *(volatile int *)atomic_load(&place);
    log_write();
    return 0;
}
