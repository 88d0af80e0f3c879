/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of stage `entities`; nobody else includes it. */
#ifndef WF_ENTITIES_PRIVATE_H
#define WF_ENTITIES_PRIVATE_H

#include "extractors/extractor.h"
#include "extractors/sexes.h"

#define WF_NAME_WORDS_KEPT 8 /* words of a person's name that are compared */

#define WF_NICKNAMES_MAX 128

struct wf_entities_state {
    uint16_t country, nationality, particle;
    uint64_t nicknames[WF_NICKNAMES_MAX][2]; /* hashes of given names that stand for each other */
    unsigned nickname_count;
    struct wf_sexes sexes;
};

/* An entity while it is put together. */
struct wf_entity_draft {
    struct wf_entity *entity;
    uint64_t key;                         /* of its first name; see key_of */
    uint64_t words[WF_NAME_WORDS_KEPT];   /* hashes of a person's words, particles left out */
    uint64_t loose[WF_NAME_WORDS_KEPT];   /* the same without vowels and doubled letters */
    uint32_t starts[WF_NAME_WORDS_KEPT];  /* tokens of them */
    unsigned word_count;
    char initials[12];                    /* of a body's long name, "" where it has none */
    const struct wf_mention *last;        /* latest mention */
    bool sex_stated;                      /* by `Mr.`, `Ms.`; else only by the first name */
};

struct wf_entities {
    const struct wf_entities_state *state;
    struct wf_document *doc;
    struct wf_run *run;
    WF_VECTOR(struct wf_entity_draft) drafts;
    uint32_t *buckets; /* 1 + index of a draft, by key; open addressing */
    uint32_t mask;
    bool full;
};

/* Fill the table of nicknames. */
void wf_entities_nicknames(struct wf_entities_state *state);

/* Fill the words of a person's name. */
void wf_entities_words(const struct wf_entities *e, const struct wf_mention *m, struct wf_entity_draft *out);

/* Whether two full names can be the same person: family names alike, given names alike or initials. */
bool wf_entities_same_person(const struct wf_entities *e, const struct wf_entity_draft *a,
    const struct wf_entity_draft *b);

/* Capital letters of a long name's words, `of` and `the` left out; "" for one word. */
void wf_entities_initials(const struct wf_entities *e, const struct wf_mention *m, char *out, size_t size);

/* Country, identifiers, names and salience, once all mentions are given out. */
void wf_entities_finish(struct wf_entities *e);

#endif
