#include "cli/install.h"

#include "base/alloc.h"
#include "system/build.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *part_find(const char *root, const char *below, struct error *error)
{
    char *path = alloc_format("%s/%s", root, below);
    char *found = realpath(path, NULL);

    if (found == NULL) {
        error_set_errno(error, path, "this racetrap is not installed completely");
    }
    free(path);
    return found;
}

int install_find(struct install *install, struct error *error)
{
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);

    *install = (struct install){ 0 };
    if (length < 0) {
        return error_set_errno(error, "/proc/self/exe", "cannot be read; is /proc mounted?");
    }
    program[length] = '\0';
    for (int level = 0; level < 2; level++) { /* .../bin/racetrap -> ... */
        char *slash = strrchr(program, '/');
        if (slash != NULL) {
            *slash = '\0';
        }
    }
    install->cases = part_find(program, "share/racetrap/cases", error);
    install->template = part_find(program, "share/racetrap/template", error);
    install->launcher = part_find(program, "libexec/racetrap/racetrap-launch", error);
    bool explores = build_exploring_lack() == NULL;
    if (explores) {
        install->explorer = part_find(program, "lib/racetrap/libracetrap_explore.so", error);
    }
    if (install->cases == NULL || install->template == NULL || install->launcher == NULL ||
        (explores && install->explorer == NULL)) {
        install_free(install);
        return -1;
    }
    return 0;
}

void install_free(struct install *install)
{
    free(install->cases);
    free(install->template);
    free(install->launcher);
    free(install->explorer);
    *install = (struct install){ 0 };
}

char *install_build_folder(void)
{
    const char *cache = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME");

    if (cache != NULL && cache[0] == '/') {
        return alloc_format("%s/racetrap", cache);
    }
    if (home != NULL && home[0] == '/') {
        return alloc_format("%s/.cache/racetrap", home);
    }
    return alloc_format("/tmp/racetrap-%ld", (long)getuid());
}
