/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of stage `quotes`; nobody else includes it. */
#ifndef WF_QUOTES_PRIVATE_H
#define WF_QUOTES_PRIVATE_H

#include "extractors/participants.h"
#include "extractors/quote_marks.h"

/* What a cue verb can do (data/cue_verbs.tsv). */
enum {
    CUE_VERB = 1, CUE_THAT = 2, CUE_TO = 4, CUE_WEAK = 8, CUE_AS = 16, CUE_OBJECT = 32, CUE_OBJECT_SPEAKS = 64,
    CUE_JUDGES = 128
};

enum {
    QUOTE_BEFORE, QUOTE_AFTER, QUOTE_COLON, QUOTE_CONTINUED, QUOTE_MIXED_RULE, QUOTE_THAT, QUOTE_TRAILING,
    QUOTE_ACCORDING, QUOTE_OBJECT, QUOTE_NOUN, QUOTE_TRANSCRIPT, QUOTE_RULES
};

struct quotes_state {
    struct wf_participants who;
    uint16_t cue_verb, cue_phrase, naming_word;
    uint32_t as, he, she, it, they, you;
    uint8_t *cue_bits; /* by entry index */
    uint32_t cue_count;
    const struct wf_rule *rules[QUOTE_RULES];
};

/* Words in marks that are part of a sentence, kept until indirect speech is known. */
struct fragment {
    const struct wf_quoted *marks;
    uint32_t verb, speaker; /* chunks */
    struct wf_range cue;
    bool clause;            /* a relative clause stands between the cue and the words */
};

/* Somebody's words in marks, for the quotations after them that do not say whose they are. */
struct turn {
    struct wf_reference who;
    uint32_t block, sentence; /* where the words end */
    bool question;            /* they end with a question mark */
};

/* Work on one document. */
struct speech {
    const struct quotes_state *state;
    struct wf_document *doc;
    const struct wf_quoted_list *marks;
    WF_VECTOR(struct fragment) fragments;
    uint8_t *spoken;       /* paragraphs that are talk as a whole, NULL where there are none */
    uint8_t *used;         /* tokens that are the cue of a quotation already */
    uint32_t direct_count; /* quotations found before indirect speech, in text order */
    unsigned depth;        /* of pronouns that lead to pronouns */
    struct turn last;      /* who spoke last; block and sentence are those of the last words in marks */
    struct turn other;     /* the last words of somebody else before that */
};

/* What is said of a quotation before looking around it. */
struct shape {
    unsigned words;
    unsigned capitals;   /* words with a capital, of those with four letters or more */
    unsigned long_words;
    bool clause;         /* holds a finite verb */
    bool capital;        /* begins with a capital */
    bool ended;          /* a comma or stop stands at its end, inside the marks or right after them */
    bool stopped;        /* a full stop inside */
    bool in_title;       /* written like a title */
};

struct shape wf_quote_shape(const struct wf_document *doc, const struct wf_quoted *q);

/* Who says a quotation, by the words beside it. */
struct cue {
    uint32_t verb;    /* chunk of the cue verb, WF_NO_CHUNK where there is none */
    uint32_t speaker; /* chunk, WF_NO_CHUNK where unknown */
    struct wf_range at;
    bool found, adjacent;
    bool comma;       /* a comma or colon stands between the cue and the words */
    bool clause;      /* a relative clause stands between them, `who has a "sell" rating` */
    bool phrase;      /* words that are no addressee stand between them */
    bool weak;        /* the verb is a cue beside marks only */
    uint32_t addressee;
};

/* CUE_ bits of a verb chunk, 0 when it is no cue; *end (may be NULL) is where the cue's words end. */
uint8_t wf_cue_at(const struct quotes_state *state, const struct wf_document *doc, uint32_t chunk, uint32_t *end);

/* The words of a cue verb, `point out` and the like whole. */
struct wf_range wf_cue_range(const struct speech *s, uint32_t chunk);

/* `, he said`, `, said X, the minister`, `, the minister told reporters`, `, according to X` */
struct cue wf_cue_after(struct speech *s, const struct wf_quoted *q, const struct shape *shape);

/* `X said: `, `X told reporters on Tuesday, `, `X said that `, or nothing but a colon. */
struct cue wf_cue_before(struct speech *s, const struct wf_quoted *q);

/*
 * Who says what follows the cue verb: its subject, what stands behind it (`"...," said X, "..."`), and for a participle who
 * spoke before it (`said X, adding that "..."`, `quoted an aide as saying "..."`).
 */
uint32_t wf_cue_subject(struct speech *s, uint32_t verb);

/* `the film "..."`, `so-called "..."`: nobody says it. */
bool wf_quoted_named(struct speech *s, const struct wf_quoted *q, const struct shape *shape);

/* Quotation in marks that holds the token, or NULL. */
const struct wf_quoted *wf_quoted_around(const struct wf_quoted_list *list, uint32_t token);

uint32_t wf_block_of(const struct wf_document *doc, uint32_t token);

/* Whoever the noun group is, pronouns taken for the last speaker; false inside quotations. */
bool wf_speaker(struct speech *s, uint32_t chunk, struct wf_reference *ref);

/* True for a noun group that can say something: people, bodies, states, what is written. */
bool wf_can_speak(struct speech *s, uint32_t chunk);

/* Whom the sentence is about: the first subject outside of marks that can speak. */
bool wf_sentence_subject(struct speech *s, uint32_t sentence, struct wf_reference *ref);

/* Last person named before `token` and outside all quotations, at most two paragraphs back. */
bool wf_last_person(const struct speech *s, uint32_t token, struct wf_reference *ref);

/* Who is spoken to, not the speaker; empty for WF_NO_CHUNK. */
void wf_addressee(struct speech *s, uint32_t chunk, const struct wf_reference *speaker, struct wf_reference *ref);

/*
 * A new quotation of tokens [first, end); NULL when the arena is full or nothing is left of it. Commas at its ends are left
 * out, and marks around the whole; a pair of marks is in it with both or none. Direct where all of it stands in marks,
 * else indirect.
 */
struct wf_quote *wf_quote_add(struct speech *s, enum wf_quote_form form, uint32_t first, uint32_t end,
    const struct wf_rule *rule);

/* End a quotation that lacks its closing mark before the cue behind it: `"It is late, he said.` */
void wf_quote_cut(struct speech *s, struct wf_quoted *q);

/* Quotations in marks. */
void wf_direct_quote(struct speech *s, const struct wf_quoted *q);

/*
 * Paragraphs of a record of talk, each as a quotation of whoever its label names (`MR. HALE:`); nothing where the document
 * is none. False when the arena is full.
 */
bool wf_transcript(struct speech *s);

/* Fragments in marks that no indirect quotation took in. */
void wf_quote_fragments(struct speech *s);

/* Indirect speech: `said that`, trailing `, officials said`, `according to`. False when the arena is full. */
bool wf_indirect_quotes(struct speech *s, struct wf_run *run);

#endif
