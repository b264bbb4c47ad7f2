/*
 * Colour on a terminal, as SGR sequences (ECMA-48); nothing where it is off.
 */
#ifndef RACETRAP_PAINT_H
#define RACETRAP_PAINT_H

#include <stdbool.h>

enum paint { PAINT_GOOD, PAINT_KNOWN, PAINT_BAD, PAINT_FAINT, PAINT_STRONG, PAINT_NOTE };

static inline const char *paint_begin(bool color, enum paint paint)
{
    static const char *const sequences[] = {
        [PAINT_GOOD] = "\033[32m", [PAINT_KNOWN] = "\033[33m", [PAINT_BAD] = "\033[1;31m",
        [PAINT_FAINT] = "\033[2m", [PAINT_STRONG] = "\033[1m", [PAINT_NOTE] = "\033[36m"
    };

    return color ? sequences[paint] : "";
}

static inline const char *paint_end(bool color)
{
    return color ? "\033[0m" : "";
}

#endif
