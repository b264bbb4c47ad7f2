/*
 * Atomic instructions in a program's own code. Instrumentation turns C's atomics into
 * calls, so what is left of them was written in inline asm, and no runtime sees it:
 * a lock of `lock xchg` orders nothing for the explorer.
 */
#ifndef RACETRAP_INLINE_ASM_H
#define RACETRAP_INLINE_ASM_H

#include "base/error.h"
#include "base/string_list.h"

/*
 * Disassembles the code of an ELF program for x86-64 (with Capstone), and adds the names of the
 * functions that have a `lock` prefix or an xchg with memory, each once; an address where there is
 * no name. Returns 0; -1 (ERROR_BUILD) where the file cannot be read.
 */
int inline_asm_find(const char *path, struct string_list *functions, struct error *error);

#endif
