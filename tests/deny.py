#!/usr/bin/env python3
"""Runs a command as in a container that forbids to switch off the randomisation of addresses.

usage: deny.py COMMAND ...

personality(2) may then only be asked what it is. The filter is seccomp(2)'s, in classic BPF.
Exit status 77: this kernel knows no filters, or this is no x86-64.
"""

import ctypes
import os
import platform
import struct
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, MODE_FILTER = 38, 22, 2
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, FAIL = 0x7FFF0000, 0x00050000
SYS_PERSONALITY, ASK, EPERM = 135, 0xFFFFFFFF, 1
NUMBER, FIRST_ARGUMENT = 0, 16  # offsets in struct seccomp_data

INSTRUCTIONS = [
    (LOAD, 0, 0, NUMBER),
    (EQUAL, 0, 2, SYS_PERSONALITY),
    (LOAD, 0, 0, FIRST_ARGUMENT),
    (EQUAL, 0, 1, ASK),
    (RETURN, 0, 0, ALLOW),
    (RETURN, 0, 0, FAIL | EPERM),
]


def main():
    if platform.machine() != "x86_64":
        sys.exit(77)
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in INSTRUCTIONS)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(INSTRUCTIONS), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or libc.prctl(PR_SET_SECCOMP, MODE_FILTER, program) != 0:
        print(f"deny.py: no filter: {os.strerror(ctypes.get_errno())}", file=sys.stderr)
        sys.exit(77)
    os.execvp(sys.argv[1], sys.argv[1:])


main()
