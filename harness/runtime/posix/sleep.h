/*
 * Sleeping, for that of C11.
 */
#ifndef RACETRAP_RUNTIME_POSIX_SLEEP_H
#define RACETRAP_RUNTIME_POSIX_SLEEP_H

#include "runtime/engine/base.h"

#include <time.h>

/* nanosleep. EINVAL where it is no duration. */
int sleep_duration(const struct timespec *duration, uintptr_t pc);

#endif
