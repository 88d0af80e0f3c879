/* SPDX-License-Identifier: Apache-2.0 */
/* What a figure measures, worked out from the noun groups and verbs around it. */
#ifndef WF_FIGURE_ABOUT_H
#define WF_FIGURE_ABOUT_H

#include "extractors/structure.h"

struct wf_about_words {
    uint16_t change, measure;
    uint32_t of, in, for_, worth, to, at, by, from;
};

void wf_about_init(struct wf_about_words *words, wf_lexicon *lex);

/*
 * Fill figure number `index`'s `about` where the stage `figures` left it open: the words behind it in its noun group
 * (`a $5 million grant`), a noun group under `of` and the like (`$2bn of debt`), else what stands before: the noun it
 * qualifies (`a deficit of`), the subject of a verb of change or measure, the verb of any other.
 */
void wf_figure_about(const struct wf_about_words *words, struct wf_document *doc, unsigned index);

#endif
