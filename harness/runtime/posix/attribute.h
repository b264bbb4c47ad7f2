/*
 * What an init takes beside the object: of threads, mutexes and so on.
 */
#ifndef RACETRAP_RUNTIME_POSIX_ATTRIBUTE_H
#define RACETRAP_RUNTIME_POSIX_ATTRIBUTE_H

#include "runtime/engine/base.h"

enum attribute {
    ATTRIBUTE_THREAD,
    ATTRIBUTE_MUTEX,
    ATTRIBUTE_COND,
    ATTRIBUTE_RWLOCK,
    ATTRIBUTE_BARRIER,
    ATTRIBUTE_COUNT
};

/* The call at `pc` reads one, or has none where it is NULL. Whether it is one: where it was never
 * initialised, or is destroyed, that is told as a finding. */
bool attribute_check(enum attribute kind, const void *at, uintptr_t pc);

#endif
