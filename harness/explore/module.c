#include "explore/module.h"

#include <link.h>
#include <string.h>
#include <unistd.h>

enum { TEXTS_MAX = 8, CONSTANTS_MAX = 256, PATH_SIZE = 4096 };

struct range {
    uintptr_t begin, end;
};

static struct range program_text; /* what most calls come from */
static struct range libc_texts[TEXTS_MAX];
static unsigned text_count;
static struct range constants[CONSTANTS_MAX];
static unsigned constant_count;
static char program_path[PATH_SIZE];

static inline bool range_holds(const struct range *range, uintptr_t address)
{
    return address >= range->begin && address < range->end;
}

static struct range range_of(const struct dl_phdr_info *module, const ElfW(Phdr) * segment)
{
    uintptr_t begin = module->dlpi_addr + segment->p_vaddr;

    return (struct range){ begin, begin + segment->p_memsz };
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

static bool is_libc(const char *path)
{
    const char *name = name_of(path);

    return strncmp(name, "libc.so", 7) == 0 || strncmp(name, "ld-linux", 8) == 0;
}

/* What comes with the C library and the compiler is not instrumented, and need not be. */
static bool is_of_system(const char *path)
{
    static const char *const names[] = { "libm.so",       "libdl.so",    "librt.so",
                                         "libpthread.so", "libgcc_s.so", "libatomic.so" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strncmp(name_of(path), names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return is_libc(path);
}

static bool module_holds(const struct dl_phdr_info *module, uintptr_t address)
{
    for (unsigned i = 0; i < module->dlpi_phnum; i++) {
        struct range range = range_of(module, &module->dlpi_phdr[i]);
        if (module->dlpi_phdr[i].p_type == PT_LOAD && range_holds(&range, address)) {
            return true;
        }
    }
    return false;
}

static void text_note(const struct dl_phdr_info *module, const struct range *range)
{
    if (module->dlpi_name[0] == '\0') {
        program_text = *range;
    } else if (text_count < TEXTS_MAX &&
               (is_libc(module->dlpi_name) || module_holds(module, (uintptr_t)text_note))) {
        libc_texts[text_count++] = *range;
    }
}

static int module_note(struct dl_phdr_info *module, size_t size, void *data)
{
    (void)size;
    (void)data;
    for (unsigned i = 0; i < module->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &module->dlpi_phdr[i];
        const struct range range = range_of(module, segment);
        if (segment->p_type == PT_LOAD && (segment->p_flags & PF_X) != 0) {
            text_note(module, &range);
        }
        if (((segment->p_type == PT_LOAD && (segment->p_flags & PF_W) == 0) ||
             segment->p_type == PT_GNU_RELRO) &&
            constant_count < CONSTANTS_MAX) {
            constants[constant_count++] = range;
        }
    }
    return 0;
}

void module_prepare(void)
{
    ssize_t length = readlink("/proc/self/exe", program_path, sizeof program_path - 1);

    program_path[length < 0 ? 0 : length] = '\0';
    text_count = constant_count = 0;
    dl_iterate_phdr(module_note, NULL);
}

bool module_is_libc(uintptr_t pc)
{
    if (LIKELY(range_holds(&program_text, pc))) {
        return false;
    }
    for (unsigned i = 0; i < text_count; i++) {
        if (range_holds(&libc_texts[i], pc)) {
            return true;
        }
    }
    return false;
}

bool module_is_constant(uintptr_t address)
{
    for (unsigned i = 0; i < constant_count; i++) {
        if (range_holds(&constants[i], address)) {
            return true;
        }
    }
    return false;
}

/* Whether its code calls the hooks of -fsanitize=thread: then it has their names. */
static bool is_instrumented(const struct dl_phdr_info *module)
{
    const ElfW(Dyn) *entry = NULL;
    const char *strings = NULL;
    size_t size = 0;

    for (unsigned i = 0; i < module->dlpi_phnum; i++) {
        if (module->dlpi_phdr[i].p_type == PT_DYNAMIC) {
            entry = (const ElfW(Dyn) *)(module->dlpi_addr + module->dlpi_phdr[i].p_vaddr);
        }
    }
    for (; entry != NULL && entry->d_tag != DT_NULL; entry++) {
        strings = entry->d_tag == DT_STRTAB ? (const char *)entry->d_un.d_ptr : strings;
        size = entry->d_tag == DT_STRSZ ? entry->d_un.d_val : size;
    }
    return strings != NULL &&
           memmem(strings, size, "__tsan_func_entry", sizeof "__tsan_func_entry") != NULL;
}

struct visit {
    module_function *each;
    void *context;
};

static int module_visit(struct dl_phdr_info *module, size_t size, void *data)
{
    const struct visit *visit = data;
    const char *path = module->dlpi_name[0] == '\0' ? program_path : module->dlpi_name;

    (void)size;
    if (!module_holds(module, (uintptr_t)module_visit) && path[0] == '/') {
        visit->each(path, module->dlpi_addr, is_of_system(path) || is_instrumented(module),
                    visit->context);
    }
    return 0;
}

void module_each(module_function *each, void *context)
{
    struct visit visit = { each, context };

    dl_iterate_phdr(module_visit, &visit);
}
