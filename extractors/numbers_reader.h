/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the reader of numbers: its state, and the steps that stand in files of their own. */
#ifndef WF_NUMBERS_READER_H
#define WF_NUMBERS_READER_H

#include "extractors/numbers.h"

struct number_reader {
    const struct numbers_state *st;
    const struct wf_document *doc;
    const struct wf_token *t;
    uint32_t first, at, stop; /* tokens: begin, next to read, end of the sentence */
    struct wf_decimal total, group, last_scale, product;
    enum number_kind last;
    bool has_group, and_barred;
    struct number_reading *out;
};

static inline const struct number_word *
number_word_at(const struct number_reader *r, uint32_t at)
{
    static const struct number_word none;

    if (at >= r->stop || r->t[at].word >= r->st->word_count)
        return &none;
    return &r->st->words[r->t[at].word];
}

static inline enum number_kind
number_kind_at(const struct number_reader *r, uint32_t at)
{
    if (at >= r->stop)
        return KIND_NONE;
    if (r->t[at].flags & WF_TOKEN_NUMBER)
        return KIND_DIGITS;
    return number_kind_of(r->st, &r->t[at]);
}

static inline bool
number_is_hyphen(const struct number_reader *r, uint32_t at)
{
    return at < r->stop && (r->t[at].symbol == '-' || (r->t[at].flags & WF_TOKEN_HYPHEN));
}

static inline bool
number_has_space(const struct number_reader *r, uint32_t at)
{
    return (r->t[at].flags & WF_TOKEN_SPACE_BEFORE) != 0;
}

static inline struct wf_decimal
number_small(uint64_t value)
{
    return wf_decimal_of((int64_t)value);
}

static inline bool
number_less(struct wf_decimal a, struct wf_decimal b)
{
    return a.known && b.known && wf_decimal_compare(a, b) < 0;
}

static inline struct wf_decimal
number_fraction_of(struct wf_decimal part, struct wf_decimal whole)
{
    return wf_decimal_divide(part, whole, 15);
}

/* `of a million`, `a million`, `million` after a fraction; multiplies *value. */
uint32_t number_scale_after_fraction(struct number_reader *r, uint32_t at, struct wf_decimal *value);

/* `half`, `a third of`, `one-fifth`, `quarter million`, `three quarters`: the token after, or `first`. */
uint32_t number_read_fraction(struct number_reader *r);

/* After `and`: `a half`, `one half`, `three quarters`, `two thirds`; the token after, or `at`. */
uint32_t number_read_added_fraction(const struct number_reader *r, uint32_t at, struct wf_decimal *value);

/* `1/2` at a token of digits; the token after it, or `at`. `whole` is what stood before it, if anything. */
uint32_t number_read_slashed(const struct number_reader *r, uint32_t at, struct wf_decimal *value);

/* `three fifths`, `twenty-one fifths`: a whole number over a denominator in the plural. */
void number_take_denominator(struct number_reader *r);

/* The number's value if it ended here. */
struct wf_decimal number_sum(const struct number_reader *r);

/* Add to what stands before the next scale. Always true. */
bool number_add_to_group(struct number_reader *r, struct wf_decimal value);

/* Whether a word of kind `kind` may follow what was read; takes it if so. */
bool number_take(struct number_reader *r, enum number_kind kind, const struct number_word *w);

bool number_take_ordinal(struct number_reader *r, enum number_kind kind, const struct number_word *w);

/* A scale of one or two letters after digits: `1.2 b`, `10k`, `5m`; ambiguous ones need money around them. */
bool number_letter_counts(const struct number_reader *r, uint32_t at);

/* `point` and what follows it: digits, or words digit by digit. */
uint32_t number_read_point(struct number_reader *r, uint32_t at);

/* What `and` may join: a smaller number in words, or in digits after `hundred`. */
bool number_and_joins(const struct number_reader *r, uint32_t next);

/* A sign before digits: `-1.3`, `−5`, but no dash between words and no range. */
bool number_signed_before(const struct number_reader *r, uint32_t first);

/* `.25` written without its nought: the point's token is taken into the number. */
bool number_leading_point(const struct number_reader *r, uint32_t first);

/* `twice as many`, `double the sum`: the token after the word, or `first`. */
uint32_t number_read_times(struct number_reader *r);

/* `a litre of milk`, `a full percentage point`: the token where the unit begins, or `first`. */
uint32_t number_read_one_unit(struct number_reader *r);

bool number_is_vague_word(const struct number_reader *r, uint32_t at);

/*
 * `dozens`, `tens of thousands`, `several hundred`, `a few million`: twice the word is the least they mean.
 * The token after, or `first`.
 */
uint32_t number_read_vague(struct number_reader *r, uint32_t first);

#endif
