/*
 * What printf and scanf do to the memory behind their arguments, as the format
 * says: C11, 7.21.6.1 and 7.21.6.2.
 */
#ifndef RACETRAP_RUNTIME_LIBC_FORMAT_H
#define RACETRAP_RUNTIME_LIBC_FORMAT_H

#include "runtime/engine/base.h"

/* Reads the format and the strings among the arguments, and writes to where %n says. What follows a
 * conversion that is not standard, or one with its argument's number, is not looked at. */
void format_print(const char *format, va_list arguments, uintptr_t pc);

/* scanf has converted `count` of them, and written there. */
void format_scan(const char *format, va_list arguments, int count, uintptr_t pc);

#endif
