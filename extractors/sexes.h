/* SPDX-License-Identifier: Apache-2.0 */
/* What words say about the sex of people, for pronouns and for two people with one family name. */
#ifndef WF_SEXES_H
#define WF_SEXES_H

#include "document/document.h"
#include "extractors/wordset.h"

/* Names that men and women both bear are in neither list. */
struct wf_sexes {
    wf_wordset *male, *female;             /* words right before a name: `Mr.`, `spokeswoman` */
    wf_wordset *male_names, *female_names; /* first names, data/{male,female}_names.txt */
};

/* Load the words; *sexes is to be freed with wf_sexes_free whatever comes back. */
enum wf_status wf_sexes_init(struct wf_sexes *sexes, wf_lexicon *lexicon, const char *data_path, struct wf_error *err);
void wf_sexes_free(struct wf_sexes *sexes);

/* 'm' or 'f' by the word before a name that begins at `token`, 0 where it tells nothing. */
char wf_sex_before(const struct wf_sexes *sexes, const struct wf_document *doc, uint32_t token);

/* 'm' or 'f' by the first name that stands at `token`, 0 where it tells nothing. */
char wf_sex_of_name(const struct wf_sexes *sexes, const struct wf_document *doc, uint32_t token);

#endif
