#include "detect/tsan_log.h"

#include "base/alloc.h"
#include "base/file.h"
#include "detect/report_text.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOG_LIMIT = 8 << 20 };
const char TSAN_LOG_PREFIX[] = "tsan";
static const char REPORT_START[] = "WARNING: ThreadSanitizer: ";

/* Which of a report's stacks say where the bug is. */
enum primary_stacks {
    PRIMARY_FIRST,      /* the one that follows the headline directly */
    PRIMARY_ACCESSES,   /* the two accesses */
    PRIMARY_INVERSIONS, /* each lock taken while another was held */
    PRIMARY_CREATION,   /* where the thread was created */
    PRIMARY_HANDLER,    /* the signal handler; newer runtimes give its stack a header */
};

static const struct {
    const char *text; /* the headline starts with it */
    enum finding_kind kind;
    enum primary_stacks primary;
} REPORTS[] = {
    { "data race on vptr", KIND_RACE, PRIMARY_ACCESSES },
    { "data race", KIND_RACE, PRIMARY_ACCESSES },
    { "race on ", KIND_RACE, PRIMARY_ACCESSES },
    { "heap-use-after-free", KIND_USE_AFTER_FREE, PRIMARY_ACCESSES },
    { "lock-order-inversion", KIND_LOCK_ORDER, PRIMARY_INVERSIONS },
    { "thread leak", KIND_THREAD_LEAK, PRIMARY_CREATION },
    { "unlock of an unlocked mutex", KIND_UNLOCK_NOT_HELD, PRIMARY_FIRST },
    { "double lock of a mutex", KIND_RELOCK, PRIMARY_FIRST },
    { "destroy of a locked mutex", KIND_DESTROY_LOCKED, PRIMARY_FIRST },
    { "use of an invalid mutex", KIND_USE_INVALID_LOCK, PRIMARY_FIRST },
    { "read lock of a write locked mutex", KIND_RWLOCK_MISUSE, PRIMARY_FIRST },
    { "read unlock of a write locked mutex", KIND_RWLOCK_MISUSE, PRIMARY_FIRST },
    { "signal-unsafe call inside of a signal", KIND_SIGNAL_UNSAFE, PRIMARY_FIRST },
    { "signal handler spoils errno", KIND_ERRNO_SPOILED, PRIMARY_HANDLER },
    { "mutex held in the wrong context", KIND_LOCK_WRONG_CONTEXT, PRIMARY_FIRST },
};
enum { REPORT_COUNT = sizeof REPORTS / sizeof REPORTS[0] };

struct parser {
    const char *case_folder;
    const char *path; /* of the log, for errors */
    struct findings *findings;
    struct error *error;
    unsigned line;
    const char *report; /* start of the current one; NULL between reports */
    unsigned report_line;
    size_t kind;             /* index into REPORTS, REPORT_COUNT for a crash */
    bool in_primary, placed; /* of the current stack */
    unsigned long announced; /* "reported N warnings"; a forked child counts its parent's too */
    size_t complete;
    bool crashed; /* then there is no closing count */
};

static bool text_starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static int parser_complain(struct parser *parser, unsigned line, const char *found, int length)
{
    return error_set(parser->error, ERROR_REPORT, parser->path, line,
                     "ThreadSanitizer itself failed, or said something that is not known here: "
                     "`%.*s`",
                     length, found);
}

/* Does a stack with this header say where the bug is? */
static bool header_is_primary(enum primary_stacks primary, const char *header)
{
    switch (primary) {
    case PRIMARY_FIRST:
        return false;
    case PRIMARY_ACCESSES:
        return text_starts(header, "Write ") || text_starts(header, "Read ") ||
               text_starts(header, "Atomic ") || text_starts(header, "Previous ");
    case PRIMARY_INVERSIONS:
        return strstr(header, " acquired here while holding mutex ") != NULL;
    case PRIMARY_CREATION:
        return strstr(header, " created by ") != NULL;
    case PRIMARY_HANDLER:
        return text_starts(header, "Signal ");
    }
    return false;
}

/*
 * "    #1 queue_put /a folder/buggy.c:39:21 (program+0x12c3)". Paths may have
 * blanks in them, so the place is taken apart from its end.
 */
static void frame_read(struct parser *parser, const char *line)
{
    char function[128];
    char *text, *end;
    unsigned long numbers[2] = { 0, 0 };
    unsigned count = 0;
    int used = 0;

    if (!parser->in_primary || parser->placed ||
        sscanf(line, " #%*u %127s %n", function, &used) != 1) {
        return;
    }
    text = alloc_copy(line + used);
    end = strstr(text, " (");
    if (end != NULL) { /* the path itself may have " (" in it */
        for (char *next = end; (next = strstr(next + 1, " (")) != NULL;) {
            end = text_starts(next, " (BuildId") ? end : next;
        }
    }
    end = end == NULL ? text + strlen(text) : end;
    *end = '\0';
    while (count < 2) {
        char *colon = strrchr(text, ':');
        if (colon == NULL || !isdigit((unsigned char)colon[1])) {
            break;
        }
        numbers[count++] = strtoul(colon + 1, NULL, 10);
        *colon = '\0';
    }
    const char *file = path_below(text, parser->case_folder);
    if (file != NULL && count > 0) {
        finding_add_place(&parser->findings->items[parser->findings->count - 1], file, function,
                          (unsigned)numbers[count - 1]);
        parser->placed = true;
    }
    free(text);
}

static int report_begin(struct parser *parser, const char *line, int length)
{
    const char *headline = line + sizeof REPORT_START - 1;

    for (parser->kind = 0; parser->kind < REPORT_COUNT; parser->kind++) {
        if (text_starts(headline, REPORTS[parser->kind].text)) {
            break;
        }
    }
    if (parser->kind == REPORT_COUNT) {
        return parser_complain(parser, parser->line, line, length);
    }
    parser->report = line;
    parser->report_line = parser->line;
    parser->in_primary = REPORTS[parser->kind].primary == PRIMARY_FIRST ||
                         REPORTS[parser->kind].primary == PRIMARY_HANDLER;
    parser->placed = false;
    findings_add(parser->findings, REPORTS[parser->kind].kind, "");
    return 0;
}

/* "ERROR: ThreadSanitizer: SEGV on unknown address": the program crashed, or the runtime did. */
static void crash_begin(struct parser *parser, const char *line)
{
    parser->report = line;
    parser->report_line = parser->line;
    parser->kind = REPORT_COUNT;
    parser->crashed = true;
    parser->in_primary = true;
    parser->placed = false;
    findings_add(parser->findings, KIND_CRASH, "");
}

static int report_end(struct parser *parser, const char *end)
{
    struct finding *finding = &parser->findings->items[parser->findings->count - 1];
    size_t length = (size_t)(end - parser->report);
    const char *headline = parser->report;

    parser->report = NULL;
    if (finding->place_count == 0) {
        return error_set(parser->error, ERROR_REPORT, parser->path, parser->report_line,
                         "`%.*s` names no place in the case's sources, so it can be neither "
                         "expected nor excused",
                         (int)strcspn(headline, "\n"), headline);
    }
    free(finding->excerpt);
    finding->excerpt = alloc_copy_n(headline, length < EXCERPT_LIMIT ? length : EXCERPT_LIMIT);
    parser->complete++;
    return 0;
}

static int line_read(struct parser *parser, const char *line, int length)
{
    const char *speaks = strstr(line, "ThreadSanitizer");

    if (speaks != NULL && speaks >= line + length) {
        speaks = NULL;
    }
    if (parser->report != NULL && (text_starts(line, "SUMMARY: ThreadSanitizer: ") ||
                                   text_starts(line, "=================="))) {
        return report_end(parser, line);
    }
    if (text_starts(line, "SUMMARY: ThreadSanitizer: ")) {
        return 0;
    }
    if (text_starts(line, REPORT_START)) {
        return report_begin(parser, line, length);
    }
    unsigned long announced;
    if (sscanf(line, "ThreadSanitizer: reported %lu warnings", &announced) == 1) {
        parser->announced = announced > parser->announced ? announced : parser->announced;
        return 0;
    }
    if (text_starts(line, "ThreadSanitizer:DEADLYSIGNAL")) {
        return 0;
    }
    const char *crash = strstr(line, "ERROR: ThreadSanitizer: ");
    if (crash != NULL && crash < line + length && strstr(crash, " on unknown address") != NULL) {
        crash_begin(parser, line);
        return 0;
    }
    if (parser->report == NULL) {
        return speaks == NULL ? 0 : parser_complain(parser, parser->line, line, length);
    }
    if (text_starts(line, "    #")) {
        frame_read(parser, line);
    } else if (text_starts(line, "  ") && line[2] != ' ' && line[2] != '\n' &&
               parser->kind < REPORT_COUNT) {
        parser->in_primary = header_is_primary(REPORTS[parser->kind].primary, line + 2);
        parser->placed = false;
    }
    return 0;
}

/* The last report is not whole: it counts if it got as far as a place. */
static int report_cut_off(struct parser *parser, const char *end)
{
    struct findings *findings = parser->findings;
    struct finding *last = &findings->items[findings->count - 1];

    if (last->place_count > 0) {
        return report_end(parser, end) != 0 ? -1 : 1;
    }
    parser->report = NULL;
    findings_drop_last(findings);
    return 1;
}

/*
 * One log, line by line; lines are NUL-terminated in place while they are read.
 * Returns 1 where the text stops in the middle: in a line, which is left out, or
 * in a report, which counts as far as it goes.
 */
static int text_parse(struct parser *parser, char *text, bool lines_are_whole)
{
    char *line = text;
    bool cut_off = false;

    parser->line = 0;
    parser->report = NULL;
    while (*line != '\0' && !cut_off) {
        char *end = strchrnul(line, '\n');
        char kept = *end;
        parser->line++;
        *end = '\0';
        cut_off = kept == '\0' && lines_are_whole;
        int status = cut_off ? 0 : line_read(parser, line, (int)(end - line));
        *end = kept;
        if (status != 0) {
            return -1;
        }
        line = kept == '\0' || cut_off ? line : end + 1;
        if (kept == '\0') {
            break;
        }
    }
    if (parser->report == NULL) {
        return cut_off;
    }
    return report_cut_off(parser, line);
}

static int reports_check(const struct parser *parser, const struct detector_report *report,
                         bool cut_off)
{
    const struct process_result *ended = report->ended;
    bool finished = ended->end == PROCESS_EXITED;

    if (finished && cut_off) {
        return error_set(parser->error, ERROR_REPORT, report->folder, 0,
                         "the last report is cut off, though the program ran to its end; is the "
                         "disk full?");
    }
    if (finished && parser->announced > parser->complete) {
        return error_set(parser->error, ERROR_REPORT, report->folder, 0,
                         "ThreadSanitizer says that it reported %lu warnings, and %zu are in its "
                         "log; is the disk full?",
                         parser->announced, parser->complete);
    }
    if (finished && ended->code == DETECTOR_REPORT_EXIT && parser->announced == 0 &&
        parser->complete > 0 && !parser->crashed) {
        return error_set(parser->error, ERROR_REPORT, report->folder, 0,
                         "the log does not end with the number of warnings, as it does when "
                         "ThreadSanitizer has written all of it; is the disk full?");
    }
    if (finished && ended->code == DETECTOR_REPORT_EXIT && parser->complete == 0) {
        return error_set(parser->error, ERROR_REPORT, report->folder, 0,
                         "ThreadSanitizer's exit status says that it reported something, and its "
                         "log is empty; is the disk full?");
    }
    return 0;
}

static int log_filter(const struct dirent *entry)
{
    return text_starts(entry->d_name, TSAN_LOG_PREFIX);
}

/* stderr is where the runtime speaks before it has opened its log. */
static int stderr_parse(struct parser *parser, const struct process_output *err, bool *cut_off)
{
    char *text = alloc_zeroed(err->size + 1, 1);

    memcpy(text, err->text, err->size);
    parser->path = "stderr";
    int status = text_parse(parser, text, false);
    *cut_off |= status > 0;
    free(text);
    return status < 0 ? -1 : 0;
}

int tsan_log_parse(const struct detector_report *report, struct findings *findings,
                   struct error *error)
{
    struct parser parser = { .case_folder = report->case_folder,
                             .findings = findings,
                             .error = error };
    struct dirent **entries = NULL;
    bool cut_off = false;
    int count = scandir(report->folder, &entries, log_filter, alphasort);
    int status = count < 0 ? error_set_errno(error, report->folder, "cannot be read") : 0;

    for (int i = 0; i < count; i++) {
        char *path = alloc_format("%s/%s", report->folder, entries[i]->d_name);
        char *text = NULL;
        size_t size;
        parser.path = path;
        if (status == 0) {
            status = file_read(path, LOG_LIMIT, &text, &size, error);
        }
        if (status == 0) {
            status = text_parse(&parser, text, true);
            cut_off |= status > 0;
            status = status < 0 ? -1 : 0;
        }
        free(text);
        free(path);
        free(entries[i]);
    }
    free(entries);
    if (status == 0) {
        status = stderr_parse(&parser, &report->ended->err, &cut_off);
    }
    return status != 0 ? -1 : reports_check(&parser, report, cut_off);
}
