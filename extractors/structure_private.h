/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of structure.h alone. */
#ifndef WF_STRUCTURE_PRIVATE_H
#define WF_STRUCTURE_PRIVATE_H

#include "extractors/structure.h"

static inline uint32_t
left_limit(const struct wf_document *doc, uint32_t chunk)
{
    uint32_t first, end;

    wf_chunk_sentence(doc, chunk, &first, &end);
    return chunk - first > WF_CHUNK_WINDOW ? chunk - WF_CHUNK_WINDOW : first;
}

static inline uint32_t
right_limit(const struct wf_document *doc, uint32_t chunk)
{
    uint32_t first, end;

    wf_chunk_sentence(doc, chunk, &first, &end);
    return end - chunk > WF_CHUNK_WINDOW ? chunk + WF_CHUNK_WINDOW : end;
}

static inline bool
is_kind(const struct wf_document *doc, uint32_t chunk, enum wf_chunk_kind kind)
{
    return wf_chunk(doc, chunk)->kind == kind;
}

static inline bool
is_finite(const struct wf_document *doc, uint32_t chunk)
{
    return is_kind(doc, chunk, WF_CHUNK_VERB) && (wf_chunk(doc, chunk)->flags & WF_VERB_FINITE);
}

static inline bool
is_skipped(const struct wf_document *doc, uint32_t chunk)
{
    const struct wf_chunk *c = wf_chunk(doc, chunk);

    return c->kind == WF_CHUNK_ADVERB || c->kind == WF_CHUNK_QUOTE || c->kind == WF_CHUNK_OTHER;
}

/* The finite verb before the chunk, down to `low`, or WF_NO_CHUNK. */
uint32_t wf_structure_finite_before(const struct wf_document *doc, uint32_t chunk, uint32_t low);

/* First chunk of a chain of noun groups that are listed or belong to each other and end with `noun`. */
uint32_t wf_structure_leftmost(const struct wf_document *doc, uint32_t noun, uint32_t low);

#endif
