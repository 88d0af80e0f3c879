/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the stage `numbers`: its state, and the reader of one number. */
#ifndef WF_NUMBERS_H
#define WF_NUMBERS_H

#include "extractors/extractor.h"

enum number_kind {
    KIND_NONE, KIND_UNIT, KIND_TEEN, KIND_TENS, KIND_HUNDRED, KIND_SCALE, KIND_LETTER, KIND_DOZEN, KIND_HALF,
    KIND_QUARTER, KIND_PART, KIND_PAIR, KIND_ARTICLE, KIND_AND, KIND_POINT, KIND_MINUS, KIND_ORD_UNIT,
    KIND_ORD_TEEN, KIND_ORD_TENS, KIND_ORD_HUNDRED, KIND_ORD_SCALE, KIND_FOLD, KIND_PLURAL_TENS, KIND_VAGUE, KIND_TIMES, KIND_DIGITS
};

struct number_word {
    uint8_t kind; /* enum number_kind */
    bool plural;
    struct wf_decimal value;
};

struct numbers_state {
    struct number_word *words; /* by word id, up to the highest id of a number word */
    uint32_t word_count;
    struct wf_slice *prefixes; /* sorted */
    size_t prefix_count;
    uint16_t sign_class, code_class, currency_class, unit_class;
    uint32_t st, nd, rd, th, of, the, between, few, several, many, first, second, other, plus, or_, by;
};

/* What was read, before it becomes a wf_number. */
struct number_reading {
    uint32_t first, end;           /* tokens */
    uint32_t start_byte, end_byte; /* of the reading text */
    struct wf_decimal value;       /* not known: nothing to keep */
    bool negative, ordinal, words, digits, scaled, grouped;
    bool list;                     /* the token is a list of numbers */
    uint8_t form;                  /* enum wf_number_form */
};

static inline enum number_kind
number_kind_of(const struct numbers_state *st, const struct wf_token *token)
{
    return token->word < st->word_count ? (enum number_kind)st->words[token->word].kind : KIND_NONE;
}

/* Numerator and denominator of `½` and its like, NULL for any other symbol. */
const uint8_t *number_vulgar(uint32_t symbol);

/*
 * Read the number that begins at token `first`, of whose text the first `prefix` bytes are a currency's sign.
 * Returns the token after it, or `first` where none begins; *out (zeroed by the caller) is then unchanged or
 * has no value.
 */
uint32_t number_read(const struct numbers_state *st, const struct wf_document *doc, uint32_t first,
    uint32_t prefix, struct number_reading *out);

/*
 * Bytes of digits, and a scale after them (`30bn`), at the start of s; *power (may be NULL) is the scale's.
 */
size_t number_glued_length(const char *s, size_t len, int *power);

/*
 * Read digits at a token: separators, sign-free, exponents (`1.3x10^6`). Returns the token after them;
 * *value is not known where the token is no single number, and then *list may be set.
 */
uint32_t number_read_digits(const struct wf_document *doc, uint32_t first, uint32_t prefix,
    struct wf_decimal *value, uint32_t *end_byte, bool *grouped, bool *list);

#endif
