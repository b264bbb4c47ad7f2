/*
 * One frame of a stack in ThreadSanitizer's reports:
 *
 *     #1 queue_put /a folder/buggy.c:39:21 (program+0x12c3) (BuildId: 4be1)
 *
 * gcc's frames end in file:line, clang's in file:line:col. Pure.
 */
#ifndef RACETRAP_TSAN_FRAME_H
#define RACETRAP_TSAN_FRAME_H

#include <stdbool.h>

struct tsan_frame {
    char function[128];
    char *path;    /* whatever stands there: "<null>" where the file is not known */
    unsigned line; /* 0: not known */
};

/* False where the line is no frame; then there is nothing to free. */
bool tsan_frame_read(const char *line, struct tsan_frame *frame);
void tsan_frame_free(struct tsan_frame *frame);

#endif
