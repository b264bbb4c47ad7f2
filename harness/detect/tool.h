/*
 * What several detectors' files need to find their tool: is it there, and in
 * which version.
 */
#ifndef RACETRAP_TOOL_H
#define RACETRAP_TOOL_H

#include "detect/detector.h"

/*
 * Looks for `program` and asks it, with `option`, for its version: the first
 * dotted number it prints. Where the program is not there, says that `package`
 * has it.
 */
int tool_probe(const char *program, const char *option, const char *package,
               struct detector_state *state, struct error *error);

#endif
