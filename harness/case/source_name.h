/*
 * What the name of a source file says of its language. Pure.
 */
#ifndef RACETRAP_SOURCE_NAME_H
#define RACETRAP_SOURCE_NAME_H

#include <stdbool.h>

/* Is this the name of a C or C++ source: .c, .cc, .cpp or .cxx? */
bool source_name_is_source(const char *path);

/* Is it one of C++? */
bool source_name_is_cpp(const char *path);

#endif
