#include "runtime/engine/fiber.h"
#include "runtime/engine/call.h"

#include <asm/prctl.h>
#include <link.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef __x86_64__
#error "the explorer switches fibers on x86-64 only, as yet"
#endif

enum {
    PARKED_STACK_SIZE = 64 << 10,
    PATTERN_SIZE = 8 << 10, /* how much of a stack is filled with a pattern; the rest is zero */
    PATTERN = 0xbe,
};
enum { MXCSR_DEFAULT = 0x1f80, X87_DEFAULT = 0x37f, HWCAP2_FSGSBASE = 1 << 1 };

static void *thread_pointers[THREADS_MAX];
static char *local_images[THREADS_MAX]; /* thread-local storage as it was before the program ran */
static unsigned parked_count;
static size_t local_size;
static bool has_wrfsbase;
static uint32_t is_parked;

void fiber_registers_switch(void **save, void *load); /* fiber_switch.S */

static void *thread_pointer_get(void)
{
    void *pointer;

    __asm__ volatile("mov %%fs:0, %0" : "=r"(pointer));
    return pointer;
}

static inline void thread_pointer_set(void *pointer)
{
    if (LIKELY(has_wrfsbase)) {
        __asm__ volatile("wrfsbase %0" : : "r"(pointer) : "memory");
    } else {
        base_kernel(SYS_arch_prctl, ARCH_SET_FS, (uintptr_t)pointer, 0, 0, 0, 0);
    }
}

static void *park(void *argument)
{
    static uint32_t never;

    thread_pointers[(uintptr_t)argument] = thread_pointer_get();
    __atomic_store_n(&is_parked, 1, __ATOMIC_RELEASE);
    base_kernel(SYS_futex, (uintptr_t)&is_parked, FUTEX_WAKE, 1, 0, 0, 0);
    for (;;) {
        base_kernel(SYS_futex, (uintptr_t)&never, FUTEX_WAIT, 0, 0, 0, 0);
    }
    return NULL;
}

/* The static thread-local storage ends at the thread pointer; each module knows where its begins.
 */
static int local_measure(struct dl_phdr_info *module, size_t size, void *data)
{
    (void)size;
    (void)data;
    if (module->dlpi_tls_data != NULL) {
        uintptr_t distance = (uintptr_t)thread_pointer_get() - (uintptr_t)module->dlpi_tls_data;
        if (distance < PARKED_STACK_SIZE && distance > local_size) {
            local_size = distance;
        }
    }
    return 0;
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

static void stacks_make(void)
{
    has_wrfsbase = (getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE) != 0;
    thread_pointers[0] = thread_pointer_get();
    base_map_at(FIBER_STACKS, FIBER_STACKS_SIZE);
    dl_iterate_phdr(local_measure, NULL);
    local_size = (local_size + 15) & ~(size_t)15;
}

static void fiber_prepare(unsigned number)
{
    uintptr_t stack = fiber_stack(number);

    base_kernel(SYS_mprotect, stack - FIBER_GUARD_SIZE, FIBER_GUARD_SIZE, PROT_NONE, 0, 0, 0);
    base_fill((char *)stack + FIBER_STACK_SIZE - PATTERN_SIZE, PATTERN, PATTERN_SIZE);
    local_images[number] = base_map(local_size);
    base_copy(local_images[number], (char *)thread_pointers[number] - local_size, local_size);
}

void fiber_park(unsigned count)
{
    if (parked_count == 0) {
        stacks_make();
        fiber_prepare(0);
        parked_count = 1;
    }
    for (; parked_count < count; parked_count++) {
        thread_park(parked_count);
        fiber_prepare(parked_count);
    }
}

unsigned fiber_count(void)
{
    return parked_count;
}

void fiber_begin(struct fiber *fiber, unsigned number, void (*entry)(void))
{
    void **stack = (void **)(fiber_stack(number) + FIBER_STACK_SIZE - 64);

    *--stack = NULL;          /* where `entry` would return to */
    *--stack = (void *)entry; /* where the first switch returns to */
    for (unsigned i = 0; i < 6; i++) {
        *--stack = NULL;
    }
    stack--;
    ((uint32_t *)stack)[0] = MXCSR_DEFAULT;
    ((uint32_t *)stack)[1] = X87_DEFAULT;
    fiber->stack_pointer = stack;
    fiber->thread_pointer = thread_pointers[number];
    base_copy_pieces((char *)thread_pointers[number] - local_size, local_images[number],
                     local_size);
}

void fiber_wipe(unsigned number, uintptr_t low)
{
    uintptr_t top = fiber_stack(number) + FIBER_STACK_SIZE;

    low &= ~(uintptr_t)15;
    if (low < top - PATTERN_SIZE) {
        base_fill((void *)low, 0, top - PATTERN_SIZE - low);
        low = top - PATTERN_SIZE;
    }
    base_fill_pieces((void *)low, PATTERN, top - low);
}

void fiber_switch(struct fiber *from, const struct fiber *to)
{
    if (from->thread_pointer != to->thread_pointer) {
        thread_pointer_set(to->thread_pointer);
    }
    fiber_registers_switch(&from->stack_pointer, to->stack_pointer);
}
