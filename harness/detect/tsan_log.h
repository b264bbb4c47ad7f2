/*
 * ThreadSanitizer's reports. They are text only (compiler-rt's tsan_report.cpp is
 * the source of the wording) and go to files through log_path. gcc's frames end
 * in file:line, clang's in file:line:col.
 *
 * Only reports that are known here are findings. Every other line in which
 * ThreadSanitizer speaks means that the tool broke.
 */
#ifndef RACETRAP_TSAN_LOG_H
#define RACETRAP_TSAN_LOG_H

#include "detect/detector.h"

/* What the names of the logs in a run's report folder begin with. */
extern const char TSAN_LOG_PREFIX[];

/* See struct detector for what is an error. */
int tsan_log_parse(const struct detector_report *report, struct findings *findings,
                   struct error *error);

#endif
