#include "runtime/engine/module.h"

#include <link.h>

enum { TEXTS_MAX = 8, CONSTANTS_MAX = 256 };

struct range {
    uintptr_t begin, end;
};

static struct range program_text; /* what most calls come from */
static uintptr_t program_base;
static struct range libc_texts[TEXTS_MAX];
static unsigned text_count;
static struct range constants[CONSTANTS_MAX];
static unsigned constant_count;

static inline bool range_holds(const struct range *range, uintptr_t address)
{
    return address >= range->begin && address < range->end;
}

static bool ranges_hold(const struct range *ranges, unsigned count, uintptr_t address)
{
    for (unsigned i = 0; i < count; i++) {
        if (range_holds(&ranges[i], address)) {
            return true;
        }
    }
    return false;
}

static bool is_libc(const char *path)
{
    const char *name = base_name(path);

    return base_begins(name, "libc.so") || base_begins(name, "ld-linux");
}

static void text_note(const char *path, const struct range *range)
{
    if (path[0] == '\0') {
        program_text = *range;
    } else if (text_count < TEXTS_MAX &&
               (is_libc(path) || range_holds(range, (uintptr_t)text_note))) {
        libc_texts[text_count++] = *range;
    }
}

static int module_note(struct dl_phdr_info *module, size_t size, void *data)
{
    (void)size;
    (void)data;
    if (module->dlpi_name[0] == '\0') {
        program_base = module->dlpi_addr;
    }
    for (unsigned i = 0; i < module->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &module->dlpi_phdr[i];
        uintptr_t begin = module->dlpi_addr + segment->p_vaddr;
        const struct range range = { begin, begin + segment->p_memsz };
        bool loaded = segment->p_type == PT_LOAD;
        if (loaded && (segment->p_flags & PF_X) != 0) {
            text_note(module->dlpi_name, &range);
        }
        if (((loaded && (segment->p_flags & PF_W) == 0) || segment->p_type == PT_GNU_RELRO) &&
            constant_count < CONSTANTS_MAX) {
            constants[constant_count++] = range;
        }
    }
    return 0;
}

void module_prepare(void)
{
    text_count = constant_count = 0;
    dl_iterate_phdr(module_note, NULL);
}

bool module_is_libc(uintptr_t pc)
{
    return UNLIKELY(!range_holds(&program_text, pc)) && ranges_hold(libc_texts, text_count, pc);
}

bool module_is_program(uintptr_t pc)
{
    return range_holds(&program_text, pc);
}

uintptr_t module_program_base(void)
{
    return program_base;
}

bool module_is_constant(uintptr_t address)
{
    return ranges_hold(constants, constant_count, address);
}
