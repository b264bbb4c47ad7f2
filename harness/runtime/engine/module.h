/*
 * Which code is the C library's, and which data nobody can write. As it was
 * when the program was started.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_MODULE_H
#define RACETRAP_RUNTIME_ENGINE_MODULE_H

#include "runtime/engine/base.h"

/* Looks, once, before the program runs. */
void module_prepare(void);

/* Whether the code at `pc` is libc's, the dynamic loader's, or this library's own. */
bool module_is_libc(uintptr_t pc);

/* Whether the code at `pc` is of the program itself, and of no library. */
bool module_is_program(uintptr_t pc);

/* What has to be added to an address in the program's file. */
uintptr_t module_program_base(void);

/* Whether what lies at `address` is read-only, as a string literal is. */
bool module_is_constant(uintptr_t address);

#endif
