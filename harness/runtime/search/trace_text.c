#include "runtime/search/trace_text.h"
#include "runtime/engine/schedule.h"

#include <stdlib.h>

static void entry_write(FILE *stream, uint8_t entry, uint32_t times)
{
    if ((entry & TRACE_WOKEN) != 0) {
        fprintf(stream, "^%d", entry & (THREADS_MAX - 1));
    } else {
        fprintf(stream, "%d%s", entry & (THREADS_MAX - 1), (entry & TRACE_EXPIRED) != 0 ? "!" : "");
    }
    if (times > 1) {
        fprintf(stream, "*%u", times);
    }
}

void trace_text_write(FILE *stream, const uint8_t *trace, uint32_t length,
                      const struct stack_sharing *sharing)
{
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        if (sharing->high[i] != 0) {
            fprintf(stream, "=%u:%lu-%lu ", i, sharing->low[i], sharing->high[i]);
        }
    }
    for (uint32_t i = 0; i < length;) {
        uint32_t end = i;
        while (end < length && trace[end] == trace[i]) {
            end++;
        }
        fputs(i > 0 ? " " : "", stream);
        entry_write(stream, trace[i], end - i);
        i = end;
    }
}

/* Reads one piece, up to a blank or the end. Returns where it ends; NULL: it is none. */
static const char *piece_read(const char *text, uint8_t *entry, unsigned long *times)
{
    uint8_t flag = 0;
    char *end;

    if (*text == '^') {
        flag = TRACE_WOKEN;
        text++;
    }
    unsigned long thread = strtoul(text, &end, 10);
    if (end == text || thread >= THREADS_MAX) {
        return NULL;
    }
    if (*end == '!' && flag == 0) {
        flag = TRACE_EXPIRED;
        end++;
    }
    *entry = (uint8_t)(thread | flag);
    *times = 1;
    if (*end == '*') {
        text = end + 1;
        *times = strtoul(text, &end, 10);
        if (end == text || *times == 0) {
            return NULL;
        }
    }
    return *end == '\0' || *end == ' ' || *end == '\n' ? end : NULL;
}

/* Reads "=0:8160-8164". Returns where it ends; NULL: it is none. */
static const char *sharing_read(const char *text, struct stack_sharing *sharing)
{
    unsigned long thread, low, high;
    char *end;

    thread = strtoul(text + 1, &end, 10);
    if (*end != ':' || thread >= THREADS_MAX) {
        return NULL;
    }
    low = strtoul(end + 1, &end, 10);
    if (*end != '-') {
        return NULL;
    }
    high = strtoul(end + 1, &end, 10);
    if (low >= high || high > FIBER_STACK_SIZE || (*end != ' ' && *end != '\n' && *end != '\0')) {
        return NULL;
    }
    sharing->low[thread] = low;
    sharing->high[thread] = high;
    return end;
}

int64_t trace_text_read(const char *text, uint8_t *trace, uint32_t max,
                        struct stack_sharing *sharing, const char **bad)
{
    uint32_t count = 0;

    while (*text == ' ' || *text == '\n') {
        text++;
    }
    while (*text != '\0') {
        unsigned long times = 0;
        uint8_t entry = 0;
        const char *end =
            *text == '=' ? sharing_read(text, sharing) : piece_read(text, &entry, &times);
        if (end == NULL || times > max - count) {
            *bad = text;
            return -1;
        }
        while (times-- > 0) {
            trace[count++] = entry;
        }
        for (text = end; *text == ' ' || *text == '\n';) {
            text++;
        }
    }
    return count;
}
