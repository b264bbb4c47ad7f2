#include "explore/deduplication.h"

#include <stdlib.h>
#include <string.h>

static bool place_same(const struct symbol_place *a, const struct symbol_place *b)
{
    if (a == b || a == NULL || b == NULL) {
        return a == b;
    }
    return a->file == NULL || b->file == NULL ? a->pc == b->pc
                                              : a->line == b->line && strcmp(a->file, b->file) == 0;
}

static bool has_place(const struct exploration_finding *finding, const struct symbol_place *place)
{
    for (size_t i = 0; i < finding->side_count; i++) {
        if (place_same(exploration_place(&finding->sides[i].stack), place)) {
            return true;
        }
    }
    return false;
}

static bool has_places_of(const struct exploration_finding *finding,
                          const struct exploration_finding *other)
{
    for (size_t i = 0; i < other->side_count; i++) {
        if (!has_place(finding, exploration_place(&other->sides[i].stack))) {
            return false;
        }
    }
    return true;
}

static bool finding_same(const struct exploration_finding *a, const struct exploration_finding *b)
{
    return strcmp(a->kind, b->kind) == 0 && (a->side_count > 0) == (b->side_count > 0) &&
           has_places_of(a, b) && has_places_of(b, a) &&
           (a->side_count > 0 || strcmp(a->text, b->text) == 0);
}

/* How many steps a schedule has: "0*5 1*3 2" are nine. */
static unsigned long schedule_length(const char *schedule)
{
    unsigned long length = 0;

    while (*schedule != '\0') {
        size_t word = strcspn(schedule, " ");
        const char *times = memchr(schedule, '*', word);
        length += times == NULL ? 1 : strtoul(times + 1, NULL, 10);
        schedule += word + strspn(schedule + word, " ");
    }
    return length;
}

static bool is_easier(const struct exploration_finding *a, const struct exploration_finding *b)
{
    if (a->confirmed != b->confirmed) {
        return a->confirmed;
    }
    return a->preemptions != b->preemptions
               ? a->preemptions < b->preemptions
               : schedule_length(a->schedule) < schedule_length(b->schedule);
}

/* `finding` is there already, as `first`. */
static void finding_merge(struct exploration_finding *first, struct exploration_finding *finding)
{
    unsigned long alike = first->alike + finding->alike;

    if (is_easier(finding, first)) {
        struct exploration_finding kept = *first;
        *first = *finding;
        *finding = kept;
    }
    first->alike = alike;
    exploration_finding_free(finding);
}

void findings_merge(struct exploration *exploration)
{
    size_t count = 0;

    for (size_t i = 0; i < exploration->finding_count; i++) {
        struct exploration_finding *finding = &exploration->findings[i];
        size_t at = 0;
        while (at < count && !finding_same(&exploration->findings[at], finding)) {
            at++;
        }
        if (at < count) {
            finding_merge(&exploration->findings[at], finding);
        } else {
            exploration->findings[count++] = *finding;
        }
    }
    exploration->finding_count = count;
}
