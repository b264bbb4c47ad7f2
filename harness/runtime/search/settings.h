/*
 * What the explorer is told, by its environment:
 *
 *   RACETRAP_EXPLORE_REPORT    the file that the report goes to
 *   RACETRAP_EXPLORE_OPTIONS   "key=value key=value ...", see settings.c
 *   RACETRAP_EXPLORE_EXPECT    a file with what the program shall print
 *   RACETRAP_EXPLORE_REPLAY    a file with the one schedule to be followed
 *   RACETRAP_EXPLORE_UNSEEN    what cannot be seen of the program, in a sentence; empty: nothing
 *   RACETRAP_EXPLORE_IGNORE    a file with known findings, see diagnose/ignore.h
 *   RACETRAP_EXPLORE_PROGRESS  a file that is kept up to date with how far the search is
 */
#ifndef RACETRAP_RUNTIME_SEARCH_SETTINGS_H
#define RACETRAP_RUNTIME_SEARCH_SETTINGS_H

#include "runtime/engine/local_storage.h"
#include "runtime/engine/schedule.h"

struct settings {
    const char *report, *expect, *replay, *progress; /* paths; NULL: none but for the report */
    const char *ignore;                              /* a path; NULL: none */
    const char *unseen;                              /* a sentence; NULL: none */
    char strategy[32];                               /* one alone; empty: the portfolio */
    uint64_t seed;
    uint64_t schedules; /* at most, in all */
    uint64_t points;    /* at most, in all */
    uint64_t steps;     /* at most, in one schedule; 0: many times those of the first ones */
    uint64_t stall;     /* virtual nanoseconds for which a thread may be held up */
    double seconds;     /* at most; 0: no limit */
    int exit_status;    /* the right one; EXIT_STATUS_ANY: that of the first schedule */
    uint64_t jobs;
    uint64_t shard, shards; /* this process does the share number `shard` of `shards` */
    uint64_t verified;      /* so many schedules are run in both modes and compared */
    enum local_way locals;  /* how fibers get their thread-local storage */
    bool fork_mode, all, gdb;
    bool brief;           /* the report leaves the steps out */
    bool atomic_volatile; /* a volatile access is a relaxed atomic one */
    bool bench; /* nothing that is found counts: schedules are run as often as is asked for */
};

/* Ends the process where the environment says nothing, or nonsense. */
void settings_read(struct settings *settings);

#endif
