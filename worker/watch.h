/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files whose change is noticed by looking at them: name, inode, size and time of change, so that a file that is written
 * anew, replaced, or behind a symbolic link that moves (a mounted ConfigMap) is seen, on every file system.
 */
#ifndef WF_WATCH_H
#define WF_WATCH_H

#include <stdbool.h>

typedef struct wf_watch wf_watch; /* defined in watch.c */

/* A new one without files; NULL without memory. */
wf_watch *wf_watch_new(void);
void wf_watch_free(wf_watch *watch); /* accepts NULL */

/* Watch these files from now on (copied, NULL-terminated lists; NULL for none), instead of those before. */
bool wf_watch_set(wf_watch *watch, const char *const *const *lists, unsigned count);

/*
 * True once for each change, when the files are the same in two calls in a row: what is being written is left until it is
 * done. A file that is gone is a change too.
 */
bool wf_watch_changed(wf_watch *watch);

#endif
