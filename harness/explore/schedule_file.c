#include "explore/schedule_file.h"

#include "base/alloc.h"
#include "base/file.h"
#include "system/binary.h"

#include <sha2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_LINE "racetrap-schedule 1"
enum { FILE_LIMIT = 256 << 20, SHOWN_MAX = 60, CHECKSUM_LENGTH = 32 };

struct field {
    const char *name;
    size_t offset; /* in struct schedule_file */
    bool required;
};

#define FIELD(name, member, required)                                                              \
    {                                                                                              \
        name, offsetof(struct schedule_file, member), required                                     \
    }

/* In the order in which they are written; then the lists. */
static const struct field FIELDS[] = {
    FIELD("program", program, true),    FIELD("build-id", build_id, true),
    FIELD("source", source, false),     FIELD("variant", variant, false),
    FIELD("compiler", compiler, false), FIELD("volatile", volatile_as, false),
    FIELD("expect", expect, false),     FIELD("exit", exit_status, false),
    FIELD("strategy", strategy, true),  FIELD("seed", seed, true),
    FIELD("mode", mode, true),          FIELD("kind", kind, true),
    FIELD("schedule", schedule, true),
};
enum { FIELD_COUNT = sizeof FIELDS / sizeof FIELDS[0] };

/* Words that may come any number of times; offsets of a struct string_list. */
static const struct field LISTS[] = {
    FIELD("argument", arguments, false), FIELD("ignore", ignores, false),
    FIELD("beside", beside, false),      FIELD("cflag", flags, false),
    FIELD("lib", libraries, false),
};
enum { LIST_COUNT = sizeof LISTS / sizeof LISTS[0] };

static char **field_of(const struct schedule_file *file, const struct field *field)
{
    return (char **)((char *)file + field->offset);
}

static struct string_list *list_of(const struct schedule_file *file, const struct field *field)
{
    return (struct string_list *)((char *)file + field->offset);
}

static void checksum_make(const char *text, size_t size, char checksum[CHECKSUM_LENGTH + 1])
{
    char digest[SHA256_DIGEST_STRING_LENGTH];

    SHA256Data((const uint8_t *)text, size, digest);
    memcpy(checksum, digest, CHECKSUM_LENGTH);
    checksum[CHECKSUM_LENGTH] = '\0';
}

static void value_print(FILE *stream, const char *name, const char *value)
{
    fprintf(stream, "%s ", name);
    for (; *value != '\0'; value++) {
        fputs(*value == '\n' ? "\\n" : *value == '\\' ? "\\\\" : (char[]){ *value, '\0' }, stream);
    }
    fputc('\n', stream);
}

static char *value_read(const char *text, size_t length)
{
    char *value = alloc_zeroed(length + 1, 1);
    size_t size = 0;

    for (size_t i = 0; i < length; i++) {
        bool escaped = text[i] == '\\' && i + 1 < length;
        i += escaped;
        value[size] = text[i];
        if (escaped && text[i] == 'n') {
            value[size] = '\n';
        }
        size++;
    }
    return value;
}

int schedule_file_write(const struct schedule_file *file, const char *path, struct error *error)
{
    char checksum[CHECKSUM_LENGTH + 1];
    struct file_draft draft;
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    if (stream == NULL) {
        abort();
    }
    fputs(FIRST_LINE "\n", stream);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (*field_of(file, &FIELDS[i]) != NULL) {
            value_print(stream, FIELDS[i].name, *field_of(file, &FIELDS[i]));
        }
    }
    for (size_t i = 0; i < LIST_COUNT; i++) {
        const struct string_list *list = list_of(file, &LISTS[i]);
        for (size_t j = 0; j < list->count; j++) {
            value_print(stream, LISTS[i].name, list->items[j]);
        }
    }
    fclose(stream);
    checksum_make(text, size, checksum);
    int status = file_draft_open(path, &draft, error);
    if (status == 0) {
        fprintf(draft.stream, "%schecksum %s\n", text, checksum);
        status = file_draft_commit(&draft, error);
    }
    free(text);
    return status;
}

/* The position in a file that is read. */
struct cursor {
    const char *text, *at, *end; /* `at` is the begin of a line */
    const char *path;
    unsigned line;
    size_t length; /* of the line */
    struct error *error;
};

static int line_complain(const struct cursor *cursor, const char *expected)
{
    int shown = (int)(cursor->length < SHOWN_MAX ? cursor->length : SHOWN_MAX);

    return error_set(cursor->error, ERROR_SCHEDULE, cursor->path, cursor->line,
                     "found `%.*s%s`, and expected %s", shown, cursor->at,
                     cursor->length > SHOWN_MAX ? "..." : "", expected);
}

/* Goes to the next line; false at the end. */
static bool line_next(struct cursor *cursor)
{
    if (cursor->line > 0) {
        cursor->at += cursor->length;
        cursor->at += cursor->at < cursor->end;
    }
    cursor->line++;
    const char *newline = memchr(cursor->at, '\n', (size_t)(cursor->end - cursor->at));
    cursor->length = (size_t)((newline == NULL ? cursor->end : newline) - cursor->at);
    return cursor->at < cursor->end;
}

/* Whether the line begins with this word and a blank; *value is what follows. */
static bool line_is(const struct cursor *cursor, const char *word, char **value)
{
    size_t length = strlen(word);

    if (cursor->length < length + 1 || strncmp(cursor->at, word, length) != 0 ||
        cursor->at[length] != ' ') {
        return false;
    }
    *value = value_read(cursor->at + length + 1, cursor->length - length - 1);
    return true;
}

static int checksum_check(struct cursor *cursor, char *found)
{
    char checksum[CHECKSUM_LENGTH + 1];
    int status = 0;

    checksum_make(cursor->text, (size_t)(cursor->at - cursor->text), checksum);
    if (strcmp(found, checksum) != 0) {
        status = error_set(cursor->error, ERROR_SCHEDULE, cursor->path, cursor->line,
                           "found the checksum `%.*s`, and expected `%s`: what is above it was "
                           "damaged or edited",
                           SHOWN_MAX, found, checksum);
    } else if (line_next(cursor)) {
        status = line_complain(cursor, "the end: nothing follows the checksum");
    }
    free(found);
    return status;
}

/* A choice is a thread's number, with ! where its wait times out, or ^ and which waiter is woken;
 * and *N where it is made N times in a row. */
static bool choice_skip(const char **text)
{
    static const char digits[] = "0123456789";
    const char *at = *text + (**text == '^');
    size_t length = strspn(at, digits);

    if (length == 0 || length > 2) {
        return false;
    }
    at += length;
    at += *at == '!';
    if (*at == '*') {
        length = strspn(++at, digits);
        at += length;
    }
    *text = at;
    return length > 0 && (*at == ' ' || *at == '\0');
}

/* Which bytes of a thread's stack are shared: "=0:8160-8164". */
static bool sharing_skip(const char **text)
{
    static const char *const marks[] = { "=", ":", "-" };
    const char *at = *text;

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t length = *at == marks[i][0] ? strspn(at + 1, "0123456789") : 0;
        if (length == 0) {
            return false;
        }
        at += 1 + length;
    }
    *text = at;
    return *at == ' ' || *at == '\0';
}

static bool schedule_is_wellformed(const char *text)
{
    while (*text != '\0') {
        if (!(*text == '=' ? sharing_skip(&text) : choice_skip(&text))) {
            return false;
        }
        text += strspn(text, " ");
    }
    return true;
}

static int line_take(struct cursor *cursor, struct schedule_file *file)
{
    char *value;

    for (size_t i = 0; i < LIST_COUNT; i++) {
        if (line_is(cursor, LISTS[i].name, &value)) {
            string_list_add(list_of(file, &LISTS[i]), "%s", value);
            free(value);
            return 0;
        }
    }
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        char **member = field_of(file, &FIELDS[i]);
        if (!line_is(cursor, FIELDS[i].name, &value)) {
            continue;
        }
        if (*member != NULL) {
            free(value);
            return line_complain(cursor, "each word but those of a list once");
        }
        *member = value;
        if (member == &file->schedule && !schedule_is_wellformed(value)) {
            return line_complain(
                cursor, "a schedule: choices like `1`, `1!`, `^0`, `1*20` or `=0:8160-8164`");
        }
        return 0;
    }
    return line_complain(cursor, "one of the words that racetrap writes, a blank and a value");
}

static int fields_check(const struct cursor *cursor, const struct schedule_file *file)
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (FIELDS[i].required && *field_of(file, &FIELDS[i]) == NULL) {
            return error_set(cursor->error, ERROR_SCHEDULE, cursor->path, cursor->line,
                             "found the checksum, and expected a line `%s` before it",
                             FIELDS[i].name);
        }
    }
    return 0;
}

static int lines_read(struct cursor *cursor, struct schedule_file *file)
{
    char *value;

    if (!line_next(cursor) || cursor->length != strlen(FIRST_LINE) ||
        strncmp(cursor->at, FIRST_LINE, cursor->length) != 0) {
        return line_complain(cursor, "`" FIRST_LINE "`: this is no schedule that this racetrap "
                                     "has written");
    }
    while (line_next(cursor)) {
        if (line_is(cursor, "checksum", &value)) {
            return fields_check(cursor, file) != 0 ? (free(value), -1)
                                                   : checksum_check(cursor, value);
        }
        if (line_take(cursor, file) != 0) {
            return -1;
        }
    }
    return error_set(cursor->error, ERROR_SCHEDULE, cursor->path, cursor->line,
                     "found the end, and expected a line `checksum`: the file was cut off");
}

int schedule_file_parse(const char *text, size_t size, const char *path, struct schedule_file *file,
                        struct error *error)
{
    struct cursor cursor = {
        .text = text, .at = text, .end = text + size, .path = path, .error = error
    };

    *file = (struct schedule_file){ 0 };
    int status = lines_read(&cursor, file);
    if (status != 0) {
        schedule_file_free(file);
    }
    return status;
}

int schedule_file_read(const char *path, struct schedule_file *file, struct error *error)
{
    char *text;
    size_t size;

    if (file_read(path, FILE_LIMIT, &text, &size, error) != 0) {
        return -1;
    }
    int status = schedule_file_parse(text, size, path, file, error);
    free(text);
    return status;
}

int schedule_file_check(const struct schedule_file *file, const char *path, const char *program,
                        struct error *error)
{
    char id[BINARY_ID_MAX];

    if (binary_build_id(program, id, error) != 0) {
        return -1;
    }
    return strcmp(id, file->build_id) == 0
               ? 0
               : error_set(error, ERROR_SCHEDULE, path, 0,
                           "was recorded with another build of %s: its build id was %s, and is %s",
                           program, file->build_id[0] == '\0' ? "none" : file->build_id,
                           id[0] == '\0' ? "none" : id);
}

void schedule_file_free(struct schedule_file *file)
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        free(*field_of(file, &FIELDS[i]));
    }
    for (size_t i = 0; i < LIST_COUNT; i++) {
        string_list_free(list_of(file, &LISTS[i]));
    }
    *file = (struct schedule_file){ 0 };
}
