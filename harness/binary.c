#include "binary.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

struct traits {
    bool debug_lines, dynamic, tsan, sanitizer;
};

/*
 * What only a compiler puts in when it instruments: clang a constructor of a
 * fixed name, gcc one that calls __tsan_init, which libtsan.so then defines.
 * That the runtime is linked says nothing about the code.
 */
static bool symbol_is_tsan_trace(const char *name, const GElf_Sym *symbol)
{
    return strcmp(name, "tsan.module_ctor") == 0 || strcmp(name, "_sub_I_00099_0") == 0 ||
           (strcmp(name, "__tsan_init") == 0 && symbol->st_shndx == SHN_UNDEF);
}

static void symbols_read(Elf *elf, Elf_Scn *section, const GElf_Shdr *header, struct traits *traits)
{
    Elf_Data *data = elf_getdata(section, NULL);
    size_t count = header->sh_entsize == 0 ? 0 : header->sh_size / header->sh_entsize;

    for (size_t i = 0; data != NULL && i < count; i++) {
        GElf_Sym symbol;
        const char *name = gelf_getsym(data, (int)i, &symbol) == NULL
                               ? NULL
                               : elf_strptr(elf, header->sh_link, symbol.st_name);
        if (name == NULL) {
            continue;
        }
        traits->tsan |= symbol_is_tsan_trace(name, &symbol);
        traits->sanitizer |= strncmp(name, "__asan_", 7) == 0 || strncmp(name, "__tsan_", 7) == 0 ||
                             strncmp(name, "__msan_", 7) == 0;
    }
}

static void sections_read(Elf *elf, struct traits *traits)
{
    Elf_Scn *section = NULL;
    size_t names = 0;

    elf_getshdrstrndx(elf, &names);
    while ((section = elf_nextscn(elf, section)) != NULL) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) == NULL) {
            continue;
        }
        const char *name = elf_strptr(elf, names, header.sh_name);
        traits->debug_lines |= name != NULL && strcmp(name, ".debug_line") == 0;
        traits->dynamic |= header.sh_type == SHT_DYNAMIC;
        if (header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM) {
            symbols_read(elf, section, &header, traits);
        }
    }
}

int binary_check(const char *path, enum binary_need need, struct error *error)
{
    struct traits traits = { false };
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        return error_set_errno(error, path, "cannot be opened");
    }
    elf_version(EV_CURRENT);
    Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
    if (elf != NULL) {
        sections_read(elf, &traits);
        elf_end(elf);
    }
    close(fd);
    const char *lack = !traits.debug_lines
                           ? "has no debug information (-g), so no report could name a line"
                       : need == BINARY_TSAN && !traits.tsan
                           ? "is not instrumented by -fsanitize=thread, so ThreadSanitizer "
                             "would be silent on it"
                       : need == BINARY_PLAIN && traits.sanitizer
                           ? "is instrumented by a sanitizer, and cannot run under Valgrind"
                       : need == BINARY_PLAIN && !traits.dynamic
                           ? "is linked statically, so Valgrind cannot see its pthread calls"
                           : NULL;
    return lack == NULL ? 0 : error_set(error, ERROR_BUILD, path, 0, "%s", lack);
}
