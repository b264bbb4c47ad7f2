/*
 * File descriptors. A file that is only read may be read in every schedule
 * again; what the program leaves open is closed when the next one begins.
 */
#ifndef RACETRAP_RUNTIME_LIBC_OPEN_FILE_H
#define RACETRAP_RUNTIME_LIBC_OPEN_FILE_H

#include "runtime/engine/base.h"

/* Begins a schedule: closes what the last one has left open. */
void open_file_begin(void);

/* The program is about to open a file, from the folder `at` on, with these flags of open. *path
 * becomes what to give to the kernel, see work_folder.h. Returns whether that can be undone: then
 * open_file_note_open is told the descriptor, or -1. */
bool open_file_open_begin(int at, const char **path, int flags, uintptr_t pc);
void open_file_note_open(int descriptor);

/* The address by which operations name a descriptor. */
void *open_file_place(int descriptor);

/* A process is forked: they read standard input on from the same place. */
void open_file_fork(void);

/* Whether it was opened so. */
bool open_file_is_opened(int descriptor);

/* The program is about to write to a descriptor, or to close it. */
void open_file_write_begin(int descriptor, uintptr_t pc);
void open_file_close_begin(int descriptor, uintptr_t pc);

/* Standard input is about to be read: it begins at its beginning in every schedule. */
void open_file_standard_input(void);

/* The program prints to its standard output. Ends the schedule where that is too much. */
void open_file_standard_output(void);

/* The program is about to read from a descriptor. */
void open_file_read_begin(int descriptor, uintptr_t pc);

#endif
