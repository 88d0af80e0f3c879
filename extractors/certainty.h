/* SPDX-License-Identifier: Apache-2.0 */
/* Did it happen? From tense, modal verbs, negation, what governs a clause, conditions and questions. */
#ifndef WF_CERTAINTY_H
#define WF_CERTAINTY_H

#include "extractors/structure.h"

struct wf_certainty {
    uint16_t verbs, cues; /* data/factuality_verbs.tsv, data/factuality_cues.tsv */
};

void wf_certainty_init(struct wf_certainty *words, wf_lexicon *lex);

/* Of what a verb group says. */
enum wf_factuality wf_certainty_of_verb(const struct wf_certainty *words, const struct wf_document *doc, uint32_t verb);

/* Somebody says it will be done: `will`, `plans to`, `is ready to`; not the mere purpose of something else. */
bool wf_certainty_is_announced(const struct wf_certainty *words, const struct wf_document *doc, uint32_t verb);

/* Of what a noun group names: its adjectives, the noun above it (`reports of`), the verb it belongs to. */
enum wf_factuality wf_certainty_of_noun(const struct wf_certainty *words, const struct wf_document *doc, uint32_t noun);

#endif
