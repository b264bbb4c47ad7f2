/*
 * An ELF file that is read with libelf.
 */
#ifndef RACETRAP_ELF_FILE_H
#define RACETRAP_ELF_FILE_H

#include "base/error.h"

#include <gelf.h>
#include <libelf.h>

/* NULL (ERROR_BUILD or ERROR_SYSTEM) where it cannot be read; else the caller closes it. */
Elf *elf_file_open(const char *path, int *fd, struct error *error);
void elf_file_close(Elf *elf, int fd);

#endif
