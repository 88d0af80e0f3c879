/* SPDX-License-Identifier: Apache-2.0 */
/* What the HTML reader needs besides gumbo. */
#ifndef WF_HTML_H
#define WF_HTML_H

#include "consumer/draft.h"

/* What a page would cost to build, found without building anything. */
struct wf_html_cost {
    size_t over;         /* byte of the first tag that is over the depth asked about; the text's length where none is */
    unsigned depth;      /* most elements open at once, those whose end tags may be left out (p, li, td ...) aside */
    unsigned attributes; /* most attributes of one tag; those of all `html` and `body` tags count together */
};

struct wf_html_cost wf_html_cost_of(struct wf_slice text, unsigned max_depth);

/*
 * Write decoded text that a parser read from source bytes [start, end) to the draft: stretches that are the
 * same on both sides are copied, references and what the parser dropped or changed are replaced. `start` and
 * `end` may span tags that the parser ignored.
 */
void wf_html_text(struct wf_draft *draft, struct wf_slice decoded, uint32_t start, uint32_t end);

/*
 * A copy of decoded text in the arena, WF_SLICE_NONE where it is full. What is no UTF-8 (gumbo makes such for numbers
 * that are no character) is U+FFFD in it.
 */
struct wf_slice wf_html_copy(wf_arena *arena, const char *data, size_t len);

#endif
