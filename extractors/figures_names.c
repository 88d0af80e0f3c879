/* SPDX-License-Identifier: Apache-2.0 */
/* Bare numbers that count nothing: names, years, parts of codes, the numbers of lists. */
#include <string.h>

#include "extractors/figures.h"

static bool
plain(const struct fig_side *side)
{
    return side->digits && !side->words && !side->scaled && !side->grouped && side->value.exponent >= 0 &&
        side->form == WF_NUMBER_PLAIN;
}

static bool
bare_number(const struct fig_side *side)
{
    return !side->scaled && !side->grouped && !side->ordinal && side->form == WF_NUMBER_PLAIN;
}

/* Digits after the decimal point as written. */
static size_t
decimals(const struct fig_run *r, const struct fig_side *side)
{
    struct wf_slice text = wf_span_text(r->doc, r->doc->numbers.items[side->number].at.span);
    const char *point = memchr(text.data, '.', text.len);

    return point == NULL ? 0 : (size_t)(text.data + text.len - point) - 1;
}

/* `33.783°N 44.500°E / 33.783; 44.500` */
bool
fig_is_coordinate(const struct fig_run *r, const struct fig_side *side)
{
    uint32_t e = side->end, f = side->first, count = r->doc->tokens.count;

    if (!side->digits || side->grouped || side->scaled)
        return false;
    if (side->unit != NULL && wf_slice_is(side->unit->value, "deg") && e < count) {
        const struct wf_token *t = &r->t[e];
        char c = r->doc->text.reading.data[t->start];

        if ((t->flags & WF_TOKEN_NUMBER) || t->symbol == 0x2032 || t->symbol == '\'')
            return true;
        return (t->flags & WF_TOKEN_CAPITAL) && (c == 'N' || c == 'S' || c == 'E' || c == 'W') &&
            (t->end - t->start == 1 || (t->end - t->start <= 5 && e + 1 < count));
    }
    return side->unit == NULL && decimals(r, side) >= 3 && ((e < count && (r->t[e].flags & WF_TOKEN_SEMICOLON)) ||
        (f > 0 && (r->t[f - 1].flags & WF_TOKEN_SEMICOLON)));
}

static bool
is_year(const struct fig_side *side)
{
    return plain(side) && side->end_byte - side->start_byte == 4 &&
        wf_decimal_compare(side->value, wf_decimal_of(1000)) >= 0 &&
        wf_decimal_compare(side->value, wf_decimal_of(2100)) < 0;
}

/* Signs that may be glued to the front of a figure. */
static bool
allowed_before(const struct wf_token *t)
{
    switch (t->symbol) {
    case '(': case '[': case '{': case '~': case '<': case '>': case '=': case '+': case '-': case 0x2212: case '*':
    case 0x2248: case 0x2264: case 0x2265: case '$': case 0xa3: case 0x20ac: case 0xa5: case '/': case 0xb1: case '|':
    case 0x223c:
        return true;
    default:
        return (t->flags & (WF_TOKEN_DASH | WF_TOKEN_HYPHEN | WF_TOKEN_QUOTE | WF_TOKEN_OPEN)) != 0;
    }
}

/* A digit or letter glued before: the number is a part of a code, an address or a time. */
static bool
is_part_of_code(const struct fig_run *r, const struct fig_side *side)
{
    uint32_t f = side->first, count = r->doc->tokens.count;
    const struct wf_token *before;

    if (f == 0 || fig_space_before(r, f))
        return false;
    before = &r->t[f - 1];
    if (before->flags & (WF_TOKEN_WORD | WF_TOKEN_NUMBER))
        return side->start_byte == r->t[f].start;
    if ((before->symbol == '=' || before->symbol == '+') && f >= 2 && !fig_space_before(r, f - 1) && (r->t[f - 2].flags & WF_TOKEN_WORD))
        return true; /* an address, ?width=600, or P5+1 */
    if (before->symbol == '/' || before->symbol == ':' || before->symbol == '.' || before->symbol == '_' ||
        before->symbol == '#' || before->symbol == '@' || before->symbol == '%' || before->symbol == 0x2116)
        return f < 2 || !fig_space_before(r, f - 1) || before->symbol == '#' || before->symbol == '@' ||
            before->symbol == 0x2116;
    if ((before->flags & WF_TOKEN_HYPHEN) && f >= 2 && !fig_space_before(r, f - 1) &&
        (r->t[f - 2].flags & (WF_TOKEN_WORD | WF_TOKEN_NUMBER)))
        return true; /* F-16, 555-1234; ranges were joined before */
    if (before->symbol == '+' && side->value.known && f + 1 < count && wf_decimal_compare(side->value, wf_decimal_of(999)) <= 0 &&
        (r->t[side->end < count ? side->end : f].flags & WF_TOKEN_NUMBER))
        return true; /* +964 770 ... */
    return !allowed_before(before);
}

/* Letters or digits glued after that are no unit: 4x4, 5G, 747s, 10:30, 3.1.2. */
static bool
goes_on(const struct fig_run *r, const struct fig_side *side)
{
    uint32_t e = side->end, count = r->doc->tokens.count;

    if (e >= count || fig_space_before(r, e) || side->unit != NULL || side->money != NULL)
        return false;
    if (r->t[e].flags & (WF_TOKEN_WORD | WF_TOKEN_NUMBER))
        return r->t[e].start == side->end_byte && side->digits; /* times with am and pm too */
    if ((r->t[e].symbol == ':' || r->t[e].symbol == '/' || r->t[e].symbol == '@') && e + 1 < count &&
        !fig_space_before(r, e + 1) && side->digits)
        return true;
    if ((r->t[e].flags & WF_TOKEN_HYPHEN) && e + 1 < count && side->digits && ((r->t[e + 1].flags & WF_TOKEN_NUMBER) ||
            r->t[e + 1].word == r->st->of || r->t[e + 1].word == r->st->for_))
        return true; /* 3.1-2, 9-of-15, 2-for-1 */
    return false;
}

/* `No.` and the signs that stand for it, nouns whose number is a name, names: Boeing 747, Vision 2030. */
static bool
is_numbered_thing(struct fig_run *r, const struct fig_side *side)
{
    uint32_t f = side->first, count = r->doc->tokens.count;
    const struct wf_token *before;
    struct wf_slice unit;

    if (f == 0 || (r->t[f].flags & (WF_TOKEN_SENTENCE_START | WF_TOKEN_BLOCK_START)))
        return false; /* nothing before it to name */
    before = &r->t[f - 1];
    if (r->named_end == f - 1 && r->named_end != 0 && bare_number(side) && (before->word == r->st->and_ ||
            before->word == r->st->or_ || (before->flags & WF_TOKEN_COMMA)))
        return true; /* Resolutions 2254 and 2118 */
    if (bare_number(side) && (fig_sets(r, f - 1) & FIG_NAMED) && ((before->flags & WF_TOKEN_CAPITAL) ||
            wf_slice_is(wf_token_text(r->doc, f - 1), "number")) && (side->words || side->value.exponent < 0))
        return true; /* Chapter two, Section 119.3 */
    if (plain(side) && (before->flags & WF_TOKEN_ALL_CAPS) && (before->flags & WF_TOKEN_SENTENCE_START) &&
        side->end < count && fig_is_function_word(r, side->end))
        return true;
    if (side->words && !side->digits && !side->ordinal && side->end == f + 1 && (r->t[f].flags & WF_TOKEN_CAPITAL) &&
        (before->flags & (WF_TOKEN_CAPITAL | WF_TOKEN_SENTENCE_START | WF_TOKEN_WORD)) == (WF_TOKEN_CAPITAL | WF_TOKEN_WORD) &&
        (side->end >= count || (r->t[side->end].flags & WF_TOKEN_CAPITAL) == 0))
        return true; /* World War Two */
    if ((fig_sets(r, f - 1) & FIG_NAMED) && side->digits && bare_number(side) && side->value.exponent < 0)
        return side->end >= count || (r->t[side->end].flags & WF_TOKEN_WORD) == 0 || fig_is_function_word(r, side->end);
    if (!plain(side))
        return false;
    if (f >= 3 && before->end - before->start == 1 && (before->flags & WF_TOKEN_CAPITAL) && r->t[f - 2].symbol == '&')
        return true; /* S&P 500 firms */
    if ((before->flags & WF_TOKEN_CLOSE) && f >= 3 && (r->t[f - 2].flags & WF_TOKEN_ALL_CAPS) && (r->t[f - 3].flags & WF_TOKEN_OPEN))
        return fig_counted_noun(r, side->end, false, &unit) == side->end; /* Task Force (TF) 50 */
    if (before->word == r->st->of && before->word != WF_WORD_NONE && f >= 2 && (r->t[f - 2].flags & WF_TOKEN_CAPITAL) &&
        (r->t[f - 2].flags & WF_TOKEN_SENTENCE_START) == 0)
        return side->end >= count || (r->t[side->end].flags & WF_TOKEN_WORD) == 0 || fig_is_function_word(r, side->end) ||
            r->t[side->end].pos == WF_POS_VERB || r->t[side->end].form != 0 || side->end + 1 >= count ||
            !fig_ends_in_s(r, side->end); /* Group of 77 */
    if (fig_sets(r, f - 1) & FIG_NAMED) {
        /* lower-case nouns only where no counted noun follows: `order 12 planes` */
        return (before->flags & (WF_TOKEN_CAPITAL | WF_TOKEN_PERIOD | WF_TOKEN_MIXED)) != 0 || side->end >= count ||
            (r->t[side->end].flags & WF_TOKEN_WORD) == 0 || (fig_sets(r, side->end) & FIG_STOP) != 0;
    }
    if ((before->flags & (WF_TOKEN_CAPITAL | WF_TOKEN_MIXED)) == 0 || (fig_sets(r, f - 1) & FIG_STOP) != 0 ||
        (before->flags & (WF_TOKEN_SENTENCE_START | WF_TOKEN_PUNCT)))
        return false;
    if (before->pos != WF_POS_X && before->pos != WF_POS_PROPN && before->pos != WF_POS_NOUN)
        return false;
    if (before->flags & WF_TOKEN_MIXED)
        return true; /* iPhone 14 */
    return fig_counted_noun(r, side->end, false, &unit) == side->end; /* Apollo 11 mission, but Basra 12 people */
}

/* `(202) 646-3272`, `Ali (34)`, `sections 212(f) and 215(a)`, `8 U.S.C. 1182` */
static bool
is_reference(const struct fig_run *r, const struct fig_side *side)
{
    static const char *const codes[] = { "U.S.C.", "USC", "CFR", "C.F.R.", "Stat." };
    uint32_t f = side->first, e = side->end, count = r->doc->tokens.count;

    if (!plain(side) || e >= count || (r->t[e].flags & WF_TOKEN_BLOCK_START))
        return false;
    if (f > 0 && (r->t[f - 1].flags & WF_TOKEN_OPEN) && (r->t[e].flags & WF_TOKEN_CLOSE))
        return true;
    if ((r->t[e].flags & WF_TOKEN_OPEN) && !fig_space_before(r, e) && e + 2 < count &&
        r->t[e + 1].end - r->t[e + 1].start <= 2 && (r->t[e + 2].flags & WF_TOKEN_CLOSE))
        return true;
    return fig_is_any_word(r, e, codes, sizeof codes / sizeof codes[0]) ||
        (f > 0 && fig_is_any_word(r, f - 1, codes, sizeof codes / sizeof codes[0]));
}

static bool
is_list_number(const struct fig_run *r, const struct fig_side *side)
{
    uint32_t f = side->first, e = side->end, count = r->doc->tokens.count;

    if (!plain(side) || wf_decimal_compare(side->value, wf_decimal_of(100)) >= 0 || side->value.negative)
        return false;
    if ((r->t[f].flags & WF_TOKEN_BLOCK_START) && e + 1 < count && (r->t[e].symbol == '.' || r->t[e].symbol == ')') &&
        !(r->t[e].flags & WF_TOKEN_BLOCK_START) && !fig_space_before(r, e) && !(r->t[e + 1].flags & WF_TOKEN_BLOCK_START))
        return true;
    if ((r->t[f].flags & WF_TOKEN_SENTENCE_START) && e + 1 < count && r->t[e].symbol == '.' && !fig_space_before(r, e) &&
        (r->t[e + 1].flags & (WF_TOKEN_CAPITAL | WF_TOKEN_NUMBER)) && wf_decimal_compare(side->value, wf_decimal_of(30)) <= 0)
        return true;
    if (e >= count || r->t[e].symbol != ')' || fig_space_before(r, e) || wf_decimal_compare(side->value, wf_decimal_of(30)) > 0)
        return false;
    for (uint32_t at = f; at > 0 && f - at < 6 && !(r->t[at].flags & WF_TOKEN_SENTENCE_START); at--)
        if (r->t[at - 1].flags & WF_TOKEN_OPEN)
            return false;
    return true;
}

/* A year that no date took: not followed by a plural noun, or after `the`, a preposition or a name. */
static bool
is_bare_year(struct fig_run *r, const struct fig_side *side)
{
    uint32_t f = side->first;
    struct wf_slice unit;

    if (!is_year(side))
        return false;
    if (wf_decimal_compare(side->value, wf_decimal_of(1900)) >= 0 && f > 0 && (fig_sets(r, f - 1) & FIG_STOP) != 0 &&
        !(r->t[f].flags & WF_TOKEN_SENTENCE_START))
        return true;
    return fig_counted_noun(r, side->end, false, &unit) == side->end;
}

/* 575 B.C. */
static bool
is_era(const struct fig_run *r, uint32_t token)
{
    struct wf_slice s = wf_token_text(r->doc, token);

    return wf_slice_is(s, "BC") || wf_slice_is(s, "B.C.") || wf_slice_is(s, "BCE") || wf_slice_is(s, "AD") ||
        wf_slice_is(s, "A.D.") || wf_slice_is(s, "CE") || wf_slice_is(s, "B.C") || wf_slice_is(s, "AH");
}

bool
fig_is_name(struct fig_run *r, const struct fig_side *side)
{
    if (side->money == NULL && (r->t[side->first].flags & WF_TOKEN_WORD) && side->digits && !side->words &&
        side->start_byte > r->t[side->first].start)
        return true; /* digits in a word whose letters are no currency's sign here: P5 */
    if (side->money == NULL && fig_is_coordinate(r, side))
        return true;
    if (side->form == WF_NUMBER_FRACTION && side->digits && side->unit == NULL && side->first > 0 &&
        (r->t[side->first - 1].flags & WF_TOKEN_COLON) && !(r->t[side->first].flags & WF_TOKEN_BLOCK_START))
        return true; /* a setting, FEC: 5/6 */
    if (side->money != NULL || (side->unit != NULL && side->unit->attributes.len > 0 && side->digits && !is_part_of_code(r, side)))
        return false;
    if (side->unit != NULL && side->words)
        return false;
    if (side->digits && side->end < r->doc->tokens.count && r->t[side->end].word != WF_WORD_NONE &&
        (r->t[side->end].word == r->st->am || r->t[side->end].word == r->st->pm) &&
        wf_decimal_compare(side->value, wf_decimal_of(13)) < 0)
        return true;
    if (side->end < r->doc->tokens.count && bare_number(side) && is_era(r, side->end))
        return true;
    return is_part_of_code(r, side) || goes_on(r, side) || is_list_number(r, side) || is_reference(r, side) || is_numbered_thing(r, side) ||
        is_bare_year(r, side);
}
