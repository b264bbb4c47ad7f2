#include "detect/valgrind_end.h"

#include "detect/detector.h"

#include <stdlib.h>
#include <string.h>

static int unfinished_complain(const struct valgrind_end *end, const struct process_result *ended,
                               struct error *error)
{
    bool died = strstr(ended->err.text, "the 'impossible' happened") != NULL;

    return error_set(error, died ? ERROR_UNABLE : ERROR_REPORT, end->path, 0,
                     "%s did not finish its report, though the run is over: it %s%.500s", end->tool,
                     ended->err.size > 0 ? "failed and said: " : "broke", ended->err.text);
}

static int crash_check(const struct valgrind_end *end, const struct process_result *ended,
                       struct error *error)
{
    char *why = valgrind_crash_describe(end->crash, ended->err.text);
    int status = why == NULL ? 0
                             : error_set(error, ERROR_UNABLE, end->path, 0,
                                         "%s cannot run this program: %s", end->tool, why);

    free(why);
    return status;
}

int valgrind_end_check(const struct valgrind_end *end, const struct process_result *ended,
                       struct error *error)
{
    if (!end->finished) {
        return unfinished_complain(end, ended, error);
    }
    if (crash_check(end, ended, error) != 0) {
        return -1;
    }
    return ended->code != DETECTOR_REPORT_EXIT || end->finding_count > 0
               ? 0
               : error_set(error, ERROR_REPORT, end->path, 0,
                           "%s's exit status says that it reported something, and its XML has no "
                           "error in it",
                           end->tool);
}
