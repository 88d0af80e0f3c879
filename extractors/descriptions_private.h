/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of stage `descriptions`; nobody else includes it. */
#ifndef WF_DESCRIPTIONS_PRIVATE_H
#define WF_DESCRIPTIONS_PRIVATE_H

#include "extractors/roles_private.h"

#define PEOPLE_MAX 6 /* people kept of a sentence */
#define SENTENCES_MAX 3

/* Somebody who was spoken of. */
struct wf_person_seen {
    struct wf_reference who;
    bool aside;  /* `Mr. Keller's lawyer`, `Asked whether he would`: not who the sentence is about */
    bool quoted; /* within quotation marks */
};

/* Who was spoken of lately. */
struct wf_people {
    struct wf_person_seen seen[SENTENCES_MAX][PEOPLE_MAX]; /* [0]: this sentence; the others had somebody too */
    unsigned count[SENTENCES_MAX];
    struct wf_reference last[2]; /* last man and last woman outside of quotations */
    uint32_t last_block[2];
};

/* A new sentence begins. */
void wf_people_sentence(struct wf_people *people);
void wf_people_add(struct wf_people *people, const struct wf_reference *who, uint32_t block, bool aside, bool quoted);

/*
 * Who a pronoun at this place stands for: the first person of this sentence, else of the ones before, who can be
 * meant; `sex` is 'm', 'f' or 0. NULL where nobody fits.
 */
const struct wf_reference *wf_people_pronoun(const struct wf_people *people, char sex, uint32_t block, bool quoted);

#endif
