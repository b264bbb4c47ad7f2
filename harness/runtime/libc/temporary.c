#include "runtime/libc/temporary.h"
#include "runtime/libc/folder_tree.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OWNER_DIGITS = 7 };

static struct temporaries *temporaries; /* NULL: schedules are restored, and make none */

void temporary_use(struct temporaries *used)
{
    temporaries = used;
    temporaries->owner = (unsigned)BASE_KERNEL(SYS_getpid, 0, 0, 0);
}

bool temporary_mark(char *end, size_t room)
{
    static const char begin[] = ".racetrap-";
    size_t length = sizeof begin - 1;
    unsigned number = temporaries == NULL ? 0 : temporaries->owner;

    if (room < length + OWNER_DIGITS + 1) {
        return false;
    }
    base_copy(end, begin, length);
    for (unsigned i = OWNER_DIGITS; i > 0; i--, number /= 10) {
        end[length + i - 1] = (char)('0' + number % 10);
    }
    end[length + OWNER_DIGITS] = '\0';
    return true;
}

/* One too many is not put away, and told like any other file. */
void temporary_note(const char *path)
{
    if (temporaries != NULL && temporaries->count < TEMPORARIES_MAX &&
        base_length(path) < TEMPORARY_PATH_SIZE && !temporary_holds(path)) {
        base_text(temporaries->paths[temporaries->count], TEMPORARY_PATH_SIZE, path);
        temporaries->count++;
    }
}

bool temporary_holds(const char *path)
{
    for (unsigned i = 0; temporaries != NULL && i < temporaries->count; i++) {
        size_t length = base_length(temporaries->paths[i]);
        if (base_begins(path, temporaries->paths[i]) &&
            (path[length] == '/' || path[length] == '\0')) {
            return true;
        }
    }
    return false;
}

void temporary_remove(struct temporaries *left)
{
    for (unsigned i = 0; i < left->count; i++) {
        folder_tree_remove(AT_FDCWD, left->paths[i]);
    }
    left->count = 0;
}
