/*
 * strtok, strtok_r and strsep: C11, 7.24.5.8; POSIX.1-2017, strtok, which says
 * that strtok need not be thread-safe. It is not: where it is in its string is
 * kept in a variable that all threads share, and here that variable is
 * strtok_state.
 */
#include "runtime/libc/token.h"
#include "runtime/engine/call.h"
#include "runtime/libc/range.h"

#include <string.h>

static char *strtok_state;

void token_begin(void)
{
    strtok_state = NULL;
}

static bool has(const char *bytes, char byte)
{
    while (*bytes != '\0' && *bytes != byte) {
        bytes++;
    }
    return *bytes != '\0';
}

static size_t span(const char *text, const char *bytes, bool in)
{
    size_t i = 0;

    while (text[i] != '\0' && has(bytes, text[i]) == in) {
        i++;
    }
    return i;
}

/* The next token of `text`; what follows it is left in *rest. */
static char *next(char *text, const char *between, char **rest, uintptr_t pc)
{
    bool seen = call_is_seen(pc);

    if (seen) {
        range_read_string(between, pc);
        size_t before = span(text, between, true);
        range_read(text, before + span(text + before, between, false) + 1, pc);
    }
    text += span(text, between, true);
    if (*text == '\0') {
        *rest = text;
        return NULL;
    }
    char *end = text + span(text, between, false);
    *rest = end;
    if (*end != '\0') {
        if (seen) {
            range_write(end, 1, pc);
        }
        *end = '\0';
        *rest = end + 1;
    }
    return text;
}

EXPORT char *strtok(char *restrict text, const char *restrict between)
{
    char *rest;

    if (call_is_seen(CALLER)) {
        range_write(&strtok_state, sizeof strtok_state, CALLER);
    }
    if (text == NULL) {
        text = strtok_state;
    }
    if (text == NULL) {
        return NULL;
    }
    char *token = next(text, between, &rest, CALLER);
    strtok_state = rest;
    return token;
}

static char *next_kept(char *text, const char *between, char **rest, uintptr_t pc)
{
    char *after;

    if (call_is_seen(pc)) {
        range_write(rest, sizeof *rest, pc);
    }
    if (text == NULL) {
        text = *rest;
    }
    if (text == NULL) {
        return NULL;
    }
    char *token = next(text, between, &after, pc);
    *rest = after;
    return token;
}

EXPORT char *strtok_r(char *restrict text, const char *restrict between, char **restrict rest)
{
    return next_kept(text, between, rest, CALLER);
}

EXPORT char *__strtok_r(char *restrict text, const char *restrict between, char **restrict rest)
{
    return next_kept(text, between, rest, CALLER);
}

EXPORT char *strsep(char **restrict text, const char *restrict between)
{
    char *token = *text;
    bool seen = call_is_seen(CALLER);

    if (seen) {
        range_write(text, sizeof *text, CALLER);
        token = *text;
    }
    if (token == NULL) {
        return NULL;
    }
    if (seen) {
        range_read_string(between, CALLER);
        range_read(token, span(token, between, false) + 1, CALLER);
    }
    char *end = token + span(token, between, false);
    *text = NULL;
    if (*end != '\0') {
        if (seen) {
            range_write(end, 1, CALLER);
        }
        *end = '\0';
        *text = end + 1;
    }
    return token;
}
