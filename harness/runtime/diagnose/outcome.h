/*
 * What is wrong with how a schedule ended, as a whole: the oracle of a
 * schedule. What went wrong on the way was noted there.
 */
#ifndef RACETRAP_RUNTIME_DIAGNOSE_OUTCOME_H
#define RACETRAP_RUNTIME_DIAGNOSE_OUTCOME_H

#include "runtime/engine/output.h"
#include "runtime/engine/schedule.h"

/* Where the first schedule that comes to its end leaves what it printed; NULL: nowhere. Borrowed.
 */
void outcome_usual_learn(struct output_usual *usual);

/* Adds what is wrong to the result's violations. */
void outcome_judge(struct schedule_result *result);

/* The same, where the process was lost that ran it, killed by a signal. */
void outcome_judge_lost(struct schedule_result *result, int signal_number);

/* The current thread ends the program: which threads did it leave behind? Where it fails, it need
 * not wait for those that still run. */
void outcome_threads_left(int status);

#endif
