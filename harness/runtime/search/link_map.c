#include "runtime/search/link_map.h"

#include <link.h>
#include <stdio.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

/* What belongs to the C library, and what gcc links of its own accord. */
static bool is_of_system(const char *path)
{
    static const char *const names[] = { "libc.so",       "ld-linux",     "libm.so",
                                         "libdl.so",      "libstdc++.so", "librt.so",
                                         "libpthread.so", "libgcc_s.so",  "libatomic.so" };
    const char *name = base_name(path);

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (base_begins(name, names[i])) {
            return true;
        }
    }
    return false;
}

static bool library_holds(const struct dl_phdr_info *library, uintptr_t address)
{
    for (unsigned i = 0; i < library->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &library->dlpi_phdr[i];
        uintptr_t begin = library->dlpi_addr + segment->p_vaddr;
        if (segment->p_type == PT_LOAD && address >= begin && address < begin + segment->p_memsz) {
            return true;
        }
    }
    return false;
}

/* Whether a library defines or asks for a function of this name, or of one that begins so. */
static bool names_any(const struct dl_phdr_info *library, const char *const *names, size_t count)
{
    const ElfW(Dyn) *entry = NULL;
    const char *strings = NULL;
    size_t size = 0;

    for (unsigned i = 0; i < library->dlpi_phnum; i++) {
        if (library->dlpi_phdr[i].p_type == PT_DYNAMIC) {
            entry = (const ElfW(Dyn) *)(library->dlpi_addr + library->dlpi_phdr[i].p_vaddr);
        }
    }
    for (; entry != NULL && entry->d_tag != DT_NULL; entry++) {
        strings = entry->d_tag == DT_STRTAB ? (const char *)entry->d_un.d_ptr : strings;
        size = entry->d_tag == DT_STRSZ ? entry->d_un.d_val : size;
    }
    for (size_t at = 0; strings != NULL && at < size; at += base_length(strings + at) + 1) {
        for (size_t i = 0; i < count; i++) {
            if (base_begins(strings + at, names[i])) {
                return true;
            }
        }
    }
    return false;
}

/* Code that was instrumented asks for this function by its name. */
static bool is_instrumented(const struct dl_phdr_info *library)
{
    static const char *const names[] = { "__tsan_func_entry" };

    return names_any(library, names, 1);
}

static bool synchronises(const struct dl_phdr_info *library)
{
    static const char *const names[] = { "pthread_create",    "pthread_mutex_lock",
                                         "pthread_cond_wait", "pthread_rwlock_",
                                         "sem_wait",          "sem_post",
                                         "thrd_create",       "mtx_lock" };

    return names_any(library, names, sizeof names / sizeof names[0]);
}

bool link_map_is_ours(uintptr_t address)
{
    /* Where the linker has put the beginning and the end of this library. */
    extern const char __ehdr_start[] __attribute__((visibility("hidden")));
    extern const char _end[] __attribute__((visibility("hidden")));

    return address >= (uintptr_t)__ehdr_start && address < (uintptr_t)_end;
}

const char *link_map_program(void)
{
    static char path[PATH_SIZE];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

    path[length < 0 ? 0 : length] = '\0';
    return path;
}

struct visit {
    link_map_function *each;
    void *context;
    bool own;
};

static int library_visit(struct dl_phdr_info *library, size_t size, void *data)
{
    const struct visit *visit = data;
    const char *path = library->dlpi_name[0] == '\0' ? link_map_program() : library->dlpi_name;

    (void)size;
    if (library_holds(library, (uintptr_t)library_visit) == visit->own && path[0] == '/') {
        visit->each(path, library->dlpi_addr, is_of_system(path) || is_instrumented(library),
                    visit->context);
    }
    return 0;
}

void link_map_each(link_map_function *each, void *context)
{
    struct visit visit = { each, context, false };

    dl_iterate_phdr(library_visit, &visit);
}

void link_map_own(link_map_function *each, void *context)
{
    struct visit visit = { each, context, true };

    dl_iterate_phdr(library_visit, &visit);
}

static int unseen_visit(struct dl_phdr_info *library, size_t size, void *data)
{
    static char sentence[PATH_SIZE];
    const char **found = data;
    const char *path = library->dlpi_name;

    (void)size;
    if (path[0] != '/' || library_holds(library, (uintptr_t)unseen_visit) || is_of_system(path) ||
        is_instrumented(library) || !synchronises(library)) {
        return 0;
    }
    snprintf(sentence, sizeof sentence,
             "%s locks or starts threads, and was built without -fsanitize=thread",
             base_name(path));
    *found = sentence;
    return 1;
}

const char *link_map_unseen(void)
{
    const char *found = NULL;

    dl_iterate_phdr(unseen_visit, &found);
    return found;
}
