/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines that print puts between the lines of a text, where nothing else sets them off: page numbers, and running heads,
 * which come back. They are made blocks of their own, about which the layout pass decides.
 */
#ifndef WF_LINES_H
#define WF_LINES_H

#include "document/arena.h"
#include "document/buffer.h"

struct wf_lines {
    uint32_t *hashes;  /* of short lines, open addressing; 0: free */
    uint8_t *counts;   /* how often each occurs, up to 255 */
    uint32_t mask;
};

/* Count the short lines of `text`. Without memory no line comes back. */
void wf_lines_count(struct wf_lines *lines, wf_arena *arena, struct wf_slice text);

/*
 * Does this line (trimmed) of a paragraph whose longest line has `max` bytes stand between its lines, as opposed to being
 * one of them?
 */
bool wf_lines_is_between(const struct wf_lines *lines, struct wf_slice line, uint32_t max);

#endif
