#include "runtime/search/search_report.h"
#include "runtime/diagnose/ignore.h"
#include "runtime/engine/fiber.h"
#include "runtime/engine/heap.h"
#include "runtime/search/assumption_text.h"
#include "runtime/search/link_map.h"
#include "runtime/search/trace_text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static FILE *out;

static void text_write(const char *text, size_t size)
{
    putc('"', out);
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '"' || byte == '\\') {
            fprintf(out, "\\%c", byte);
        } else if (byte < 0x20 || byte >= 0x7f) {
            fprintf(out, "\\u%04x", byte); /* what is no ASCII is told byte by byte */
        } else {
            putc(byte, out);
        }
    }
    putc('"', out);
}

static void field_write(const char *name, const char *text)
{
    fprintf(out, "\"%s\":", name);
    text_write(text == NULL ? "" : text, text == NULL ? 0 : strlen(text));
    putc(',', out);
}

/* Not the calls that we make: of a thread's function, and of main. */
static void stack_write(const uintptr_t *stack, unsigned count)
{
    bool first = true;

    fputs("\"stack\":[", out);
    for (unsigned i = 0; i < count; i++) {
        if (!link_map_is_ours(stack[i])) {
            fprintf(out, "%s%lu", first ? "" : ",", stack[i]);
            first = false;
        }
    }
    putc(']', out);
}

static void module_write(const char *path, uintptr_t base, bool is_seen, void *context)
{
    bool *first = context;

    (void)is_seen;
    fprintf(out, "%s{", *first ? "" : ",");
    field_write("path", path);
    fprintf(out, "\"base\":%lu}", base);
    *first = false;
}

static void unseen_write(const char *path, uintptr_t base, bool is_seen, void *context)
{
    bool *first = context;

    (void)base;
    if (!is_seen) {
        fputs(*first ? "" : ",", out);
        text_write(path, strlen(path));
        *first = false;
    }
}

static void block_write(uintptr_t address, size_t size, uintptr_t site)
{
    fprintf(out, "\"block\":{\"address\":%lu,\"size\":%zu,\"site\":%lu},", address, size, site);
}

static void side_write(const struct violation_side *side)
{
    fprintf(out, "{\"thread\":%u,\"step\":%u,\"object\":%lu,", side->thread, side->step,
            side->object);
    if (side->block_size > 0) {
        block_write(side->block_address, side->block_size, side->block_site);
    }
    field_write("does", side->does);
    stack_write(side->stack, side->stack_count);
    putc('}', out);
}

/* What few steps have. */
static void step_words_write(const struct record_step *step)
{
    if (step->target != RECORD_NO_THREAD) {
        fprintf(out, "\"target\":%d,", step->target);
    }
    if (step->timed_out) {
        fputs("\"timed_out\":true,", out);
    }
    if (step->failed) {
        fputs("\"failed\":true,", out);
    }
    if (step->word[0] != '\0') {
        field_write("word", step->word);
    }
}

static void step_write(const struct record_step *step, uint32_t missing)
{
    const struct operation *operation = &step->operation;

    fprintf(out,
            "\n{\"step\":%u,\"thread\":%u,\"kind\":\"%s\",\"address\":%lu,\"size\":%u,"
            "\"second\":%lu,\"has_values\":%s,\"before\":%ld,\"after\":%ld,",
            step->step, step->thread, operation_name(operation->kind), operation->address,
            operation->size, operation->second, step->has_values ? "true" : "false",
            (long)step->before, (long)step->after);
    if (missing > 0) {
        fprintf(out, "\"missing\":%u,", missing);
    }
    step_words_write(step);
    stack_write(step->stack, step->stack_count);
    putc('}', out);
}

static void record_write(const struct record *record)
{
    fputs("\"thread_list\":[", out);
    for (unsigned i = 0; i < record->thread_count; i++) {
        fprintf(out, "%s{\"thread\":%u,\"create_pc\":%lu}", i > 0 ? "," : "", i,
                record->create_pcs[i]);
    }
    fputs("],\"steps\":[", out);
    for (uint32_t i = 0; i < record_kept(record); i++) {
        fputs(i > 0 ? "," : "", out);
        step_write(record_nth(record, i), record_missing(record, i));
    }
    fputs("]", out);
}

/* What is left open: the end of the finding. */
static void finding_begin(const struct witness *witness, const struct stack_sharing *sharing,
                          bool brief)
{
    const struct violation *violation = &witness->violation;

    fputs("\n{", out);
    field_write("kind", violation_name(violation->kind));
    field_write("text", violation->text);
    field_write("strategy", witness->strategy);
    fprintf(out,
            "\"address\":%lu,\"size\":%u,\"number\":%lu,\"hash\":%u,\"confirmed\":%s,"
            "\"preemptions\":%lu,\"threads\":%u,\"expired\":%s,\"early\":%s,",
            violation->address, violation->size, witness->number, witness->hash,
            witness->confirmed ? "true" : "false", witness->preemptions, witness->thread_count,
            witness->expired ? "true" : "false", witness->early ? "true" : "false");
    fputs("\"schedule\":\"", out);
    trace_text_write(out, witness->trace, witness->step_count, sharing);
    fputs("\",\"output\":", out);
    text_write(witness->output, witness->output_size);
    fputs(",\"errors\":", out);
    text_write(witness->errors, witness->errors_size);
    putc(',', out);
    block_write(witness->block_address, witness->block_size, witness->block_site);
    fputs("\"sides\":[", out);
    for (unsigned i = 0; i < violation->side_count; i++) {
        fputs(i > 0 ? "," : "", out);
        side_write(&violation->sides[i]);
    }
    fputs("],", out);
    if (!brief) {
        record_write(witness->record);
    } else {
        fputs("\"thread_list\":[],\"steps\":[]", out);
    }
}

static void finding_write(const struct witness *witness, const struct report *report, bool is_first)
{
    const struct consequence *consequence = report->consequence;
    const struct stack_sharing *sharing = &report->state->sharing;

    finding_begin(witness, sharing, report->settings->brief);
    if (is_first && consequence->was_sought) {
        fprintf(out, ",\"consequence_schedules\":%lu,\"usual_output\":", consequence->schedules);
        text_write(report->state->usual.text, report->state->usual.size);
        if (consequence->witness->count > 0) {
            fputs(",\"consequence\":", out);
            finding_begin(&consequence->witness->items[0], &consequence->sharing, false);
            putc('}', out);
        }
    }
    putc('}', out);
}

static const char *entry_end(const struct report *report, unsigned entry, uint64_t schedules)
{
    const struct portfolio_entry *planned = &report->portfolio->items[entry];

    for (unsigned i = 0; i < report->workers; i++) {
        switch (report->state->workers[i].entries[entry].search) {
        case SEARCH_EXHAUSTED:
            return "exhausted";
        case SEARCH_GAVE_UP:
            return "gave-up";
        case SEARCH_GOES_ON:
            break;
        }
    }
    return schedules >= planned->schedules ? "budget" : "stopped";
}

/* The strategies' state lies in memory that all processes share. */
static const char *gave_up_reason(const struct report *report, unsigned entry)
{
    const struct strategy *strategy = report->portfolio->items[entry].strategy;

    return strategy->reason == NULL ? NULL : strategy->reason();
}

static void stages_write(const struct report *report)
{
    bool first = true;

    fputs("\"stages\":[", out);
    for (unsigned entry = 0; entry < report->portfolio->count; entry++) {
        uint64_t schedules = 0, points = 0;
        for (unsigned i = 0; i < report->workers; i++) {
            schedules += report->state->workers[i].entries[entry].schedules;
            points += report->state->workers[i].entries[entry].points;
        }
        if (schedules > 0) {
            fprintf(out, "%s{", first ? "" : ",");
            field_write("strategy", report->portfolio->items[entry].strategy->name);
            field_write("state", entry_end(report, entry, schedules));
            field_write("reason", gave_up_reason(report, entry));
            fprintf(out, "\"points\":%lu,\"schedules\":%lu}", points, schedules);
            first = false;
        }
    }
    fputs("],", out);
}

static void totals_write(const struct report *report)
{
    uint64_t schedules = 0, points = 0, switches = 0, cut = 0, hash = 0;
    unsigned most_threads = 0;

    for (unsigned i = 0; i < report->workers; i++) {
        const struct worker_state *worker = &report->state->workers[i];
        for (unsigned entry = 0; entry < report->portfolio->count; entry++) {
            schedules += worker->entries[entry].schedules;
            points += worker->entries[entry].points;
        }
        switches += worker->switches;
        hash ^= worker->hash;
        cut += worker->cut;
        most_threads = worker->threads > most_threads ? worker->threads : most_threads;
    }
    fprintf(out,
            "\"schedules\":%lu,\"points\":%lu,\"switches\":%lu,\"cut\":%lu,\"diverged\":%lu,"
            "\"threads\":%u,\"seconds\":%.6f,\"hash\":\"%016lx\",",
            schedules, points, switches, cut, report->diverged, most_threads, report->seconds,
            hash);
}

static void modules_write(void)
{
    bool first = true;

    fputs("\"modules\":[", out);
    link_map_each(module_write, &first);
    link_map_own(module_write, &first); /* it has variables that stand for what libc keeps */
    first = true;
    fputs("],\"unseen\":[", out);
    link_map_each(unseen_write, &first);
    fprintf(out, "],\"stacks\":{\"base\":%lu,\"stride\":%d,\"size\":%d},\n", fiber_stack(0),
            FIBER_STRIDE, FIBER_STACK_SIZE);
}

static void ignored_write(void)
{
    fputs("\"ignored\":[", out);
    for (unsigned i = 0; i < ignore_entries(); i++) {
        const struct ignore *entry = ignore_entry(i);
        fprintf(out, "%s{\"entry\":", i > 0 ? "," : "");
        text_write(entry->name, entry->name_length);
        fprintf(out, ",\"times\":%lu}", ignore_times(i));
    }
    fputs("],", out);
}

static void assumptions_write(void)
{
    bool first = true;

    fputs("\"assumptions\":[", out);
    for (unsigned i = 0; i < ASSUMPTION_COUNT; i++) {
        const char *text = assumption_text((enum assumption)i);
        if (text != NULL) {
            fputs(first ? "" : ",", out);
            text_write(text, strlen(text));
            first = false;
        }
    }
    fputs("],\n", out);
}

static void document_write(const struct report *report)
{
    static const char *const ends[] = { "exhausted", "sampled",     "incomplete",
                                        "stopped",   "interrupted", "refused" };
    const struct settings *settings = report->settings;
    const struct witness_list *witness = report->state->witnesses;

    fputs("{\"version\":1,", out);
    field_write("program", link_map_program());
    modules_write();
    field_write("mode", schedule_settings.fork_mode ? "fork" : "restore");
    field_write("mode_reason", report->mode_reason);
    field_write("search", ends[report->end]);
    field_write("reason", report->reason);
    field_write("locals", local_way_name(local_way));
    field_write("volatile", settings->atomic_volatile ? "atomic" : "plain");
    fprintf(out, "\"randomised\":%s,\"seed\":%lu,\"shard\":%lu,\"shards\":%lu,\n",
            report->randomised ? "true" : "false", settings->seed, settings->shard,
            settings->shards);
    fprintf(out, "\"exit_status\":%d,", schedule_settings.exit_status);
    totals_write(report);
    assumptions_write();
    stages_write(report);
    ignored_write();
    fprintf(out, "\n\"more\":%s,\"findings\":[", witness->more ? "true" : "false");
    for (unsigned i = 0; i < witness->count; i++) {
        fputs(i > 0 ? "," : "", out);
        finding_write(&witness->items[i], report, i == 0);
    }
    fputs("]}\n", out);
}

void report_write(const struct report *report)
{
    const char *path = report->settings->report;
    size_t length = strlen(path);
    char *draft = base_map(length + 5);

    memcpy(draft, path, length);
    memcpy(draft + length, ".new", 5);
    out = fopen(draft, "we");
    if (out == NULL) {
        base_die("cannot write the report: %s", draft);
    }
    document_write(report);
    bool failed = ferror(out) != 0;
    if (fclose(out) != 0 || failed || rename(draft, path) != 0) {
        unlink(draft);
        base_die("cannot write the report: %s", path);
    }
}
