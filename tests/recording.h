/*
 * Recorded reports, below tests/reports/TOOL-VERSION/TOPIC: what a detector's
 * `parse` makes of them. The programs that they are of lay in /corpus/TOPIC.
 * A file `stderr` beside a report is what the run printed there, and a file `pid`
 * has the program's process id; without it that is the one of the first log.
 */
#ifndef RACETRAP_TEST_RECORDING_H
#define RACETRAP_TEST_RECORDING_H

#include "base/alloc.h"
#include "base/file.h"
#include "detect/detector.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RECORDING_LIMIT = 4 << 20 };

/* Whether the case declares false alarms. */
static bool recording_alarms;

struct reading {
    int status;
    struct findings findings;
    struct error error;
    char *text; /* the findings, see findings_text */
};

static inline int text_compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Joins texts, sorted and each once, and frees them. */
static inline char *texts_join(char **texts, size_t count, const char *separator)
{
    char *joined = alloc_copy("");
    const char *last = NULL;

    qsort(texts, count, sizeof *texts, text_compare);
    for (size_t i = 0; i < count; i++) {
        if (last == NULL || strcmp(last, texts[i]) != 0) {
            char *longer = alloc_format("%s%s%s", joined, separator, texts[i]);
            free(joined);
            joined = longer;
        }
        last = texts[i];
    }
    for (size_t i = 0; i < count; i++) {
        free(texts[i]);
    }
    return joined;
}

static inline char *finding_text(const struct finding *finding)
{
    char **places = alloc_zeroed(finding->place_count + 1, sizeof *places);

    for (size_t i = 0; i < finding->place_count; i++) {
        places[i] = alloc_format("%s:%u", finding->places[i].file, finding->places[i].line);
    }
    char *joined = texts_join(places, finding->place_count, " ");
    char *text = alloc_format("%s%s", kind_name(finding->kind), joined);
    free(joined);
    free(places);
    return text;
}

/*
 * "\nrace buggy.c:26\nlock-order buggy.c:33 buggy.c:45": kinds and places as
 * sets, so that neither order nor number of the findings shows.
 */
static inline char *findings_text(const struct findings *findings)
{
    char **texts = alloc_zeroed(findings->count + 1, sizeof *texts);

    for (size_t i = 0; i < findings->count; i++) {
        texts[i] = finding_text(&findings->items[i]);
    }
    char *joined = texts_join(texts, findings->count, "\n");
    free(texts);
    return joined;
}

static inline void reading_free(struct reading *reading)
{
    findings_free(&reading->findings);
    free(reading->text);
}

static inline int recording_pid(const char *folder)
{
    char *path = alloc_format("%s/pid", folder), *logs = alloc_format("%s/tsan.*", folder);
    struct error ignored;
    char *text;
    size_t size;
    glob_t found;
    int pid = 0;

    if (file_read(path, RECORDING_LIMIT, &text, &size, &ignored) == 0) {
        pid = atoi(text);
        free(text);
    } else if (glob(logs, 0, NULL, &found) == 0) {
        pid = atoi(strrchr(found.gl_pathv[0], '.') + 1);
        globfree(&found);
    }
    free(path);
    free(logs);
    return pid;
}

/* What a detector makes of the reports in a folder, after a run that ended like this. */
static inline struct reading folder_read(const char *detector, const char *folder,
                                         const char *case_name, enum process_end end, int code)
{
    struct reading reading = { 0 };
    char *case_folder = alloc_format("/corpus/%s", case_name);
    char *err = alloc_format("%s/stderr", folder);
    struct process_result ended = { .end = end, .code = code, .pid = recording_pid(folder) };

    ended.out.text = alloc_copy("");
    if (file_read(err, RECORDING_LIMIT, &ended.err.text, &ended.err.size, &reading.error) != 0) {
        ended.err.text = alloc_copy("");
        reading.error = (struct error){ 0 };
    }
    const struct detector_report report = {
        .folder = folder, .case_folder = case_folder, .ended = &ended, .alarms = recording_alarms
    };
    reading.status = detector_find(detector)->parse(&report, &reading.findings, &reading.error);
    reading.text = findings_text(&reading.findings);
    process_result_free(&ended);
    free(case_folder);
    free(err);
    return reading;
}

static inline struct reading recording_read(const char *detector, const char *recording,
                                            enum process_end end, int code)
{
    char *folder = alloc_format(TESTS_FOLDER "/reports/%s", recording);
    struct reading reading = folder_read(detector, folder, strrchr(recording, '/') + 1, end, code);

    free(folder);
    return reading;
}

/* A recording of a run that ended by itself must say exactly this. */
static inline void recording_says(const char *detector, const char *recording, const char *expected)
{
    int code = expected[0] == '\0' ? 0 : DETECTOR_REPORT_EXIT;
    struct reading reading = recording_read(detector, recording, PROCESS_EXITED, code);

    cr_expect_eq(reading.status, 0, "%s: %s", recording, reading.error.text);
    cr_expect_str_eq(reading.text, expected, "%s says:%s", recording, reading.text);
    reading_free(&reading);
}

/* In this recording the detector died of the program, or refused it, and says so. */
static inline void recording_is_unable(const char *detector, const char *recording,
                                       enum process_end end, int code, const char *part)
{
    struct reading reading = recording_read(detector, recording, end, code);

    cr_expect_eq(reading.status, -1, "%s is taken for:%s", recording, reading.text);
    cr_expect_eq(reading.error.code, ERROR_UNABLE, "%s: %s", recording, reading.error.text);
    cr_expect(strstr(reading.error.text, part) != NULL, "`%s` is not in `%s`", part,
              reading.error.text);
    reading_free(&reading);
}

/*
 * The report in a recording's folder: the first file whose name begins like
 * this. Inlined, it makes gcc 12 warn of a dangling pointer that is none.
 */
__attribute__((noinline, unused)) static char *recording_load(const char *recording,
                                                              const char *name, size_t *size)
{
    struct error error;
    glob_t found;
    char *pattern = alloc_format(TESTS_FOLDER "/reports/%s/%s*", recording, name);
    char *text;

    cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "%s", pattern);
    cr_assert_eq(file_read(found.gl_pathv[0], RECORDING_LIMIT, &text, size, &error), 0, "%s",
                 error.text);
    globfree(&found);
    free(pattern);
    return text;
}

/* What a detector makes of this text as its report. */
static inline struct reading text_read(const char *detector, const char *name, const char *text,
                                       size_t size, const char *case_name, enum process_end end,
                                       int code)
{
    char *folder = scratch_make();
    scratch_write_bytes(folder, name, text, size);
    struct reading reading = folder_read(detector, folder, case_name, end, code);

    scratch_remove(folder);
    return reading;
}

/* A report that gets shorter and shorter. */
struct cuts {
    char *folder, *path;
};

static inline struct cuts cuts_begin(const char *name, const char *text, size_t size)
{
    struct cuts cuts = { .folder = scratch_make() };

    cuts.path = alloc_format("%s/%s", cuts.folder, name);
    scratch_write_bytes(cuts.folder, name, text, size);
    return cuts;
}

static inline void cuts_shorten(const struct cuts *cuts, size_t size)
{
    cr_assert_eq(truncate(cuts->path, (off_t)size), 0);
}

static inline void cuts_end(struct cuts *cuts)
{
    free(cuts->path);
    scratch_remove(cuts->folder);
}

/* Is each place in `part` a place of a finding of the same kind in `whole`? */
static inline bool findings_are_part(const struct findings *part, const struct findings *whole)
{
    for (size_t i = 0; i < part->count; i++) {
        for (size_t p = 0; p < part->items[i].place_count; p++) {
            const struct place *place = &part->items[i].places[p];
            bool found = false;
            for (size_t j = 0; j < whole->count; j++) {
                for (size_t q = 0; q < whole->items[j].place_count; q++) {
                    const struct place *other = &whole->items[j].places[q];
                    found |= part->items[i].kind == whole->items[j].kind &&
                             strcmp(place->file, other->file) == 0 && place->line == other->line;
                }
            }
            if (!found) {
                return false;
            }
        }
    }
    return true;
}

/* `text` with the first `old` in it replaced; frees `text`. */
static inline char *text_replace(char *text, const char *old, const char *new)
{
    const char *rest = strstr(text, old);

    cr_assert(rest != NULL, "`%s` is not in the recording", old);
    size_t before = strlen(text) - strlen(rest);
    char *replaced = alloc_format("%.*s%s%s", (int)before, text, new, text + before + strlen(old));
    free(text);
    return replaced;
}

#endif
