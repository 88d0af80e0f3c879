/* SPDX-License-Identifier: Apache-2.0 */
/* Fractions: `two-thirds`, `half a million`, `1/4`, `½`. */
#include <string.h>

#include "extractors/numbers_reader.h"

static const uint8_t vulgar_parts[][2] = { { 1, 4 }, { 1, 2 }, { 3, 4 } };
static const uint8_t vulgar_more[][2] = { { 1, 7 }, { 1, 9 }, { 1, 10 }, { 1, 3 }, { 2, 3 }, { 1, 5 }, { 2, 5 },
    { 3, 5 }, { 4, 5 }, { 1, 6 }, { 5, 6 }, { 1, 8 }, { 3, 8 }, { 5, 8 }, { 7, 8 } };

const uint8_t *
number_vulgar(uint32_t symbol)
{
    if (symbol >= 0xbc && symbol <= 0xbe)
        return vulgar_parts[symbol - 0xbc];
    if (symbol >= 0x2150 && symbol <= 0x215e)
        return vulgar_more[symbol - 0x2150];
    return NULL;
}

/* A denominator in words at `at`: `half`, `quarters`, `fifth`, `twenty-firsts`; the token after it, or `at`. */
static uint32_t
read_denominator(const struct number_reader *r, uint32_t at, bool plural, struct wf_decimal *whole)
{
    const struct number_word *w = number_word_at(r, at);
    enum number_kind kind = (enum number_kind)w->kind;

    *whole = w->value;
    switch (kind) {
    case KIND_HALF:
    case KIND_QUARTER:
        return w->plural == plural || (kind == KIND_HALF && !plural) ? at + 1 : at;
    case KIND_PART:
        return plural && !(w->value.digits == 1 && w->value.exponent == 0) ? at + 1 : at;
    case KIND_ORD_UNIT:
        return !plural && w->value.digits > 2 ? at + 1 : at; /* no `first`, `second` */
    case KIND_ORD_TEEN:
    case KIND_ORD_TENS:
    case KIND_ORD_HUNDRED:
    case KIND_ORD_SCALE:
        return plural ? at : at + 1;
    case KIND_TENS: {
        uint32_t next = number_is_hyphen(r, at + 1) ? at + 2 : at + 1;
        const struct number_word *unit = number_word_at(r, next);

        if ((plural && unit->kind == KIND_PART && unit->value.exponent == 0 && unit->value.digits < 10) ||
            (!plural && unit->kind == KIND_ORD_UNIT)) {
            *whole = wf_decimal_add(w->value, unit->value);
            return next + 1;
        }
        return at;
    }
    default:
        return at;
    }
}

/* What may follow `a third` where that is a part and not an ordinal. */
static bool
ends_fraction(const struct number_reader *r, uint32_t at)
{
    enum number_kind kind = number_kind_at(r, at);

    return at >= r->stop || r->t[at].word == r->st->of || kind == KIND_SCALE || kind == KIND_AND ||
        (r->t[at].flags & (WF_TOKEN_STOP | WF_TOKEN_COMMA | WF_TOKEN_CLOSE | WF_TOKEN_SEMICOLON | WF_TOKEN_QUOTE));
}

/* `by a quarter to 12 million`, `by a third in a year`: what came to be less or more, whatever follows. */
static bool
is_change(const struct number_reader *r, uint32_t first, uint32_t next)
{
    static const char *const after[] = { "to", "from", "in", "over", "since", "last", "this", "compared", "on", "at", "as",
        "between", "during", "after", "by", "within" };
    struct wf_slice text;

    if (first == 0 || (r->t[first].flags & WF_TOKEN_SENTENCE_START) || r->t[first - 1].word != r->st->by || next >= r->stop)
        return false;
    text = wf_token_text(r->doc, next);
    for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
        if (wf_slice_is(text, after[i]))
            return true;
    return false;
}

/* `of a million`, `a million`, `million` after a fraction; multiplies *value. */
uint32_t
number_scale_after_fraction(struct number_reader *r, uint32_t at, struct wf_decimal *value)
{
    uint32_t look = at;

    if (look < r->stop && r->t[look].word == r->st->of && number_kind_at(r, look + 1) == KIND_ARTICLE)
        look += 2;
    else if (number_kind_at(r, look) == KIND_ARTICLE)
        look++;
    if (number_is_hyphen(r, look))
        look++;
    if (number_kind_at(r, look) == KIND_SCALE && !number_word_at(r, look)->plural) {
        *value = wf_decimal_multiply(*value, number_word_at(r, look)->value);
        r->out->scaled = true;
        return look + 1;
    }
    if (number_kind_at(r, look) == KIND_DOZEN && !number_word_at(r, look)->plural) {
        *value = wf_decimal_multiply(*value, number_word_at(r, look)->value);
        return look + 1;
    }
    return at;
}

/* Whether a bare `half` at `at` is one: not `the first half`, `half-time`, `second half`. */
static bool
is_bare_half(const struct number_reader *r, uint32_t at)
{
    const struct wf_token *before = at > 0 && !(r->t[at].flags & WF_TOKEN_SENTENCE_START) ? &r->t[at - 1] : NULL;
    enum number_kind next = number_kind_at(r, at + 1);

    if (before != NULL && (before->word == r->st->first || before->word == r->st->second ||
            before->word == r->st->other || before->word == r->st->the || number_kind_at(r, at - 1) == KIND_ORD_UNIT))
        return next == KIND_SCALE || next == KIND_DOZEN;
    if (next == KIND_SCALE || next == KIND_DOZEN || next == KIND_ARTICLE)
        return true;
    if (at + 1 < r->stop && wf_match_at(r->doc, at + 1, r->st->unit_class) != NULL)
        return true;
    if (number_is_hyphen(r, at + 1))
        return number_kind_at(r, at + 2) == KIND_SCALE || number_kind_at(r, at + 2) == KIND_DOZEN ||
            (at + 2 < r->stop && wf_match_at(r->doc, at + 2, r->st->unit_class) != NULL);
    return at + 1 >= r->stop || r->t[at + 1].word == r->st->of || r->t[at + 1].word == r->st->the ||
        ends_fraction(r, at + 1) || before != NULL;
}

static uint32_t
finish_fraction(struct number_reader *r, uint32_t at, struct wf_decimal part, struct wf_decimal whole)
{
    r->out->value = number_fraction_of(part, whole);
    r->out->words = true;
    r->out->form = WF_NUMBER_FRACTION;
    at = number_scale_after_fraction(r, at, &r->out->value);
    if (r->out->scaled)
        r->out->form = WF_NUMBER_PLAIN;
    return at;
}

/* `half`, `a third of`, `one-fifth`, `quarter million`, `three quarters`: the token after, or `first`. */
uint32_t
number_read_fraction(struct number_reader *r)
{
    uint32_t at = r->first, next;
    enum number_kind kind = number_kind_at(r, at);
    struct wf_decimal whole, part = number_small(1);

    if (kind == KIND_HALF && !number_word_at(r, at)->plural && is_bare_half(r, at))
        return finish_fraction(r, at + 1, part, number_small(2));
    if (kind == KIND_QUARTER && !number_word_at(r, at)->plural && number_kind_at(r, at + 1) == KIND_SCALE)
        return finish_fraction(r, at + 1, part, number_small(4));
    if (kind == KIND_QUARTER && !number_word_at(r, at)->plural && number_is_hyphen(r, at + 1) && at + 2 < r->stop &&
        wf_match_at(r->doc, at + 2, r->st->unit_class) != NULL && number_kind_at(r, at + 2) == KIND_NONE)
        return finish_fraction(r, at + 1, part, number_small(4));
    if (kind == KIND_ARTICLE) {
        next = read_denominator(r, at + 1, false, &whole);
        if (next == at + 1 || (number_kind_at(r, at + 1) == KIND_HALF ? false :
                !ends_fraction(r, next) && !is_change(r, at, next)))
            return r->first;
        return finish_fraction(r, next, part, whole);
    }
    if (kind != KIND_UNIT && kind != KIND_TEEN)
        return r->first;
    part = number_word_at(r, at)->value;
    next = number_is_hyphen(r, at + 1) ? at + 2 : at + 1;
    if (part.digits == 0)
        return r->first;
    at = next;
    next = read_denominator(r, at, !(part.digits == 1 && part.exponent == 0), &whole);
    return next == at ? r->first : finish_fraction(r, next, part, whole);
}

/* After `and`: `a half`, `one half`, `three quarters`, `two thirds`; the token after, or `at`. */
uint32_t
number_read_added_fraction(const struct number_reader *r, uint32_t at, struct wf_decimal *value)
{
    enum number_kind kind = number_kind_at(r, at);
    struct wf_decimal part = number_small(1), whole;
    uint32_t next;

    if (kind == KIND_ARTICLE) {
        next = read_denominator(r, at + 1, false, &whole);
        if (next == at + 1)
            return at;
    } else if (kind == KIND_UNIT || kind == KIND_TEEN || kind == KIND_TENS) {
        uint32_t from = at + 1;

        part = number_word_at(r, at)->value;
        if (kind == KIND_TENS && number_kind_at(r, number_is_hyphen(r, from) ? from + 1 : from) == KIND_UNIT) {
            from = number_is_hyphen(r, from) ? from + 1 : from;
            part = wf_decimal_add(part, number_word_at(r, from)->value);
            from++;
        }
        if (number_is_hyphen(r, from))
            from++;
        next = read_denominator(r, from, !(part.digits == 1 && part.exponent == 0), &whole);
        if (next == from)
            return at;
    } else
        return at;
    *value = number_fraction_of(part, whole);
    return next;
}

/* `1/2` at a token of digits; the token after it, or `at`. `whole` is what stood before it, if anything. */
uint32_t
number_read_slashed(const struct number_reader *r, uint32_t at, struct wf_decimal *value)
{
    struct wf_decimal part, whole;
    uint32_t end;
    bool grouped, list;

    *value = WF_DECIMAL_NONE;
    if (at + 2 >= r->stop || r->t[at + 1].symbol != '/' || number_has_space(r, at + 1) || number_has_space(r, at + 2) ||
        number_kind_at(r, at) != KIND_DIGITS || number_kind_at(r, at + 2) != KIND_DIGITS)
        return at;
    if (at + 3 < r->stop && r->t[at + 3].symbol == '/' && !number_has_space(r, at + 3))
        return at;
    if (at > 0 && r->t[at - 1].symbol == '/' && !number_has_space(r, at))
        return at;
    number_read_digits(r->doc, at, 0, &part, &end, &grouped, &list);
    number_read_digits(r->doc, at + 2, 0, &whole, &end, &grouped, &list);
    if (!part.known || !whole.known || part.exponent < 0 || whole.exponent < 0 || whole.digits == 0 ||
        !number_less(part, number_small(100)) || !number_less(whole, number_small(1001)) || part.digits == 0)
        return at;
    if (!number_less(part, whole)) /* 3/2 is one, 24/7 is not */
        if (wf_decimal_compare(whole, number_small(2)) != 0)
            return at;
    if (part.digits == 9 && whole.digits == 11)
        return at;
    *value = number_fraction_of(part, whole);
    return at + 3;
}

/* `three fifths`, `twenty-one fifths`: a whole number over a denominator in the plural. */
void
number_take_denominator(struct number_reader *r)
{
    uint32_t at = number_is_hyphen(r, r->at) ? r->at + 1 : r->at, next;
    struct wf_decimal whole;

    if (r->out->ordinal || r->out->scaled || r->out->digits || (r->last != KIND_UNIT && r->last != KIND_TEEN &&
            r->last != KIND_TENS && r->last != KIND_HUNDRED))
        return;
    next = read_denominator(r, at, true, &whole);
    if (next == at)
        return;
    r->group = number_fraction_of(number_sum(r), whole);
    r->total = number_small(0);
    r->has_group = true;
    r->out->form = WF_NUMBER_FRACTION;
    r->out->end_byte = r->t[next - 1].end;
    r->at = next;
}
