#include "report/consequence_text.h"

#include "base/alloc.h"
#include "report/report.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool has_line(const char *text, const char *line, size_t length)
{
    for (; *text != '\0'; text += strcspn(text, "\n"), text += *text == '\n') {
        if (strcspn(text, "\n") == length && memcmp(text, line, length) == 0) {
            return true;
        }
    }
    return false;
}

/* The first line that the other text does not have; "": all are there. The caller frees it. */
static char *line_of_its_own(const char *text, const char *other)
{
    for (; *text != '\0'; text += strcspn(text, "\n"), text += *text == '\n') {
        size_t length = strcspn(text, "\n");
        if (!has_line(other, text, length)) {
            char *line = alloc_copy_n(text, length);
            char *clean = report_clean(line);
            free(line);
            return clean;
        }
    }
    return alloc_copy("");
}

static void output_print(const char *printed, const char *right, FILE *stream)
{
    char *wrong = line_of_its_own(printed, right), *missing = line_of_its_own(right, printed);

    if (wrong[0] != '\0' && missing[0] != '\0') {
        fprintf(stream, "it prints `%s` instead of `%s`", wrong, missing);
    } else if (missing[0] != '\0') {
        fprintf(stream, "it does not print `%s`", missing);
    } else {
        fprintf(stream, "it prints `%s`, and should not", wrong);
    }
    free(wrong);
    free(missing);
}

void consequence_print(const struct exploration_finding *race, const char *expected, FILE *stream)
{
    const struct exploration_finding *consequence = race->consequence;

    if (consequence == NULL) {
        if (race->consequence_schedules >= 0) {
            fprintf(stream,
                    "\n  no consequence in %ld schedule%s: each of them ended as it should\n",
                    race->consequence_schedules, race->consequence_schedules == 1 ? "" : "s");
        }
        return;
    }
    fputs("\n  and this is what it does: ", stream);
    if (strcmp(consequence->kind, "wrong-output") == 0) {
        output_print(consequence->output, expected == NULL ? race->usual_output : expected, stream);
    } else {
        fprintf(stream, "%s: %s", consequence->kind, consequence->text);
    }
    fputc('\n', stream);
}
