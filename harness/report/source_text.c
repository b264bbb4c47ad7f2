#include "report/source_text.h"

#include "report/paint.h"
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

/* The code of a line, without indentation and line comment: where the carets go. */
static void code_span(const char *line, size_t length, size_t *start, size_t *end)
{
    const char *comment = NULL;

    for (size_t i = 0; i + 1 < length && comment == NULL; i++) {
        comment = line[i] == '/' && line[i + 1] == '/' ? line + i : NULL;
    }
    *start = strspn(line, " \t");
    *end = comment == NULL ? length : (size_t)(comment - line);
    while (*end > *start && strchr(" \t\r", line[*end - 1]) != NULL) {
        (*end)--;
    }
}

static void note_print(const struct source_note *note, const char *line, size_t length, bool color,
                       FILE *stream)
{
    size_t start, end;

    code_span(line, length, &start, &end);
    fprintf(stream, "      | %.*s%s^", (int)start, line, paint_begin(color, PAINT_GOOD));
    for (size_t i = start + 1; i < end; i++) {
        fputc('~', stream);
    }
    fprintf(stream, "%s\n", paint_end(color));
    for (size_t i = 0; i < note->texts.count; i++) {
        char *clean = report_clean(note->texts.items[i]);
        fprintf(stream, "      | %.*s%s%s%s\n", (int)start, line, paint_begin(color, PAINT_NOTE),
                clean, paint_end(color));
        free(clean);
    }
}

void source_print(const char *code, unsigned first_line, const struct source_note *notes,
                  size_t note_count, bool color, FILE *stream)
{
    for (unsigned number = first_line; *code != '\0'; number++) {
        size_t length = strcspn(code, "\n");
        fprintf(stream, "%s%5u |%s %.*s\n", paint_begin(color, PAINT_FAINT), number,
                paint_end(color), (int)length, code);
        for (size_t i = 0; i < note_count; i++) {
            if (notes[i].line == number) {
                note_print(&notes[i], code, length, color, stream);
            }
        }
        code += length + (code[length] == '\n');
    }
}

/* A line of a block comment without " * ", "slash-star" and "star-slash". */
static const char *story_line(const char *line, size_t *length)
{
    const char *end = line + *length;
    const char *text = line + strspn(line, " \t");

    if (text > end) {
        text = end;
    }
    if (text < end && *text == '/') {
        text++;
    }
    while (text < end && *text == '*') {
        text++;
    }
    if (text < end && *text == '/') {
        text = end;
    }
    if (text < end && *text == ' ') {
        text++;
    }
    if (end - text >= 2 && strncmp(end - 2, "*/", 2) == 0) {
        end -= 2;
    }
    while (end > text && strchr(" \t\r", end[-1]) != NULL) {
        end--;
    }
    *length = (size_t)(end - text);
    return text;
}

void story_print(const char *comment, size_t length, FILE *stream)
{
    const char *end = comment + length;
    bool begun = false;
    unsigned blank = 0;

    while (comment < end) {
        size_t whole = strcspn(comment, "\n");
        whole = whole > (size_t)(end - comment) ? (size_t)(end - comment) : whole;
        size_t size = whole;
        const char *text = story_line(comment, &size);
        if (size == 0) {
            blank++;
        } else {
            fprintf(stream, "%s  %.*s\n", begun && blank > 0 ? "\n" : "", (int)size, text);
            begun = true;
            blank = 0;
        }
        comment += whole + 1;
    }
}
