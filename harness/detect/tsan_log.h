/*
 * ThreadSanitizer's logs of one run. They go to files through log_path, one a
 * process: the program's own is the one with its process id. What another
 * process reported, one that the program forked, is not the program's: it is no
 * finding, but it is told (struct findings: aside).
 */
#ifndef RACETRAP_TSAN_LOG_H
#define RACETRAP_TSAN_LOG_H

#include "detect/detector.h"

/* What the names of the logs in a run's report folder begin with; then a dot and the process id. */
extern const char TSAN_LOG_PREFIX[];

/* See struct detector for what is an error. */
int tsan_log_parse(const struct detector_report *report, struct findings *findings,
                   struct error *error);

#endif
