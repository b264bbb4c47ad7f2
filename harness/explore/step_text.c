#include "explore/step_text.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Frames that the runtime keeps of a step (runtime/diagnose/record.h), and of a finding's side
 * (runtime/engine/violation.h). */
enum { STACK_KEPT = 6, SIDE_STACK_KEPT = 24 };

static int64_t signed_of(uint64_t value, unsigned long size)
{
    unsigned shift = size > 0 && size < 8 ? 64 - 8 * (unsigned)size : 0;

    return (int64_t)(value << shift) >> shift;
}

static char *float_format(uint64_t value, unsigned long size)
{
    float small;
    double large;

    if (size == sizeof small) {
        memcpy(&small, &value, sizeof small);
        return alloc_format("%g", (double)small);
    }
    memcpy(&large, &value, sizeof large);
    return alloc_format("%g", large);
}

/* Where the type is not known: small negative numbers and addresses are told by their looks. */
static char *guess_format(uint64_t value, unsigned long size)
{
    int64_t as_signed = signed_of(value, size);

    return as_signed < 0 && as_signed >= -4096 ? alloc_format("%lld", (long long)as_signed)
           : value > UINT32_MAX                ? alloc_format("%#llx", (unsigned long long)value)
                                               : alloc_format("%llu", (unsigned long long)value);
}

static char *value_format(const struct exploration_step *step, uint64_t value)
{
    if (step->size < 8) {
        value &= ((uint64_t)1 << 8 * step->size) - 1;
    }
    switch (step->variable == NULL ? VARIABLE_UNKNOWN : step->variable->type) {
    case VARIABLE_SIGNED:
        return alloc_format("%lld", (long long)signed_of(value, step->size));
    case VARIABLE_UNSIGNED:
        return alloc_format("%llu", (unsigned long long)value);
    case VARIABLE_BOOL:
        return alloc_copy(value != 0 ? "true" : "false");
    case VARIABLE_CHARACTER:
        return value >= ' ' && value < 0x7f ? alloc_format("'%c'", (int)value)
                                            : alloc_format("%llu", (unsigned long long)value);
    case VARIABLE_FLOAT:
        return float_format(value, step->size);
    case VARIABLE_POINTER:
        return value == 0 ? alloc_copy("NULL") : alloc_format("%#llx", (unsigned long long)value);
    case VARIABLE_UNKNOWN:
    case VARIABLE_COMPOUND:
        break;
    }
    return guess_format(value, step->size);
}

/* How a kind is said of a thread, and what comes between that and the object; where that is NULL,
 * there is no object. */
static const struct phrase {
    const char *kind, *verb, *link;
} PHRASES[] = {
    { "start", "starts", NULL },
    { "exit", "ends", NULL },
    { "create", "creates", " " },
    { "join", "joins", " " },
    { "tryjoin", "joins", " " },
    { "timedjoin", "joins", " " },
    { "detach", "detaches", " " },
    { "cancel", "cancels", " " },
    { "testcancel", "asks if it is cancelled", NULL },
    { "thread get", "asks about a thread", NULL },
    { "thread set", "sets what a thread has", NULL },
    { "read", "reads", " from " },
    { "write", "writes", " to " },
    { "atomic load", "reads", " from " },
    { "atomic store", "writes", " to " },
    { "atomic update", "changes", " " },
    { "fence", "passes a fence", NULL },
    { "lock", "locks", " " },
    { "trylock", "locks", " " },
    { "timedlock", "locks", " " },
    { "unlock", "unlocks", " " },
    { "read lock", "read-locks", " " },
    { "read trylock", "read-locks", " " },
    { "read timedlock", "read-locks", " " },
    { "read unlock", "unlocks", " " },
    { "queue to write", "wants to write-lock", " " },
    { "write timedlock", "write-locks", " " },
    { "wait", "waits", " on " },
    { "wake", "is woken", " on " },
    { "time-out", "times out", " on " },
    { "signal", "signals", " " },
    { "broadcast", "broadcasts", " " },
    { "sem wait", "takes", " " },
    { "sem trywait", "takes", " " },
    { "sem timedwait", "takes", " " },
    { "sem post", "posts", " " },
    { "sem getvalue", "reads", " " },
    { "barrier wait", "arrives", " at " },
    { "barrier leave", "leaves", " " },
    { "init", "inits", " " },
    { "destroy", "destroys", " " },
    { "free", "frees", " " },
    { "allocate", "allocates", " " },
    { "output", "prints", " to " },
    { "input", "reads", " from " },
    { "file input", "reads", " from " },
    { "look", "looks at a file", NULL },
    { "yield", "yields", NULL },
    { "sleep", "sleeps", NULL },
    { "fork", "forks", " " },
    { "wait child", "waits for a child process", NULL },
    { "trywait child", "asks for the end of a child process", NULL },
    { "child end", "ends, and may be waited for", NULL },
    { "kill", "sends a signal", NULL },
    { "end", "ends the program", NULL },
};

static const struct phrase *phrase_of(const char *kind)
{
    static const struct phrase none = { "", "", NULL };

    for (size_t i = 0; i < sizeof PHRASES / sizeof PHRASES[0]; i++) {
        if (strcmp(PHRASES[i].kind, kind) == 0) {
            return &PHRASES[i];
        }
    }
    return &none;
}

/* What the step is about: a variable, or another thread; NULL where no name is known. */
static char *object_format(const struct exploration_step *step)
{
    return step->target != EXPLORATION_NO_THREAD ? alloc_format("thread %d", step->target)
           : strcmp(step->kind, "create") == 0   ? alloc_copy("a thread")
           : strcmp(step->kind, "fork") == 0     ? alloc_copy("a process")
           : step->variable != NULL              ? alloc_copy(step->variable->name)
           : step->label != NULL                 ? alloc_copy(step->label)
                                                 : NULL;
}

/* "reads 7 from counter", "changes counter: 7 -> 8": a value is a number of one, two, four or eight
 * bytes. */
static char *access_format(const struct exploration_step *step, const struct phrase *phrase,
                           const char *object)
{
    char *before = value_format(step, step->before), *after = value_format(step, step->after);
    char *values = strcmp(step->kind, "atomic update") == 0
                       ? alloc_format("%s -> %s", before, after)
                   : strcmp(phrase->verb, "reads") == 0 ? alloc_copy(before)
                                                        : alloc_copy(after);
    char *act = object == NULL ? alloc_format("%s %s", phrase->verb, values)
                : strcmp(step->kind, "atomic update") == 0
                    ? alloc_format("%s %s: %s", phrase->verb, object, values)
                    : alloc_format("%s %s%s%s", phrase->verb, values, phrase->link, object);

    free(before);
    free(after);
    free(values);
    return act;
}

/* "fails to lock m": the verb's infinitive. */
static char *failure_format(const struct phrase *phrase, const char *object)
{
    return alloc_format("fails to %.*s%s%s", (int)strlen(phrase->verb) - 1, phrase->verb,
                        object == NULL ? "" : " ", object == NULL ? "" : object);
}

/* An access without a value has nothing between verb and object. */
static char *plain_format(const struct exploration_step *step, const struct phrase *phrase,
                          const char *object)
{
    bool is_read = strcmp(step->kind, "read") == 0 || strcmp(step->kind, "atomic load") == 0;
    const char *verb = phrase->verb[0] == '\0' ? step->kind : phrase->verb;
    const char *link = is_read ? " " : phrase->link;

    return object == NULL || link == NULL ? alloc_copy(verb)
                                          : alloc_format("%s%s%s", verb, link, object);
}

/* Puts `by` in the place of what lies between the two. */
static char *part_replace(char *text, const char *begin, const char *end, const char *by)
{
    char *replaced = alloc_format("%.*s%s%s", (int)(begin - text), text, by, end);

    free(text);
    return replaced;
}

/* The runtime's words are for sentences; a row is short: without what comes after a comma, without
 * the folders of a path, and with "fd". */
static char *word_shorten(const char *word)
{
    static const char lengthy[] = "file descriptor";
    const char *comma = strstr(word, ", ");
    char *text = alloc_copy_n(word, comma == NULL ? strlen(word) : (size_t)(comma - word));
    const char *found = strstr(text, lengthy);

    if (found != NULL) {
        text = part_replace(text, found, found + strlen(lengthy), "fd");
    }
    const char *path = strstr(text, " /");
    if (path != NULL) {
        const char *end = path + 1 + strcspn(path + 1, " ");
        const char *name = end;
        while (name > path + 1 && name[-1] != '/') {
            name--;
        }
        if (name < end) {
            text = part_replace(text, path + 1, name, "");
        }
    }
    return text;
}

static bool has_number(const struct exploration_step *step)
{
    return step->has_values &&
           (step->variable == NULL || step->variable->type != VARIABLE_COMPOUND) &&
           (step->size == 1 || step->size == 2 || step->size == 4 || step->size == 8);
}

char *step_text_act(const struct exploration_step *step)
{
    const struct phrase *phrase = phrase_of(step->kind);
    char *object = object_format(step);
    char *act = step->timed_out      ? alloc_format("times out%s%s", object == NULL ? "" : " on ",
                                               object == NULL ? "" : object)
                : step->word != NULL ? word_shorten(step->word)
                : step->failed       ? failure_format(phrase, object)
                : has_number(step)   ? access_format(step, phrase, object)
                                     : plain_format(step, phrase, object);

    free(object);
    return act;
}

char *step_text_side(const struct exploration_side *side)
{
    char *text = alloc_copy_n(side->does, strcspn(side->does, ","));
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        if (*from != '`') {
            *to++ = *from;
        }
    }
    *to = '\0';
    return text;
}

/* The function that the stack's thread began with, unless the stack was cut off. */
static const char *entry_of(const struct exploration_stack *stack, size_t kept)
{
    return stack->count > 0 && stack->count < kept ? stack->frames[stack->count - 1]->function
                                                   : NULL;
}

const char *step_text_entry(const struct exploration_finding *finding, unsigned thread)
{
    const char *entry = NULL;

    for (size_t i = 0; i < finding->step_count && entry == NULL; i++) {
        if (finding->steps[i].thread == thread) {
            entry = entry_of(&finding->steps[i].stack, STACK_KEPT);
        }
    }
    for (size_t i = 0; i < finding->side_count && entry == NULL; i++) {
        if (finding->sides[i].thread == thread) {
            entry = entry_of(&finding->sides[i].stack, SIDE_STACK_KEPT);
        }
    }
    return entry;
}
