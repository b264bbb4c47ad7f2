#include "system/elf_file.h"

#include <fcntl.h>
#include <unistd.h>

Elf *elf_file_open(const char *path, int *fd, struct error *error)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC);
    if (*fd < 0) {
        error_set_errno(error, path, "cannot be opened");
        return NULL;
    }
    elf_version(EV_CURRENT);
    Elf *elf = elf_begin(*fd, ELF_C_READ, NULL);
    if (elf == NULL) {
        error_set(error, ERROR_BUILD, path, 0, "cannot be read: %s", elf_errmsg(-1));
        close(*fd);
    }
    return elf;
}

void elf_file_close(Elf *elf, int fd)
{
    elf_end(elf);
    close(fd);
}
