#include "detect/tsan_echo.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

static char *name_of(const struct tsan_frame *frame)
{
    return alloc_format("%s %s", frame->function, frame->path);
}

void tsan_echo_note(struct tsan_echo *echo, const struct tsan_frame *frame)
{
    char *name = name_of(frame);

    string_list_add(&echo->passed, "%s", name);
    free(name);
}

bool tsan_echo_take(struct tsan_echo *echo, const struct tsan_frame *handler)
{
    char *name = name_of(handler);
    bool found = false;

    for (size_t i = 0; i < echo->passed.count; i++) {
        if (strcmp(echo->passed.items[i], name) == 0) {
            echo->passed.items[i][0] = '\0';
            found = true;
        }
    }
    free(name);
    return found;
}

void tsan_echo_free(struct tsan_echo *echo)
{
    string_list_free(&echo->passed);
}
