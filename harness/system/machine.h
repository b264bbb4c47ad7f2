/*
 * Facts about this machine that decide whether the detectors can work here.
 */
#ifndef RACETRAP_MACHINE_H
#define RACETRAP_MACHINE_H

#include "base/error.h"

#include <stdbool.h>

struct machine {
    char kernel[128]; /* "Linux 6.1.0 x86_64" */
    unsigned cores;
    int mmap_rnd_bits;         /* vm.mmap_rnd_bits; -1: not known */
    bool randomisation_stops;  /* children run without address randomisation */
    bool has_wrfsbase;         /* a program may set its thread pointer without a system call */
    char libc[64];             /* "glibc 2.36" */
    bool libc_debug;           /* libc's debug information is installed */
    char libc_debug_path[256]; /* where it is looked for */
};

/* Starts one child, to see whether randomisation can be switched off for it. */
int machine_look(struct machine *machine, struct error *error);

#endif
