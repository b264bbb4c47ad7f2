#include "case/marker.h"

#include "base/alloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char MARKER_WORD[] = " want ";

/* Walks over C source, as far as it takes to tell code from comments and literals. */
struct lexer {
    const char *at;
    bool in_block_comment;
    char quote; /* inside a literal that goes on over lines: its quote */
};

/* Moves to the end of a literal, or of the line; a backslash there continues it on the next one. */
static const char *literal_walk(struct lexer *lexer, const char *at)
{
    while (*at != lexer->quote && *at != '\n' && *at != '\0') {
        if (at[0] == '\\' && (at[1] == '\n' || strncmp(at + 1, "\r\n", 2) == 0)) {
            return at + strcspn(at, "\n");
        }
        at += at[0] == '\\' && at[1] != '\0' ? 2 : 1;
    }
    if (*at == lexer->quote) {
        at++;
    }
    lexer->quote = '\0';
    return at;
}

/*
 * Moves over one line. *comment is its line comment (after the slashes) or
 * NULL, *has_code says whether anything but blanks and comments came before.
 */
static void line_walk(struct lexer *lexer, const char **comment, bool *has_code)
{
    const char *at = lexer->at;

    *comment = NULL;
    *has_code = false;
    while (*at != '\n' && *at != '\0') {
        if (lexer->in_block_comment) {
            if (at[0] == '*' && at[1] == '/') {
                lexer->in_block_comment = false;
                at++;
            }
            at++;
        } else if (lexer->quote != '\0') {
            *has_code = true;
            at = literal_walk(lexer, at);
        } else if (at[0] == '/' && at[1] == '*') {
            lexer->in_block_comment = true;
            at += 2;
        } else if (at[0] == '/' && at[1] == '/') {
            *comment = at + 2;
            at += strcspn(at, "\n");
        } else if (*at == '"' || *at == '\'') {
            lexer->quote = *at++;
            *has_code = true;
        } else {
            *has_code = *has_code || strchr(" \t\r\f\v", *at) == NULL;
            at++;
        }
    }
    lexer->at = *at == '\n' ? at + 1 : at;
}

static bool comment_is_marker(const char *comment)
{
    const char *word = comment + strspn(comment, " \t");

    return strncasecmp(word, "want", 4) == 0 && strchr(" \t\r\n:", word[4]) != NULL;
}

static int marker_parse(const char *comment, size_t length, kind_set *kinds, const char *path,
                        unsigned line, struct error *error)
{
    size_t word = sizeof MARKER_WORD - 1;
    const char *bad;
    size_t bad_length;

    if (length < word || strncmp(comment, MARKER_WORD, word) != 0) {
        return error_set(error, ERROR_CASE, path, line,
                         "found `//%.*s`; a marker is written `// want KIND` or "
                         "`// want KIND|KIND: note`, with exactly these blanks",
                         (int)length, comment);
    }
    const char *text = comment + word;
    size_t rest = length - word;
    const char *colon = memchr(text, ':', rest);
    size_t kinds_length = colon == NULL ? rest : (size_t)(colon - text);
    if (kind_set_parse(text, kinds_length, kinds, &bad, &bad_length) != 0) {
        char *known = kind_set_format(kind_bit(KIND_WRONG_OUTPUT) - 1);
        error_set(error, ERROR_CASE, path, line,
                  "`%.*s` is not a kind of finding; a marker ends with its kinds or with "
                  "`: note`, and the kinds are %s",
                  (int)bad_length, bad, known);
        free(known);
        return -1;
    }
    if (*kinds >= kind_bit(KIND_WRONG_OUTPUT)) {
        return error_set(error, ERROR_CASE, path, line,
                         "an outcome of the whole run has no line; declare it in case.ini as "
                         "`outcome = ...`");
    }
    return 0;
}

int markers_scan(const char *source, const char *file, const char *path, struct markers *markers,
                 struct error *error)
{
    struct lexer lexer = { .at = source };

    for (unsigned line = 1; *lexer.at != '\0'; line++) {
        const char *comment;
        bool has_code;
        struct marker marker = { .file = file, .line = line };

        line_walk(&lexer, &comment, &has_code);
        if (comment == NULL || !comment_is_marker(comment)) {
            continue;
        }
        if (!has_code) {
            markers_free(markers);
            return error_set(error, ERROR_CASE, path, line,
                             "this marker stands on a line without code; put it at the end of "
                             "the line where the finding is expected");
        }
        if (marker_parse(comment, strcspn(comment, "\r\n"), &marker.kinds, path, line, error) !=
            0) {
            markers_free(markers);
            return -1;
        }
        markers->items = alloc_resized(markers->items, markers->count + 1, sizeof *markers->items);
        markers->items[markers->count++] = marker;
    }
    return 0;
}

const struct marker *markers_at(const struct markers *markers, const char *file, unsigned line)
{
    for (size_t i = 0; i < markers->count; i++) {
        if (markers->items[i].line == line && strcmp(markers->items[i].file, file) == 0) {
            return &markers->items[i];
        }
    }
    return NULL;
}

void markers_free(struct markers *markers)
{
    free(markers->items);
    *markers = (struct markers){ 0 };
}

char *markers_blank(const char *source)
{
    struct lexer lexer = { .at = source };
    char *blanked = alloc_copy(source);
    char *out = blanked;

    while (*lexer.at != '\0') {
        const char *start = lexer.at;
        const char *comment;
        bool has_code;

        line_walk(&lexer, &comment, &has_code);
        const char *end = lexer.at;
        if (comment != NULL && comment_is_marker(comment)) {
            end = comment - 2;
            while (end > start && (end[-1] == ' ' || end[-1] == '\t')) {
                end--;
            }
        }
        memcpy(out, start, (size_t)(end - start));
        out += end - start;
        if (end != lexer.at && lexer.at[-1] == '\n') {
            const char *ending = lexer.at - (lexer.at - start > 1 && lexer.at[-2] == '\r' ? 2 : 1);
            memcpy(out, ending, (size_t)(lexer.at - ending));
            out += lexer.at - ending;
        }
    }
    *out = '\0';
    return blanked;
}
