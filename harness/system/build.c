#include "system/build.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/string_list.h"
#include "system/process.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sha2.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum {
    COMPILER_OUTPUT_LIMIT = 64 << 10,
    HEADER_LIMIT = 1 << 20,
    SOURCE_LIMIT = 16 << 20,
    COMPILERS_MAX = 8
};
static const double COMPILER_TIMEOUT = 120;

const char *const BUILD_FLAGS[] = { "-std=gnu11", "-g",       "-O0", "-fno-omit-frame-pointer",
                                    "-pthread",   "-UNDEBUG", NULL };

/* What a program is made of. */
struct unit {
    const char *name;   /* what the program is called, before its key */
    const char *folder; /* where its headers are */
    const char *path, *text;
    const struct build_flavour *flavour;
};

static atomic_size_t compiled_count;
static const char *explorer;

void build_use_explorer(const char *path)
{
    explorer = path;
}

size_t build_compiled_count(void)
{
    return atomic_load(&compiled_count);
}

/* What a compiler says of its version, asked once in a process. */
static int compiler_identity(const char *compiler, const char **identity, struct error *error)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct {
        char *compiler, *identity;
    } known[COMPILERS_MAX];
    static size_t count;
    struct string_list argv = { 0 };
    struct process_result result;
    const struct process_spec spec = { .argv = &argv,
                                       .timeout = COMPILER_TIMEOUT,
                                       .output_limit = COMPILER_OUTPUT_LIMIT };
    int status = 0;

    *identity = NULL;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(known[i].compiler, compiler) == 0) {
            *identity = known[i].identity;
        }
    }
    if (*identity == NULL) {
        string_list_add(&argv, "%s", compiler);
        string_list_add(&argv, "--version");
        status = process_run(&spec, &result, error);
        if (status == 0 && count < COMPILERS_MAX) {
            known[count].compiler = alloc_copy(compiler);
            *identity = known[count++].identity = alloc_copy(result.out.text);
        }
        if (status == 0) {
            process_result_free(&result);
        }
        string_list_free(&argv);
    }
    pthread_mutex_unlock(&lock);
    return status;
}

static void digest_add(SHA2_CTX *digest, const char *text)
{
    SHA256Update(digest, (const uint8_t *)text, strlen(text) + 1);
}

static int header_filter(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');

    return dot != NULL && strcmp(dot, ".h") == 0;
}

static int headers_digest(SHA2_CTX *digest, const char *folder, struct error *error)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, header_filter, alphasort);
    int status = 0;

    for (int i = 0; i < count; i++) {
        char *path = alloc_format("%s/%s", folder, entries[i]->d_name);
        char *text = NULL;
        size_t size;
        if (status == 0 && (status = file_read(path, HEADER_LIMIT, &text, &size, error)) == 0) {
            digest_add(digest, path);
            digest_add(digest, text);
        }
        free(text);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return status;
}

static int explorer_digest(SHA2_CTX *digest, struct error *error)
{
    char content[SHA256_DIGEST_STRING_LENGTH];

    if (explorer == NULL || SHA256File(explorer, content) == NULL) {
        return error_set_errno(error, explorer, "the explorer's library cannot be read");
    }
    digest_add(digest, explorer);
    digest_add(digest, content);
    return 0;
}

static int key_compute(const struct unit *unit, char key[SHA256_DIGEST_STRING_LENGTH],
                       struct error *error)
{
    const struct build_flavour *flavour = unit->flavour;
    const char *identity;
    SHA2_CTX digest;

    if (compiler_identity(flavour->compiler, &identity, error) != 0) {
        return -1;
    }
    SHA256Init(&digest);
    digest_add(&digest, identity == NULL ? "" : identity);
    digest_add(&digest, flavour->compiler);
    for (size_t i = 0; BUILD_FLAGS[i] != NULL; i++) {
        digest_add(&digest, BUILD_FLAGS[i]);
    }
    for (size_t i = 0; flavour->flags[i] != NULL; i++) {
        digest_add(&digest, flavour->flags[i]);
    }
    digest_add(&digest, unit->path);
    digest_add(&digest, unit->text);
    if (headers_digest(&digest, unit->folder, error) != 0 ||
        (flavour->explored && explorer_digest(&digest, error) != 0)) {
        return -1;
    }
    SHA256End(&digest, key);
    return 0;
}

/* In the source's folder: else debug information would name ours, and the build id depend on it. */
static int compiler_run(const struct string_list *argv, const struct unit *unit,
                        struct error *error)
{
    struct process_result result;
    const struct process_spec spec = { .argv = argv,
                                       .folder = unit->folder,
                                       .timeout = COMPILER_TIMEOUT,
                                       .output_limit = COMPILER_OUTPUT_LIMIT };
    int status = process_run(&spec, &result, error);

    if (status != 0) {
        return -1;
    }
    if (result.end != PROCESS_EXITED || result.code != 0) {
        char *end = process_describe_end(&result);
        status = error_set(error, result.end == PROCESS_CANCELLED ? ERROR_INTERRUPTED : ERROR_BUILD,
                           unit->path, 0, "does not compile: %s %s\n%s", argv->items[0], end,
                           result.err.text);
        free(end);
    }
    process_result_free(&result);
    return status;
}

static void flags_add(struct string_list *argv, const struct unit *unit, bool with_own)
{
    string_list_add(argv, "%s", unit->flavour->compiler);
    for (size_t i = 0; BUILD_FLAGS[i] != NULL; i++) {
        string_list_add(argv, "%s", BUILD_FLAGS[i]);
    }
    for (size_t i = 0; with_own && unit->flavour->flags[i] != NULL; i++) {
        string_list_add(argv, "%s", unit->flavour->flags[i]);
    }
}

static int unit_compile(const struct unit *unit, const char *output, bool linked,
                        struct error *error)
{
    struct string_list argv = { 0 };

    flags_add(&argv, unit, true);
    if (!linked) {
        string_list_add(&argv, "-c");
    }
    string_list_add(&argv, "%s", unit->path);
    string_list_add(&argv, "-o");
    string_list_add(&argv, "%s", output);
    int status = compiler_run(&argv, unit, error);
    string_list_free(&argv);
    return status;
}

/* Not with -fsanitize=thread: that would link libtsan. The runtime protects pages, and what is
 * bound lazily would be written to at an unforeseen time. */
static int unit_link_explorer(const struct unit *unit, const char *object, const char *output,
                              struct error *error)
{
    struct string_list argv = { 0 };

    flags_add(&argv, unit, false);
    string_list_add(&argv, "%s", object);
    string_list_add(&argv, "-o");
    string_list_add(&argv, "%s", output);
    string_list_add(&argv, "%s", explorer);
    string_list_add(&argv, "-Xlinker");
    string_list_add(&argv, "-rpath");
    string_list_add(&argv, "-Xlinker");
    string_list_add(&argv, "%.*s", (int)(strrchr(explorer, '/') - explorer), explorer);
    string_list_add(&argv, "-Wl,-z,now,--build-id");
    int status = compiler_run(&argv, unit, error);
    string_list_free(&argv);
    return status;
}

static int unit_build(const struct unit *unit, const char *output, struct error *error)
{
    if (!unit->flavour->explored) {
        return unit_compile(unit, output, true, error);
    }
    char *object = alloc_format("%s.o", output);
    int status = unit_compile(unit, object, false, error);
    if (status == 0) {
        status = unit_link_explorer(unit, object, output, error);
    }
    unlink(object);
    free(object);
    return status;
}

/* Builds into a temporary file, checks it, and gives it its name only then. */
static int program_build(const struct unit *unit, const char *program, struct error *error)
{
    char *temporary = alloc_format("%s.tmp", program);

    int status = unit_build(unit, temporary, error);
    if (status == 0) {
        status = binary_check(temporary, unit->flavour->need, error);
    }
    if (status == 0 && rename(temporary, program) != 0) {
        status = error_set_errno(error, program, "cannot be created");
    }
    if (status != 0) {
        unlink(temporary);
    }
    atomic_fetch_add(&compiled_count, status == 0);
    free(temporary);
    return status;
}

/* Whoever holds the folder's lock compiles; who waited for it finds the program there. */
static int program_build_once(const struct unit *unit, const char *place, const char *program,
                              struct error *error)
{
    char *path = alloc_format("%s/lock", place);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    int status;

    if (lock < 0 || flock(lock, LOCK_EX) != 0) {
        status = error_set_errno(error, path, "cannot be locked; is the build folder writable?");
    } else {
        status = file_exists(program) ? 0 : program_build(unit, program, error);
    }
    if (lock >= 0) {
        close(lock);
    }
    free(path);
    return status;
}

static int program_provide(const struct unit *unit, const char *folder, char **program,
                           struct error *error)
{
    char key[SHA256_DIGEST_STRING_LENGTH];
    int status = -1;

    *program = NULL;
    if (key_compute(unit, key, error) != 0) {
        return -1;
    }
    char *place = alloc_format("%s/programs/%.2s", folder, key);
    *program = alloc_format("%s/%s.%s.%.16s", place, unit->name, unit->flavour->name, key);
    if (file_exists(*program)) {
        status = 0;
    } else if (file_make_folders(place, error) == 0) {
        status = program_build_once(unit, place, *program, error);
    }
    free(place);
    if (status != 0) {
        free(*program);
        *program = NULL;
    }
    return status;
}

int build_program(const struct bug_case *built, enum variant variant,
                  const struct build_flavour *flavour, const char *folder, char **program,
                  struct error *error)
{
    char *name = alloc_format("%s.%s", built->name, variant_name(variant));
    const struct unit unit = { .name = name,
                               .folder = built->folder,
                               .path = built->source_path[variant],
                               .text = built->source[variant],
                               .flavour = flavour };
    int status = program_provide(&unit, folder, program, error);

    free(name);
    return status;
}

int build_source(const char *path, const struct build_flavour *flavour, const char *folder,
                 char **program, struct error *error)
{
    char *found = realpath(path, NULL);
    char *text = NULL;
    size_t size;
    int status = -1;

    *program = NULL;
    if (found == NULL) {
        return error_set_errno(error, path, "cannot be found");
    }
    if (file_read(found, SOURCE_LIMIT, &text, &size, error) == 0) {
        const char *slash = strrchr(found, '/');
        char *below = alloc_copy_n(found, (size_t)(slash - found));
        const struct unit unit = {
            .name = slash + 1, .folder = below, .path = found, .text = text, .flavour = flavour
        };
        status = program_provide(&unit, folder, program, error);
        free(below);
    }
    free(text);
    free(found);
    return status;
}

const char *build_exploring_lack(void)
{
#ifdef RACETRAP_EXPLORES
    return NULL;
#else
    return "the explorer runs on x86-64, and not yet on other CPUs";
#endif
}

int build_explored_flavour(const char *compiler, bool tells_volatile, struct build_flavour *flavour,
                           struct error *error)
{
    const char *lack = build_exploring_lack();
    const char *identity;

    if (lack != NULL) {
        return error_set(error, ERROR_SYSTEM, NULL, 0, "%s", lack);
    }
    if (compiler_identity(compiler, &identity, error) != 0) {
        return -1;
    }
    *flavour = (struct build_flavour){ .name = "explore",
                                       .compiler = compiler,
                                       .flags = { "-fsanitize=thread", "-fno-builtin" },
                                       .need = BINARY_EXPLORE,
                                       .explored = true };
    bool is_clang = identity != NULL && strstr(identity, "clang") != NULL;
    const char **flag = &flavour->flags[2];
    if (is_clang) { /* else the read of `x++` is taken for a part of its write */
        *flag++ = "-mllvm";
        *flag++ = "-tsan-instrument-read-before-write=1";
    }
    if (tells_volatile) {
        *flag++ = is_clang ? "-mllvm" : "--param";
        *flag++ = is_clang ? "-tsan-distinguish-volatile=1" : "tsan-distinguish-volatile=1";
    }
    return 0;
}
