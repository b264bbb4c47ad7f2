// diverges
// What a restore cannot undo and nobody can see, here a mapping made without libc: the modes
// differ, and the search goes on in fork mode.
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int shared;

static long map_by_hand(void)
{
    register long flags __asm__("r10") = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
    register long file __asm__("r8") = -1;
    register long offset __asm__("r9") = 0;
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(SYS_mmap), "D"(0x600000000000), "S"(4096), "d"(PROT_READ), "r"(flags),
                       "r"(file), "r"(offset)
                     : "rcx", "r11", "memory");
    return result;
}

static void *add(void *unused)
{
    pthread_mutex_lock(&mutex);
    shared++;
    pthread_mutex_unlock(&mutex);
    return unused;
}

int main(void)
{
    pthread_t thread;
    int rounds = map_by_hand() > 0 ? 1 : 3;

    pthread_create(&thread, NULL, add, NULL);
    for (int i = 0; i < rounds; i++) {
        add(NULL);
    }
    pthread_join(thread, NULL);
    return 0;
}
