// incomplete
// says memory that processes share
// needs fork
// System V's shared memory.
#include <assert.h>
#include <stdatomic.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int memory = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    atomic_int *shared = shmat(memory, NULL, 0);

    assert(memory >= 0 && shared != (void *)-1);
    assert(shmctl(memory, IPC_RMID, NULL) == 0);
    if (fork() == 0) {
        atomic_fetch_add(shared, 1);
        _exit(0);
    }
    wait(NULL);
    assert(atomic_load(shared) == 1 && shmdt(shared) == 0);
    return 0;
}
