/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by clauses.c, clauses_words.c and clauses_groups.c; nobody else includes it. */
#ifndef WF_CLAUSES_PRIVATE_H
#define WF_CLAUSES_PRIVATE_H

#include "extractors/structure.h"

/* Verb forms that a word can be. */
enum {
    FORM_BASE = 1, FORM_S = 2, FORM_PAST = 4, FORM_PARTICIPLE = 8, FORM_ING = 16,
    FORM_NOUN = 32,  /* its base and -s forms are nouns as often */
    FORM_LISTED = 64 /* from a list, not guessed from its ending */
};

/* What came before, for the decision whether a word is a verb. */
enum before {
    AFTER_START, AFTER_DET, AFTER_NOUN, AFTER_PLURAL, AFTER_PRON, AFTER_PREP, AFTER_VERB, AFTER_BE, AFTER_HAVE,
    AFTER_MODAL, AFTER_TO, AFTER_BREAK, AFTER_CC, AFTER_WH, AFTER_THAT
};

#define VERB_CLASSES 5
#define CUE_VERBS 1 /* which of them is the class of cue verbs */
struct clauses_state {
    uint16_t function, irregular;
    uint32_t another, say;
    uint16_t title; /* `Under Secretary` begins with no preposition */
    uint16_t agreement_noun, event_noun; /* no word inside such a phrase is a verb: `memorandum of understanding` */
    uint16_t verbs[VERB_CLASSES];
    uint8_t *functions; /* enum wf_function of a function_word entry, by its index */
    uint32_t function_count;
    uint8_t *irregulars; /* FORM_ bits of a verb_irregular entry */
    uint32_t irregular_count;
    uint8_t *nouns[VERB_CLASSES]; /* FORM_NOUN or 0 of a verb entry */
    uint32_t noun_count[VERB_CLASSES];
};

/* Work on one document. */
struct cutter {
    const struct clauses_state *state;
    struct wf_document *doc;
    struct wf_clauses *out;
    uint8_t *fn;         /* function class of a token */
    uint8_t *span;       /* tokens of a function phrase that begins there, 0 for one */
    uint8_t *form;       /* FORM_ bits */
    uint8_t *name;       /* 1 inside a name, 2 at its first token */
    enum before before;  /* what stood before the next token, adverbs left out */
    uint32_t last_verb;  /* flags of the last verb group of the sentence */
    unsigned date;       /* first date that may cover the next noun group */
    unsigned figure;     /* first figure that may begin in the next noun group */
    uint32_t first_chunk; /* of the sentence */
    uint32_t phrase;     /* token behind the last phrase of nouns */
};

/* FORM_ bits of an entry of irregular_verbs.tsv. */
uint8_t wf_clause_irregular_forms(const struct wf_lexicon_entry *entry);

/* Function class and verb forms of a token, from the matches of the lexicon. */
void wf_clause_classify(struct cutter *c, uint32_t t);

bool wf_clause_ends_with(struct wf_slice s, const char *tail, size_t len);

/* True where an object, complement or preposition begins: what often follows a verb and seldom a noun. */
bool wf_clause_begins_object(const struct cutter *c, uint32_t t, uint32_t end);

bool wf_clause_looks_plural(const struct cutter *c, uint32_t t);

/* True when the token is the main verb of a verb group. */
bool wf_clause_is_verb(const struct cutter *c, uint32_t t, uint32_t end);

bool wf_clause_is_auxiliary(uint8_t fn);

/* A new chunk at the end of the list; NULL without memory. */
struct wf_chunk *wf_clause_push(struct cutter *c, enum wf_chunk_kind kind, uint32_t first, uint32_t end, uint32_t head);

/* Make the group that begins at a token; return the token behind it. */
uint32_t wf_clause_noun_group(struct cutter *c, uint32_t first, uint32_t end);
uint32_t wf_clause_verb_group(struct cutter *c, uint32_t first, uint32_t end);

/* True when `to` at t begins an infinitive: a base form follows, adverbs between. */
bool wf_clause_infinitive(struct cutter *c, uint32_t t, uint32_t end);

#endif
