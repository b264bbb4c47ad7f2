/*
 * What racetrap-launch tells process.c, on file descriptor 3, as two
 * records when the program starts and one when it has ended.
 */
#ifndef RACETRAP_LAUNCH_H
#define RACETRAP_LAUNCH_H

enum { LAUNCH_FD = 3 };

enum launch_event {
    LAUNCH_PROCESS,   /* value: the program's process id */
    LAUNCH_STARTED,   /* value: 1 where address randomisation could not be switched off */
    LAUNCH_FAILED,    /* value: errno of exec */
    LAUNCH_EXITED,    /* value: exit status */
    LAUNCH_SIGNALLED, /* value: signal */
};

struct launch_record {
    int event; /* enum launch_event */
    int value;
};

#endif
