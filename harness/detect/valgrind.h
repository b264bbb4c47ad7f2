/*
 * How a tool of Valgrind's is found and started; what it says is read by
 * valgrind_xml.c.
 */
#ifndef RACETRAP_VALGRIND_H
#define RACETRAP_VALGRIND_H

#include "detect/detector.h"

/* The file in a run's report folder that Valgrind writes. */
extern const char VALGRIND_REPORT[];

int valgrind_probe(struct detector_state *state, struct error *error);

/* `options` beyond those every tool gets; ends with NULL. */
void valgrind_command(const char *tool, const char *const *options, const struct detector_run *run,
                      struct string_list *argv);

#endif
