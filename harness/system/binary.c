#include "system/binary.h"

#include "system/elf_file.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct traits {
    bool elf, x86_64, debug_lines, dynamic, tsan, sanitizer, libtsan, explorer, tells_volatile;
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
        traits->tells_volatile |= strncmp(name, "__tsan_volatile_", 16) == 0 ||
                                  strncmp(name, "__tsan_unaligned_volatile_", 26) == 0;
        traits->sanitizer |= strncmp(name, "__asan_", 7) == 0 || strncmp(name, "__tsan_", 7) == 0 ||
                             strncmp(name, "__msan_", 7) == 0;
    }
}

static void libraries_read(Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
                           struct traits *traits)
{
    Elf_Data *data = elf_getdata(section, NULL);
    size_t count = header->sh_entsize == 0 ? 0 : header->sh_size / header->sh_entsize;

    for (size_t i = 0; data != NULL && i < count; i++) {
        GElf_Dyn entry;
        if (gelf_getdyn(data, (int)i, &entry) == NULL || entry.d_tag != DT_NEEDED) {
            continue;
        }
        const char *name = elf_strptr(elf, header->sh_link, entry.d_un.d_val);
        traits->libtsan |= name != NULL && strncmp(name, "libtsan.", 8) == 0;
        traits->explorer |= name != NULL && strncmp(name, "libracetrap_explore.", 20) == 0;
    }
}

static void sections_read(Elf *elf, struct traits *traits)
{
    Elf_Scn *section = NULL;
    GElf_Ehdr start;
    size_t names = 0;

    traits->elf = elf_getshdrstrndx(elf, &names) == 0 && gelf_getehdr(elf, &start) != NULL;
    traits->x86_64 = traits->elf && start.e_machine == EM_X86_64;
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
        if (header.sh_type == SHT_DYNAMIC) {
            libraries_read(elf, section, &header, traits);
        }
    }
}

static const char *lack_for_exploring(const struct traits *traits)
{
    return !traits->elf      ? "is no ELF program"
           : !traits->x86_64 ? "is not for x86-64, and other CPUs cannot be explored yet"
           : traits->libtsan ? "is linked with libtsan, which takes the explorer's place"
           : !traits->tsan ? "is not instrumented by -fsanitize=thread, so no access could be seen"
           : !traits->explorer ? "is not linked with libracetrap_explore"
                               : NULL;
}

static const char *const EXPLORE_REMEDY =
    "; build it with: cc -g -O0 -fsanitize=thread -fno-builtin "
    "-Werror=implicit-function-declaration -c FILE.c, then link the objects without "
    "-fsanitize=thread, but with -L DIR -lracetrap_explore -Wl,-rpath,DIR -Wl,-z,now -pthread, "
    "where DIR is the folder lib/racetrap of this installation";

static const char *lack_find(const struct traits *traits, enum binary_need need)
{
    switch (need) {
    case BINARY_EXPLORE:
        return lack_for_exploring(traits);
    case BINARY_TSAN:
    case BINARY_PLAIN:
        break;
    }
    return !traits->debug_lines ? "has no debug information (-g), so no report could name a line"
           : need == BINARY_TSAN && !traits->tsan
               ? "is not instrumented by -fsanitize=thread, so ThreadSanitizer "
                 "would be silent on it"
           : need == BINARY_PLAIN && traits->sanitizer
               ? "is instrumented by a sanitizer, and cannot run under Valgrind"
           : need == BINARY_PLAIN && !traits->dynamic
               ? "is linked statically, so Valgrind cannot see its pthread calls"
               : NULL;
}

/* The notes of one section or segment. */
static void notes_read(Elf_Data *data, char id[BINARY_ID_MAX])
{
    GElf_Nhdr note;
    size_t name, value;

    for (size_t at = 0; data != NULL && (at = gelf_getnote(data, at, &note, &name, &value)) > 0;) {
        if (note.n_type != NT_GNU_BUILD_ID || 2 * note.n_descsz >= BINARY_ID_MAX) {
            continue;
        }
        for (size_t i = 0; i < note.n_descsz; i++) {
            snprintf(id + 2 * i, 3, "%02x", ((const unsigned char *)data->d_buf)[value + i]);
        }
    }
}

static int traits_read(const char *path, struct traits *traits, struct error *error)
{
    int fd;
    Elf *elf = elf_file_open(path, &fd, error);

    if (elf == NULL) {
        return -1;
    }
    sections_read(elf, traits);
    elf_file_close(elf, fd);
    return 0;
}

int binary_tells_volatile(const char *path, bool *tells, struct error *error)
{
    struct traits traits = { false };
    int status = traits_read(path, &traits, error);

    *tells = traits.tells_volatile;
    return status;
}

int binary_check(const char *path, enum binary_need need, struct error *error)
{
    struct traits traits = { false };

    if (traits_read(path, &traits, error) != 0) {
        return -1;
    }
    const char *lack = lack_find(&traits, need);
    return lack == NULL ? 0
                        : error_set(error, ERROR_BUILD, path, 0, "%s%s", lack,
                                    need == BINARY_EXPLORE && traits.x86_64 ? EXPLORE_REMEDY : "");
}

int binary_build_id(const char *path, char id[BINARY_ID_MAX], struct error *error)
{
    int fd;
    Elf *elf = elf_file_open(path, &fd, error);
    Elf_Scn *section = NULL;

    id[0] = '\0';
    if (elf == NULL) {
        return -1;
    }
    while ((section = elf_nextscn(elf, section)) != NULL) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) != NULL && header.sh_type == SHT_NOTE) {
            notes_read(elf_getdata(section, NULL), id);
        }
    }
    elf_file_close(elf, fd);
    return 0;
}
