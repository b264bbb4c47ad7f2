#include "detect/tsan_log.h"

#include "base/alloc.h"
#include "base/file.h"
#include "detect/tsan_text.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOG_LIMIT = 8 << 20, OTHERS_EXIT = 66 };
const char TSAN_LOG_PREFIX[] = "tsan";

static int reports_check(const struct tsan_text *own, const struct detector_report *report,
                         const struct findings *findings, bool cut_off)
{
    const struct process_result *ended = report->ended;
    bool finished = ended->end == PROCESS_EXITED;
    bool says_report = finished && ended->code == DETECTOR_REPORT_EXIT;

    if (finished && cut_off) {
        return error_set(own->error, ERROR_REPORT, report->folder, 0,
                         "the last report is cut off, though the program ran to its end; is the "
                         "disk full?");
    }
    if (finished && own->announced > own->complete) {
        return error_set(own->error, ERROR_REPORT, report->folder, 0,
                         "ThreadSanitizer says that it reported %lu warnings, and %zu are in its "
                         "log; is the disk full?",
                         own->announced, own->complete);
    }
    if (says_report && own->announced == 0 && own->complete > 0 && !own->crashed) {
        return error_set(own->error, ERROR_REPORT, report->folder, 0,
                         "the log does not end with the number of warnings, as it does when "
                         "ThreadSanitizer has written all of it; is the disk full?");
    }
    /* A program may pass on the exit status of its child. */
    if (says_report && own->complete == 0 && findings->aside == NULL) {
        return error_set(own->error, ERROR_REPORT, report->folder, 0,
                         "ThreadSanitizer's exit status says that it reported something, and its "
                         "log is empty; is the disk full?");
    }
    return 0;
}

/* Does a run end like this when the tool ends it? */
static bool tool_may_have_ended(const struct process_result *ended)
{
    return ended->end == PROCESS_SIGNALLED ||
           (ended->end == PROCESS_EXITED &&
            (ended->code == DETECTOR_REPORT_EXIT || ended->code == OTHERS_EXIT));
}

/* stderr is where the runtime speaks before it has opened its log. */
static int stderr_read(struct tsan_text *own, const struct process_output *err, bool *cut_off)
{
    char *content = alloc_zeroed(err->size + 1, 1);

    memcpy(content, err->text, err->size);
    own->path = "stderr";
    int status = tsan_text_read(own, content, false);
    *cut_off |= status > 0;
    free(content);
    return status < 0 ? -1 : 0;
}

static int own_read(struct tsan_text *own, const char *path, bool *cut_off)
{
    char *content;
    size_t size;

    if (file_read(path, LOG_LIMIT, &content, &size, own->error) != 0) {
        return -1;
    }
    own->path = path;
    int status = tsan_text_read(own, content, true);
    *cut_off |= status > 0;
    free(content);
    return status < 0 ? -1 : 0;
}

/* Appends to what is told aside, and frees `more`. */
static void aside_add(struct findings *findings, char *more)
{
    char *aside =
        findings->aside == NULL ? alloc_copy(more) : alloc_format("%s; %s", findings->aside, more);

    free(findings->aside);
    free(more);
    findings->aside = aside;
}

/* "a child process reported race at buggy.c:10 and buggy.c:18" */
static char *finding_describe(const struct finding *finding)
{
    char *text = alloc_format("a child process reported %s", kind_name(finding->kind));

    for (size_t i = 0; i < finding->place_count; i++) {
        char *longer = alloc_format("%s %s %s:%u", text, i == 0 ? "at" : "and",
                                    finding->places[i].file, finding->places[i].line);
        free(text);
        text = longer;
    }
    return text;
}

/*
 * The log of another process. It may be cut off: who forked it may have killed it.
 * That the tool died there is no aside: then the program is not what it was.
 */
static int child_read(const struct tsan_text *own, const char *path, struct findings *findings)
{
    struct findings of_child = { 0 };
    struct error trouble = { .code = ERROR_NONE };
    struct tsan_text child = { .case_folder = own->case_folder,
                               .path = path,
                               .findings = &of_child,
                               .error = &trouble,
                               .died = true };
    char *content;
    size_t size;

    if (file_read(path, LOG_LIMIT, &content, &size, own->error) != 0) {
        return -1;
    }
    int status = tsan_text_read(&child, content, true) < 0 ? -1 : 0;
    if (status != 0 && trouble.code == ERROR_UNABLE) {
        *own->error = trouble;
    } else if (status != 0) {
        aside_add(findings, alloc_format("a child process said: %s", trouble.text));
        status = 0;
    }
    for (size_t i = 0; i < of_child.count && status == 0; i++) {
        if (of_child.items[i].place_count > 0) {
            aside_add(findings, finding_describe(&of_child.items[i]));
        }
    }
    tsan_text_free(&child);
    findings_free(&of_child);
    free(content);
    return status;
}

static int log_filter(const struct dirent *entry)
{
    return strncmp(entry->d_name, TSAN_LOG_PREFIX, sizeof TSAN_LOG_PREFIX - 1) == 0;
}

static int logs_read(struct tsan_text *own, const struct detector_report *report, bool *cut_off)
{
    struct dirent **entries = NULL;
    char *name = alloc_format("%s.%d", TSAN_LOG_PREFIX, report->ended->pid);
    int count = scandir(report->folder, &entries, log_filter, alphasort);
    int status = count < 0 ? error_set_errno(own->error, report->folder, "cannot be read") : 0;

    for (int i = 0; i < count; i++) {
        char *path = alloc_format("%s/%s", report->folder, entries[i]->d_name);
        if (status == 0) {
            status = strcmp(entries[i]->d_name, name) == 0 ? own_read(own, path, cut_off)
                                                           : child_read(own, path, own->findings);
        }
        free(path);
        free(entries[i]);
    }
    free(entries);
    free(name);
    return status;
}

int tsan_log_parse(const struct detector_report *report, struct findings *findings,
                   struct error *error)
{
    struct tsan_text own = { .case_folder = report->case_folder,
                             .findings = findings,
                             .error = error,
                             .keeps_unplaced = report->alarms,
                             .died = tool_may_have_ended(report->ended) };
    bool cut_off = false;
    int status = logs_read(&own, report, &cut_off);

    if (status == 0) {
        status = stderr_read(&own, &report->ended->err, &cut_off);
    }
    if (status == 0) {
        status = reports_check(&own, report, findings, cut_off);
    }
    tsan_text_free(&own);
    return status;
}
