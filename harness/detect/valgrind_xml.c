#include "detect/valgrind_xml.h"

#include "detect/report_text.h"

#include <libxml/xmlreader.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROTOCOL_LEAST = 4, PROTOCOL_MOST = 6 };

struct reader {
    xmlTextReaderPtr xml;
    const char *path;
    const char *case_folder;
    const struct valgrind_tool *tool;
    struct findings *findings;
    struct error *error;
    struct excerpt excerpt;
    struct valgrind_error said;     /* the <error> being read */
    char before[VALGRIND_TEXT_MAX]; /* the last <auxwhat> */
    unsigned depth_nested;          /* inside how many elements that only give context */
    struct valgrind_stack ignored;  /* where stacks beyond the maximum go */
    struct valgrind_stack *stack;   /* the <stack> being read */
    struct {
        char function[128], folder[1024], file[1024];
        unsigned line;
    } frame;
    unsigned protocol;
    bool finished;     /* <state>FINISHED</state> */
    bool fault_at_end; /* the file ended before the document did */
    char fault[256];
    unsigned fault_line;
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

    reader->stack = said->stack_count < VALGRIND_STACKS_MAX ? &said->stacks[said->stack_count++]
                                                            : &reader->ignored;
    *reader->stack = (struct valgrind_stack){ .nested = reader->depth_nested > 0 };
    memcpy(reader->stack->before, reader->before, sizeof reader->before);
    reader->before[0] = '\0';
}

static int error_end(struct reader *reader)
{
    const struct valgrind_error *said = &reader->said;
    unsigned line = (unsigned)xmlTextReaderGetParserLineNumber(reader->xml);
    enum finding_kind kind;

    if (reader->tool->classify(said, &kind) != 0) {
        return error_set(reader->error, ERROR_REPORT, reader->path, line,
                         "%s reported `%s: %s`, which is not known here", reader->tool->name,
                         said->kind, said->what);
    }
    struct finding *finding = findings_add(reader->findings, kind, reader->excerpt.text);
    for (unsigned i = 0; i < said->stack_count; i++) {
        const struct valgrind_stack *stack = &said->stacks[i];
        if (stack->file[0] != '\0' && !stack->nested &&
            (i == 0 || reader->tool->is_primary(stack))) {
            finding_add_place(finding, stack->file, stack->function, stack->line);
        }
    }
    if (finding->place_count == 0) {
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
           strcmp(name, "other_segment_end") == 0 || strcmp(name, "announcethread") == 0;
}

static void element_begin(struct reader *reader, const char *name)
{
    if (strcmp(name, "error") == 0) {
        memset(&reader->said, 0, sizeof reader->said);
        reader->before[0] = '\0';
        excerpt_clear(&reader->excerpt);
    } else if (strcmp(name, "stack") == 0) {
        stack_begin(reader);
    } else if (strcmp(name, "frame") == 0) {
        memset(&reader->frame, 0, sizeof reader->frame);
    } else if (element_is_context(name)) {
        reader->depth_nested++;
    }
}

static int element_end(struct reader *reader, const char *name)
{
    if (strcmp(name, "error") == 0) {
        return error_end(reader);
    }
    if (strcmp(name, "frame") == 0 && reader->stack != NULL) {
        frame_end(reader);
    } else if (strcmp(name, "stack") == 0) {
        reader->stack = NULL;
    } else if (element_is_context(name)) {
        reader->depth_nested--;
    }
    return 0;
}

static int protocol_check(struct reader *reader, const char *text)
{
    reader->protocol = (unsigned)strtoul(text, NULL, 10);
    if (reader->protocol < PROTOCOL_LEAST || reader->protocol > PROTOCOL_MOST) {
        return error_set(reader->error, ERROR_REPORT, reader->path, 0,
                         "Valgrind's XML has protocol version %s; known here are %d to %d", text,
                         PROTOCOL_LEAST, PROTOCOL_MOST);
    }
    return 0;
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
        { "dir", reader->frame.folder, sizeof reader->frame.folder },
        { "file", reader->frame.file, sizeof reader->frame.file },
    };

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (strcmp(fields[i].element, parent) == 0) {
            snprintf(fields[i].field, fields[i].size, "%s", text);
            return 0;
        }
    }
    if (strcmp(parent, "line") == 0) {
        reader->frame.line = (unsigned)strtoul(text, NULL, 10);
    } else if (strcmp(parent, "protocolversion") == 0) {
        return protocol_check(reader, text);
    } else if (strcmp(parent, "state") == 0) {
        reader->finished = strcmp(text, "FINISHED") == 0;
    } else if ((strcmp(parent, "what") == 0 || strcmp(parent, "text") == 0) &&
               reader->depth_nested == 0) {
        bool first = reader->said.what[0] == '\0';
        snprintf(first ? reader->said.what : reader->before, VALGRIND_TEXT_MAX, "%s", text);
        excerpt_line(reader, first ? "" : "  ", text);
    } else if (strcmp(parent, "auxwhat") == 0) {
        snprintf(reader->before, sizeof reader->before, "%s", text);
        excerpt_line(reader, "  ", text);
    }
    return 0;
}

static int node_read(struct reader *reader, char parent[64])
{
    const char *name = (const char *)xmlTextReaderConstName(reader->xml);
    const char *text = (const char *)xmlTextReaderConstValue(reader->xml);

    switch (xmlTextReaderNodeType(reader->xml)) {
    case XML_READER_TYPE_ELEMENT:
        snprintf(parent, 64, "%s", name);
        element_begin(reader, name);
        return xmlTextReaderIsEmptyElement(reader->xml) ? element_end(reader, name) : 0;
    case XML_READER_TYPE_END_ELEMENT:
        parent[0] = '\0';
        return element_end(reader, name);
    case XML_READER_TYPE_TEXT:
        return text_take(reader, parent, text);
    }
    return 0;
}

static void fault_note(void *context, const char *message, xmlParserSeverities severity,
                       xmlTextReaderLocatorPtr locator)
{
    struct reader *reader = context;

    (void)severity;
    if (reader->fault[0] != '\0') {
        return;
    }
    reader->fault_line = (unsigned)xmlTextReaderLocatorLineNumber(locator);
    snprintf(reader->fault, sizeof reader->fault, "%.*s", (int)strcspn(message, "\n"), message);
}

/*
 * Did reading stop because the file stops, and not because something in it is
 * wrong? Then nothing that could end a tag follows where the reader gave up.
 */
static bool fault_is_at_end(const char *path, long consumed)
{
    FILE *stream = fopen(path, "re");
    bool at_end = false;

    if (stream == NULL) {
        return false;
    }
    if (consumed >= 0 && fseek(stream, consumed, SEEK_SET) == 0) {
        int byte;
        while ((byte = getc(stream)) != EOF && byte != '>') {
        }
        at_end = byte == EOF;
    }
    fclose(stream);
    return at_end;
}

static int document_check(struct reader *reader, const struct detector_report *report)
{
    const struct process_result *ended = report->ended;
    bool cut_off = ended->end != PROCESS_EXITED && ended->end != PROCESS_SIGNALLED;

    if (reader->fault[0] != '\0' && !(cut_off && reader->fault_at_end)) {
        return error_set(reader->error, ERROR_REPORT, reader->path, reader->fault_line,
                         "is not the XML that %s writes: %s; is the disk full?%s%.500s",
                         reader->tool->name, reader->fault,
                         ended->err.size > 0 ? " It also said: " : "", ended->err.text);
    }
    if (!cut_off && !reader->finished) {
        return error_set(reader->error, ERROR_REPORT, reader->path, 0,
                         "%s did not finish its report, though the run is over: it %s%.500s",
                         reader->tool->name, ended->err.size > 0 ? "failed and said: " : "broke",
                         ended->err.text);
    }
    if (!cut_off && ended->code == DETECTOR_REPORT_EXIT && reader->findings->count == 0) {
        return error_set(reader->error, ERROR_REPORT, reader->path, 0,
                         "%s's exit status says that it reported something, and its XML has no "
                         "error in it",
                         reader->tool->name);
    }
    return 0;
}

int valgrind_xml_parse(const char *path, const struct valgrind_tool *tool,
                       const struct detector_report *report, struct findings *findings,
                       struct error *error)
{
    struct reader reader = { .path = path,
                             .case_folder = report->case_folder,
                             .tool = tool,
                             .findings = findings,
                             .error = error };
    char parent[64] = "";
    int status = 0;

    reader.xml = xmlReaderForFile(path, NULL, XML_PARSE_NONET | XML_PARSE_NOENT);
    if (reader.xml == NULL) {
        return error_set(error, ERROR_REPORT, path, 0, "%s wrote no report; it said: %.500s",
                         tool->name, report->ended->err.text);
    }
    xmlTextReaderSetErrorHandler(reader.xml, fault_note, &reader);
    while (status == 0 && xmlTextReaderRead(reader.xml) == 1) {
        status = node_read(&reader, parent);
    }
    reader.fault_at_end =
        reader.fault[0] != '\0' && fault_is_at_end(path, xmlTextReaderByteConsumed(reader.xml));
    xmlFreeTextReader(reader.xml);
    return status != 0 ? -1 : document_check(&reader, report);
}
