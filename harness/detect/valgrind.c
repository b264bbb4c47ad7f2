#include "detect/valgrind.h"

#include "base/alloc.h"
#include "detect/tool.h"

#include <stdio.h>
#include <stdlib.h>

const char VALGRIND_REPORT[] = "valgrind.xml";

int valgrind_probe(struct detector_state *state, struct error *error)
{
    return tool_probe("valgrind", "--version", "valgrind", state, error);
}

/* In --xml-file a percent sign begins a format, so those of a path are doubled. */
static char *path_escape(const char *path)
{
    char *escaped = NULL;
    size_t size;
    FILE *stream = open_memstream(&escaped, &size);

    if (stream == NULL) {
        abort();
    }
    for (; *path != '\0'; path++) {
        fprintf(stream, *path == '%' ? "%%%%" : "%c", *path);
    }
    fclose(stream);
    return escaped;
}

/*
 * fair-sched makes Valgrind's threads take turns, without which results differ
 * from run to run. A forked child stays silent: its XML would land in the middle
 * of its parent's. Loops are not unrolled: in an unrolled one DRD names the
 * wrong line (16 of 16 runs on unlocked-counter with 3.19, 0 of 16 without).
 */
void valgrind_command(const char *tool, const char *const *options, const struct detector_run *run,
                      struct string_list *argv)
{
    char *folder = path_escape(run->report_folder);

    string_list_add(argv, "valgrind");
    string_list_add(argv, "--tool=%s", tool);
    string_list_add(argv, "--command-line-only=yes");
    string_list_add(argv, "--fair-sched=yes");
    string_list_add(argv, "--vex-iropt-unroll-thresh=0");
    string_list_add(argv, "--child-silent-after-fork=yes");
    string_list_add(argv, "--error-exitcode=%d", DETECTOR_REPORT_EXIT);
    string_list_add(argv, "--xml=yes");
    string_list_add(argv, "--xml-file=%s/%s", folder, VALGRIND_REPORT);
    for (; *options != NULL; options++) {
        string_list_add(argv, "%s", *options);
    }
    string_list_add(argv, "%s", run->program);
    free(folder);
}
