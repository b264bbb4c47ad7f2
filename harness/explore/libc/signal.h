/*
 * Signals. A handler is real only where every schedule has a process of its
 * own; that a signal is ignored, or has its default action, is only remembered.
 */
#ifndef RACETRAP_EXPLORE_SIGNAL_H
#define RACETRAP_EXPLORE_SIGNAL_H

/* Begins a schedule: every signal has its default action. */
void signal_begin(void);

#endif
