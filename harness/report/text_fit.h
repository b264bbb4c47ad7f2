/*
 * Texts in columns: how wide they are, and cut where they do not fit.
 */
#ifndef RACETRAP_TEXT_FIT_H
#define RACETRAP_TEXT_FIT_H

#include <stdio.h>

/* How many characters of valid UTF-8 a text has; a tab counts as one. */
unsigned text_fit_width(const char *text, int length);

/* Prints exactly `width` characters of a text: filled up with blanks, or cut with "...". */
void text_fit_print(FILE *stream, const char *text, int length, unsigned width);

#endif
