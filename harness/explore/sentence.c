#include "explore/sentence.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { NOUN_MAX = 32 };

/* What stands for a word in braces; NULL: the word stays as it is. The caller frees it. */
typedef char *fill_function(const void *context, const char *noun);

/* Where the braces end that begin here; NULL: they hold no such word. */
static const char *word_end(const char *begin)
{
    size_t length = strspn(begin + 1, "abcdefghijklmnopqrstuvwxyz -");

    return length > 0 && length < NOUN_MAX && begin[1 + length] == '}' ? begin + 1 + length : NULL;
}

static char *fill(const char *text, fill_function *function, const void *context)
{
    char *filled = alloc_copy("");

    while (*text != '\0') {
        const char *end = *text == '{' ? word_end(text) : NULL;
        size_t length = end != NULL ? (size_t)(end + 1 - text) : 1 + strcspn(text + 1, "{");
        char *noun = end == NULL ? NULL : alloc_copy_n(text + 1, length - 2);
        char *part = noun == NULL ? NULL : function(context, noun);
        char *longer = part != NULL ? alloc_format("%s%s", filled, part)
                                    : alloc_format("%s%.*s", filled, (int)length, text);
        free(noun);
        free(part);
        free(filled);
        filled = longer;
        text += length;
    }
    return filled;
}

struct about {
    const struct exploration *exploration;
    const struct exploration_finding *finding;
    const struct exploration_block *block;
    uint64_t address;
    unsigned long size;
};

/* Where the first side is. */
static char *place_describe(const struct exploration_finding *finding)
{
    const struct symbol_place *place =
        finding->side_count == 0 ? NULL : exploration_place(&finding->sides[0].stack);

    return place == NULL      ? alloc_copy("a place that is not known")
           : place->line == 0 ? alloc_format("%#lx", (unsigned long)place->pc)
                              : alloc_format("line %u", place->line);
}

/* Of what has no name, where it is was said before; and where libc has a stream tells nothing. */
static const char *brief_of(const char *noun, const char *label)
{
    return strcmp(noun, "it") == 0       ? (label == NULL ? "it" : label)
           : strcmp(noun, "stream") == 0 ? "the stream"
                                         : NULL;
}

static char *object_fill(const void *context, const char *noun)
{
    const struct about *about = context;

    if (strcmp(noun, "place") == 0) {
        return place_describe(about->finding);
    }
    if (about->address == 0) {
        return NULL;
    }
    const char *label =
        exploration_label(about->exploration, about->finding, about->address, about->size);
    bool is_memory = strcmp(noun, "memory") == 0 || strcmp(noun, "it") == 0;
    char *text =
        is_memory
            ? exploration_describe(about->exploration, about->finding, about->address, about->size)
            : exploration_describe_object(about->exploration, about->block, about->address, noun);
    const char *brief = brief_of(noun, label);
    char *filled = text[0] == '`'  ? alloc_copy(text)
                   : brief != NULL ? alloc_copy(brief)
                   : label == NULL || strcmp(label, "it") == 0
                       ? alloc_copy(text)
                       : alloc_format("%s, %s", label, text);

    free(text);
    return filled;
}

char *sentence_fill(const struct exploration *exploration,
                    const struct exploration_finding *finding, const struct exploration_side *side,
                    const char *text)
{
    uint64_t address = side == NULL ? finding->address : side->object;
    bool is_own = side != NULL && side->block.site != NULL;
    const struct about about = { .exploration = exploration,
                                 .finding = finding,
                                 .block = is_own ? &side->block : &finding->block,
                                 .address = address,
                                 .size = address == finding->address ? finding->size : 0 };

    return fill(text, object_fill, &about);
}

static char *step_fill(const void *context, const char *noun)
{
    const struct exploration_step *step = context;

    return step->variable != NULL ? alloc_copy(step->variable->name) : alloc_format("the %s", noun);
}

char *sentence_fill_step(const struct exploration_step *step, const char *text)
{
    return fill(text, step_fill, step);
}

bool sentence_names(const char *text)
{
    const char *begin = strchr(text, '{');

    return begin != NULL && word_end(begin) != NULL && strncmp(begin, "{place}", 7) != 0;
}
