#include "runtime/libc/real_path.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NAME_SIZE = 32 };

bool real_path_of_file(int descriptor, char *to)
{
    char link[NAME_SIZE] = "/proc/self/cwd";

    if (descriptor != AT_FDCWD) {
        char digits[NAME_SIZE];
        unsigned count = 0, number = (unsigned)descriptor;
        do {
            digits[count++] = (char)('0' + number % 10);
            number /= 10;
        } while (number > 0);
        base_text(link, sizeof link, "/proc/self/fd/");
        for (unsigned at = (unsigned)base_length(link); count > 0; at++) {
            link[at] = digits[--count];
            link[at + 1] = '\0';
        }
    }
    long size = BASE_KERNEL(SYS_readlink, link, to, REAL_PATH_SIZE - 1);
    to[size < 0 ? 0 : size] = '\0';
    return to[0] == '/';
}

static bool existing_find(int at, const char *path, int flags, char *to)
{
    long file = base_kernel(SYS_openat, (uintptr_t)at, (uintptr_t)path,
                            (uintptr_t)(O_PATH | O_CLOEXEC | flags), 0, 0, 0);

    if (file < 0) {
        return false;
    }
    bool is_found = real_path_of_file((int)file, to);
    BASE_KERNEL(SYS_close, file, 0, 0);
    return is_found;
}

/* Where the last part of a path begins; what ends with a slash is still that part. */
static size_t last_part(const char *path)
{
    size_t at = base_length(path);

    while (at > 0 && path[at - 1] == '/') {
        at--;
    }
    while (at > 0 && path[at - 1] != '/') {
        at--;
    }
    return at;
}

/* What need not be there yet, but for the folder it is in. */
static bool entry_find(int at, const char *path, char *to)
{
    static char parent[REAL_PATH_SIZE];
    size_t last = last_part(path);
    const char *name = path + last;

    if (last >= REAL_PATH_SIZE || base_same(name, "..") || base_same(name, ".")) {
        return existing_find(at, path, 0, to);
    }
    base_text(parent, last + 1, path);
    if (!existing_find(at, last == 0 ? "." : parent, O_DIRECTORY, to)) {
        return false;
    }
    size_t length = base_length(to);
    if (length > 1) {
        base_text(to + length, REAL_PATH_SIZE - length, "/");
    }
    length = base_length(to);
    base_text(to + length, REAL_PATH_SIZE - length, name);
    return true;
}

bool real_path_find(int at, const char *path, bool follows_link, char *to)
{
    return (follows_link && existing_find(at, path, 0, to)) || entry_find(at, path, to);
}
