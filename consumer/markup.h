/* SPDX-License-Identifier: Apache-2.0 */
/* What Markdown carries besides its own marks: HTML, character references, front matter. */
#ifndef WF_MARKUP_H
#define WF_MARKUP_H

#include "consumer/draft.h"

/* Where the stripper stands between two calls; starts all zero. */
struct wf_markup {
    bool tag;      /* inside `<...>` */
    bool comment;  /* inside `<!-- -->` */
    char hidden;   /* inside an element whose content nobody reads: 's' script or style; 0: none */
};

/* Copy source bytes [start, end) without tags, comments, scripts and styles; references are decoded. */
void wf_markup_strip(struct wf_draft *draft, struct wf_markup *state, uint32_t start, uint32_t end);

/* Write the character reference [start, end). Unknown ones stand as they are. */
void wf_markup_reference(struct wf_draft *draft, uint32_t start, uint32_t end);

/*
 * Read `---` front matter (title, date, author, publisher, language, url as `key: value` lines) into the fields
 * of *doc that are still empty. Returns the byte after it, 0 where there is none.
 */
uint32_t wf_markup_front_matter(struct wf_document *doc, struct wf_slice source);

#endif
