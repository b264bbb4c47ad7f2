/*
 * What every file of the explorer's runtime may use.
 *
 * The runtime is one shared library, linked into the explored program in place
 * of libtsan. It links nothing else of the harness. It never calls malloc, nor
 * any function that it intercepts itself: its memory comes from base_map, and
 * its state lives in the library's own data, which a restore leaves alone.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_BASE_H
#define RACETRAP_RUNTIME_ENGINE_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

/* The caller's program counter, for an exported function. */
#define CALLER ((uintptr_t)__builtin_return_address(0))

enum { THREADS_MAX = 64 }; /* at the same time; a joined thread's slot is used again */

/* Zeroed memory of this process; with `shared`, seen by its children too. Ends the process where
 * there is none. */
void *base_map(size_t size);
void *base_map_shared(size_t size);

/* At exactly this address: what the program sees must not move between two runs. */
void *base_map_at(uintptr_t address, size_t size);

/* A system call by itself: syscall is intercepted. Returns what the kernel does: -errno on failure.
 */
static inline long base_kernel(long number, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d,
                               uintptr_t e, uintptr_t f)
{
    const uintptr_t rest[] = { d, e, f }; /* in memory: there are few registers, see spin.c */
    long result;

    __asm__ volatile("mov %5, %%r10\n\t"
                     "mov %6, %%r8\n\t"
                     "mov %7, %%r9\n\t"
                     "syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "m"(rest[0]), "m"(rest[1]), "m"(rest[2])
                     : "rcx", "r8", "r9", "r10", "r11", "memory");
    return result;
}

/* The same for those that take up to three arguments: cast to what they are. */
#define BASE_KERNEL(number, a, b, c)                                                               \
    base_kernel(number, (uintptr_t)(a), (uintptr_t)(b), (uintptr_t)(c), 0, 0, 0)

/* Copies and fills without a call to memcpy and memset, which are intercepted. */
static inline void base_copy(void *to, const void *from, size_t size)
{
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

static inline void base_fill(void *at, unsigned char byte, size_t size)
{
    __asm__ volatile("rep stosb" : "+D"(at), "+c"(size) : "a"(byte) : "memory");
}

/* The same for what is short, in whole pieces of 16 bytes: the instructions above take their time
 * to begin. */
typedef unsigned char base_piece __attribute__((vector_size(16), aligned(1), may_alias));

static inline void base_copy_pieces(void *to, const void *from, size_t size)
{
    for (size_t i = 0; i < size; i += sizeof(base_piece)) {
        *(base_piece *)((char *)to + i) = *(const base_piece *)((const char *)from + i);
    }
}

static inline void base_fill_pieces(void *at, unsigned char byte, size_t size)
{
    const base_piece pattern = (base_piece){ 0 } + byte;

    for (size_t i = 0; i < size; i += sizeof(base_piece)) {
        *(base_piece *)((char *)at + i) = pattern;
    }
}

/* A string, cut off where there is no room. */
static inline void base_text(char *to, size_t size, const char *from)
{
    size_t i = 0;

    for (; from[i] != '\0' && i + 1 < size; i++) {
        to[i] = from[i];
    }
    to[i] = '\0';
}

/* strcmp and strlen, and whether a text begins with another one. */
static inline bool base_same(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

static inline size_t base_length(const char *text)
{
    size_t length = 0;

    while (text[length] != '\0') {
        length++;
    }
    return length;
}

static inline bool base_begins(const char *text, const char *with)
{
    while (*with != '\0' && *text == *with) {
        text++;
        with++;
    }
    return *with == '\0';
}

/* The last part of a path. */
static inline const char *base_name(const char *path)
{
    const char *name = path;

    for (; *path != '\0'; path++) {
        name = *path == '/' ? path + 1 : name;
    }
    return name;
}

/* The next function of this name after ours: libc's own. */
void *base_next(const char *name);

/* vsnprintf, whatever is intercepted. */
int base_format(char *text, size_t size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

/* Is told, if there is one, before base_die ends the process; it need not come back. */
extern void (*base_last_word)(const char *reason);

/* Says on stderr why the program cannot be explored, and ends the process with status 2. */
_Noreturn void base_die(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
