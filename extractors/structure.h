/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of sentences without a parser: one pass cuts each sentence into chunks (noun groups, verb
 * groups and what stands between them); who does what to whom is then worked out on demand, from the few
 * verbs and nouns that a later stage asks about, within a bounded window. Made by the stage `clauses`.
 */
#ifndef WF_STRUCTURE_H
#define WF_STRUCTURE_H

#include "document/document.h"
#include "extractors/extractor.h"

#define WF_NO_CHUNK UINT32_MAX
#define WF_CHUNK_WINDOW 60 /* chunks that a question looks at on either side */

enum wf_chunk_kind {
    WF_CHUNK_NOUN,  /* determiner to head noun; pronouns, names */
    WF_CHUNK_VERB,  /* auxiliaries to main verb */
    WF_CHUNK_PREP,
    WF_CHUNK_CONJ,  /* and, or */
    WF_CHUNK_BUT,
    WF_CHUNK_SUB,   /* because, if, although ... */
    WF_CHUNK_THAT,  /* `that` before a clause */
    WF_CHUNK_WH,    /* who, which, where, when */
    WF_CHUNK_COMMA,
    WF_CHUNK_BREAK, /* semicolon, colon, dash, stop */
    WF_CHUNK_QUOTE, /* quotation mark */
    WF_CHUNK_OPEN,
    WF_CHUNK_CLOSE,
    WF_CHUNK_ADVERB,
    WF_CHUNK_OTHER  /* adjective after a verb, symbol */
};

enum wf_chunk_flag {
    /* noun groups */
    WF_NOUN_PRONOUN = 1u << 0,
    WF_NOUN_PROPER = 1u << 1,    /* its head is (part of) a name or capitalised */
    WF_NOUN_POSSESSOR = 1u << 2, /* 's follows: it owns the next noun group */
    WF_NOUN_POSSESSED = 1u << 3, /* begins with `his`, `their` ... */
    WF_NOUN_INDEFINITE = 1u << 4,
    WF_NOUN_DEFINITE = 1u << 5,
    WF_NOUN_TIME = 1u << 6,      /* Monday, last week */
    WF_NOUN_PLURAL = 1u << 7,    /* its head looks like a plural and is no name */
    /* verb groups */
    WF_VERB_PASSIVE = 1u << 8,
    WF_VERB_NEGATED = 1u << 9,
    WF_VERB_MAY = 1u << 10,      /* may, might, can, could */
    WF_VERB_WILL = 1u << 11,     /* will, shall */
    WF_VERB_WOULD = 1u << 12,
    WF_VERB_MUST = 1u << 13,     /* must, should, has to */
    WF_VERB_TO = 1u << 14,       /* infinitive with to */
    WF_VERB_ING = 1u << 15,      /* gerund or participle without auxiliary */
    WF_VERB_REDUCED = 1u << 16,  /* participle after its noun: `the men arrested by` */
    WF_VERB_PERFECT = 1u << 17,
    WF_VERB_PROGRESSIVE = 1u << 18,
    WF_VERB_PASTTENSE = 1u << 19,
    WF_VERB_BE = 1u << 20,       /* its main verb is `be` */
    WF_VERB_FINITE = 1u << 21,
    WF_VERB_BASE_FORM = 1u << 22 /* bare base form: subjunctive, imperative or after a modal */
};

struct wf_chunk {
    uint32_t first, end; /* tokens */
    uint32_t head;       /* token: head noun, main verb, preposition */
    uint32_t flags;      /* enum wf_chunk_flag */
    uint8_t kind;        /* enum wf_chunk_kind */
    uint8_t word;        /* function word class of its head, enum wf_function */
};

struct wf_clauses {
    WF_VECTOR(struct wf_chunk) chunks;
    uint32_t *chunk_of;  /* chunk of a token */
    uint32_t *starts;    /* first chunk of a sentence; one item more than sentences */
};

/* What a function word does; the names in data/function_words.tsv in lower case. */
#define WF_FUNCTION_MAP(X)                                                                            \
    X(NONE) X(DET) X(POSS) X(PRON) X(PREP) X(PREPSUB) X(CC) X(BUT) X(SUB) X(THAT) X(WH) X(BE) X(HAVE) \
    X(DO) X(MODAL_MAY) X(MODAL_WILL) X(MODAL_WOULD) X(MODAL_MUST) X(TO) X(NEG) X(ADV) X(ADJ) X(NUM)   \
    X(TIME)

enum wf_function {
#define WF_FUNCTION_ENUM(name) WF_FUNCTION_##name,
    WF_FUNCTION_MAP(WF_FUNCTION_ENUM)
#undef WF_FUNCTION_ENUM
        WF_FUNCTION_COUNT
};

static inline const struct wf_chunk *
wf_chunk(const struct wf_document *doc, uint32_t chunk)
{
    return &doc->clauses->chunks.items[chunk];
}

static inline uint32_t
wf_chunk_of(const struct wf_document *doc, uint32_t token)
{
    return doc->clauses->chunk_of[token];
}

/* Chunks of the chunk's sentence: [*first, *end). */
void wf_chunk_sentence(const struct wf_document *doc, uint32_t chunk, uint32_t *first, uint32_t *end);

/*
 * Noun group that does what the verb says: looks through apposition, relative clauses, coordination of
 * verbs, control (`agreed to send`: who agreed) and participles. For a passive verb its grammatical
 * subject, that is, who it is done to. WF_NO_CHUNK where none is found.
 */
uint32_t wf_chunk_subject(const struct wf_document *doc, uint32_t verb);

/* Object right after a verb group (adverbs between are skipped); WF_NO_CHUNK where there is none. */
uint32_t wf_chunk_object(const struct wf_document *doc, uint32_t verb);

/*
 * Noun group under the preposition `word` (a word id) in the clause, after `chunk`; `words` is an array of
 * `count` ids, any of which will do. With `near` only directly after the chunk and its object.
 */
uint32_t wf_chunk_under(const struct wf_document *doc, uint32_t chunk, const uint32_t *words, unsigned count);

/* Noun group under the preposition `word` directly behind the noun group, or WF_NO_CHUNK. */
uint32_t wf_chunk_of_noun(const struct wf_document *doc, uint32_t noun, uint32_t word);

/* `agreed on Monday`: the last word of the phrase `agreed on` belongs to a time. */
bool wf_match_is_dated(const struct wf_document *doc, const struct wf_match *m);

/* First chunk after `chunk` at which its clause ends (exclusive). */
uint32_t wf_chunk_clause_end(const struct wf_document *doc, uint32_t chunk);
uint32_t wf_chunk_clause_start(const struct wf_document *doc, uint32_t chunk);

/* Verb group that an infinitive or participle hangs on; WF_NO_CHUNK for a finite one. */
uint32_t wf_chunk_governor(const struct wf_document *doc, uint32_t verb);

/* Verb group of the main or relative clause that the noun group stands in; WF_NO_CHUNK in a heading. */
uint32_t wf_chunk_verb_of(const struct wf_document *doc, uint32_t noun);

/*
 * Noun groups joined with `noun` by commas and `and` (A, B and C), itself first, in text order, at most
 * `max`. Appositions (`A, the president, `) are not members. Returns how many.
 */
unsigned wf_chunk_members(const struct wf_document *doc, uint32_t noun, uint32_t *out, unsigned max);

/* Owner of a noun group (`Iraq's` government), or WF_NO_CHUNK. */
uint32_t wf_chunk_owner(const struct wf_document *doc, uint32_t noun);

/* Noun group that the preposition of `noun` belongs to (`visit to Iraq`: visit), or WF_NO_CHUNK. */
uint32_t wf_chunk_preposition(const struct wf_document *doc, uint32_t noun);

#endif
