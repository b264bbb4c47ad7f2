/*
 * Runs one schedule of the program after another, and leaves no trace of them:
 * either in this process, which is brought back to what it was before main; or
 * each in a process of its own, forked from one that never ran any.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_EXECUTE_H
#define RACETRAP_RUNTIME_SEARCH_EXECUTE_H

#include "runtime/engine/schedule.h"
#include "runtime/engine/strategy.h"

/* The program's own main, and what it is given. */
struct execute_program {
    int (*main)(int, char **, char **);
    int argument_count;
    char **arguments, **environment;
};

/* Once, when the program is about to run. */
void execute_prepare(const struct execute_program *program);

/* Takes the picture anew, after more threads were parked. */
void execute_prepare_again(void);

/* This process will restore, and is the one that schedules run in. */
void execute_in_process(void);

/*
 * Runs schedule `number` of the strategy, fills `result`, and lets the strategy
 * go on. In fork mode in a new process.
 */
enum search execute_schedule(const struct strategy *strategy, uint64_t number,
                             struct schedule_result *result);

/* Faults end the schedule, not the process. */
void execute_catch_signals(void);

/* The same in this very process, which does not restore what was written. */
enum search execute_once(const struct strategy *strategy, struct schedule_result *result);

#endif
