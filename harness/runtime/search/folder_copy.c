#include "runtime/search/folder_copy.h"
#include "runtime/libc/folder_tree.h"
#include "runtime/libc/real_path.h"
#include "runtime/libc/temporary.h"
#include "runtime/search/copied_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SLOTS_MAX = 512, WISHES_MAX = 32, MODE_OURS = 0700 };

/* A copy, and what else a process that runs schedules leaves behind: it has it for a while, and
 * then another one. In shared memory. */
struct slot {
    uint32_t owner; /* the process; 0: nobody */
    bool was_used, is_made;
    struct work_folder_changes changes;
    struct temporaries temporaries;
};

static char folder[REAL_PATH_SIZE], scratch[REAL_PATH_SIZE], path[REAL_PATH_SIZE];
static const struct folder_picture *picture; /* NULL: no copies are made */
static struct slot *slots;
static struct copied_entry *copied; /* of each slot, as many as there are entries */
static struct slot *own;            /* NULL: this process has none */
static struct copied_tree tree;
static char wishes[WISHES_MAX][WORK_FOLDER_WANTED_SIZE];
static const char *wished[WISHES_MAX];
static struct folder_wish wish = { .paths = wished };

void folder_copy_prepare(const char *report)
{
    static char beside[REAL_PATH_SIZE];
    const char *name = base_name(report);
    const struct work_folder here = { .folder = folder };

    if (!real_path_of_file(AT_FDCWD, folder)) {
        base_text(folder, sizeof folder, "/");
    }
    base_text(beside, (size_t)(name - report) + 1, report);
    if (real_path_find(AT_FDCWD, name == report ? "." : beside, true, scratch)) {
        size_t length = base_length(scratch);
        base_text(scratch + length, sizeof scratch - length, "/work");
    }
    work_folder_use(&here);
    slots = base_map_shared(SLOTS_MAX * sizeof *slots);
}

static bool wish_add(const char *wanted)
{
    for (uint32_t i = 0; i < wish.count; i++) {
        if (base_same(wished[i], wanted)) {
            return false;
        }
    }
    if (wanted[0] == '\0' || wish.count == WISHES_MAX) {
        return false;
    }
    base_text(wishes[wish.count], WORK_FOLDER_WANTED_SIZE, wanted);
    wished[wish.count] = wishes[wish.count];
    wish.count++;
    return true;
}

/* What schedules have missed in their copies is to be copied. Returns whether that is news. */
static bool wishes_take(void)
{
    bool is_news = false;

    for (unsigned i = 0; i < SLOTS_MAX && slots[i].was_used; i++) {
        struct work_folder_changes *changes = &slots[i].changes;
        is_news |= (changes->wants_all && !wish.all) | wish_add(changes->wanted);
        wish.all |= changes->wants_all;
        changes->wanted[0] = '\0';
        changes->wants_all = false;
    }
    return is_news;
}

/* Every process makes its copy anew. */
static void picture_take(void)
{
    picture = folder_picture_take(folder, scratch, &wish);
    for (unsigned i = 0; i < SLOTS_MAX && slots[i].was_used; i++) {
        slots[i].is_made = false;
    }
    if (picture != NULL) {
        copied = base_map_shared((size_t)SLOTS_MAX * picture->count * sizeof *copied);
    }
}

bool folder_copy_cure(struct schedule_result *result)
{
    char reason[sizeof result->reason];

    if (result->end != SCHEDULE_UNSUPPORTED || !result->needs_fork ||
        (picture != NULL && !wishes_take())) {
        return false;
    }
    long made = BASE_KERNEL(SYS_mkdir, scratch, MODE_OURS, 0);
    bool can_copy = made == 0 || made == -EEXIST;
    if (can_copy) {
        picture_take();
    }
    if (picture == NULL) {
        snprintf(reason, sizeof reason, "%.60s, and %s", result->reason,
                 can_copy
                     ? "there is too much in the folder for a copy of it; start it in another one"
                     : "no copy of the folder can be made in TMPDIR");
        base_copy(result->reason, reason, sizeof reason);
    }
    return picture != NULL;
}

/* Takes a copy that nobody has any more. What a process has left that was killed is not known. */
static bool slot_take(struct slot *slot, uint32_t process)
{
    uint32_t owner = __atomic_load_n(&slot->owner, __ATOMIC_RELAXED);

    if ((owner != 0 && BASE_KERNEL(SYS_kill, owner, 0, 0) != -ESRCH) ||
        !__atomic_compare_exchange_n(&slot->owner, &owner, process, false, __ATOMIC_ACQUIRE,
                                     __ATOMIC_RELAXED)) {
        return false;
    }
    slot->was_used = true;
    slot->changes.is_unknown |= owner != 0;
    return true;
}

static unsigned slot_find(void)
{
    uint32_t process = (uint32_t)BASE_KERNEL(SYS_getpid, 0, 0, 0);

    for (unsigned i = 0; i < SLOTS_MAX; i++) {
        if (slot_take(&slots[i], process)) {
            return i;
        }
    }
    base_die("there are more than %d processes that run schedules", SLOTS_MAX);
}

/* Puts it back; or makes it anew, where the program has taken all of it away. */
static void copy_restore(void)
{
    if (!copied_tree_restore(&tree, &own->changes)) {
        copied_tree_make(&tree);
        BASE_KERNEL(SYS_chdir, path, 0, 0);
    }
}

static void copy_enter(unsigned number)
{
    const struct work_folder there = { .folder = folder,
                                       .copy = path,
                                       .scratch = scratch,
                                       .has_links = picture->has_stand_ins,
                                       .is_whole = picture->is_whole,
                                       .changes = &own->changes };

    snprintf(path, sizeof path, "%.4000s/%03u", scratch, number);
    tree.picture = picture;
    tree.folder = folder;
    tree.path = path;
    tree.copied = copied + (size_t)number * picture->count;
    if (own->is_made) {
        copy_restore();
    } else {
        copied_tree_make(&tree);
        own->is_made = true;
    }
    BASE_KERNEL(SYS_chdir, path, 0, 0);
    work_folder_use(&there);
}

void folder_copy_enter(void)
{
    if (!schedule_settings.fork_mode && picture == NULL) {
        return;
    }
    unsigned number = slot_find();
    own = &slots[number];
    temporary_remove(&own->temporaries);
    temporary_use(&own->temporaries);
    if (picture != NULL) {
        copy_enter(number);
    }
}

static void restore(void)
{
    temporary_remove(&own->temporaries);
    if (picture != NULL) {
        copy_restore();
    }
}

void folder_copy_restore(const struct schedule_result *result)
{
    own->changes.is_unknown |= result->end == SCHEDULE_LOST; /* it may have dumped its core */
    restore();
}

void folder_copy_leave(void)
{
    if (own != NULL) {
        restore();
        BASE_KERNEL(SYS_chdir, folder, 0, 0);
        __atomic_store_n(&own->owner, 0, __ATOMIC_RELEASE);
        own = NULL;
    }
}

void folder_copy_end(void)
{
    for (unsigned i = 0; i < SLOTS_MAX && slots[i].was_used; i++) {
        temporary_remove(&slots[i].temporaries); /* of a process that was killed */
    }
    if (picture != NULL) {
        folder_tree_remove(AT_FDCWD, scratch);
    }
}
