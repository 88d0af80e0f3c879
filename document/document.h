/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One document on its way through the worker: what came in, its text, and everything found so far.
 * Everything it points to is borrowed from its arena, from the input record, or from the chain.
 */
#ifndef WF_DOCUMENT_H
#define WF_DOCUMENT_H

#include "document/fact.h"
#include "document/text.h"
#include "document/token.h"

/* Layers of annotations, for the chain's check of what a stage needs and makes. X(name, member, meaning) */
#define WF_LAYER_MAP(X)                                                                       \
    X(TOKENS, tokens, "tokens, sentences and sections")                                       \
    X(MATCHES, matches, "lexicon entries found over the tokens")                              \
    X(PATTERNS, patterns, "matches of rule files")                                            \
    X(POS, pos, "parts of speech and verb forms of tokens")                                   \
    X(CLAUSES, clauses, "noun and verb groups, clauses")                                      \
    X(NUMBERS, numbers, "numbers in words and digits")                                        \
    X(DATES, dates, "published layer `date`")                                                 \
    X(FIGURES, figures, "published layer `figure`")                                           \
    X(MENTIONS, mentions, "names in the text")                                                \
    X(ENTITIES, entities, "published layer `entity`")                                         \
    X(DESCRIPTIONS, descriptions, "words that stand for an entity: `the prime minister`, `he`") \
    X(QUOTES, quotes, "published layer `quote`")                                              \
    X(AGREEMENTS, agreements, "published layer `agreement`")                                  \
    X(EVENTS, events, "published layer `event`")                                              \
    X(LINKS, links, "times, payers and amounts attached across layers")                       \
    X(IDS, ids, "identifiers of all facts")

enum wf_layer_index {
#define WF_LAYER_ENUM(name, member, meaning) WF_LAYER_INDEX_##name,
    WF_LAYER_MAP(WF_LAYER_ENUM)
#undef WF_LAYER_ENUM
        WF_LAYER_COUNT
};
#define WF_LAYER(name) (UINT64_C(1) << WF_LAYER_INDEX_##name)

/* Something seen and not understood, published in the document record. */
struct wf_warning {
    const char *code;     /* "unknown-currency", "unclosed-quotation", "cut-text" ... */
    struct wf_slice text; /* for a reader */
    struct wf_span span;  /* reading text; empty where it is about the whole */
};

/* A word that stands for an entity without naming it. */
struct wf_description {
    struct wf_reference who;
    bool pronoun;
};

/* Where the document came from; topic is NULL outside Kafka. */
struct wf_origin {
    const char *topic;
    int32_t partition;
    int64_t offset;
    int64_t timestamp; /* milliseconds since 1970-01-01 UTC, -1 where unknown */
};

enum wf_published_basis {
    WF_PUBLISHED_UNKNOWN,
    WF_PUBLISHED_ENVELOPE, /* a field of the envelope or a meta element */
    WF_PUBLISHED_TEXT,     /* dateline or front matter */
    WF_PUBLISHED_RECORD    /* the record's timestamp */
};

struct wf_matches; /* extractors/lexicon.h */
struct wf_pattern_match; /* extractors/pattern.h */
struct wf_clauses; /* extractors/structure.h */

struct wf_document {
    wf_arena *arena;

    /* metadata */
    struct wf_slice id, version, title, publisher, language, url;
    struct wf_slice published;   /* ISO 8601 as published */
    int32_t published_day;       /* WF_DAY_NONE where unknown: then relative dates stay unresolved */
    enum wf_published_basis published_basis;
    struct wf_slice status;      /* "canceled", "withheld"; none otherwise */
    bool no_facts;               /* canceled, withheld, another language: only the document record */
    int urgency;                 /* 1 to 9, 0 where unknown */
    struct wf_origin origin;

    struct wf_text text;
    WF_VECTOR(struct wf_token) tokens;
    WF_VECTOR(struct wf_sentence) sentences;
    WF_VECTOR(struct wf_section) sections;
    struct wf_matches *matches;
    struct wf_clauses *clauses;
    WF_VECTOR(struct wf_pattern_match *) patterns;   /* in text order */

    WF_VECTOR(struct wf_number) numbers;             /* in text order */
    WF_VECTOR(struct wf_mention *) mentions;         /* in text order, not overlapping but for nested ones */
    WF_VECTOR(struct wf_description) descriptions;   /* in text order */
    WF_VECTOR(struct wf_entity *) entities;          /* by first mention */
    WF_VECTOR(struct wf_figure *) figures;           /* in text order, so are the rest */
    WF_VECTOR(struct wf_date *) dates;
    WF_VECTOR(struct wf_agreement *) agreements;
    WF_VECTOR(struct wf_event *) events;
    WF_VECTOR(struct wf_quote *) quotes;
    WF_VECTOR(struct wf_warning) warnings;
};

/* Empty *doc for the next document in `arena`, which is reset. */
void wf_document_reset(struct wf_document *doc, wf_arena *arena);

/* Note something not understood; `text` is a printf format. Kept to 100 warnings a document. */
void wf_document_warn(struct wf_document *doc, const char *code, struct wf_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Bytes of a token in the reading text. */
static inline struct wf_slice
wf_token_text(const struct wf_document *doc, uint32_t token)
{
    const struct wf_token *t = &doc->tokens.items[token];

    return (struct wf_slice){ doc->text.reading.data + t->start, t->end - t->start };
}

/* Bytes of a span in the reading text. */
static inline struct wf_slice
wf_span_text(const struct wf_document *doc, struct wf_span span)
{
    return (struct wf_slice){ doc->text.reading.data + span.start, span.end - span.start };
}

/* The range of tokens [first, end), end > first. */
static inline struct wf_range
wf_range_of(const struct wf_document *doc, uint32_t first, uint32_t end)
{
    return (struct wf_range){ first, end,
        { doc->tokens.items[first].start, doc->tokens.items[end - 1].end } };
}

/* Nearest heading above a sentence, none where there is none. */
struct wf_slice wf_document_section(const struct wf_document *doc, uint32_t sentence);

/* Zeroed T in the document's arena with its head filled; NULL when the arena is full. */
void *wf_fact_new(struct wf_document *doc, size_t size, const struct wf_rule *rule, uint32_t first, uint32_t end);

#endif
