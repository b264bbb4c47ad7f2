#include "system/machine.h"

#include "base/file.h"
#include "base/string_list.h"
#include "system/process.h"

#include <elf.h>
#include <gnu/libc-version.h>
#include <link.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/utsname.h>

#ifdef __x86_64__
enum { HWCAP2_FSGSBASE = 1 << 1 }; /* asm/hwcap2.h */
#else
enum { HWCAP2_FSGSBASE = 0 };
#endif

static void kernel_look(struct machine *machine)
{
    struct utsname name;
    cpu_set_t cores;

    if (uname(&name) == 0) {
        snprintf(machine->kernel, sizeof machine->kernel, "%.20s %.60s %.20s", name.sysname,
                 name.release, name.machine);
    }
    machine->has_wrfsbase = (getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE) != 0;
    machine->cores =
        sched_getaffinity(0, sizeof cores, &cores) == 0 ? (unsigned)CPU_COUNT(&cores) : 1;
}

static int rnd_bits_read(void)
{
    struct error ignored;
    char *text;
    size_t size;

    if (file_read("/proc/sys/vm/mmap_rnd_bits", 64, &text, &size, &ignored) != 0) {
        return -1;
    }
    int bits = atoi(text);
    free(text);
    return bits;
}

static int randomisation_try(struct machine *machine, struct error *error)
{
    struct string_list argv = { 0 };
    struct process_result result;
    const struct process_spec spec = { .argv = &argv, .timeout = 60, .output_limit = 1024 };

    string_list_add(&argv, "true");
    int status = process_run(&spec, &result, error);
    string_list_free(&argv);
    if (status == 0) {
        machine->randomisation_stops = !result.randomised;
        process_result_free(&result);
    }
    return status;
}

/* The notes of one segment: looks for the build id and makes the path of its debug file. */
static void build_id_read(const char *notes, size_t size, struct machine *machine)
{
    for (size_t at = 0; at + sizeof(ElfW(Nhdr)) <= size;) {
        const ElfW(Nhdr) *note = (const ElfW(Nhdr) *)(notes + at);
        size_t name = (note->n_namesz + 3U) & ~3U;
        const unsigned char *id = (const unsigned char *)(note + 1) + name;
        if (note->n_type == NT_GNU_BUILD_ID && note->n_descsz > 1 && note->n_descsz <= 64) {
            char name_of_id[2 * 64 + 1];
            for (unsigned i = 0; i < note->n_descsz; i++) {
                snprintf(name_of_id + 2 * (size_t)i, 3, "%02x", id[i]);
            }
            snprintf(machine->libc_debug_path, sizeof machine->libc_debug_path,
                     "/usr/lib/debug/.build-id/%.2s/%s.debug", name_of_id, name_of_id + 2);
        }
        at += sizeof *note + name + ((note->n_descsz + 3U) & ~3U);
    }
}

/* Our own libc is the one that the cases are linked with. */
static int libc_look(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    if (strstr(info->dlpi_name, "/libc.so") == NULL) {
        return 0;
    }
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type == PT_NOTE) {
            build_id_read((const char *)info->dlpi_addr + header->p_vaddr, header->p_memsz,
                          context);
        }
    }
    return 1;
}

int machine_look(struct machine *machine, struct error *error)
{
    *machine = (struct machine){ 0 };
    kernel_look(machine);
    machine->mmap_rnd_bits = rnd_bits_read();
    snprintf(machine->libc, sizeof machine->libc, "glibc %s", gnu_get_libc_version());
    dl_iterate_phdr(libc_look, machine);
    machine->libc_debug =
        machine->libc_debug_path[0] != '\0' && file_exists(machine->libc_debug_path);
    return randomisation_try(machine, error);
}
