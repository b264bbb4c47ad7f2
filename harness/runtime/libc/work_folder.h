/*
 * The folder that the program was started in. It is the user's: no schedule
 * changes it. Where one is about to, all schedules are run again, each process
 * that runs them in a copy of its own (search/folder_copy.c), and the program
 * is to find there what it would find in the folder itself, by whatever path:
 * absolute ones that lead to the folder lead to the copy, and ".." leads to
 * where the folder lies.
 */
#ifndef RACETRAP_RUNTIME_LIBC_WORK_FOLDER_H
#define RACETRAP_RUNTIME_LIBC_WORK_FOLDER_H

#include "runtime/engine/base.h"

enum {
    WORK_FOLDER_CHANGES_MAX = 64,
    WORK_FOLDER_CHANGE_SIZE = 256,
    WORK_FOLDER_WANTED_SIZE = 1024,
};

/* What a schedule has changed in the copy: paths from there on. In shared memory, since processes
 * that the program forks add to it. */
struct work_folder_changes {
    uint32_t count;
    bool is_unknown; /* there is more than that */
    char paths[WORK_FOLDER_CHANGES_MAX][WORK_FOLDER_CHANGE_SIZE];
    /* what ended the schedule, since a link stands there for the user's own */
    char wanted[WORK_FOLDER_WANTED_SIZE];
    bool wants_all; /* it can be anything */
};

/* All absolute, and without symbolic links; they are kept by the caller. */
struct work_folder {
    const char *folder;  /* that the program was started in */
    const char *copy;    /* where this process runs instead; NULL: in the folder itself */
    const char *scratch; /* what the copies of all processes lie in */
    bool has_links;      /* the copy has links to the user's own, for what was not copied */
    bool is_whole;       /* but none to a file or a folder */
    struct work_folder_changes *changes; /* NULL without a copy */
};

/* Where schedules run from now on. */
void work_folder_use(const struct work_folder *used);

/* `path`, as a function of libc with the descriptor `at` of a folder is given it, is about to be
 * looked at. Returns what to give to the kernel instead: valid during the next two calls. */
const char *work_folder_see(int at, const char *path, bool follows_link);

/* The same for what is about to be changed. `does`: "removes". Ends the schedule where it needs a
 * copy, and tells what all schedules share. */
const char *work_folder_change(int at, const char *path, bool follows_link, const char *does);

/* The same for what is made under a name that nobody else has, which nothing shares. */
const char *work_folder_make(int at, const char *path, const char *does);

/* The same for an open file. */
void work_folder_change_file(int descriptor, const char *does);

/* The user's own, where the copy has a link to it at this path. NULL: it has none. Valid as
 * above. */
const char *work_folder_behind(int at, const char *path);

/* A program that is not explored is about to run there: it may change anything. */
void work_folder_lend(const char *does, const char *what);

/* The program's current folder is another one. */
void work_folder_note_move(void);

/* A path that the kernel told, as the program has to see it; the same, or valid as above. */
const char *work_folder_show(const char *path);

/* A file has a second name: whoever changes it by that one may do so unseen. */
void work_folder_note_link(void);

/* A name was made up, or something made there. Returns where that is, for temporary_note, valid as
 * above. NULL: nowhere, or in the copy, which is put back anyway. */
const char *work_folder_name(const char *path);

#endif
