#include "judge/oracle.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_LINE_MAX = 120 };

static void end_add(struct findings *findings, enum finding_kind kind,
                    const struct process_result *ended)
{
    char *end = process_describe_end(ended);
    char *text = alloc_format("the program %s", end);

    findings_add(findings, kind, text);
    free(text);
    free(end);
}

/* The line at an offset, cut to a readable length. */
static int line_length(const char *text, size_t size, size_t at)
{
    size_t length = 0;

    while (at + length < size && text[at + length] != '\n' && length < SHOWN_LINE_MAX) {
        length++;
    }
    return (int)length;
}

static void output_compare(const struct bug_case *judged, const struct process_output *out,
                           struct findings *findings)
{
    const char *expected = judged->expected_output;
    size_t size = judged->expected_size;
    size_t at = 0, start = 0;
    unsigned line = 1;

    if (expected == NULL || (size == out->size && memcmp(expected, out->text, size) == 0)) {
        return;
    }
    while (at < size && at < out->size && expected[at] == out->text[at]) {
        if (expected[at++] == '\n') {
            line++;
            start = at;
        }
    }
    char *text;
    if (start >= out->size) {
        text = alloc_format("stdout ends before line %u, where fixed.out has `%.*s`", line,
                            line_length(expected, size, start), expected + start);
    } else if (start >= size) {
        text = alloc_format("stdout goes on after the end of fixed.out with `%.*s`",
                            line_length(out->text, out->size, start), out->text + start);
    } else {
        text = alloc_format("line %u of stdout is `%.*s`, and fixed.out has `%.*s`", line,
                            line_length(out->text, out->size, start), out->text + start,
                            line_length(expected, size, start), expected + start);
    }
    findings_add(findings, KIND_WRONG_OUTPUT, text);
    free(text);
}

void oracle_judge(const struct bug_case *judged, const struct process_result *ended, int tool_exit,
                  struct findings *findings)
{
    switch (ended->end) {
    case PROCESS_TIMED_OUT:
        end_add(findings, KIND_HANG, ended);
        break;
    case PROCESS_SIGNALLED:
    case PROCESS_MEMORY_LIMIT:
        end_add(findings, KIND_CRASH, ended);
        break;
    case PROCESS_OUTPUT_LIMIT:
        end_add(findings, KIND_WRONG_OUTPUT, ended);
        break;
    case PROCESS_EXITED:
        if (ended->code != 0 && ended->code != tool_exit) {
            end_add(findings, KIND_WRONG_EXIT, ended);
        } else {
            output_compare(judged, &ended->out, findings);
        }
        break;
    case PROCESS_CANCELLED:
        break;
    }
}
