/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by quotes.c and quotes_indirect.c; nobody else includes it. */
#ifndef WF_QUOTES_PRIVATE_H
#define WF_QUOTES_PRIVATE_H

#include "extractors/participants.h"
#include "extractors/quote_marks.h"

/* What a cue verb can do (data/cue_verbs.tsv). */
enum { CUE_VERB = 1, CUE_THAT = 2, CUE_TO = 4, CUE_WEAK = 8, CUE_AS = 16, CUE_OBJECT = 32, CUE_OBJECT_SPEAKS = 64 };

enum {
    QUOTE_BEFORE, QUOTE_AFTER, QUOTE_COLON, QUOTE_CONTINUED, QUOTE_MIXED_RULE, QUOTE_THAT, QUOTE_TRAILING,
    QUOTE_ACCORDING, QUOTE_OBJECT, QUOTE_NOUN, QUOTE_RULES
};

struct quotes_state {
    struct wf_participants who;
    uint16_t cue_verb, cue_phrase, naming_word;
    uint32_t as;
    uint8_t *cue_bits; /* by entry index */
    uint32_t cue_count;
    const struct wf_rule *rules[QUOTE_RULES];
};

/* Words in marks that are part of a sentence, kept until indirect speech is known. */
struct fragment {
    const struct wf_quoted *marks;
    uint32_t verb, speaker; /* chunks */
    struct wf_range cue;
};

/* Work on one document. */
struct speech {
    const struct quotes_state *state;
    struct wf_document *doc;
    const struct wf_quoted_list *marks;
    WF_VECTOR(struct fragment) fragments;
    uint8_t *used;            /* tokens that are the cue of a quotation already */
    struct wf_reference last; /* who spoke last */
    uint32_t last_block;
};

/* CUE_ bits of a verb chunk, 0 when it is no cue; *end (may be NULL) is where the cue's words end. */
uint8_t wf_cue_at(const struct quotes_state *state, const struct wf_document *doc, uint32_t chunk, uint32_t *end);

/* Quotation in marks that holds the token, or NULL. */
const struct wf_quoted *wf_quoted_around(const struct wf_quoted_list *list, uint32_t token);

/* Whoever the noun group is, pronouns taken for the last speaker; false inside quotations. */
bool wf_speaker(struct speech *s, uint32_t chunk, struct wf_reference *ref);

/* A new quotation of tokens [first, end); NULL when the arena is full or nothing is left of it. */
struct wf_quote *wf_quote_add(struct speech *s, enum wf_quote_form form, uint32_t first, uint32_t end,
    const struct wf_rule *rule);

/* Indirect speech: `said that`, trailing `, officials said`, `according to`. False when the arena is full. */
bool wf_indirect_quotes(struct speech *s, struct wf_run *run);

#endif
