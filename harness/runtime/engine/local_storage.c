#include "runtime/engine/local_storage.h"
#include "runtime/engine/call.h"

#include <asm/prctl.h>
#include <link.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/syscall.h>

enum { PARKED_STACK_SIZE = 64 << 10, HWCAP2_FSGSBASE = 1 << 1 };

enum local_way local_way;
uintptr_t local_libc_distance, local_libc_size;

static void *pointers[THREADS_MAX];
static char *images[THREADS_MAX]; /* as it was before the program ran */
static char *kept[THREADS_MAX];
static size_t size; /* of all of it */
static bool program_has_some;
static uint32_t is_parked;

const char *local_way_name(enum local_way way)
{
    static const char *const names[LOCAL_WAY_COUNT] = {
        [LOCAL_UNDECIDED] = "auto",
        [LOCAL_COPIED] = "copy",
        [LOCAL_BY_INSTRUCTION] = "wrfsbase",
        [LOCAL_BY_CALL] = "arch_prctl",
    };

    return names[way];
}

static void *pointer_get(void)
{
    void *pointer;

    __asm__ volatile("mov %%fs:0, %0" : "=r"(pointer));
    return pointer;
}

static void *park(void *argument)
{
    static uint32_t never;

    pointers[(uintptr_t)argument] = pointer_get();
    __atomic_store_n(&is_parked, 1, __ATOMIC_RELEASE);
    base_kernel(SYS_futex, (uintptr_t)&is_parked, FUTEX_WAKE, 1, 0, 0, 0);
    for (;;) {
        base_kernel(SYS_futex, (uintptr_t)&never, FUTEX_WAIT, 0, 0, 0, 0);
    }
    return NULL;
}

static void thread_park(unsigned number)
{
    static int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    pthread_attr_t attributes;
    pthread_t thread;

    if (create == NULL) {
        create = (int (*)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *))base_next(
            "pthread_create");
    }
    is_parked = 0;
    LIBC(pthread_attr_init)(&attributes);
    LIBC(pthread_attr_setstacksize)(&attributes, PARKED_STACK_SIZE);
    int status = create(&thread, &attributes, park, (void *)(uintptr_t)number);
    if (status != 0) {
        base_die("cannot start %u threads: error %d; is there a limit on processes?", number,
                 status);
    }
    while (!__atomic_load_n(&is_parked, __ATOMIC_ACQUIRE)) {
        base_kernel(SYS_futex, (uintptr_t)&is_parked, FUTEX_WAIT, 0, 0, 0, 0);
    }
}

/* The static thread-local storage ends at the thread pointer; each module knows where its begins.
 */
static int module_measure(struct dl_phdr_info *module, size_t info_size, void *data)
{
    (void)info_size;
    (void)data;
    uintptr_t distance = (uintptr_t)pointer_get() - (uintptr_t)module->dlpi_tls_data;

    if (module->dlpi_tls_data == NULL || distance >= PARKED_STACK_SIZE) {
        return 0;
    }
    size = distance > size ? distance : size;
    for (unsigned i = 0; i < module->dlpi_phnum; i++) {
        if (module->dlpi_phdr[i].p_type != PT_TLS || module->dlpi_phdr[i].p_memsz == 0) {
            continue;
        }
        if (base_begins(base_name(module->dlpi_name), "libc.so")) {
            local_libc_distance = distance;
            local_libc_size = module->dlpi_phdr[i].p_memsz;
        } else {
            program_has_some = true;
        }
    }
    return 0;
}

void local_prepare(enum local_way wished)
{
    bool has_wrfsbase = (getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE) != 0;

    dl_iterate_phdr(module_measure, NULL);
    size = (size + 15) & ~(size_t)15;
    local_way = !program_has_some ? LOCAL_COPIED
                : has_wrfsbase    ? LOCAL_BY_INSTRUCTION
                                  : LOCAL_BY_CALL;
    if (wished == LOCAL_BY_CALL || (wished == LOCAL_COPIED && !program_has_some) ||
        (wished == LOCAL_BY_INSTRUCTION && has_wrfsbase)) {
        local_way = wished;
    }
}

static char *image_take(const void *pointer)
{
    char *image = base_map(size);

    base_copy(image, (const char *)pointer - size, size);
    return image;
}

/* Where it is copied, fiber 1 shows how it begins for all but the first. */
void local_add(unsigned number)
{
    if (number == 0) {
        pointers[0] = pointer_get();
    } else if (local_way != LOCAL_COPIED || number == 1) {
        thread_park(number);
    }
    images[number] =
        local_way == LOCAL_COPIED && number > 1 ? images[1] : image_take(pointers[number]);
    if (local_way == LOCAL_COPIED) {
        kept[number] = base_map(size);
        pointers[number] = pointers[0];
    }
}

void local_begin(struct local *local, unsigned number)
{
    local->pointer = pointers[number];
    local->kept = kept[number];
    /* the first fiber goes on in what is there */
    bool waits = local_way == LOCAL_COPIED && local->kept != kept[0];
    base_copy_pieces(waits ? local->kept : (char *)local->pointer - size, images[number], size);
}

void local_set(const struct local *from, const struct local *to)
{
    if (local_way == LOCAL_COPIED) {
        char *now = (char *)to->pointer - size;
        base_copy_pieces(from->kept, now, size);
        base_copy_pieces(now, to->kept, size);
    } else if (LIKELY(local_way == LOCAL_BY_INSTRUCTION)) {
        __asm__ volatile("wrfsbase %0" : : "r"(to->pointer) : "memory");
    } else {
        base_kernel(SYS_arch_prctl, ARCH_SET_FS, (uintptr_t)to->pointer, 0, 0, 0, 0);
    }
}
