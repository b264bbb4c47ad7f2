/*
 * Functions whose state is one variable for all threads, and which POSIX.1-2017
 * (2.9.1, Thread-Safety) and glibc's manual pages (attributes, MT-Unsafe) say
 * are not to be called by two at once. A variable of the same name stands for
 * that state: a call writes it. The environment is another one: it may be read
 * by many, unless somebody changes it.
 */
#include "runtime/engine/call.h"
#include "runtime/libc/range.h"

#include <stdlib.h>
#include <time.h>

static char localtime_state, drand48_state, environment_state;

/* What was returned is in a static variable as well, which the program reads by itself. */
static struct tm *time_return(struct tm *result, uintptr_t pc)
{
    if (result != NULL && call_is_seen(pc)) {
        range_wrote(result, sizeof *result, pc);
    }
    return result;
}

static char *text_return(char *result, uintptr_t pc)
{
    if (result != NULL && call_is_seen(pc)) {
        range_wrote(result, range_length(result, SIZE_MAX) + 1, pc);
    }
    return result;
}

static void state_write(char *state, uintptr_t pc)
{
    if (call_is_seen(pc)) {
        range_write(state, 1, pc);
    }
}

static void state_read(const char *state, uintptr_t pc)
{
    if (call_is_seen(pc)) {
        range_read(state, 1, pc);
    }
}

EXPORT struct tm *localtime(const time_t *at)
{
    state_write(&localtime_state, CALLER);
    return time_return(LIBC(localtime)(at), CALLER);
}

EXPORT struct tm *gmtime(const time_t *at)
{
    state_write(&localtime_state, CALLER);
    return time_return(LIBC(gmtime)(at), CALLER);
}

EXPORT char *ctime(const time_t *at)
{
    state_write(&localtime_state, CALLER);
    return text_return(LIBC(ctime)(at), CALLER);
}

EXPORT char *asctime(const struct tm *time)
{
    state_write(&localtime_state, CALLER);
    /* The program's own call is passed on.
     * NOLINTNEXTLINE(bugprone-unsafe-functions,cert-msc24-c,cert-msc33-c) */
    return text_return(LIBC(asctime)(time), CALLER);
}

EXPORT double drand48(void)
{
    state_write(&drand48_state, CALLER);
    return LIBC(drand48)();
}

EXPORT long lrand48(void)
{
    state_write(&drand48_state, CALLER);
    return LIBC(lrand48)();
}

EXPORT long mrand48(void)
{
    state_write(&drand48_state, CALLER);
    return LIBC(mrand48)();
}

EXPORT void srand48(long seed)
{
    state_write(&drand48_state, CALLER);
    LIBC(srand48)(seed);
}

EXPORT char *getenv(const char *name)
{
    state_read(&environment_state, CALLER);
    return LIBC(getenv)(name);
}

EXPORT char *secure_getenv(const char *name)
{
    state_read(&environment_state, CALLER);
    return LIBC(secure_getenv)(name);
}

EXPORT int setenv(const char *name, const char *value, int replace)
{
    state_write(&environment_state, CALLER);
    return LIBC(setenv)(name, value, replace);
}

EXPORT int unsetenv(const char *name)
{
    state_write(&environment_state, CALLER);
    return LIBC(unsetenv)(name);
}

EXPORT int putenv(char *entry)
{
    state_write(&environment_state, CALLER);
    return LIBC(putenv)(entry);
}

EXPORT int clearenv(void)
{
    state_write(&environment_state, CALLER);
    return LIBC(clearenv)();
}
