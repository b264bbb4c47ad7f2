#include "runtime/search/folder_picture.h"
#include "runtime/libc/folder_tree.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    ENTRIES_MAX = 20000,
    COPIES_MAX = 256, /* files and folders that are kept with what is in them */
    COPIES_ALL = 10000,
    CONTENTS_MAX = 64 << 20,
    TEXTS_MAX = 4 << 20,
    PATH_SIZE = 4096,
    SLOTS = 1 << 16, /* of the table of names: a power of two, of which half may be used */
    MODE_BITS = 07777,
};
static const uint32_t HASH_BASIS = 2166136261u, HASH_PRIME = 16777619u; /* FNV-1a */

static struct folder_picture picture;
static const char *root, *left_out;
static dev_t device;
static char *texts, *contents;
static size_t text_size, content_size;
static uint32_t copies;
static uint32_t *slots;
static bool is_too_large;
static const struct folder_wish *wish;

static uint32_t hash_of(uint32_t folder, const char *name)
{
    uint32_t hash = (HASH_BASIS ^ folder) * HASH_PRIME;

    for (; *name != '\0'; name++) {
        hash = (hash ^ (unsigned char)*name) * HASH_PRIME;
    }
    return hash ^ hash >> 16;
}

/* Where the entry is in the table, or would be. */
static uint32_t *slot_of(uint32_t folder, const char *name)
{
    uint32_t at = hash_of(folder, name) % SLOTS;

    while (slots[at] != 0) {
        const struct folder_entry *entry = &picture.entries[slots[at]];
        if (entry->parent == folder && base_same(base_name(entry->path), name)) {
            break;
        }
        at = (at + 1) % SLOTS;
    }
    return &slots[at];
}

uint32_t folder_picture_find(const struct folder_picture *taken, uint32_t folder, const char *name)
{
    (void)taken;
    return *slot_of(folder, name);
}

/* Keeps a text, of up to two parts with a slash between them. NULL: there is no room. */
static const char *text_keep(const char *first, const char *second)
{
    size_t length = base_length(first), size = length + base_length(second) + 2;
    char *text = texts + text_size;

    if (size > PATH_SIZE || size > TEXTS_MAX - text_size) {
        is_too_large = true;
        return NULL;
    }
    text_size += size;
    base_text(text, size, first);
    if (second[0] != '\0') {
        text[length] = '/';
        base_text(text + length + 1, size, second);
    }
    return text;
}

/* Reads a file to the end. Returns whether it could be, and is as long as it should be. */
static bool content_read(int folder, const char *name, struct folder_entry *entry)
{
    int file = (int)base_kernel(SYS_openat, (uintptr_t)folder, (uintptr_t)name,
                                O_RDONLY | O_NOFOLLOW | O_CLOEXEC, 0, 0, 0);
    char *content = contents + content_size;
    uint64_t done = 0;
    long got = file;

    while (got >= 0 && done < entry->size &&
           (got = BASE_KERNEL(SYS_read, file, content + done, entry->size - done)) > 0) {
        done += (uint64_t)got;
    }
    if (file >= 0) {
        BASE_KERNEL(SYS_close, file, 0, 0);
    }
    if (file < 0 || done != entry->size) {
        return false;
    }
    entry->content = content;
    content_size += entry->size;
    return true;
}

/* Whether somebody wants to change it, or something in it. */
static bool is_wished(const char *path)
{
    size_t length = base_length(path);

    for (uint32_t i = 0; i < wish->count; i++) {
        const char *wanted = wish->paths[i];
        if (base_begins(wanted, path) && (wanted[length] == '\0' || wanted[length] == '/')) {
            return true;
        }
    }
    return false;
}

static bool is_copied(const char *path)
{
    return copies < (wish->all ? COPIES_ALL : COPIES_MAX) || is_wished(path);
}

static void stand_in_make(struct folder_entry *entry)
{
    picture.has_stand_ins = true;
    entry->kind = FOLDER_ENTRY_STAND_IN;
    entry->content = text_keep(root[1] == '\0' ? "" : root, entry->path);
}

static void file_take(int folder, const char *name, struct folder_entry *entry)
{
    entry->kind = FOLDER_ENTRY_FILE;
    if (is_copied(entry->path) && entry->size <= CONTENTS_MAX - content_size) {
        copies++;
        if (content_read(folder, name, entry)) {
            return;
        }
    } else {
        picture.is_whole = false;
    }
    stand_in_make(entry);
}

/* Whether a link's text leads out of the folder, from where the link is. */
static bool climbs_out(const char *path, const char *text)
{
    int depth = 0;

    for (; *path != '\0'; path++) {
        depth += *path == '/';
    }
    while (*text != '\0' && depth >= 0) {
        size_t length = 0;
        while (text[length] != '/' && text[length] != '\0') {
            length++;
        }
        bool climbs = length == 2 && text[0] == '.' && text[1] == '.';
        bool stays = length == 0 || (length == 1 && text[0] == '.');
        depth += climbs ? -1 : !stays;
        text += length + (text[length] == '/');
    }
    return depth < 0;
}

static void symlink_take(int folder, const char *name, struct folder_entry *entry)
{
    static char text[PATH_SIZE];
    long size = base_kernel(SYS_readlinkat, (uintptr_t)folder, (uintptr_t)name, (uintptr_t)text,
                            sizeof text - 1, 0, 0);

    text[size < 0 ? 0 : size] = '\0';
    if (text[0] != '/' && climbs_out(entry->path, text)) {
        stand_in_make(entry); /* where the copy lies, it would lead elsewhere */
        return;
    }
    entry->kind = FOLDER_ENTRY_SYMLINK;
    entry->content = text_keep(text, "");
}

static void folder_take(const struct stat *status, struct folder_entry *entry)
{
    if (is_copied(entry->path) && status->st_dev == device) {
        copies++;
        entry->kind = FOLDER_ENTRY_FOLDER;
        return;
    }
    picture.is_whole = false;
    stand_in_make(entry);
}

static void entry_take(int folder, const char *name, void *context)
{
    const struct folder_entry *parent = context;
    struct folder_entry *entry = &picture.entries[picture.count];
    struct stat status = { 0 };

    if (is_too_large || base_kernel(SYS_newfstatat, (uintptr_t)folder, (uintptr_t)name,
                                    (uintptr_t)&status, AT_SYMLINK_NOFOLLOW, 0, 0) != 0) {
        return; /* gone in the meantime */
    }
    is_too_large = picture.count == ENTRIES_MAX;
    entry->path = is_too_large                ? NULL
                  : parent == picture.entries ? text_keep(name, "")
                                              : text_keep(parent->path, name);
    if (entry->path == NULL || (left_out != NULL && base_same(entry->path, left_out))) {
        return;
    }
    entry->parent = (uint32_t)(parent - picture.entries);
    entry->first = entry->count = 0;
    entry->mode = status.st_mode & MODE_BITS;
    entry->size = (uint64_t)status.st_size;
    entry->modified = status.st_mtim;
    if (S_ISREG(status.st_mode)) {
        file_take(folder, name, entry);
    } else if (S_ISDIR(status.st_mode)) {
        folder_take(&status, entry);
    } else if (S_ISLNK(status.st_mode)) {
        symlink_take(folder, name, entry);
    } else {
        stand_in_make(entry);
    }
    *slot_of(entry->parent, name) = picture.count++;
}

/* What is in a folder is added behind all that is there. */
static void folder_read(int top, uint32_t index)
{
    struct folder_entry *entry = &picture.entries[index];
    int folder = folder_tree_open(top, entry->path);

    if (folder < 0) {
        stand_in_make(entry);
        return;
    }
    entry->first = picture.count;
    folder_tree_each(folder, entry_take, entry);
    entry->count = picture.count - entry->first;
    BASE_KERNEL(SYS_close, folder, 0, 0);
}

static bool top_take(int top)
{
    struct stat status = { 0 };

    if (BASE_KERNEL(SYS_fstat, top, &status, 0) != 0) {
        return false;
    }
    device = status.st_dev;
    picture.entries[0] = (struct folder_entry){ .kind = FOLDER_ENTRY_FOLDER,
                                                .path = ".",
                                                .mode = status.st_mode & MODE_BITS,
                                                .modified = status.st_mtim };
    picture.count = 1;
    return true;
}

static void rooms_make(void)
{
    if (picture.entries == NULL) {
        picture.entries = base_map((ENTRIES_MAX + 1) * sizeof *picture.entries);
        texts = base_map(TEXTS_MAX);
        contents = base_map_shared(CONTENTS_MAX); /* shared: a fork need not copy its tables */
        slots = base_map(SLOTS * sizeof *slots);
    }
    base_fill(slots, 0, SLOTS * sizeof *slots);
    text_size = content_size = 0;
    copies = 0;
    picture.is_whole = true;
    picture.has_stand_ins = is_too_large = false;
}

const struct folder_picture *folder_picture_take(const char *folder, const char *except,
                                                 const struct folder_wish *wished)
{
    size_t length = base_length(folder);
    int top = folder_tree_open(AT_FDCWD, folder);

    root = folder;
    wish = wished;
    left_out = !base_begins(except, folder) ? NULL
               : length == 1                ? except + 1
               : except[length] == '/'      ? except + length + 1
                                            : NULL;
    rooms_make();
    bool is_taken = top >= 0 && top_take(top);
    for (uint32_t i = 0; is_taken && i < picture.count && !is_too_large; i++) {
        if (picture.entries[i].kind == FOLDER_ENTRY_FOLDER) {
            folder_read(top, i);
        }
    }
    if (top >= 0) {
        BASE_KERNEL(SYS_close, top, 0, 0);
    }
    return is_taken && !is_too_large ? &picture : NULL;
}
