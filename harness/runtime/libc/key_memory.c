/*
 * System V's shared memory: POSIX.1-2017, shmget, shmat, shmdt, shmctl.
 */
#include "runtime/libc/mapping.h"
#include "runtime/libc/outside_call.h"

#include <sys/mman.h>
#include <sys/shm.h>

OUTSIDE_CALL(int, shmget, (key_t key, size_t size, int flags), (key, size, flags),
             "makes shared memory of %zu bytes", size)
OUTSIDE_CALL(int, shmctl, (int memory, int command, struct shmid_ds *status),
             (memory, command, status), "calls shmctl for shared memory %d", memory)

static size_t size_of(int memory)
{
    struct shmid_ds status;

    return LIBC(shmctl)(memory, IPC_STAT, &status) == 0 ? status.shm_segsz : 0;
}

EXPORT void *shmat(int memory, const void *at, int flags)
{
    bool seen = call_is_seen(CALLER);

    if (seen) {
        outside_use(CALLER, "maps shared memory %d", memory);
    }
    void *mapped = LIBC(shmat)(memory, at, flags);
    if (seen) {
        mapping_note((uintptr_t)mapped, size_of(memory), MAP_SHARED);
    }
    return mapped;
}

EXPORT int shmdt(const void *at)
{
    if (call_is_seen(CALLER)) {
        outside_use(CALLER, "unmaps shared memory");
        mapping_forget_at((uintptr_t)at);
    }
    return LIBC(shmdt)(at);
}
