#include "detect/tsan_frame.h"

#include "base/alloc.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Cuts off " (program+0x12c3) (BuildId: 4be1)"; the path before it may have " (" in it as well. */
static void module_cut(char *text)
{
    char *end = NULL;

    for (char *at = strstr(text, " ("); at != NULL; at = strstr(at + 1, " (")) {
        end = end != NULL && strncmp(at, " (BuildId", 9) == 0 ? end : at;
    }
    if (end != NULL) {
        *end = '\0';
    }
}

/* Paths may have blanks and colons in them, so the place is taken apart from its end. */
bool tsan_frame_read(const char *line, struct tsan_frame *frame)
{
    unsigned long numbers[2] = { 0, 0 };
    unsigned count = 0;
    int used = 0;

    if (sscanf(line, " #%*u %127s %n", frame->function, &used) != 1) {
        return false;
    }
    frame->path = alloc_copy(line + used);
    module_cut(frame->path);
    while (count < 2) {
        char *colon = strrchr(frame->path, ':');
        if (colon == NULL || !isdigit((unsigned char)colon[1])) {
            break;
        }
        numbers[count++] = strtoul(colon + 1, NULL, 10);
        *colon = '\0';
    }
    frame->line = count > 0 ? (unsigned)numbers[count - 1] : 0;
    return true;
}

void tsan_frame_free(struct tsan_frame *frame)
{
    free(frame->path);
    frame->path = NULL;
}
