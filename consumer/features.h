/* SPDX-License-Identifier: Apache-2.0 */
/* What a block looks like, for the rules of the layout pass. */
#ifndef WF_FEATURES_H
#define WF_FEATURES_H

#include "consumer/draft.h"

enum wf_feature {
    WF_FEATURE_ENDED = 1u << 0,    /* ends like a sentence, a colon or semicolon included */
    WF_FEATURE_UPPER = 1u << 1,    /* begins with a capital, a digit, or an opening mark and one of them */
    WF_FEATURE_LOWER = 1u << 2,    /* begins with a small letter */
    WF_FEATURE_CAPS = 1u << 3,     /* all letters are capitals */
    WF_FEATURE_TITLE = 1u << 4,    /* the longer words are capitalised */
    WF_FEATURE_INNER = 1u << 5,    /* a sentence ends inside */
    WF_FEATURE_FOREIGN = 1u << 6,  /* most letters are of another script */
    WF_FEATURE_CONTACT = 1u << 7,  /* address, site, telephone, copyright */
    WF_FEATURE_ENTRY = 1u << 8,    /* words and a page number */
    WF_FEATURE_PAGE = 1u << 9,     /* nothing but a page number */
    WF_FEATURE_BYLINE = 1u << 10,
    WF_FEATURE_CAPTION = 1u << 11,
    WF_FEATURE_NOTE = 1u << 12,    /* begins like a footnote */
    WF_FEATURE_EMPTY = 1u << 13    /* no letter and no digit */
};

struct wf_features {
    uint32_t flags;
    uint32_t hash;     /* of its letters, without case, number at the end and marks; 0 where there are none */
    uint16_t words;    /* in the beginning that is looked at */
    uint16_t page;     /* number of WF_FEATURE_PAGE, or the one that words end or begin with; 0: none */
};

void wf_features_of(const struct wf_draft *draft, const struct wf_draft_block *block, struct wf_features *out);

/* The number of a line that is nothing but a page's: "7", "- 7 -", "Page 7 of 12", "7 | Page", "vii"; else 0. */
unsigned wf_features_page_number(const char *text, size_t len);

/* Is `text` (folded here: letters only) one of the headings that stand for contents or for parts of a report? */
bool wf_features_hash_is(uint32_t hash, const char *const *titles, size_t count);

#endif
