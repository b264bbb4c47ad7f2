#include "runtime/diagnose/ignore.h"
#include "runtime/engine/module.h"

struct range {
    uintptr_t begin, end;
};

static struct ignore *entries;
static struct range *ranges;
static uint64_t *times; /* in shared memory */
static unsigned entry_count, range_count;
static bool counting;

/* At most so many entries and ranges are in a text. */
static unsigned times_in(const char *text, char wanted)
{
    unsigned count = 1;

    for (; *text != '\0'; text++) {
        count += *text == wanted;
    }
    return count;
}

static unsigned word_length(const char *text)
{
    unsigned length = 0;

    while (text[length] != ' ' && text[length] != '\n' && text[length] != '\0') {
        length++;
    }
    return length;
}

static bool word_is(const char *word, unsigned length, const char *name)
{
    return base_begins(word, name) && base_length(name) == length;
}

static uintptr_t number_read(const char **text)
{
    uintptr_t number = 0;

    for (; **text != '-' && **text != ' ' && **text != '\n' && **text != '\0'; ++*text) {
        unsigned digit = (unsigned)(**text >= 'a' ? **text - 'a' + 10 : **text - '0');
        if (digit > 15) {
            base_die("known findings: an address is expected: %.20s", *text);
        }
        number = number << 4 | digit;
    }
    return number;
}

static void kind_read(struct ignore *entry, const char *word, unsigned length)
{
    entry->any_kind = word_is(word, length, "*");
    for (unsigned kind = 0; !entry->any_kind; kind++) {
        if (kind == VIOLATION_KIND_COUNT) {
            base_die("known findings: there is no kind %.*s", (int)length, word);
        }
        if (word_is(word, length, violation_name((enum violation_kind)kind))) {
            entry->kind = (enum violation_kind)kind;
            break;
        }
    }
}

static void range_read(struct ignore *entry, const char *word)
{
    struct range *range = &ranges[range_count++];

    range->begin = module_program_base() + number_read(&word);
    word += *word == '-';
    range->end = module_program_base() + number_read(&word);
    entry->range_count++;
}

/* One line; returns the next one. */
static const char *entry_read(const char *line)
{
    struct ignore *entry = &entries[entry_count++];
    const char *word = line;
    unsigned length = word_length(word);

    kind_read(entry, word, length);
    entry->first_range = range_count;
    for (word += length; *word == ' '; word += length) {
        length = word_length(++word);
        if (word_is(word, length, "=")) {
            word += length + (word[length] == ' ');
            break;
        }
        range_read(entry, word);
    }
    entry->name = word;
    while (*word != '\n' && *word != '\0') {
        word++;
    }
    entry->name_length = (unsigned)(word - entry->name);
    return word + (*word == '\n');
}

void ignore_use(const char *text)
{
    entries = base_map(times_in(text, '\n') * sizeof *entries);
    ranges = base_map(times_in(text, ' ') * sizeof *ranges);
    times = base_map_shared(times_in(text, '\n') * sizeof *times);
    while (*text != '\0') {
        text = entry_read(text);
    }
}

bool ignore_needs_places(void)
{
    return range_count > 0;
}

void ignore_count(bool counts)
{
    counting = counts;
    for (unsigned i = 0; counts && i < entry_count; i++) {
        times[i] = 0;
    }
}

static bool range_holds(const struct ignore *entry, uintptr_t call)
{
    for (unsigned i = 0; i < entry->range_count; i++) {
        const struct range *range = &ranges[entry->first_range + i];
        if (call >= range->begin && call < range->end) {
            return true;
        }
    }
    return false;
}

/* A stack holds the addresses that calls return to. */
static bool side_is_at(const struct ignore *entry, const struct violation_side *side)
{
    for (unsigned i = 0; i < side->stack_count; i++) {
        uintptr_t call = side->stack[i] - 1;
        if (module_is_program(call)) {
            return range_holds(entry, call);
        }
    }
    return false;
}

static bool is_met(const struct ignore *entry, const struct violation *violation)
{
    bool found = entry->range_count == 0;

    if (!entry->any_kind && entry->kind != violation->kind) {
        return false;
    }
    for (unsigned i = 0; !found && i < violation->side_count; i++) {
        found = side_is_at(entry, &violation->sides[i]);
    }
    return found;
}

bool ignore_takes(const struct violation *violation)
{
    bool taken = false;

    for (unsigned i = 0; i < entry_count; i++) {
        if (is_met(&entries[i], violation)) {
            taken = true;
            if (counting) {
                __atomic_fetch_add(&times[i], 1, __ATOMIC_RELAXED);
            }
        }
    }
    return taken;
}

unsigned ignore_entries(void)
{
    return entry_count;
}

const struct ignore *ignore_entry(unsigned index)
{
    return &entries[index];
}

uint64_t ignore_times(unsigned index)
{
    return times[index];
}
