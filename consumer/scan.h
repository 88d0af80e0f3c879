/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pass over plain text that leaves out debris (consumer/inline.c), and the part of it that knows tags
 * (consumer/tag.c). Every search ahead is remembered, so that text made of nothing but brackets costs no more than any
 * other.
 */
#ifndef WF_SCAN_H
#define WF_SCAN_H

#include <string.h>

#include "consumer/draft.h"

struct wf_scan {
    struct wf_draft *draft;
    const char *data;
    uint32_t at, end;
    uint32_t from;       /* start of the run that is growing */
    uint32_t next_close; /* next "](" at or after `at`, `end` where there is none */
    uint32_t next_gt;    /* next '>' */
    uint32_t next_arrow; /* next "-->": its '>' */
    uint32_t next_raw;   /* next end tag of a script or style sheet: its '<' */
    uint32_t link_close; /* where the open link's words end */
    uint32_t link_end;   /* and where the link ends; 0: no open link */
};

static inline bool
wf_scan_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool
wf_scan_alnum(char c)
{
    return wf_scan_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xc3;
}

/* Leave out bytes up to `to`. */
static inline void
wf_scan_skip(struct wf_scan *s, uint32_t to)
{
    wf_draft_copy(s->draft, s->from, s->at);
    s->at = s->from = to;
}

/* Read `with` for bytes up to `to`. */
static inline void
wf_scan_replace(struct wf_scan *s, uint32_t to, struct wf_slice with)
{
    wf_draft_copy(s->draft, s->from, s->at);
    wf_draft_replace(s->draft, s->at, to, with);
    s->at = s->from = to;
}

/*
 * At '<': leave out a tag, comment or declaration that a conversion left in, with a script's content; addresses lose
 * their brackets. False where it is none of them, and '<' stands for itself.
 */
bool wf_scan_tag(struct wf_scan *s);

/* At '>': the end of a comment that began in another block. */
bool wf_scan_arrow(struct wf_scan *s);

/* At '&': a tag that was escaped once too often, `&lt;b&gt;`. */
bool wf_scan_escaped_tag(struct wf_scan *s);

#endif
