#include "detect/tsan_text.h"

#include "base/alloc.h"
#include "detect/report_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static bool text_starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool has_any(const char *words, const char *const *parts)
{
    bool found = false;

    for (; *parts != NULL; parts++) {
        found |= strstr(words, *parts) != NULL;
    }
    return found;
}

/* What says that this machine or this installation is not fit for it, whatever the program. */
static bool is_about_machine(const char *words)
{
    static const char *const parts[] = { "memory mapping", "memory layout", "failed to intercept",
                                         "VMA range", NULL };

    return has_any(words, parts);
}

/* The last words of a process, which need not be the program's own. */
static bool is_last_word(const char *words)
{
    static const char *const parts[] = { "aborting", "Dying", "CHECK failed", NULL };

    return has_any(words, parts);
}

static int died_complain(const struct tsan_text *text, unsigned line, const char *found, int length)
{
    bool unable = (text->died || is_last_word(found)) && !is_about_machine(found);

    return error_set(text->error, unable ? ERROR_UNABLE : ERROR_REPORT, text->path, line,
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

static void frame_place(struct tsan_text *text, const struct tsan_frame *frame)
{
    const char *file = path_below(frame->path, text->case_folder);

    if (text->in_primary && !text->placed && file != NULL && frame->line > 0) {
        finding_add_place(&text->findings->items[text->findings->count - 1], file, frame->function,
                          frame->line);
        text->placed = true;
    }
}

static bool is_about_errno(const struct tsan_text *text)
{
    return text->kind < REPORT_COUNT && REPORTS[text->kind].primary == PRIMARY_HANDLER;
}

static void frame_take(struct tsan_text *text, const char *line)
{
    struct tsan_frame frame;

    if (!tsan_frame_read(line, &frame)) {
        return;
    }
    frame_place(text, &frame);
    if (is_about_errno(text) && !text->has_handler) {
        text->has_handler = true;
        text->handler = frame;
        return;
    }
    if (text->reporting && !is_about_errno(text)) {
        tsan_echo_note(&text->echo, &frame);
    }
    tsan_frame_free(&frame);
}

static void handler_forget(struct tsan_text *text)
{
    if (text->has_handler) {
        tsan_frame_free(&text->handler);
        text->has_handler = false;
    }
}

static int report_begin(struct tsan_text *text, const char *line, int length)
{
    const char *headline = line + sizeof REPORT_START - 1;

    for (text->kind = 0; text->kind < REPORT_COUNT; text->kind++) {
        if (text_starts(headline, REPORTS[text->kind].text)) {
            break;
        }
    }
    if (text->kind == REPORT_COUNT) {
        return error_set(text->error, ERROR_REPORT, text->path, text->line,
                         "ThreadSanitizer reported something that is not known here: `%.*s`",
                         length, line);
    }
    handler_forget(text);
    text->report = line;
    text->report_line = text->line;
    text->in_primary = REPORTS[text->kind].primary == PRIMARY_FIRST ||
                       REPORTS[text->kind].primary == PRIMARY_HANDLER;
    text->reporting = text->in_primary;
    text->placed = false;
    findings_add(text->findings, REPORTS[text->kind].kind, "");
    return 0;
}

/* "ERROR: ThreadSanitizer: SEGV on unknown address": the program crashed, or the runtime did. */
static void crash_begin(struct tsan_text *text, const char *line)
{
    text->report = line;
    text->report_line = text->line;
    text->kind = REPORT_COUNT;
    text->crashed = true;
    text->in_primary = true;
    text->reporting = false;
    text->placed = false;
    findings_add(text->findings, KIND_CRASH, "");
}

static int report_end(struct tsan_text *text, const char *end)
{
    struct finding *finding = &text->findings->items[text->findings->count - 1];
    size_t length = (size_t)(end - text->report);
    const char *headline = text->report;

    text->report = NULL;
    if (is_about_errno(text) && text->has_handler && tsan_echo_take(&text->echo, &text->handler)) {
        findings_drop_last(text->findings);
        text->complete++;
        return 0;
    }
    if (finding->place_count == 0 && text->kind == REPORT_COUNT) {
        return died_complain(text, text->report_line, headline, (int)strcspn(headline, "\n"));
    }
    if (finding->place_count == 0 && !text->keeps_unplaced) {
        return error_set(text->error, ERROR_REPORT, text->path, text->report_line,
                         "`%.*s` names no place in the case's sources, so it can be neither "
                         "expected nor excused",
                         (int)strcspn(headline, "\n"), headline);
    }
    free(finding->excerpt);
    finding->excerpt = alloc_copy_n(headline, length < EXCERPT_LIMIT ? length : EXCERPT_LIMIT);
    text->complete++;
    return 0;
}

/* "==7==ERROR: ThreadSanitizer: SEGV on unknown address 0x0", "stack-overflow on address 0x7" */
static bool line_is_crash(const char *line)
{
    const char *crash = strstr(line, "ERROR: ThreadSanitizer: ");

    return crash != NULL &&
           (strstr(crash, " on unknown address") != NULL || strstr(crash, " on address") != NULL);
}

static int line_read(struct tsan_text *text, const char *line, int length)
{
    const char *speaks = strstr(line, "ThreadSanitizer");

    if (speaks != NULL && speaks >= line + length) {
        speaks = NULL;
    }
    if (text->report != NULL && (text_starts(line, "SUMMARY: ThreadSanitizer: ") ||
                                 text_starts(line, "=================="))) {
        return report_end(text, line);
    }
    if (text_starts(line, "SUMMARY: ThreadSanitizer: ")) {
        return 0;
    }
    if (text_starts(line, REPORT_START)) {
        return report_begin(text, line, length);
    }
    unsigned long announced;
    if (sscanf(line, "ThreadSanitizer: reported %lu warnings", &announced) == 1) {
        text->announced = announced > text->announced ? announced : text->announced;
        return 0;
    }
    if (strstr(line, ":DEADLYSIGNAL") != NULL) { /* two threads may say it at once */
        return 0;
    }
    if (line_is_crash(line)) {
        crash_begin(text, line);
        return 0;
    }
    if (text->report == NULL) {
        return speaks == NULL ? 0 : died_complain(text, text->line, line, length);
    }
    if (text_starts(line, "    #")) {
        frame_take(text, line);
    } else if (text_starts(line, "  ") && line[2] != ' ' && line[2] != '\n' &&
               text->kind < REPORT_COUNT) {
        text->in_primary = header_is_primary(REPORTS[text->kind].primary, line + 2);
        text->reporting = text->in_primary && !text_starts(line + 2, "Previous ") &&
                          REPORTS[text->kind].primary != PRIMARY_CREATION;
        text->placed = false;
    }
    return 0;
}

/* The last report is not whole: it counts if it got as far as a place. */
static int report_cut_off(struct tsan_text *text, const char *end)
{
    struct findings *findings = text->findings;
    struct finding *last = &findings->items[findings->count - 1];

    if (last->place_count > 0) {
        return report_end(text, end) != 0 ? -1 : 1;
    }
    text->report = NULL;
    findings_drop_last(findings);
    return 1;
}

int tsan_text_read(struct tsan_text *text, char *content, bool lines_are_whole)
{
    char *line = content;
    bool cut_off = false;

    text->line = 0;
    text->report = NULL;
    while (*line != '\0' && !cut_off) {
        char *end = strchrnul(line, '\n');
        char kept = *end;
        text->line++;
        *end = '\0';
        cut_off = kept == '\0' && lines_are_whole && !is_last_word(line);
        int status = cut_off ? 0 : line_read(text, line, (int)(end - line));
        *end = kept;
        if (status != 0) {
            return -1;
        }
        line = kept == '\0' || cut_off ? line : end + 1;
        if (kept == '\0') {
            break;
        }
    }
    if (text->report == NULL) {
        return cut_off;
    }
    return report_cut_off(text, line);
}

void tsan_text_free(struct tsan_text *text)
{
    handler_forget(text);
    tsan_echo_free(&text->echo);
}
