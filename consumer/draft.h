/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text on its way from a format to reading text. A format's decoder splits its input into blocks of runs
 * (stretches of the source, or what stands for them); the layout pass, the same for all formats, decides what
 * each block is and drops what nobody reads; then everything is written to the document's wf_text.
 *
 * Everything lives in the document's arena; a full arena is reported once, by wf_draft_finish.
 */
#ifndef WF_DRAFT_H
#define WF_DRAFT_H

#include "consumer/decode.h"

struct wf_draft_run {
    uint32_t start, end;   /* source bytes */
    struct wf_slice with;  /* what is read instead; data NULL: the source bytes themselves */
    bool line;             /* a line of the source ended before this run */
};

struct wf_draft_block {
    uint32_t first, end;     /* runs */
    uint32_t length;         /* bytes of its runs */
    enum wf_block_kind kind;
    uint8_t level;
    bool fixed;              /* mark-up said what it is: the layout pass leaves the kind alone */
    bool dropped;            /* not part of the reading text */
    bool joined;             /* goes on where the last block that was not dropped ended */
    bool deferred;           /* a footnote: written after the paragraph it interrupts */
    bool page_break;         /* a form feed before it */
    bool one_line;           /* stood on one line of its own */
    bool stacked;            /* no blank line before it */
    bool numbered;           /* a list item with a number of its own, which was left out of the runs */
};

struct wf_draft {
    struct wf_document *doc;
    struct wf_slice source;
    const wf_vocabulary *known; /* words there are, borrowed; may be NULL */
    WF_VECTOR(struct wf_draft_run) runs;
    WF_VECTOR(struct wf_draft_block) blocks;
    bool open;         /* a block is open */
    bool line_pending; /* the next run begins a line */
    bool stack_pending; /* the next block goes on with the same stack of lines */
    bool page_pending; /* the next block begins a page */
    bool marked_up;    /* from HTML: a paragraph's end is the writer's own */
    uint32_t title_hash; /* of the envelope's title (wf_features_hash), 0 where there is none */
    uint32_t body;     /* first block of the body, set by the layout pass */
};

/* First and last bytes of a block's text, for rules that look at words. */
#define WF_DRAFT_HEAD 256
#define WF_DRAFT_TAIL 64

struct wf_draft_text {
    char head[WF_DRAFT_HEAD];
    char tail[WF_DRAFT_TAIL];
    unsigned head_len, tail_len;
};

void wf_draft_begin(struct wf_draft *draft, struct wf_document *doc, struct wf_slice source, const wf_vocabulary *known);

/* Open a block; an open one is ended first. */
void wf_draft_open(struct wf_draft *draft, enum wf_block_kind kind, unsigned level, bool fixed);

/* Append to the open block (a paragraph is opened where there is none). Empty ranges are ignored. */
void wf_draft_copy(struct wf_draft *draft, uint32_t start, uint32_t end);
void wf_draft_replace(struct wf_draft *draft, uint32_t start, uint32_t end, struct wf_slice with);

/* The line ends here: white space, or the place of a hyphenation. */
void wf_draft_line(struct wf_draft *draft);

/* End the open block. A block without text is forgotten. */
void wf_draft_close(struct wf_draft *draft);

/*
 * Close the open block, and make a block of each of its lines where they are a stack of short lines that do
 * not run on (a title page, an address) or the entries of a contents list.
 */
void wf_draft_close_lines(struct wf_draft *draft);

/*
 * Length of the bullet or number (and the white space after it) that a list item's text [start, end) begins
 * with, 0 where there is none; *depth counts the parts of a number.
 */
uint32_t wf_draft_marker(const char *data, uint32_t start, uint32_t end, unsigned *depth, bool *numbered);

/* The beginning and end of what a block says; white space as in the source, line ends as '\n'. */
void wf_draft_peek(const struct wf_draft *draft, const struct wf_draft_block *block,
    struct wf_draft_text *out);

/* First source byte of a block and the byte after its last. */
struct wf_span wf_draft_source(const struct wf_draft *draft, const struct wf_draft_block *block);

/*
 * Clean plain text [start, end) of the source into the open block: line ends, escapes, link, emphasis and
 * tag debris, character references (consumer/inline.c).
 */
void wf_draft_plain(struct wf_draft *draft, uint32_t start, uint32_t end);

/* Decide what the blocks are (consumer/layout.c), and find date and publisher (consumer/metadata.c). */
void wf_draft_layout(struct wf_draft *draft);
void wf_draft_metadata(struct wf_draft *draft);

/* Does a short block name a ministry, an institute, a newspaper ...? */
bool wf_draft_is_body(const struct wf_draft *draft, const struct wf_draft_block *block);

/* Is a short block a date and hardly anything else? */
bool wf_draft_is_date(const struct wf_draft *draft, const struct wf_draft_block *block);

/* Layout, metadata, then write the document's reading text. WF_ELIMIT when the arena is full. */
enum wf_status wf_draft_finish(struct wf_draft *draft, struct wf_error *err);

#endif
