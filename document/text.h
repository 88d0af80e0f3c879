/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source text and reading text. The source text is the document's text exactly as received; published
 * offsets count its code points. The reading text is what a person reads, made by a format's decoder
 * (consumer/) through the wf_text_* calls below, in the order of the source. All stages see only the
 * reading text; a piecewise map takes any span of it back to the source.
 *
 * The reading text is a row of blocks (paragraphs, headings, list items ...), each ended by one '\n'.
 * Inside a block white space is single spaces, with none at either end.
 */
#ifndef WF_TEXT_H
#define WF_TEXT_H

#include "document/arena.h"
#include "document/buffer.h"
#include "document/span.h"
#include "document/status.h"

enum wf_block_kind {
    WF_BLOCK_PARAGRAPH,
    WF_BLOCK_TITLE,
    WF_BLOCK_HEADING,   /* level 1 (highest) to 6 */
    WF_BLOCK_LIST_ITEM, /* level is the nesting depth, from 1 */
    WF_BLOCK_TABLE_ROW, /* cells separated by " | " */
    WF_BLOCK_QUOTE,     /* a block quotation */
    WF_BLOCK_CAPTION,
    WF_BLOCK_FRONT,     /* title page, dateline, publisher: metadata, read for dates and names only */
    WF_BLOCK_BACK,      /* contact lines, disclaimers, boilerplate at the end */
    WF_BLOCK_FOREIGN    /* another language or script: no facts are taken from it */
};

struct wf_block {
    struct wf_span span; /* bytes of the reading text, without the '\n' */
    enum wf_block_kind kind;
    uint8_t level;
};

/* One stretch of the map. Copied pieces have equal lengths on both sides; replaced ones stand for each other whole. */
struct wf_piece {
    uint32_t reading; /* first byte in the reading text */
    uint32_t source;  /* first byte in the source text */
    uint32_t source_len;
    bool copied;
};

struct wf_text {
    struct wf_arena *arena;
    struct wf_slice source;  /* valid UTF-8, borrowed from the input or the arena */
    struct wf_slice reading; /* valid UTF-8, in the arena; set by wf_text_end */
    WF_VECTOR(struct wf_block) blocks;
    WF_VECTOR(struct wf_piece) pieces;
    WF_VECTOR(char) bytes;       /* the reading text while it grows */
    WF_VECTOR(uint32_t) counts;  /* code points of the source before each 64th byte */
    uint32_t block_start;        /* where the open block began in bytes */
    bool pending_space;          /* white space seen, not yet written */
    uint32_t space_source;       /* where in the source */
    bool ascii;                  /* source is all ASCII: offsets are the same */
};

/*
 * Start on `source` (valid UTF-8, at most 2^31 bytes, borrowed until the arena is reset).
 * WF_EUTF8 with the byte offset, WF_ELIMIT when too long, WF_ENOMEM.
 */
enum wf_status wf_text_begin(struct wf_text *text, wf_arena *arena, struct wf_slice source,
    struct wf_error *err);

/* Append source bytes [start, end) as they stand; runs of white space become one space. */
void wf_text_copy(struct wf_text *text, uint32_t start, uint32_t end);

/*
 * Append `with` for the source bytes [start, end): a decoded entity, a joined hyphenation. An empty
 * `with` drops them. White space in `with` counts as white space.
 */
void wf_text_replace(struct wf_text *text, uint32_t start, uint32_t end, struct wf_slice with);

/* End the open block, if it holds anything, as `kind` and `level`. */
void wf_text_break(struct wf_text *text, enum wf_block_kind kind, unsigned level);

/* End the last block (as a paragraph) and set text->reading. WF_ELIMIT when the arena is full. */
enum wf_status wf_text_end(struct wf_text *text, struct wf_error *err);

/* Source bytes that a span of the reading text (bytes) came from. The span must not be empty. */
struct wf_span wf_text_to_source(const struct wf_text *text, struct wf_span reading);

/* Code points of the source text before byte `offset` of it. */
uint32_t wf_text_code_points(const struct wf_text *text, uint32_t offset);

/* Both steps: reading bytes to source code points, as published. */
struct wf_span wf_text_published(const struct wf_text *text, struct wf_span reading);

#endif
