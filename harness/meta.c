#include "meta.h"

#include "alloc.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 199 }; /* what inih can hold of a line */
static const double DEFAULT_HANG_AFTER = 3.0;

static const char *const CLASSES[] = {
    "data-race",         "atomicity",   "order",    "initialisation",     "memory-model",
    "lifetime",          "lock-misuse", "deadlock", "condition-variable", "semaphore-barrier",
    "thread-life-cycle", "signal-fork", "library",
};

struct reader {
    FILE *stream;
    const char *path;
    struct meta *meta;
    struct error *error;
    unsigned line;
    bool continued; /* the current line continues the value of the one before */
    bool failed;
    unsigned header_line; /* of the current section, until its first key comes; else 0 */
    char *header;         /* of the current section; NULL before the first */
    struct key_seen {
        char *section, *name;
    } * seen;
    size_t seen_count;
};

static int reader_fail(struct reader *reader, unsigned line, const char *text)
{
    if (!reader->failed) {
        reader->failed = true;
        error_set(reader->error, ERROR_CASE, reader->path, line, "%s", text);
    }
    return 0; /* inih's word for failure */
}

__attribute__((format(printf, 2, 3))) static int reader_complain(struct reader *reader,
                                                                 const char *format, ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return reader_fail(reader, reader->line, text);
}

static bool text_is_utf8(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    while (*at != '\0') {
        unsigned more = *at < 0x80       ? 0
                        : *at >> 5 == 6  ? 1
                        : *at >> 4 == 14 ? 2
                        : *at >> 3 == 30 ? 3
                                         : 9;
        if (more == 9) {
            return false;
        }
        for (at++; more > 0; more--, at++) {
            if (*at >> 6 != 2) {
                return false;
            }
        }
    }
    return true;
}

/* inih passes over a section without keys; an author who wrote one meant something. */
static bool header_open(struct reader *reader)
{
    if (reader->header_line != 0) {
        reader_fail(reader, reader->header_line,
                    "this section is empty; add `expect = ...` or `fixed = ...`, or remove it");
        return false;
    }
    reader->header_line = reader->line;
    return true;
}

/* inih asks for a line; counting here is what lets errors name it. */
static char *line_read(char *buffer, int size, void *context)
{
    struct reader *reader = context;

    if (reader->failed || fgets(buffer, size, reader->stream) == NULL) {
        return NULL;
    }
    reader->line++;
    reader->continued = isspace((unsigned char)buffer[0]) != 0;
    if (buffer[0] == '[' && !header_open(reader)) {
        return NULL;
    }
    if (strchr(buffer, '\n') == NULL && strlen(buffer) + 1 == (size_t)size) {
        reader_complain(reader,
                        "this line is longer than %d bytes; break it, and begin the next line "
                        "with blanks to continue the value",
                        LINE_MAX_BYTES);
        return NULL;
    }
    if (!text_is_utf8(buffer)) {
        reader_complain(reader, "this line is not UTF-8; save the file as UTF-8");
        return NULL;
    }
    return buffer;
}

static int text_store(struct reader *reader, char **field, const char *value)
{
    if (!reader->continued || *field == NULL) {
        free(*field);
        *field = alloc_copy(value);
    } else {
        char *longer = alloc_format("%s %s", *field, value);
        free(*field);
        *field = longer;
    }
    return 1;
}

static int class_store(struct reader *reader, const char *value)
{
    size_t count = sizeof CLASSES / sizeof CLASSES[0];
    char known[512] = "";

    for (size_t i = 0; i < count; i++) {
        if (strcmp(CLASSES[i], value) == 0) {
            return text_store(reader, &reader->meta->class_name, value);
        }
        snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", i > 0 ? ", " : "",
                 CLASSES[i]);
    }
    return reader_complain(reader, "`class = %s` is not a class; the classes are %s", value, known);
}

static int outcome_store(struct reader *reader, const char *value)
{
    const char *bad;
    size_t bad_length;

    if (kind_set_parse(value, strlen(value), &reader->meta->outcome, &bad, &bad_length) != 0 ||
        (reader->meta->outcome & (kind_bit(KIND_WRONG_OUTPUT) - 1)) != 0) {
        return reader_complain(reader,
                               "`outcome = %s` is not an outcome; the outcomes are wrong-output, "
                               "wrong-exit, crash and hang, alternatives separated by `|`",
                               value);
    }
    return 1;
}

static int number_store(struct reader *reader, double *field, const char *name, const char *value,
                        double least, double most)
{
    char *end;

    errno = 0;
    *field = strtod(value, &end);
    if (errno != 0 || end == value || *end != '\0' || !(*field >= least && *field <= most)) {
        return reader_complain(reader, "`%s = %s`: expected a number from %g to %g", name, value,
                               least, most);
    }
    return 1;
}

static int tier_store(struct reader *reader, const char *value)
{
    if (strcmp(value, "1") != 0 && strcmp(value, "2") != 0) {
        return reader_complain(reader, "`tier = %s`: expected 1 (core) or 2", value);
    }
    reader->meta->tier = (unsigned)(value[0] - '0');
    return 1;
}

static int case_key_store(struct reader *reader, const char *name, const char *value)
{
    struct meta *meta = reader->meta;
    const struct {
        const char *name;
        char **field;
    } texts[] = {
        { "title", &meta->title }, { "summary", &meta->summary }, { "cwe", &meta->cwe },
        { "cert", &meta->cert },   { "origin", &meta->origin },
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(texts[i].name, name) == 0) {
            return text_store(reader, texts[i].field, value);
        }
    }
    if (strcmp(name, "class") == 0) {
        return class_store(reader, value);
    }
    if (strcmp(name, "outcome") == 0) {
        return outcome_store(reader, value);
    }
    if (strcmp(name, "hang-after") == 0) {
        return number_store(reader, &meta->hang_after, name, value, 0.1, 3600);
    }
    if (strcmp(name, "tier") == 0) {
        return tier_store(reader, value);
    }
    return reader_complain(reader,
                           "unknown key `%s`; the keys are title, summary, class, cwe, cert, "
                           "origin, tier, outcome and hang-after",
                           name);
}

static int expect_store(struct reader *reader, struct meta_section *section, const char *value)
{
    for (unsigned e = EXPECT_MUST; e <= EXPECT_NEVER; e++) {
        if (strcmp(meta_expect_name((enum meta_expect)e), value) == 0) {
            section->expect = (enum meta_expect)e;
            return 1;
        }
    }
    return reader_complain(reader, "`expect = %s`: expected must, may or never", value);
}

static int section_key_store(struct reader *reader, struct meta_section *section, const char *name,
                             const char *value)
{
    if (strcmp(name, "expect") == 0) {
        return expect_store(reader, section, value);
    }
    if (strcmp(name, "fixed") == 0) {
        section->fixed = strcmp(value, "alarms") == 0  ? FIXED_ALARMS
                         : strcmp(value, "clean") == 0 ? FIXED_CLEAN
                                                       : FIXED_UNSAID;
        return section->fixed != FIXED_UNSAID
                   ? 1
                   : reader_complain(reader, "`fixed = %s`: expected clean or alarms", value);
    }
    if (strcmp(name, "why") == 0) {
        return text_store(reader, &section->why, value);
    }
    return reader_complain(
        reader, "unknown key `%s` in a detector's section; the keys are expect, fixed and why",
        name);
}

/* Reads "helgrind >= 3.25" into a section. */
static int header_parse(struct reader *reader, const char *header, struct meta_section *section)
{
    static const struct {
        const char *text;
        enum meta_relation relation;
    } relations[] = {
        { "<=", VERSION_LESS_EQUAL }, { ">=", VERSION_GREATER_EQUAL }, { "==", VERSION_EQUAL },
        { "<", VERSION_LESS },        { ">", VERSION_GREATER },
    };
    char detector[64], operator[4], version[32];
    int used = 0;

    if (sscanf(header, "%63[a-z0-9-]%n", detector, &used) == 1 && header[used] == '\0') {
        section->detector = alloc_copy(detector);
        return 0;
    }
    used = 0;
    if (sscanf(header, "%63[a-z0-9-] %3[<>=] %31[0-9.]%n", detector, operator, version, &used) ==
            3 &&
        header[used] == '\0') {
        for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++) {
            if (strcmp(relations[i].text, operator) == 0) {
                section->relation = relations[i].relation;
                section->detector = alloc_copy(detector);
                section->version = alloc_copy(version);
                return 0;
            }
        }
    }
    reader_complain(reader,
                    "section `[%s]` is not understood; write [DETECTOR] or [DETECTOR >= VERSION], "
                    "with <, <=, ==, >= or >",
                    header);
    return -1;
}

/* inih hands a section's name over with each of its keys; the section is made on the first one. */
static struct meta_section *section_current(struct reader *reader, const char *header)
{
    struct meta *meta = reader->meta;
    struct meta_section section = { .line = reader->header_line };

    if (reader->header != NULL && strcmp(reader->header, header) == 0) {
        reader->header_line = 0;
        return &meta->sections[meta->section_count - 1];
    }
    for (size_t i = 0; i < reader->seen_count; i++) {
        if (strcmp(reader->seen[i].section, header) == 0) {
            reader_complain(reader, "section [%s] is given twice; put its keys into one", header);
            return NULL;
        }
    }
    if (header_parse(reader, header, &section) != 0) {
        return NULL;
    }
    free(reader->header);
    reader->header = alloc_copy(header);
    reader->header_line = 0;
    meta->sections = alloc_resized(meta->sections, meta->section_count + 1, sizeof *meta->sections);
    meta->sections[meta->section_count] = section;
    return &meta->sections[meta->section_count++];
}

static bool key_is_new(struct reader *reader, const char *section, const char *name)
{
    for (size_t i = 0; i < reader->seen_count; i++) {
        if (strcmp(reader->seen[i].section, section) == 0 &&
            strcmp(reader->seen[i].name, name) == 0) {
            return false;
        }
    }
    return true;
}

static void key_remember(struct reader *reader, const char *section, const char *name)
{
    reader->seen = alloc_resized(reader->seen, reader->seen_count + 1, sizeof *reader->seen);
    reader->seen[reader->seen_count].section = alloc_copy(section);
    reader->seen[reader->seen_count++].name = alloc_copy(name);
}

static int key_store(void *context, const char *section_name, const char *name, const char *value)
{
    struct reader *reader = context;
    struct meta_section *section = NULL;

    if (reader->failed) {
        return 0;
    }
    if (!reader->continued && !key_is_new(reader, section_name, name)) {
        return reader_complain(reader, "`%s` is given twice%s%s%s; remove one", name,
                               section_name[0] == '\0' ? "" : " in [", section_name,
                               section_name[0] == '\0' ? "" : "]");
    }
    if (value[0] == '\0') {
        return reader_complain(reader, "`%s` has no value; give it one or remove the line", name);
    }
    if (section_name[0] != '\0' && (section = section_current(reader, section_name)) == NULL) {
        return 0;
    }
    key_remember(reader, section_name, name);
    return section == NULL ? case_key_store(reader, name, value)
                           : section_key_store(reader, section, name, value);
}

static int sections_check(struct reader *reader)
{
    for (size_t i = 0; i < reader->meta->section_count; i++) {
        const struct meta_section *section = &reader->meta->sections[i];
        bool departs = section->expect == EXPECT_MAY || section->expect == EXPECT_NEVER ||
                       section->fixed == FIXED_ALARMS;
        if (departs && section->why == NULL) {
            return reader_fail(reader, section->line,
                               "this section departs from the default without saying why; add "
                               "`why = ...`");
        }
        if (section->expect == EXPECT_UNSAID && section->fixed == FIXED_UNSAID) {
            return reader_fail(reader, section->line,
                               "this section says nothing; add `expect = ...` or `fixed = ...`");
        }
    }
    return 1;
}

static int required_check(struct reader *reader)
{
    struct meta *meta = reader->meta;
    const char *missing = meta->title == NULL        ? "title"
                          : meta->summary == NULL    ? "summary"
                          : meta->class_name == NULL ? "class"
                                                     : NULL;

    if (missing != NULL) {
        reader->line = 0;
        return reader_complain(
            reader, "`%s = ...` is missing; every case has title, summary and class", missing);
    }
    meta->cwe = meta->cwe == NULL ? alloc_copy("") : meta->cwe;
    meta->cert = meta->cert == NULL ? alloc_copy("") : meta->cert;
    meta->origin = meta->origin == NULL ? alloc_copy("") : meta->origin;
    return 1;
}

static void stream_parse(struct reader *reader)
{
    int line = ini_parse_stream(line_read, reader, key_store, reader);

    if (line != 0 && !reader->failed) {
        reader_fail(reader, (unsigned)(line > 0 ? line : 0),
                    "this line is neither `key = value` nor `[section]` nor a `;` comment");
    }
    if (!reader->failed && reader->header_line != 0) {
        header_open(reader);
    }
    if (!reader->failed && sections_check(reader)) {
        required_check(reader);
    }
}

int meta_load(const char *path, struct meta *meta, struct error *error)
{
    struct reader reader = { .path = path, .meta = meta, .error = error };

    *meta = (struct meta){ .tier = 1, .hang_after = DEFAULT_HANG_AFTER };
    reader.stream = fopen(path, "re");
    if (reader.stream == NULL) {
        return errno == ENOENT ? error_set(error, ERROR_CASE, path, 0,
                                           "is missing; a case needs buggy.c, fixed.c and case.ini")
                               : error_set_errno(error, path, "cannot be opened");
    }
    stream_parse(&reader);
    fclose(reader.stream);
    for (size_t i = 0; i < reader.seen_count; i++) {
        free(reader.seen[i].section);
        free(reader.seen[i].name);
    }
    free(reader.seen);
    free(reader.header);
    if (reader.failed) {
        meta_free(meta);
        return -1;
    }
    return 0;
}

void meta_free(struct meta *meta)
{
    for (size_t i = 0; i < meta->section_count; i++) {
        free(meta->sections[i].detector);
        free(meta->sections[i].version);
        free(meta->sections[i].why);
    }
    free(meta->sections);
    free(meta->title);
    free(meta->summary);
    free(meta->class_name);
    free(meta->cwe);
    free(meta->cert);
    free(meta->origin);
    *meta = (struct meta){ 0 };
}

const char *meta_expect_name(enum meta_expect expect)
{
    static const char *const names[] = { [EXPECT_UNSAID] = "unsaid",
                                         [EXPECT_MUST] = "must",
                                         [EXPECT_MAY] = "may",
                                         [EXPECT_NEVER] = "never" };

    return names[expect];
}
