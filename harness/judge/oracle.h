/*
 * The oracle: what says that a run went wrong as a whole, without looking
 * inside: its exit status, its output, a signal, or that it did not end.
 * Pure.
 */
#ifndef RACETRAP_ORACLE_H
#define RACETRAP_ORACLE_H

#include "case/case.h"
#include "case/finding.h"
#include "system/process.h"

/*
 * Adds at most one finding, without a place: hang, crash, wrong-exit or
 * wrong-output, the first that applies. `tool_exit` is an exit status that the
 * detector's tool gives in place of the program's own; 0: none.
 */
void oracle_judge(const struct bug_case *judged, const struct process_result *ended, int tool_exit,
                  struct findings *findings);

#endif
