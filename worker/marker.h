/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Crash markers: which document each lane is in, kept in a small mapped file that outlives the process. A
 * worker that finds such a file of a dead one knows which documents were being processed then; a document
 * that was there too often is poison. It costs a few stores a document and no system call.
 *
 * In the folder: `lanes-N`, one a live process (locked), and `crashes`, one line "topic partition offset" a
 * crash, shared by all processes of the folder.
 */
#ifndef WF_MARKER_H
#define WF_MARKER_H

#include <stdint.h>

#include "document/status.h"

typedef struct wf_markers wf_markers; /* defined in marker.c */

/*
 * Take the first free slot in `folder` (made when missing) for `lanes` lanes, and note what its former owner
 * was doing as crashed. NULL with *err: WF_EIO, WF_ENOMEM.
 */
wf_markers *wf_markers_open(const char *folder, unsigned lanes, struct wf_error *err);

/* Accepts NULL. Leaves no mark of this process. */
void wf_markers_close(wf_markers *markers);

/* Number of the slot, stable over restarts as long as the other processes of the folder live on. */
unsigned wf_markers_slot(const wf_markers *markers);

/* A lane goes into a document, and comes out again. Accept NULL. */
void wf_marker_enter(wf_markers *markers, unsigned lane, const char *topic, int32_t partition, int64_t offset);
void wf_marker_leave(wf_markers *markers, unsigned lane);

/* How often processes died in this document. 0 for NULL. Any thread. */
unsigned wf_marker_tries(wf_markers *markers, const char *topic, int32_t partition, int64_t offset);

/* The document was dealt with and committed. Accepts NULL. Any thread. */
void wf_marker_forget(wf_markers *markers, const char *topic, int32_t partition, int64_t offset);

/* Read again what other processes noted: after a rebalance. Accepts NULL. Any thread. */
void wf_markers_reload(wf_markers *markers);

#endif
