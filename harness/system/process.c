#include "system/process.h"

#include "base/alloc.h"
#include "system/launch.h"

#include <dirent.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

enum { POLL_MILLISECONDS = 20 };

static const char *launcher = "racetrap-launch";
static atomic_bool cancelled;

/* Everything about one running child; lives on the stack of process_run. */
struct run {
    const struct process_spec *spec;
    struct process_result *result;
    uv_loop_t loop;
    uv_process_t process;
    uv_pipe_t out, err, records;
    uv_timer_t timer;
    uint64_t started; /* nanoseconds */
    uint64_t asked;   /* when it was asked to end by itself; 0: not at all */
    bool ending;      /* the launcher was told to end it */
    bool ended;       /* the end was recorded */
    int exec_error;
    struct launch_record record;
    size_t record_used;
    char chunk[65536];
};

void process_use_launcher(const char *path)
{
    launcher = path;
}

void process_cancel_all(void)
{
    atomic_store(&cancelled, true);
}

bool process_is_cancelled(void)
{
    return atomic_load(&cancelled);
}

static void child_end(struct run *run, enum process_end reason)
{
    if (run->ending || run->ended) {
        return;
    }
    run->ending = true;
    run->result->end = reason;
    uv_process_kill(&run->process, SIGTERM);
}

/* Called by every poll from the time on at which the child is to end. */
static void child_ask(struct run *run, enum process_end reason)
{
    if (run->spec->grace > 0 && run->asked == 0) {
        run->asked = uv_hrtime();
        uv_process_kill(&run->process, SIGINT);
    }
    if ((double)(uv_hrtime() - run->asked) / 1e9 >= run->spec->grace) {
        child_end(run, reason);
    }
}

static void chunk_lend(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    struct run *run = handle->data;

    (void)suggested;
    *buffer = uv_buf_init(run->chunk, sizeof run->chunk);
}

static void output_keep(struct run *run, struct process_output *output, const char *bytes,
                        size_t size)
{
    size_t room = run->spec->output_limit - output->size;

    if (size > room) {
        size = room;
        output->capped = true;
        child_end(run, PROCESS_OUTPUT_LIMIT);
    }
    output->text = alloc_resized(output->text, output->size + size + 1, 1);
    memcpy(output->text + output->size, bytes, size);
    output->size += size;
    output->text[output->size] = '\0';
}

static void output_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
    struct run *run = stream->data;

    if (size < 0) {
        uv_close((uv_handle_t *)stream, NULL);
    } else if (size > 0) {
        bool is_out = stream == (uv_stream_t *)&run->out;
        output_keep(run, is_out ? &run->result->out : &run->result->err, buffer->base,
                    (size_t)size);
    }
}

static void record_take(struct run *run)
{
    switch ((enum launch_event)run->record.event) {
    case LAUNCH_PROCESS:
        run->result->pid = run->record.value;
        break;
    case LAUNCH_STARTED:
        run->result->randomised = run->record.value != 0;
        break;
    case LAUNCH_FAILED:
        run->exec_error = run->record.value;
        break;
    case LAUNCH_EXITED:
    case LAUNCH_SIGNALLED:
        if (!run->ending) {
            run->result->end =
                run->record.event == LAUNCH_EXITED ? PROCESS_EXITED : PROCESS_SIGNALLED;
            run->result->code = run->record.value;
        }
        run->ended = true;
        run->result->seconds = (double)(uv_hrtime() - run->started) / 1e9;
        break;
    }
}

static void records_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
    struct run *run = stream->data;

    if (size < 0) {
        uv_close((uv_handle_t *)stream, NULL);
        return;
    }
    for (ssize_t i = 0; i < size; i++) {
        ((char *)&run->record)[run->record_used++] = buffer->base[i];
        if (run->record_used == sizeof run->record) {
            record_take(run);
            run->record_used = 0;
        }
    }
}

static void launcher_ended(uv_process_t *process, int64_t status, int signal_number)
{
    struct run *run = process->data;

    (void)status;
    (void)signal_number;
    uv_close((uv_handle_t *)process, NULL);
    uv_close((uv_handle_t *)&run->timer, NULL);
}

static size_t memory_of(int pid);

/* Adds up what is resident for the children that one task of a process has. */
static size_t memory_of_children(int pid, const char *task)
{
    char path[64];
    size_t sum = 0;
    int child;

    snprintf(path, sizeof path, "/proc/%d/task/%.16s/children", pid, task);
    FILE *stream = fopen(path, "re");
    if (stream == NULL) {
        return 0;
    }
    while (fscanf(stream, "%d", &child) == 1) {
        sum += memory_of(child);
    }
    fclose(stream);
    return sum;
}

/* What is resident, in bytes, for a process and all its descendants (proc(5): statm, children). */
static size_t memory_of(int pid)
{
    char path[64];
    unsigned long pages = 0;

    snprintf(path, sizeof path, "/proc/%d/statm", pid);
    FILE *stream = fopen(path, "re");
    if (stream == NULL) {
        return 0;
    }
    if (fscanf(stream, "%*u %lu", &pages) != 1) {
        pages = 0;
    }
    fclose(stream);
    size_t sum = pages * (size_t)sysconf(_SC_PAGESIZE);
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *tasks = opendir(path);
    for (struct dirent *task; tasks != NULL && (task = readdir(tasks)) != NULL;) {
        sum += task->d_name[0] == '.' ? 0 : memory_of_children(pid, task->d_name);
    }
    if (tasks != NULL) {
        closedir(tasks);
    }
    return sum;
}

static void run_poll(uv_timer_t *timer)
{
    struct run *run = timer->data;
    double seconds = (double)(uv_hrtime() - run->started) / 1e9;

    if (run->spec->watch != NULL) {
        run->spec->watch(run->spec->watch_context);
    }
    if (process_is_cancelled()) {
        child_ask(run, PROCESS_CANCELLED);
    } else if (run->spec->timeout > 0 && seconds >= run->spec->timeout) {
        child_ask(run, PROCESS_TIMED_OUT);
    } else if (run->spec->memory_limit > 0 &&
               memory_of(uv_process_get_pid(&run->process)) > run->spec->memory_limit) {
        child_end(run, PROCESS_MEMORY_LIMIT);
    }
}

/* Ours, with the spec's variables in place of those of the same name. */
static void environment_merge(const struct string_list *added, struct string_list *merged)
{
    for (char **variable = environ; *variable != NULL; variable++) {
        size_t name = strcspn(*variable, "=") + 1;
        bool replaced = false;
        for (size_t i = 0; added != NULL && i < added->count && !replaced; i++) {
            replaced = strncmp(*variable, added->items[i], name) == 0;
        }
        if (!replaced) {
            string_list_add(merged, "%s", *variable);
        }
    }
    for (size_t i = 0; added != NULL && i < added->count; i++) {
        string_list_add(merged, "%s", added->items[i]);
    }
}

static void handles_open(struct run *run)
{
    uv_loop_init(&run->loop);
    uv_pipe_init(&run->loop, &run->out, 0);
    uv_pipe_init(&run->loop, &run->err, 0);
    uv_pipe_init(&run->loop, &run->records, 0);
    uv_timer_init(&run->loop, &run->timer);
    run->out.data = run->err.data = run->records.data = run->timer.data = run->process.data = run;
}

static int launcher_spawn(struct run *run)
{
    const uv_stdio_flags out = UV_CREATE_PIPE | UV_WRITABLE_PIPE;
    struct string_list argv = { 0 };
    struct string_list environment = { 0 };
    uv_stdio_container_t stdio[LAUNCH_FD + 1] = {
        { .flags = UV_IGNORE },
        { .flags = out, .data.stream = (uv_stream_t *)&run->out },
        { .flags = out, .data.stream = (uv_stream_t *)&run->err },
        { .flags = out, .data.stream = (uv_stream_t *)&run->records },
    };

    string_list_add(&argv, "%s", launcher);
    string_list_add(&argv, "%d", (int)getpid());
    for (size_t i = 0; i < run->spec->argv->count; i++) {
        string_list_add(&argv, "%s", run->spec->argv->items[i]);
    }
    environment_merge(run->spec->environment, &environment);
    const uv_process_options_t options = {
        .exit_cb = launcher_ended,
        .file = launcher,
        .args = argv.items,
        .env = environment.items,
        .cwd = run->spec->folder,
        .flags = UV_PROCESS_DETACHED, /* a session of its own: Ctrl-C is ours to handle */
        .stdio = stdio,
        .stdio_count = LAUNCH_FD + 1,
    };
    int status = uv_spawn(&run->loop, &run->process, &options);
    string_list_free(&argv);
    string_list_free(&environment);
    return status;
}

static void handle_close(uv_handle_t *handle, void *unused)
{
    (void)unused;
    if (!uv_is_closing(handle)) {
        uv_close(handle, NULL);
    }
}

int process_run(const struct process_spec *spec, struct process_result *result, struct error *error)
{
    struct run run = { .spec = spec, .result = result, .started = uv_hrtime() };

    *result = (struct process_result){ .end = PROCESS_CANCELLED };
    result->out.text = alloc_zeroed(1, 1);
    result->err.text = alloc_zeroed(1, 1);
    handles_open(&run);
    int status = launcher_spawn(&run);
    if (status == 0) {
        uv_read_start((uv_stream_t *)&run.out, chunk_lend, output_read);
        uv_read_start((uv_stream_t *)&run.err, chunk_lend, output_read);
        uv_read_start((uv_stream_t *)&run.records, chunk_lend, records_read);
        uv_timer_start(&run.timer, run_poll, 0, POLL_MILLISECONDS);
    } else {
        uv_walk(&run.loop, handle_close, NULL);
    }
    uv_run(&run.loop, UV_RUN_DEFAULT);
    uv_loop_close(&run.loop);
    if (!run.ended) {
        result->seconds = (double)(uv_hrtime() - run.started) / 1e9;
    }
    if (status != 0) {
        process_result_free(result);
        return error_set(error, ERROR_SYSTEM, launcher, 0,
                         "cannot be started: %s; is racetrap installed completely?",
                         uv_strerror(status));
    }
    if (run.exec_error != 0) {
        process_result_free(result);
        return error_set(error, ERROR_SYSTEM, spec->argv->items[0], 0, "cannot be started: %s",
                         strerror(run.exec_error));
    }
    /* Asked to end before it could block the signal, the launcher dies of it. */
    if (!run.ended && !run.ending && !process_is_cancelled()) {
        process_result_free(result);
        return error_set(error, ERROR_SYSTEM, spec->argv->items[0], 0,
                         "its launcher was killed, so how it ended is not known");
    }
    return 0;
}

int process_become(const struct string_list *argv, const struct string_list *environment,
                   struct error *error)
{
    struct string_list merged = { 0 };

    environment_merge(environment, &merged);
    execvpe(argv->items[0], argv->items, merged.items);
    string_list_free(&merged);
    return error_set_errno(error, argv->items[0], "cannot be started");
}

void process_result_free(struct process_result *result)
{
    free(result->out.text);
    free(result->err.text);
    *result = (struct process_result){ 0 };
}

bool process_can_find(const char *program)
{
    const char *path = getenv("PATH");
    bool found = false;

    if (strchr(program, '/') != NULL) {
        return access(program, X_OK) == 0;
    }
    for (const char *at = path == NULL ? "/usr/bin:/bin" : path; *at != '\0' && !found;) {
        size_t length = strcspn(at, ":");
        char *file = alloc_format("%.*s/%s", (int)length, at, program);
        found = access(file, X_OK) == 0;
        free(file);
        at += length + (at[length] == ':');
    }
    return found;
}

char *process_describe_end(const struct process_result *result)
{
    switch (result->end) {
    case PROCESS_EXITED:
        return alloc_format("exited with status %d", result->code);
    case PROCESS_SIGNALLED:
        return alloc_format("was ended by signal %d (%s)", result->code, strsignal(result->code));
    case PROCESS_TIMED_OUT:
        return alloc_format("was still running after %.1f s", result->seconds);
    case PROCESS_OUTPUT_LIMIT:
        return alloc_format("printed more than the %zu KiB that are kept, and was ended",
                            (result->out.capped ? result->out.size : result->err.size) / 1024);
    case PROCESS_MEMORY_LIMIT:
        return alloc_format("used more memory than it may, and was ended");
    case PROCESS_CANCELLED:
        return alloc_format("was interrupted");
    }
    return NULL;
}
