/*
 * A copy of the folder that the program was started in, for each process that
 * runs schedules, from the time on when one of them wants to change something
 * there: no schedule sees what another one does, and the user's folder stays as
 * it is. What a schedule has created, changed or removed is put back.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_FOLDER_COPY_H
#define RACETRAP_RUNTIME_SEARCH_FOLDER_COPY_H

#include "runtime/engine/schedule.h"

/* Notes where the program was started. The copies will lie beside the file `report`. */
void folder_copy_prepare(const char *report);

/* Whether the schedule was ended because it needs such a copy, and from now on each process that
 * begins has one. Where none can be made, result->reason tells. */
bool folder_copy_cure(struct schedule_result *result);

/* This process will run schedules: goes to a copy, if copies are made. */
void folder_copy_enter(void);

/* A schedule is over: puts back what it has changed. */
void folder_copy_restore(const struct schedule_result *result);

/* This process will run no more: removes its copy. */
void folder_copy_leave(void);

/* Removes what processes that were killed have left behind. */
void folder_copy_end(void);

#endif
