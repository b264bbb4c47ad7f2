/*
 * Files and folders under a name that nobody else has (mkstemp, mkdtemp,
 * tmpnam, ...), wherever they are: schedules do not share them. What a schedule
 * leaves behind of them is removed.
 */
#ifndef RACETRAP_RUNTIME_LIBC_TEMPORARY_H
#define RACETRAP_RUNTIME_LIBC_TEMPORARY_H

#include "runtime/engine/base.h"

enum { TEMPORARIES_MAX = 256, TEMPORARY_PATH_SIZE = 256 };

/* In shared memory: processes that the program forks add to it. */
struct temporaries {
    unsigned owner; /* the process that runs schedules */
    unsigned count;
    char paths[TEMPORARIES_MAX][TEMPORARY_PATH_SIZE];
};

/* This process, and those it forks, run schedules, and keep there what they make. */
void temporary_use(struct temporaries *temporaries);

/* The schedule has made one, or is about to, at this absolute path. */
void temporary_note(const char *path);

/* Whether this is one, or lies in one. */
bool temporary_holds(const char *path);

/* Ends a name so that it is nobody else's: the same one in all schedules of this process. Returns
 * whether there is room for it. */
bool temporary_mark(char *end, size_t room);

/* The schedule is over: removes what is left. */
void temporary_remove(struct temporaries *temporaries);

#endif
