/* SPDX-License-Identifier: Apache-2.0 */
/* How numbers may begin: signs, a point without its nought, words for vague amounts. */
#include <string.h>

#include "extractors/numbers_reader.h"

/* A sign before digits: `-1.3`, `−5`, but no dash between words and no range. */
bool
number_signed_before(const struct number_reader *r, uint32_t first)
{
    const struct wf_token *sign;

    if (first > 0 && (r->t[first - 1].flags & WF_TOKEN_BLOCK_START) && r->t[first - 1].symbol == '-' &&
        r->t[first - 1].end - r->t[first - 1].start == 1 && !(r->t[first].flags & WF_TOKEN_BLOCK_START) && r->stop - first < 6)
        return true; /* a cell of a table, not the item of a list */
    if (first == 0 || number_has_space(r, first) || (r->t[first].flags & WF_TOKEN_BLOCK_START))
        return false;
    sign = &r->t[first - 1];
    if (sign->symbol != '-' && sign->symbol != 0x2212)
        return false;
    if (sign->end - sign->start > 3 || (sign->end - sign->start == 2))
        return false;
    if (sign->flags & WF_TOKEN_BLOCK_START)
        return true;
    if (first >= 2 && (r->t[first - 2].flags & (WF_TOKEN_OPEN | WF_TOKEN_QUOTE)) && !number_has_space(r, first - 1))
        return true;
    if (first >= 2 && !number_has_space(r, first - 1) && (r->t[first - 2].symbol == '<' || r->t[first - 2].symbol == '>' ||
            r->t[first - 2].symbol == '=' || r->t[first - 2].symbol == '$' || r->t[first - 2].symbol == 0x20ac ||
            r->t[first - 2].symbol == 0xa3))
        return true;
    return number_has_space(r, first - 1) && !(first >= 2 && (r->t[first - 2].flags & WF_TOKEN_NUMBER));
}

/* `.25` written without its nought: the point's token is taken into the number. */
bool
number_leading_point(const struct number_reader *r, uint32_t first)
{
    const struct wf_token *t = r->t;

    if (first == 0 || number_has_space(r, first) || t[first - 1].symbol != '.' || t[first - 1].end - t[first - 1].start != 1 ||
        (t[first].flags & WF_TOKEN_BLOCK_START))
        return false;
    return (t[first - 1].flags & (WF_TOKEN_SPACE_BEFORE | WF_TOKEN_BLOCK_START)) || t[first - 2].symbol == '$' ||
        t[first - 2].symbol == 0x20ac || t[first - 2].symbol == 0xa3 || t[first - 2].symbol == '-';
}

bool
number_is_vague_word(const struct number_reader *r, uint32_t at)
{
    return at < r->stop && (r->t[at].word == r->st->few || r->t[at].word == r->st->several || r->t[at].word == r->st->many);
}

/*
 * `dozens`, `tens of thousands`, `several hundred`, `a few million`: twice the word is the least they mean.
 * The token after, or `first`.
 */
uint32_t
number_read_vague(struct number_reader *r, uint32_t first)
{
    uint32_t at = first;
    const struct number_word *w = number_word_at(r, at);
    struct wf_decimal value = number_small(2);

    if (number_is_vague_word(r, at))
        at++;
    else if (w->kind == KIND_ARTICLE && number_is_vague_word(r, at + 1))
        at += 2;
    else if (!w->plural || (w->kind != KIND_HUNDRED && w->kind != KIND_SCALE && w->kind != KIND_DOZEN && w->kind != KIND_PLURAL_TENS))
        return first;
    w = number_word_at(r, at);
    if (w->kind != KIND_HUNDRED && w->kind != KIND_SCALE && w->kind != KIND_DOZEN && w->kind != KIND_PLURAL_TENS)
        return first;
    if (w->kind == KIND_DOZEN && w->value.digits == 2 && (at + 1 >= r->stop || r->t[at + 1].word != r->st->of))
        return first; /* scores are of something, or of a game */
    value = wf_decimal_multiply(value, w->value);
    if (at + 2 < r->stop && r->t[at + 1].word == r->st->of && (number_kind_at(r, at + 2) == KIND_SCALE || number_kind_at(r, at + 2) == KIND_HUNDRED) &&
        number_word_at(r, at + 2)->plural) {
        value = wf_decimal_multiply(value, number_word_at(r, at + 2)->value);
        at += 2;
    } else if (w->kind == KIND_PLURAL_TENS)
        return first;
    else if (number_kind_at(r, at + 1) == KIND_SCALE) { /* several hundred thousand */
        value = wf_decimal_multiply(value, number_word_at(r, at + 1)->value);
        at++;
    }
    r->out->value = value;
    r->out->words = true;
    r->out->scaled = true;
    r->out->form = WF_NUMBER_VAGUE;
    r->out->end_byte = r->t[at].end;
    return at + 1;
}
