#include "detect/valgrind_xml.h"

#include "base/alloc.h"
#include "detect/report_text.h"
#include "detect/valgrind_crash.h"
#include "detect/valgrind_end.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROTOCOL_LEAST = 4, PROTOCOL_MOST = 6, THREADS_MAX = 64, CHUNK = 16384 };

/* Where a thread was created, which Valgrind announces before its first error. */
struct thread {
    unsigned id;
    struct valgrind_stack created;
};

struct reader {
    xmlParserCtxtPtr xml;
    const char *path;
    const char *case_folder;
    bool keeps_unplaced; /* an error without a place in the case is fine */
    const struct valgrind_tool *tool;
    struct findings *findings;
    struct error *error;
    int status; /* -1: *error is set, and nothing more is read */
    struct excerpt excerpt;
    char text[2048]; /* of the innermost element, as far as it is read */
    size_t text_size;
    struct valgrind_error said;     /* the <error> being read */
    char before[VALGRIND_TEXT_MAX]; /* the last <auxwhat> */
    unsigned depth_nested;          /* inside how many elements that only give context */
    struct valgrind_stack ignored;  /* where stacks beyond the maximum go */
    struct valgrind_stack *stack;   /* the <stack> being read */
    struct thread threads[THREADS_MAX];
    unsigned thread_count;
    bool announcing; /* inside <announcethread> */
    struct {
        char function[128], object[1024], folder[1024], file[1024];
        unsigned line;
    } frame;
    bool crashing;               /* inside <fatal_signal> */
    struct valgrind_crash crash; /* what is in it */
    bool finished;               /* <state>FINISHED</state> */
};

static void excerpt_line(struct reader *reader, const char *indent, const char *text)
{
    excerpt_add(&reader->excerpt, indent, strlen(indent));
    excerpt_add(&reader->excerpt, text, strlen(text));
    excerpt_add(&reader->excerpt, "\n", 1);
}

static void frame_end(struct reader *reader)
{
    struct valgrind_stack *stack = reader->stack;
    char path[sizeof reader->frame.folder + sizeof reader->frame.file + 2];
    char text[1600];

    snprintf(path, sizeof path, "%s%s%s", reader->frame.folder,
             reader->frame.folder[0] == '\0' ? "" : "/", reader->frame.file);
    const char *below = path_below(path, reader->case_folder);
    if (reader->crashing) {
        valgrind_crash_add(&reader->crash, reader->frame.function, reader->frame.object);
        return;
    }
    if (below != NULL && reader->frame.line > 0 && stack->file[0] == '\0') {
        snprintf(stack->file, sizeof stack->file, "%s", below);
        snprintf(stack->function, sizeof stack->function, "%s", reader->frame.function);
        stack->line = reader->frame.line;
    }
    if (below != NULL) {
        snprintf(text, sizeof text, "%s (%.1024s:%u)", reader->frame.function, below,
                 reader->frame.line);
        excerpt_line(reader, "    at ", text);
    } else if (reader->frame.function[0] != '\0') {
        excerpt_line(reader, "    at ", reader->frame.function);
    }
}

static void stack_begin(struct reader *reader)
{
    struct valgrind_error *said = &reader->said;

    if (reader->crashing) {
        reader->stack = &reader->ignored;
        return;
    }
    if (reader->announcing) {
        struct thread *thread =
            reader->thread_count > 0 ? &reader->threads[reader->thread_count - 1] : NULL;
        reader->stack = thread == NULL ? &reader->ignored : &thread->created;
        return;
    }
    reader->stack = said->stack_count < VALGRIND_STACKS_MAX ? &said->stacks[said->stack_count++]
                                                            : &reader->ignored;
    *reader->stack = (struct valgrind_stack){ .nested = reader->depth_nested > 0 };
    memcpy(reader->stack->before, reader->before, sizeof reader->before);
    reader->before[0] = '\0';
}

static void place_add(struct finding *finding, const struct valgrind_stack *stack)
{
    finding_add_place(finding, stack->file, stack->function, stack->line);
}

/*
 * The stacks that say where the bug is. An error that is found when a thread has
 * ended has no frame of the program left; then it is where the thread was made.
 */
static void places_add(const struct reader *reader, struct finding *finding)
{
    const struct valgrind_error *said = &reader->said;

    for (unsigned i = 0; i < said->stack_count; i++) {
        const struct valgrind_stack *stack = &said->stacks[i];
        if (stack->file[0] != '\0' && !stack->nested &&
            (i == 0 || reader->tool->is_primary(stack))) {
            place_add(finding, stack);
        }
    }
    for (unsigned i = 0; finding->place_count == 0 && i < reader->thread_count; i++) {
        const struct thread *thread = &reader->threads[i];
        if (thread->id == said->thread && thread->created.file[0] != '\0') {
            place_add(finding, &thread->created);
        }
    }
}

static int error_end(struct reader *reader)
{
    const struct valgrind_error *said = &reader->said;
    unsigned line = (unsigned)xmlSAX2GetLineNumber(reader->xml);
    enum finding_kind kind;

    if (reader->tool->classify(said, &kind) != 0) {
        return error_set(reader->error, ERROR_REPORT, reader->path, line,
                         "%s reported `%s: %s`, which is not known here", reader->tool->name,
                         said->kind, said->what);
    }
    struct finding *finding = findings_add(reader->findings, kind, reader->excerpt.text);
    places_add(reader, finding);
    bool aftermath = reader->tool->is_aftermath != NULL && reader->tool->is_aftermath(said);
    if (finding->place_count == 0 && aftermath && reader->findings->count > 1) {
        findings_drop_last(reader->findings);
        return 0;
    }
    if (finding->place_count == 0 && !reader->keeps_unplaced) {
        return error_set(reader->error, ERROR_REPORT, reader->path, line,
                         "`%s` names no place in the case's sources, so it can be neither "
                         "expected nor excused",
                         said->what);
    }
    return 0;
}

static bool element_is_context(const char *name)
{
    return strcmp(name, "first_observed_at") == 0 || strcmp(name, "other_segment_start") == 0 ||
           strcmp(name, "other_segment_end") == 0;
}

static int protocol_check(struct reader *reader, const char *text)
{
    unsigned long version = strtoul(text, NULL, 10);

    if (version < PROTOCOL_LEAST || version > PROTOCOL_MOST) {
        return error_set(reader->error, ERROR_REPORT, reader->path, 0,
                         "Valgrind's XML has protocol version %s; known here are %d to %d", text,
                         PROTOCOL_LEAST, PROTOCOL_MOST);
    }
    return 0;
}

/* <hthreadid>: of a thread that is announced, or, the first time, of the one that errs. */
static void thread_take(struct reader *reader, unsigned id)
{
    if (!reader->announcing && reader->said.thread == 0) {
        reader->said.thread = id;
    } else if (reader->announcing && reader->thread_count < THREADS_MAX) {
        reader->threads[reader->thread_count++] = (struct thread){ .id = id };
    }
}

/* The text of one element; `parent` is that element. */
static int text_take(struct reader *reader, const char *parent, const char *text)
{
    const struct {
        const char *element;
        char *field;
        size_t size;
    } fields[] = {
        { "kind", reader->said.kind, sizeof reader->said.kind },
        { "fn", reader->frame.function, sizeof reader->frame.function },
        { "obj", reader->frame.object, sizeof reader->frame.object },
        { "dir", reader->frame.folder, sizeof reader->frame.folder },
        { "file", reader->frame.file, sizeof reader->frame.file },
    };

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (strcmp(fields[i].element, parent) == 0) {
            snprintf(fields[i].field, fields[i].size, "%s", text);
            return 0;
        }
    }
    if (strcmp(parent, "hthreadid") == 0) {
        thread_take(reader, (unsigned)strtoul(text, NULL, 10));
    } else if (strcmp(parent, "line") == 0) {
        reader->frame.line = (unsigned)strtoul(text, NULL, 10);
    } else if (strcmp(parent, "protocolversion") == 0) {
        return protocol_check(reader, text);
    } else if (strcmp(parent, "signo") == 0) {
        reader->crash.signal = (unsigned)strtoul(text, NULL, 10);
    } else if (strcmp(parent, "state") == 0) {
        reader->finished = strcmp(text, "FINISHED") == 0;
    } else if ((strcmp(parent, "what") == 0 || strcmp(parent, "text") == 0) &&
               reader->depth_nested == 0) {
        bool first = reader->said.what[0] == '\0';
        snprintf(first ? reader->said.what : reader->before, VALGRIND_TEXT_MAX, "%.511s", text);
        excerpt_line(reader, first ? "" : "  ", text);
    } else if (strcmp(parent, "auxwhat") == 0) {
        snprintf(reader->before, sizeof reader->before, "%.511s", text);
        excerpt_line(reader, "  ", text);
    }
    return 0;
}

static void element_begin(void *context, const xmlChar *name_read, const xmlChar **attributes)
{
    struct reader *reader = context;
    const char *name = (const char *)name_read;

    (void)attributes;
    reader->text_size = 0;
    if (strcmp(name, "error") == 0) {
        memset(&reader->said, 0, sizeof reader->said);
        reader->before[0] = '\0';
        excerpt_clear(&reader->excerpt);
    } else if (strcmp(name, "announcethread") == 0) {
        reader->announcing = true;
    } else if (strcmp(name, "fatal_signal") == 0) {
        reader->crashing = true;
    } else if (strcmp(name, "stack") == 0) {
        stack_begin(reader);
    } else if (strcmp(name, "frame") == 0) {
        memset(&reader->frame, 0, sizeof reader->frame);
    } else if (element_is_context(name)) {
        reader->depth_nested++;
    }
}

/* The text of an element comes in pieces; what does not fit is dropped. */
static void text_add(void *context, const xmlChar *text, int size)
{
    struct reader *reader = context;
    size_t room = sizeof reader->text - 1 - reader->text_size;
    size_t taken = (size_t)size < room ? (size_t)size : room;

    memcpy(reader->text + reader->text_size, text, taken);
    reader->text_size += taken;
}

static int element_finish(struct reader *reader, const char *name)
{
    if (strcmp(name, "error") == 0) {
        return error_end(reader);
    }
    if (strcmp(name, "announcethread") == 0) {
        reader->announcing = false;
    } else if (strcmp(name, "fatal_signal") == 0) {
        reader->crashing = false;
    } else if (strcmp(name, "frame") == 0 && reader->stack != NULL) {
        frame_end(reader);
    } else if (strcmp(name, "stack") == 0) {
        reader->stack = NULL;
    } else if (element_is_context(name)) {
        reader->depth_nested--;
    } else {
        return text_take(reader, name, reader->text);
    }
    return 0;
}

static void element_end(void *context, const xmlChar *name)
{
    struct reader *reader = context;

    reader->text[reader->text_size] = '\0';
    if (reader->status == 0 && element_finish(reader, (const char *)name) != 0) {
        reader->status = -1;
        xmlStopParser(reader->xml);
    }
    reader->text_size = 0;
}

static void fault_ignore(void *context, const char *format, ...)
{
    (void)context;
    (void)format; /* the parser keeps the fault; nothing is to be printed */
}

/* The parser's own words for what is wrong, without their line end. */
static int fault_set(struct reader *reader, const struct process_result *ended)
{
    const xmlError *fault = xmlCtxtGetLastError(reader->xml);
    const char *words = fault == NULL || fault->message == NULL ? "not XML" : fault->message;

    return error_set(reader->error, ERROR_REPORT, reader->path,
                     fault == NULL ? 0 : (unsigned)fault->line,
                     "is not the XML that %s writes: %.*s; is the disk full?%s%.500s",
                     reader->tool->name, (int)strcspn(words, "\n"), words,
                     ended->err.size > 0 ? " It also said: " : "", ended->err.text);
}

/* Whether anything that could end a tag follows: then what comes there is garbled, not cut off. */
static bool tag_follows(FILE *stream, long offset)
{
    int byte = EOF;

    if (offset >= 0 && fseek(stream, offset, SEEK_SET) == 0) {
        while ((byte = getc(stream)) != EOF && byte != '>') {
        }
    }
    return byte == '>';
}

/*
 * Feeds the file to the parser. A fault in what was written is an error whatever
 * the end was; one at its very end only says that the rest is missing.
 */
static int stream_read(struct reader *reader, FILE *stream, const struct process_result *ended)
{
    bool cut_off = ended->end != PROCESS_EXITED && ended->end != PROCESS_SIGNALLED;
    char chunk[CHUNK];
    size_t size;

    do {
        size = fread(chunk, 1, sizeof chunk, stream);
        if (ferror(stream)) {
            return error_set_errno(reader->error, reader->path, "cannot be read");
        }
        if (size > 0 && xmlParseChunk(reader->xml, chunk, (int)size, 0) != 0) {
            return reader->status != 0 ? -1 : fault_set(reader, ended);
        }
    } while (!feof(stream));
    long consumed = xmlByteConsumed(reader->xml);
    if (xmlParseChunk(reader->xml, chunk, 0, 1) != 0 &&
        (!cut_off || tag_follows(stream, consumed))) {
        return reader->status != 0 ? -1 : fault_set(reader, ended);
    }
    const struct valgrind_end end = { .tool = reader->tool->name,
                                      .path = reader->path,
                                      .finished = reader->finished,
                                      .finding_count = reader->findings->count,
                                      .crash = &reader->crash };
    return cut_off ? 0 : valgrind_end_check(&end, ended, reader->error);
}

int valgrind_xml_parse(const char *path, const struct valgrind_tool *tool,
                       const struct detector_report *report, struct findings *findings,
                       struct error *error)
{
    xmlSAXHandler handler = { .startElement = element_begin,
                              .endElement = element_end,
                              .characters = text_add,
                              .error = fault_ignore,
                              .warning = fault_ignore };
    struct reader *reader = alloc_zeroed(1, sizeof *reader);
    FILE *stream = fopen(path, "re");
    int status = -1;

    *reader = (struct reader){ .path = path,
                               .case_folder = report->case_folder,
                               .keeps_unplaced = report->alarms,
                               .tool = tool,
                               .findings = findings,
                               .error = error };
    reader->xml = xmlCreatePushParserCtxt(&handler, reader, NULL, 0, path);
    if (stream == NULL || reader->xml == NULL) {
        error_set(error, ERROR_REPORT, path, 0, "%s wrote no report; it said: %.500s", tool->name,
                  report->ended->err.text);
    } else {
        status = stream_read(reader, stream, report->ended);
    }
    if (stream != NULL) {
        fclose(stream);
    }
    xmlFreeParserCtxt(reader->xml);
    free(reader);
    return status;
}
