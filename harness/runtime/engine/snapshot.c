#include "runtime/engine/snapshot.h"
#include "runtime/engine/heap.h"

#include <link.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PAGE_SIZE = 4096, REGIONS_MAX = 256, PAGES_MAX = 1 << 16 };

struct region {
    uintptr_t begin, end;
    char *picture;
};

struct dirty {
    char *at;
    const char *picture;
    size_t size;
};

static struct region regions[REGIONS_MAX];
static unsigned region_count;
static struct dirty *dirty;
static unsigned dirty_count;
static bool watching;

static void region_add(uintptr_t begin, uintptr_t end)
{
    if (begin >= end) {
        return;
    }
    if (region_count == REGIONS_MAX) {
        base_die("the program has more than %d writable segments", REGIONS_MAX);
    }
    regions[region_count++] = (struct region){ .begin = begin, .end = end };
}

static bool segment_holds(const struct dl_phdr_info *module, const ElfW(Phdr) * segment,
                          uintptr_t address)
{
    uintptr_t begin = module->dlpi_addr + segment->p_vaddr;

    return address >= begin && address < begin + segment->p_memsz;
}

/* What is read-only after relocation, at the front of a writable segment. */
static uintptr_t relro_end(const struct dl_phdr_info *module, uintptr_t begin)
{
    for (unsigned i = 0; i < module->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &module->dlpi_phdr[i];
        uintptr_t relro = module->dlpi_addr + segment->p_vaddr;
        if (segment->p_type == PT_GNU_RELRO && relro <= begin && relro + segment->p_memsz > begin) {
            return (relro + segment->p_memsz) & ~(uintptr_t)(PAGE_SIZE - 1);
        }
    }
    return begin;
}

static int module_add(struct dl_phdr_info *module, size_t size, void *data)
{
    (void)size;
    (void)data;
    for (unsigned i = 0; i < module->dlpi_phnum; i++) {
        if (module->dlpi_phdr[i].p_type == PT_LOAD &&
            segment_holds(module, &module->dlpi_phdr[i], (uintptr_t)module_add)) {
            return 0; /* ourselves */
        }
    }
    for (unsigned i = 0; i < module->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &module->dlpi_phdr[i];
        if (segment->p_type == PT_LOAD && (segment->p_flags & PF_W) != 0) {
            uintptr_t begin = module->dlpi_addr + segment->p_vaddr;
            region_add(relro_end(module, begin), begin + segment->p_memsz);
        }
    }
    return 0;
}

void snapshot_take(void)
{
    uintptr_t begin, end;

    if (dirty == NULL) {
        dirty = base_map(PAGES_MAX * sizeof *dirty);
        dl_iterate_phdr(module_add, NULL);
        heap_used(&begin, &end);
        region_add(begin, end);
    }
    for (unsigned i = 0; i < region_count; i++) {
        if (regions[i].picture == NULL) {
            regions[i].picture = base_map(regions[i].end - regions[i].begin);
        }
        base_copy(regions[i].picture, (void *)regions[i].begin, regions[i].end - regions[i].begin);
    }
}

void snapshot_watch(void)
{
    watching = true;
    for (unsigned i = 0; i < region_count; i++) {
        uintptr_t begin = regions[i].begin & ~(uintptr_t)(PAGE_SIZE - 1);
        base_kernel(SYS_mprotect, begin, regions[i].end - begin, PROT_READ, 0, 0, 0);
    }
}

void snapshot_restore(void)
{
    for (unsigned i = 0; i < dirty_count; i++) {
        base_copy(dirty[i].at, dirty[i].picture, dirty[i].size);
    }
}

static void page_note(const struct region *region, uintptr_t page)
{
    uintptr_t begin = page > region->begin ? page : region->begin;
    uintptr_t end = page + PAGE_SIZE < region->end ? page + PAGE_SIZE : region->end;

    if (dirty_count == PAGES_MAX) {
        base_die("the program writes more than %d pages of its data", PAGES_MAX);
    }
    dirty[dirty_count++] =
        (struct dirty){ (char *)begin, region->picture + (begin - region->begin), end - begin };
}

bool snapshot_fault(uintptr_t address)
{
    uintptr_t page = address & ~(uintptr_t)(PAGE_SIZE - 1);
    bool found = false;

    for (unsigned i = 0; i < dirty_count; i++) {
        if (((uintptr_t)dirty[i].at & ~(uintptr_t)(PAGE_SIZE - 1)) == page) {
            return false; /* it can be written already, so this is something else */
        }
    }
    for (unsigned i = 0; watching && i < region_count; i++) {
        if (regions[i].begin < page + PAGE_SIZE && regions[i].end > page) {
            page_note(&regions[i], page); /* two segments may share a page */
            found = true;
        }
    }
    if (found) {
        base_kernel(SYS_mprotect, page, PAGE_SIZE, PROT_READ | PROT_WRITE, 0, 0, 0);
    }
    return found;
}

bool snapshot_holds(uintptr_t address)
{
    for (unsigned i = 0; i < region_count; i++) {
        if (address >= regions[i].begin && address < regions[i].end) {
            return true;
        }
    }
    return false;
}

void snapshot_touch(uintptr_t at, size_t size)
{
    uintptr_t page = at & ~(uintptr_t)(PAGE_SIZE - 1);

    for (; size > 0 && page < at + size; page += PAGE_SIZE) {
        uintptr_t byte = page < at ? at : page;
        if (snapshot_holds(byte)) {
            *(volatile char *)byte = *(volatile char *)byte;
        }
    }
}
