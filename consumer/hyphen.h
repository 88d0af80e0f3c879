/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that print broke at a line end: was the hyphen the printer's (`agree-` `ment`) or the writer's
 * (`long-` `term`)? The document's own words decide, then words that are known, else the kind of the two halves.
 */
#ifndef WF_HYPHEN_H
#define WF_HYPHEN_H

#include "document/arena.h"
#include "document/buffer.h"
#include "document/span.h"
#include "document/vocabulary.h"

struct wf_hyphens {
    wf_arena *arena;
    struct wf_slice source;
    const wf_vocabulary *known; /* may be NULL */
    uint32_t *words; /* hashes of the document's words, made when first needed */
    uint32_t mask;
    bool ready;
};

#define WF_HYPHEN_KEEP UINT32_MAX

/* `known`: words there are, borrowed; NULL where only the document's own are. */
void wf_hyphens_begin(struct wf_hyphens *hyphens, wf_arena *arena, struct wf_slice source, const wf_vocabulary *known);

/*
 * A line ends with source bytes `left`, the next begins with `right`. Returns the bytes to cut off the
 * end of `left` so that the halves make one word, WF_HYPHEN_KEEP when they belong together with the
 * hyphen, 0 when white space stands between them.
 */
uint32_t wf_hyphens_cut(struct wf_hyphens *hyphens, struct wf_slice source, struct wf_span left,
    struct wf_span right);

#endif
