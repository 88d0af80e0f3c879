/* SPDX-License-Identifier: Apache-2.0 */
/* The layout pass in its two parts: what a printed page adds (consumer/pages.c), then what the blocks are (layout.c). */
#ifndef WF_LAYOUT_H
#define WF_LAYOUT_H

#include "consumer/draft.h"
#include "consumer/features.h"

#define WF_HEADING_MAX 120 /* bytes */
#define WF_TORN_MIN 40     /* bytes of a paragraph that a page break may have cut */

struct wf_layout {
    struct wf_draft *draft;
    struct wf_draft_block *blocks;
    struct wf_features *features;
    uint32_t count;
    uint32_t *slots;      /* hash table over one-line blocks: index + 1 of the latest with that text */
    uint32_t mask;
    uint32_t *same;       /* for each block, how many blocks say the same */
    uint32_t body, back;  /* first body block, and the first block after the body */
    bool contents;        /* there is a contents list */
    bool *listed;         /* for each block, whether the contents list names it */
};

#define WF_TITLED(features, list) wf_features_hash_is((features)->hash, list, sizeof list / sizeof list[0])

static inline bool
wf_layout_flag(const struct wf_layout *l, uint32_t i, uint32_t flags)
{
    return (l->features[i].flags & flags) != 0;
}

/* The next block after i that will be read; count where there is none. */
static inline uint32_t
wf_layout_next(const struct wf_layout *l, uint32_t i)
{
    for (i++; i < l->count && l->blocks[i].dropped; i++)
        ;
    return i;
}

static inline bool
wf_layout_is_short(const struct wf_layout *l, uint32_t i)
{
    return l->blocks[i].one_line && l->blocks[i].length <= WF_HEADING_MAX && l->blocks[i].kind != WF_BLOCK_TABLE_ROW;
}

/* Drop page numbers, running heads and feet, and contents lists. False without memory. */
bool wf_layout_pages(struct wf_layout *l);

#endif
