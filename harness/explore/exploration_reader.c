#include "explore/exploration.h"

#include "base/alloc.h"
#include "explore/deduplication.h"
#include "explore/sentence.h"

#include <stdlib.h>
#include <string.h>

enum { FORMAT_VERSION = 1 };

/* What is read, and what is said where it cannot be. */
struct reader {
    struct exploration *exploration;
    const char *path;
    struct error *error;
};

static int complain(const struct reader *reader, const char *part, const json_error_t *found)
{
    return error_set(reader->error, ERROR_REPORT, reader->path, 0,
                     "the explorer's report has %s that cannot be understood: %s", part,
                     found->text);
}

static void stack_read(const struct reader *reader, const json_t *list,
                       struct exploration_stack *stack)
{
    size_t count = json_array_size(list);

    stack->frames = alloc_zeroed(count + 1, sizeof(struct symbol_place *));
    for (size_t i = 0; i < count; i++) {
        stack->frames[stack->count++] = symbols_place(
            reader->exploration->symbols, (uint64_t)json_integer_value(json_array_get(list, i)));
    }
}

static int block_read(const struct reader *reader, json_t *json, struct exploration_block *block)
{
    json_error_t found;
    json_int_t address, size, site;

    if (json == NULL || json_is_null(json)) {
        return 0;
    }
    if (json_unpack_ex(json, &found, 0, "{s:I,s:I,s:I}", "address", &address, "size", &size, "site",
                       &site) != 0) {
        return complain(reader, "a block", &found);
    }
    if (size == 0) {
        return 0;
    }
    block->address = (uint64_t)address;
    block->size = (unsigned long)size;
    block->site = symbols_place(reader->exploration->symbols, (uint64_t)site);
    return 0;
}

static int side_read(const struct reader *reader, json_t *json, struct exploration_side *side,
                     const char **does)
{
    json_error_t found;
    json_t *stack, *block = NULL;
    json_int_t thread, step, object = 0;

    if (json_unpack_ex(json, &found, 0, "{s:I,s:I,s:s,s?I,s?o,s:o}", "thread", &thread, "step",
                       &step, "does", does, "object", &object, "block", &block, "stack",
                       &stack) != 0) {
        return complain(reader, "a side", &found);
    }
    side->thread = (unsigned)thread;
    side->step = (unsigned long)step;
    side->object = (uint64_t)object;
    stack_read(reader, stack, &side->stack);
    return block_read(reader, block, &side->block);
}

/* What a side does can be said when all sides are known. */
static int sides_read(const struct reader *reader, struct exploration_finding *finding,
                      const json_t *sides)
{
    size_t count = json_array_size(sides);
    const char **does = alloc_zeroed(count + 1, sizeof *does);
    int status = 0;

    finding->sides = alloc_zeroed(count + 1, sizeof *finding->sides);
    for (size_t i = 0; i < count && status == 0; i++) {
        status = side_read(reader, json_array_get(sides, i), &finding->sides[i], &does[i]);
        finding->side_count++;
    }
    for (size_t i = 0; i < count && status == 0; i++) {
        finding->sides[i].does =
            sentence_fill(reader->exploration, finding, &finding->sides[i], does[i]);
    }
    free(does);
    return status;
}

static bool is_access(const char *kind)
{
    return strcmp(kind, "read") == 0 || strcmp(kind, "write") == 0 ||
           strncmp(kind, "atomic ", strlen("atomic ")) == 0;
}

/* What few steps have. */
static int step_rest_read(const struct reader *reader, json_t *json, struct exploration_step *step)
{
    json_error_t found;
    json_int_t target = EXPLORATION_NO_THREAD, missing = 0;
    int timed_out = 0, failed = 0;
    const char *word = NULL;

    if (json_unpack_ex(json, &found, 0, "{s?I,s?I,s?b,s?b,s?s}", "target", &target, "missing",
                       &missing, "timed_out", &timed_out, "failed", &failed, "word", &word) != 0) {
        return complain(reader, "a step", &found);
    }
    step->target = (int)target;
    step->missing = (unsigned long)missing;
    step->timed_out = timed_out != 0;
    step->failed = failed != 0;
    step->word = word == NULL ? NULL : sentence_fill_step(step, word);
    return 0;
}

static int step_read(const struct reader *reader, json_t *json, struct exploration_step *step)
{
    json_error_t found;
    json_t *stack;
    json_int_t number, thread, address, size, second, before = 0, after = 0;
    int has_values;

    if (json_unpack_ex(json, &found, 0, "{s:I,s:I,s:s,s:I,s:I,s:I,s:b,s?I,s?I,s:o}", "step",
                       &number, "thread", &thread, "kind", &step->kind, "address", &address, "size",
                       &size, "second", &second, "has_values", &has_values, "before", &before,
                       "after", &after, "stack", &stack) != 0) {
        return complain(reader, "a step", &found);
    }
    step->number = (unsigned long)number;
    step->thread = (unsigned)thread;
    step->address = (uint64_t)address;
    step->size = (unsigned long)size;
    step->second = (uint64_t)second;
    step->has_values = has_values != 0;
    step->before = (uint64_t)before;
    step->after = (uint64_t)after;
    if (step->address != 0) {
        /* Of an object only its begin is meant: it has no size of its own. */
        step->variable = symbols_variable(reader->exploration->symbols, step->address,
                                          is_access(step->kind) ? step->size : 0);
    }
    stack_read(reader, stack, &step->stack);
    return step_rest_read(reader, json, step);
}

static int thread_read(const struct reader *reader, json_t *json, struct exploration_thread *thread)
{
    json_error_t found;
    json_int_t number, pc;

    if (json_unpack_ex(json, &found, 0, "{s:I,s:I}", "thread", &number, "create_pc", &pc) != 0) {
        return complain(reader, "a thread", &found);
    }
    thread->number = (unsigned)number;
    thread->created = pc == 0 ? NULL : symbols_place(reader->exploration->symbols, (uint64_t)pc);
    return 0;
}

static int finding_parts_read(const struct reader *reader, struct exploration_finding *finding,
                              json_t *sides, json_t *threads, json_t *steps)
{
    int status = sides_read(reader, finding, sides);

    finding->threads = alloc_zeroed(json_array_size(threads) + 1, sizeof *finding->threads);
    finding->steps = alloc_zeroed(json_array_size(steps) + 1, sizeof *finding->steps);
    for (size_t i = 0; i < json_array_size(threads) && status == 0; i++) {
        status = thread_read(reader, json_array_get(threads, i), &finding->threads[i]);
        finding->thread_list_count++;
    }
    for (size_t i = 0; i < json_array_size(steps) && status == 0; i++) {
        struct exploration_step *step = &finding->steps[i];
        status = step_read(reader, json_array_get(steps, i), step);
        step->label = status != 0 ? NULL
                                  : exploration_label(reader->exploration, finding, step->address,
                                                      is_access(step->kind) ? step->size : 0);
        finding->step_count++;
    }
    return status;
}

static int finding_read(const struct reader *reader, json_t *json,
                        struct exploration_finding *finding)
{
    json_error_t found;
    json_t *sides, *threads, *steps, *block = NULL;
    json_int_t address, size, number, hash, preemptions, thread_count;
    json_t *consequence = NULL;
    json_int_t tried = -1;
    int confirmed, expired = 0, early = 0;
    const char *words;

    finding->output = finding->errors = finding->usual_output = "";
    if (json_unpack_ex(json, &found, 0,
                       "{s:s,s:s,s:I,s:I,s:s,s:I,s:I,s:b,s?b,s?b,s:s,s:I,s:I,s?s,s?s,s?o,s?o,s?I,s?"
                       "s,s:o,s:o,s:o}",
                       "kind", &finding->kind, "text", &words, "address", &address, "size", &size,
                       "strategy", &finding->strategy, "number", &number, "hash", &hash,
                       "confirmed", &confirmed, "expired", &expired, "early", &early, "schedule",
                       &finding->schedule, "preemptions", &preemptions, "threads", &thread_count,
                       "output", &finding->output, "errors", &finding->errors, "block", &block,
                       "consequence", &consequence, "consequence_schedules", &tried, "usual_output",
                       &finding->usual_output, "thread_list", &threads, "sides", &sides, "steps",
                       &steps) != 0) {
        return complain(reader, "a finding", &found);
    }
    finding->address = (uint64_t)address;
    finding->size = (unsigned long)size;
    finding->number = (unsigned long)number;
    finding->hash = (unsigned long)hash;
    finding->alike = 1;
    finding->confirmed = confirmed != 0;
    finding->expired = expired != 0;
    finding->early = early != 0;
    finding->preemptions = (unsigned long)preemptions;
    finding->thread_count = (unsigned long)thread_count;
    if (block_read(reader, block, &finding->block) != 0 ||
        finding_parts_read(reader, finding, sides, threads, steps) != 0) {
        return -1;
    }
    finding->names = sentence_names(words);
    finding->text = sentence_fill(reader->exploration, finding, NULL, words);
    finding->consequence_schedules = (long)tried;
    if (consequence == NULL) {
        return 0;
    }
    finding->consequence = alloc_zeroed(1, sizeof *finding->consequence);
    return finding_read(reader, consequence, finding->consequence);
}

static int symbols_read(const struct reader *reader, const json_t *list)
{
    size_t count = json_array_size(list);
    struct symbol_module *modules = alloc_zeroed(count + 1, sizeof *modules);
    json_error_t found;
    int status = 0;

    for (size_t i = 0; i < count && status == 0; i++) {
        json_int_t base;
        if (json_unpack_ex(json_array_get(list, i), &found, 0, "{s:s,s:I}", "path",
                           &modules[i].path, "base", &base) != 0) {
            status = complain(reader, "a module", &found);
        }
        modules[i].base = (uint64_t)base;
    }
    if (status == 0) {
        status = symbols_open(modules, count, &reader->exploration->symbols, reader->error);
    }
    free(modules);
    return status;
}

static int search_read(const struct reader *reader, const char *name)
{
    for (unsigned i = 0; i < EXPLORATION_SEARCH_COUNT; i++) {
        if (strcmp(name, exploration_search_name((enum exploration_search)i)) == 0) {
            reader->exploration->search = (enum exploration_search)i;
            return 0;
        }
    }
    return error_set(reader->error, ERROR_REPORT, reader->path, 0,
                     "the explorer's report says that the search was `%s`, which is no such word",
                     name);
}

static int ignored_read(const struct reader *reader)
{
    struct exploration *read = reader->exploration;
    const json_t *list = json_object_get(read->report, "ignored");
    json_error_t found;

    read->ignored = alloc_zeroed(json_array_size(list) + 1, sizeof *read->ignored);
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct exploration_ignored *ignored = &read->ignored[read->ignored_count++];
        json_int_t times;
        if (json_unpack_ex(json_array_get(list, i), &found, 0, "{s:s,s:I}", "entry",
                           &ignored->entry, "times", &times) != 0) {
            return complain(reader, "an ignored finding", &found);
        }
        ignored->times = (unsigned long)times;
    }
    return 0;
}

static int lists_read(const struct reader *reader, json_t *modules, json_t *stages,
                      json_t *findings)
{
    struct exploration *read = reader->exploration;
    json_error_t found;
    int status = symbols_read(reader, modules);

    read->stages = alloc_zeroed(json_array_size(stages) + 1, sizeof *read->stages);
    read->findings = alloc_zeroed(json_array_size(findings) + 1, sizeof *read->findings);
    for (size_t i = 0; i < json_array_size(stages) && status == 0; i++) {
        struct exploration_stage *stage = &read->stages[read->stage_count++];
        json_int_t schedules;
        stage->reason = "";
        if (json_unpack_ex(json_array_get(stages, i), &found, 0, "{s:s,s:I,s:s,s?s}", "strategy",
                           &stage->strategy, "schedules", &schedules, "state", &stage->state,
                           "reason", &stage->reason) != 0) {
            return complain(reader, "a stage", &found);
        }
        stage->schedules = (unsigned long)schedules;
    }
    for (size_t i = 0; i < json_array_size(findings) && status == 0; i++) {
        status = finding_read(reader, json_array_get(findings, i),
                              &read->findings[read->finding_count++]);
    }
    return status;
}

static int root_read(const struct reader *reader)
{
    struct exploration *read = reader->exploration;
    json_error_t found;
    json_t *modules, *stages, *findings;
    json_int_t version, seed, schedules, points, cut, diverged, threads = 0, exit_status = -1,
                                                                base = 0, stride = 0, size = 0;
    const char *search;
    int randomised;

    read->mode_reason = read->reason = "";
    if (json_unpack_ex(read->report, &found, 0,
                       "{s:I,s:s,s:o,s?{s:I,s:I,s:I},s:s,s?s,s:b,s:I,s:s,s?s,s?o,s:I,s:I,s:I,"
                       "s:I,s?I,s?I,s:F,s:o,s:o,s:o}",
                       "version", &version, "program", &read->program, "modules", &modules,
                       "stacks", "base", &base, "stride", &stride, "size", &size, "mode",
                       &read->mode, "mode_reason", &read->mode_reason, "randomised", &randomised,
                       "seed", &seed, "search", &search, "reason", &read->reason, "assumptions",
                       &read->assumptions, "schedules", &schedules, "points", &points, "cut", &cut,
                       "diverged", &diverged, "threads", &threads, "exit_status", &exit_status,
                       "seconds", &read->seconds, "unseen", &read->unseen, "stages", &stages,
                       "findings", &findings) != 0) {
        return complain(reader, "something", &found);
    }
    if (version != FORMAT_VERSION) {
        return error_set(reader->error, ERROR_REPORT, reader->path, 0,
                         "the explorer's report is of version %lld, and %d is expected: the "
                         "program is linked with another racetrap's library",
                         (long long)version, FORMAT_VERSION);
    }
    read->stacks_base = (uint64_t)base;
    read->stacks_stride = (uint64_t)stride;
    read->stacks_size = (uint64_t)size;
    read->randomised = randomised != 0;
    const char *volatile_as = json_string_value(json_object_get(read->report, "volatile"));
    read->atomic_volatile = volatile_as != NULL && strcmp(volatile_as, "atomic") == 0;
    read->more = json_is_true(json_object_get(read->report, "more"));
    read->seed = (uint64_t)seed;
    read->schedules = (unsigned long)schedules;
    read->points = (unsigned long)points;
    read->cut = (unsigned long)cut;
    read->diverged = (unsigned long)diverged;
    read->threads = (unsigned long)threads;
    read->exit_status = (int)exit_status;
    return search_read(reader, search) != 0 || ignored_read(reader) != 0
               ? -1
               : lists_read(reader, modules, stages, findings);
}

/*
 * What a program prints, and what a file is called, need not be UTF-8; so the
 * runtime writes each byte beyond ASCII as the character of that number. Here
 * they become bytes again.
 */
static void bytes_restore(json_t *json)
{
    size_t index;
    const char *key;
    json_t *inner;

    if (json_is_string(json)) {
        const char *text = json_string_value(json);
        size_t length = json_string_length(json), size = 0;
        char *bytes = alloc_zeroed(length + 1, 1);
        for (size_t i = 0; i < length; i++) {
            bool is_pair = (text[i] & 0xfe) == 0xc2; /* of UTF-8, for 0x80 to 0xff */
            bytes[size++] = (char)(is_pair ? (text[i] & 3) << 6 | (text[i + 1] & 0x3f) : text[i]);
            i += is_pair;
        }
        json_string_setn_nocheck(json, bytes, size);
        free(bytes);
    }
    json_array_foreach(json, index, inner)
    {
        bytes_restore(inner);
    }
    json_object_foreach(json, key, inner)
    {
        bytes_restore(inner);
    }
}

int exploration_parse(const char *text, size_t size, const char *path,
                      struct exploration *exploration, struct error *error)
{
    const struct reader reader = { exploration, path, error };
    json_error_t found;

    *exploration = (struct exploration){ .report = json_loadb(text, size, JSON_ALLOW_NUL, &found) };
    if (exploration->report == NULL) {
        return error_set(error, ERROR_REPORT, path, found.line > 0 ? (unsigned)found.line : 0,
                         "the explorer's report is no JSON: %s", found.text);
    }
    bytes_restore(exploration->report);
    int status = root_read(&reader);
    if (status != 0) {
        exploration_free(exploration);
        return status;
    }
    exploration->kept = exploration->finding_count;
    findings_merge(exploration);
    return 0;
}
