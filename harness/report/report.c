#include "report/report.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

/* The length of the UTF-8 sequence at `at` (RFC 3629), or 0 where there is none. */
static size_t sequence_length(const unsigned char *at)
{
    size_t length = at[0] < 0x80 ? 1 : at[0] >> 5 == 6 ? 2 : at[0] >> 4 == 14 ? 3 : 0;

    length = at[0] >> 3 == 30 ? 4 : length;
    for (size_t i = 1; i < length; i++) {
        if (at[i] >> 6 != 2) {
            return 0;
        }
    }
    bool overlong = (length == 2 && at[0] < 0xc2) ||
                    (length == 3 && at[0] == 0xe0 && at[1] < 0xa0) ||
                    (length == 4 && at[0] == 0xf0 && at[1] < 0x90);
    bool surrogate = length == 3 && at[0] == 0xed && at[1] >= 0xa0;
    bool beyond = length == 4 && (at[0] > 0xf4 || (at[0] == 0xf4 && at[1] >= 0x90));
    bool noncharacter = length == 3 && at[0] == 0xef && at[1] == 0xbf && at[2] >= 0xbe;

    return overlong || surrogate || beyond || noncharacter ? 0 : length;
}

char *report_clean(const char *text)
{
    char *clean = alloc_copy(text);

    for (char *at = clean; *at != '\0';) {
        size_t length = sequence_length((const unsigned char *)at);
        unsigned char byte = (unsigned char)*at;
        if (length == 0 || (byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7f) {
            *at = '?';
            length = 1;
        }
        at += length;
    }
    return clean;
}

char *report_shell_quote(const char *text)
{
    static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                   "-_./=:,+@%";
    char *quoted = NULL;
    size_t size;

    if (text[0] != '\0' && text[strspn(text, harmless)] == '\0') {
        return alloc_copy(text);
    }
    FILE *stream = open_memstream(&quoted, &size);
    if (stream == NULL) {
        abort();
    }
    fputc('\'', stream);
    for (; *text != '\0'; text++) {
        fputs(*text == '\'' ? "'\\''" : (char[]){ *text, '\0' }, stream);
    }
    fputc('\'', stream);
    fclose(stream);
    return quoted;
}

char *report_repeat_command(const struct suite *suite, const struct report_style *style,
                            const struct suite_trial *trial)
{
    const struct corpus_entry *entry = trial->entry;
    size_t length = strlen(style->default_cases);
    bool known = strncmp(entry->folder, style->default_cases, length) == 0 &&
                 entry->folder[length] == '/' &&
                 strcmp(entry->folder + length + 1, entry->name) == 0;
    char *program = report_shell_quote(style->program);
    char *named = report_shell_quote(known ? entry->name : entry->folder);
    char *command = alloc_format("%s run %s --detector %s --variant %s%s", program, named,
                                 suite->detectors[trial->detector].name,
                                 variant_name(trial->variant), style->repeat_options);

    free(program);
    free(named);
    return command;
}
