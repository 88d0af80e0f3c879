/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One number from its first token: coefficients, scales, fractions and ordinals, in digits and words. A
 * state machine over the kinds of words; `mark` is where it goes back to when a part turns out to belong to
 * another number (`one hundred and two hundred`).
 */
#include <string.h>

#include "extractors/numbers.h"

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

struct reader {
    const struct numbers_state *st;
    const struct wf_document *doc;
    const struct wf_token *t;
    uint32_t first, at, stop; /* tokens: begin, next to read, end of the sentence */
    struct wf_decimal total, group, last_scale, product;
    enum number_kind last;
    bool has_group, and_barred;
    struct number_reading *out;
};

static const struct number_word *
word_at(const struct reader *r, uint32_t at)
{
    static const struct number_word none;

    if (at >= r->stop || r->t[at].word >= r->st->word_count)
        return &none;
    return &r->st->words[r->t[at].word];
}

static enum number_kind
kind_at(const struct reader *r, uint32_t at)
{
    if (at >= r->stop)
        return KIND_NONE;
    if (r->t[at].flags & WF_TOKEN_NUMBER)
        return KIND_DIGITS;
    return number_kind_of(r->st, &r->t[at]);
}

static bool
is_hyphen(const struct reader *r, uint32_t at)
{
    return at < r->stop && (r->t[at].symbol == '-' || (r->t[at].flags & WF_TOKEN_HYPHEN));
}

static bool
has_space(const struct reader *r, uint32_t at)
{
    return (r->t[at].flags & WF_TOKEN_SPACE_BEFORE) != 0;
}

static struct wf_decimal
small(uint64_t value)
{
    return wf_decimal_of((int64_t)value);
}

static bool
less(struct wf_decimal a, struct wf_decimal b)
{
    return a.known && b.known && wf_decimal_compare(a, b) < 0;
}

static struct wf_decimal
fraction_of(struct wf_decimal part, struct wf_decimal whole)
{
    return wf_decimal_divide(part, whole, 15);
}

/* A denominator in words at `at`: `half`, `quarters`, `fifth`, `twenty-firsts`; the token after it, or `at`. */
static uint32_t
read_denominator(const struct reader *r, uint32_t at, bool plural, struct wf_decimal *whole)
{
    const struct number_word *w = word_at(r, at);
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
        uint32_t next = is_hyphen(r, at + 1) ? at + 2 : at + 1;
        const struct number_word *unit = word_at(r, next);

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
ends_fraction(const struct reader *r, uint32_t at)
{
    enum number_kind kind = kind_at(r, at);

    return at >= r->stop || r->t[at].word == r->st->of || kind == KIND_SCALE || kind == KIND_AND ||
        (r->t[at].flags & (WF_TOKEN_STOP | WF_TOKEN_COMMA | WF_TOKEN_CLOSE | WF_TOKEN_SEMICOLON | WF_TOKEN_QUOTE));
}

/* `of a million`, `a million`, `million` after a fraction; multiplies *value. */
static uint32_t
scale_after_fraction(struct reader *r, uint32_t at, struct wf_decimal *value)
{
    uint32_t look = at;

    if (look < r->stop && r->t[look].word == r->st->of && kind_at(r, look + 1) == KIND_ARTICLE)
        look += 2;
    else if (kind_at(r, look) == KIND_ARTICLE)
        look++;
    if (is_hyphen(r, look))
        look++;
    if (kind_at(r, look) == KIND_SCALE && !word_at(r, look)->plural) {
        *value = wf_decimal_multiply(*value, word_at(r, look)->value);
        r->out->scaled = true;
        return look + 1;
    }
    if (kind_at(r, look) == KIND_DOZEN && !word_at(r, look)->plural) {
        *value = wf_decimal_multiply(*value, word_at(r, look)->value);
        return look + 1;
    }
    return at;
}

/* Whether a bare `half` at `at` is one: not `the first half`, `half-time`, `second half`. */
static bool
is_bare_half(const struct reader *r, uint32_t at)
{
    const struct wf_token *before = at > 0 && !(r->t[at].flags & WF_TOKEN_SENTENCE_START) ? &r->t[at - 1] : NULL;
    enum number_kind next = kind_at(r, at + 1);

    if (before != NULL && (before->word == r->st->first || before->word == r->st->second ||
            before->word == r->st->other || before->word == r->st->the || kind_at(r, at - 1) == KIND_ORD_UNIT))
        return next == KIND_SCALE || next == KIND_DOZEN;
    if (next == KIND_SCALE || next == KIND_DOZEN || next == KIND_ARTICLE)
        return true;
    if (at + 1 < r->stop && wf_match_at(r->doc, at + 1, r->st->unit_class) != NULL)
        return true;
    if (is_hyphen(r, at + 1))
        return kind_at(r, at + 2) == KIND_SCALE || kind_at(r, at + 2) == KIND_DOZEN ||
            (at + 2 < r->stop && wf_match_at(r->doc, at + 2, r->st->unit_class) != NULL);
    return at + 1 >= r->stop || r->t[at + 1].word == r->st->of || r->t[at + 1].word == r->st->the ||
        ends_fraction(r, at + 1) || before != NULL;
}

static uint32_t
finish_fraction(struct reader *r, uint32_t at, struct wf_decimal part, struct wf_decimal whole)
{
    r->out->value = fraction_of(part, whole);
    r->out->words = true;
    r->out->form = WF_NUMBER_FRACTION;
    at = scale_after_fraction(r, at, &r->out->value);
    if (r->out->scaled)
        r->out->form = WF_NUMBER_PLAIN;
    return at;
}

/* `half`, `a third of`, `one-fifth`, `quarter million`, `three quarters`: the token after, or `first`. */
static uint32_t
read_fraction(struct reader *r)
{
    uint32_t at = r->first, next;
    enum number_kind kind = kind_at(r, at);
    struct wf_decimal whole, part = small(1);

    if (kind == KIND_HALF && !word_at(r, at)->plural && is_bare_half(r, at))
        return finish_fraction(r, at + 1, part, small(2));
    if (kind == KIND_QUARTER && !word_at(r, at)->plural && kind_at(r, at + 1) == KIND_SCALE)
        return finish_fraction(r, at + 1, part, small(4));
    if (kind == KIND_QUARTER && !word_at(r, at)->plural && is_hyphen(r, at + 1) && at + 2 < r->stop &&
        wf_match_at(r->doc, at + 2, r->st->unit_class) != NULL && kind_at(r, at + 2) == KIND_NONE)
        return finish_fraction(r, at + 1, part, small(4));
    if (kind == KIND_ARTICLE) {
        next = read_denominator(r, at + 1, false, &whole);
        if (next == at + 1 || (kind_at(r, at + 1) == KIND_HALF ? false : !ends_fraction(r, next)))
            return r->first;
        return finish_fraction(r, next, part, whole);
    }
    if (kind != KIND_UNIT && kind != KIND_TEEN)
        return r->first;
    part = word_at(r, at)->value;
    next = is_hyphen(r, at + 1) ? at + 2 : at + 1;
    if (part.digits == 0)
        return r->first;
    at = next;
    next = read_denominator(r, at, !(part.digits == 1 && part.exponent == 0), &whole);
    return next == at ? r->first : finish_fraction(r, next, part, whole);
}

/* After `and`: `a half`, `one half`, `three quarters`, `two thirds`; the token after, or `at`. */
static uint32_t
read_added_fraction(const struct reader *r, uint32_t at, struct wf_decimal *value)
{
    enum number_kind kind = kind_at(r, at);
    struct wf_decimal part = small(1), whole;
    uint32_t next;

    if (kind == KIND_ARTICLE) {
        next = read_denominator(r, at + 1, false, &whole);
        if (next == at + 1)
            return at;
    } else if (kind == KIND_UNIT || kind == KIND_TEEN || kind == KIND_TENS) {
        uint32_t from = at + 1;

        part = word_at(r, at)->value;
        if (kind == KIND_TENS && kind_at(r, is_hyphen(r, from) ? from + 1 : from) == KIND_UNIT) {
            from = is_hyphen(r, from) ? from + 1 : from;
            part = wf_decimal_add(part, word_at(r, from)->value);
            from++;
        }
        if (is_hyphen(r, from))
            from++;
        next = read_denominator(r, from, !(part.digits == 1 && part.exponent == 0), &whole);
        if (next == from)
            return at;
    } else
        return at;
    *value = fraction_of(part, whole);
    return next;
}

/* The number's value if it ended here. */
static struct wf_decimal
sum(const struct reader *r)
{
    return r->has_group ? wf_decimal_add(r->total, r->group) : r->total;
}

static bool
take_scale(struct reader *r, const struct number_word *w)
{
    if (r->last == KIND_SCALE) { /* lakh crore, thousand million */
        r->total = wf_decimal_add(r->total, (struct wf_decimal){ r->product.digits, r->product.exponent, true, true });
        r->product = wf_decimal_multiply(r->product, w->value);
    } else {
        if (r->last_scale.known && !less(w->value, r->last_scale))
            return false;
        r->product = wf_decimal_multiply(r->has_group ? r->group : small(1), w->value);
    }
    r->total = wf_decimal_add(r->total, r->product);
    r->last_scale = w->value;
    r->has_group = false;
    r->group = small(0);
    r->out->scaled = true;
    return true;
}

static bool
add_to_group(struct reader *r, struct wf_decimal value)
{
    r->group = r->has_group ? wf_decimal_add(r->group, value) : value;
    r->has_group = true;
    return true;
}

/* Whether a word of kind `kind` may follow what was read; takes it if so. */
static bool
take(struct reader *r, enum number_kind kind, const struct number_word *w)
{
    enum number_kind last = r->last;

    switch (kind) {
    case KIND_UNIT:
        return (last == KIND_NONE || last == KIND_TENS || last == KIND_HUNDRED || last == KIND_SCALE) &&
            add_to_group(r, w->value);
    case KIND_TEEN:
    case KIND_TENS:
        return (last == KIND_NONE || last == KIND_HUNDRED || last == KIND_SCALE) && add_to_group(r, w->value);
    case KIND_HUNDRED:
        if (last != KIND_UNIT && last != KIND_TEEN && last != KIND_TENS && last != KIND_DIGITS &&
            last != KIND_ARTICLE && !(last == KIND_NONE && !w->plural))
            return false;
        if (r->has_group && !less(r->group, small(100)) && last != KIND_DIGITS)
            return false;
        r->group = wf_decimal_multiply(r->has_group ? r->group : small(1), w->value);
        r->has_group = true;
        return true;
    case KIND_SCALE:
        return (last != KIND_NONE || !w->plural) && take_scale(r, w);
    case KIND_DOZEN:
        if (last == KIND_NONE || last == KIND_SCALE || last == KIND_DOZEN)
            return false;
        if (w->value.digits == 2 && (last == KIND_ARTICLE || last == KIND_DIGITS)) /* `a score` */
            return false;
        r->group = wf_decimal_multiply(sum(r), w->value);
        r->total = small(0);
        r->has_group = true;
        return true;
    default:
        return false;
    }
}

static bool
take_ordinal(struct reader *r, enum number_kind kind, const struct number_word *w)
{
    enum number_kind last = r->last;
    bool open = last == KIND_NONE || ((last == KIND_HUNDRED || last == KIND_SCALE) && !r->out->digits);

    switch (kind) {
    case KIND_ORD_UNIT:
        if (!open && last != KIND_TENS)
            return false;
        break;
    case KIND_ORD_TEEN:
    case KIND_ORD_TENS:
        if (!open)
            return false;
        break;
    case KIND_ORD_HUNDRED:
    case KIND_ORD_SCALE:
        if (last == KIND_ARTICLE || (r->has_group && last == KIND_HUNDRED && kind == KIND_ORD_HUNDRED))
            return false;
        r->group = wf_decimal_multiply(r->has_group ? r->group : small(1), w->value);
        r->has_group = true;
        r->out->ordinal = true;
        return true;
    default:
        return false;
    }
    r->out->ordinal = true;
    return add_to_group(r, w->value);
}

static bool
is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* `US$20m-30m`: the number before, parted by a dash or a word, has the same letter and counted. */
static bool
follows_scaled(const struct reader *r, uint32_t at)
{
    const struct wf_number *last;

    if (r->doc->numbers.count == 0 || r->first < 2)
        return false;
    last = &r->doc->numbers.items[r->doc->numbers.count - 1];
    return last->scaled && last->at.end + 1 == r->first && r->t[last->at.end - 1].word == r->t[at].word;
}

/* A scale of one or two letters after digits: `1.2 b`, `10k`, `5m`; ambiguous ones need money around them. */
static bool
letter_counts(const struct reader *r, uint32_t at)
{
    const struct wf_token *t = &r->t[at];
    char c = r->doc->text.reading.data[t->start];
    uint32_t len = t->end - t->start, before = r->first, b;
    bool glued = !has_space(r, at), money = false;

    if (len > 2)
        return false;
    if (r->out->start_byte > r->t[r->first].start)
        money = true; /* Rs5m, USD10m */
    for (b = 1; b <= 3 && b <= before && !money; b++) {
        const struct wf_token *p = &r->t[before - b];

        if (b == 1 && (p->symbol == '$' || p->symbol == 0xa3 || p->symbol == 0xa5 || p->symbol == 0xa2 ||
                (p->symbol >= 0x20a0 && p->symbol <= 0x20cf) || p->symbol == 0xe3f))
            money = true;
        for (uint32_t i = r->doc->matches->starts[before - b]; i < r->doc->matches->starts[before - b + 1]; i++) {
            const struct wf_match *m = &r->doc->matches->items.items[i];

            if (m->end == before && (m->entry->class_id == r->st->sign_class || m->entry->class_id == r->st->code_class))
                money = true;
        }
    }
    if (!money && at + 1 < r->stop)
        money = wf_match_at(r->doc, at + 1, r->st->currency_class) != NULL ||
            wf_match_at(r->doc, at + 1, r->st->sign_class) != NULL ||
            wf_match_at(r->doc, at + 1, r->st->code_class) != NULL;
    if (!money)
        money = follows_scaled(r, at);
    if (len == 2) /* `1MM`, but not `7.62mm` */
        return money || c == 'M';
    switch (c) {
    case 'k':
        return glued || money;
    case 'K': /* but 573.15K is a temperature */
        return money || (glued && r->group.exponent > -2);
    case 'm': case 't':
        return money;
    case 'M': case 'B': case 'b':
        return glued || money;
    case 'T':
        return money;
    case 'L':
        return money && glued;
    default:
        return false;
    }
}

/* `point` and what follows it: digits, or words digit by digit. */
static uint32_t
read_point(struct reader *r, uint32_t at)
{
    char digits[20] = "0.";
    uint32_t n = 2, next = at + 1;

    if (kind_at(r, next) == KIND_DIGITS) {
        uint32_t len = r->t[next].end - r->t[next].start;

        if (len > 12 || memchr(r->doc->text.reading.data + r->t[next].start, '.', len) != NULL)
            return at;
        memcpy(digits + n, r->doc->text.reading.data + r->t[next].start, len);
        n += len;
        next++;
    } else {
        for (; n < 14; next++) {
            const struct number_word *w = word_at(r, next);

            if (w->kind == KIND_UNIT) {
                digits[n++] = (char)('0' + w->value.digits);
            } else if (n == 2 && (w->kind == KIND_TENS || w->kind == KIND_TEEN)) {
                uint64_t value = w->value.digits * (w->value.exponent == 1 ? 10 : 1);
                uint32_t unit = is_hyphen(r, next + 1) ? next + 2 : next + 1;

                if (w->kind == KIND_TENS && kind_at(r, unit) == KIND_UNIT) {
                    value += word_at(r, unit)->value.digits;
                    next = unit;
                }
                digits[n++] = (char)('0' + value / 10);
                digits[n++] = (char)('0' + value % 10);
            } else
                break;
        }
    }
    if (n > 2) {
        struct wf_decimal part;

        if (wf_decimal_parse(digits, n, 0, '.', &part)) {
            r->group = r->has_group ? wf_decimal_add(r->group, part) : part;
            r->has_group = true;
            r->last = KIND_DIGITS;
            return next;
        }
    }
    return at;
}

/* What `and` may join: a smaller number in words, or in digits after `hundred`. */
static bool
and_joins(const struct reader *r, uint32_t next)
{
    enum number_kind kind = kind_at(r, next);

    if (r->and_barred || (r->last != KIND_HUNDRED && r->last != KIND_SCALE))
        return false;
    if (kind == KIND_UNIT || kind == KIND_TEEN || kind == KIND_TENS || kind == KIND_ORD_UNIT ||
        kind == KIND_ORD_TEEN || kind == KIND_ORD_TENS)
        return true;
    if (kind == KIND_DIGITS && r->last == KIND_HUNDRED) {
        struct wf_decimal value;
        uint32_t end;
        bool grouped, list;

        number_read_digits(r->doc, next, 0, &value, &end, &grouped, &list);
        return value.known && value.exponent >= 0 && value.digits != 0 && less(value, small(100)) &&
            kind_at(r, next + 1) != KIND_HUNDRED && kind_at(r, next + 1) != KIND_SCALE;
    }
    return false;
}

/* `1/2` at a token of digits; the token after it, or `at`. `whole` is what stood before it, if anything. */
static uint32_t
read_slashed(const struct reader *r, uint32_t at, struct wf_decimal *value)
{
    struct wf_decimal part, whole;
    uint32_t end;
    bool grouped, list;

    *value = WF_DECIMAL_NONE;
    if (at + 2 >= r->stop || r->t[at + 1].symbol != '/' || has_space(r, at + 1) || has_space(r, at + 2) ||
        kind_at(r, at) != KIND_DIGITS || kind_at(r, at + 2) != KIND_DIGITS)
        return at;
    if (at + 3 < r->stop && r->t[at + 3].symbol == '/' && !has_space(r, at + 3))
        return at;
    if (at > 0 && r->t[at - 1].symbol == '/' && !has_space(r, at))
        return at;
    number_read_digits(r->doc, at, 0, &part, &end, &grouped, &list);
    number_read_digits(r->doc, at + 2, 0, &whole, &end, &grouped, &list);
    if (!part.known || !whole.known || part.exponent < 0 || whole.exponent < 0 || whole.digits == 0 ||
        !less(part, small(100)) || !less(whole, small(1001)) || part.digits == 0)
        return at;
    if (!less(part, whole)) /* 3/2 is one, 24/7 is not */
        if (wf_decimal_compare(whole, small(2)) != 0)
            return at;
    if (part.digits == 9 && whole.digits == 11)
        return at;
    *value = fraction_of(part, whole);
    return at + 3;
}

/* Digits at r->at and what may be glued to them: `1/2`, `10 1/2`, `2½`, `10-1/2`. */
static bool
take_digits(struct reader *r, uint32_t prefix)
{
    struct wf_decimal value, extra;
    uint32_t end_byte, next, slashed;
    bool grouped = false, list = false;
    const uint8_t *vulgar;

    if (prefix == 0 && r->last == KIND_NONE && (slashed = read_slashed(r, r->at, &value)) > r->at) {
        r->group = value;
        r->has_group = true;
        r->at = slashed;
        r->out->digits = true;
        r->out->form = WF_NUMBER_FRACTION;
        r->out->end_byte = r->t[slashed - 1].end;
        r->last = KIND_DIGITS;
        return true;
    }
    next = number_read_digits(r->doc, r->at, prefix, &value, &end_byte, &grouped, &list);
    r->out->list |= list && r->first == r->at;
    if (!value.known) {
        r->at = next;
        return false;
    }
    if (prefix != 0 && !is_ascii_digit(r->doc->text.reading.data[end_byte - 1]))
        r->out->scaled = true; /* Rs30bn */
    r->out->digits = true;
    r->out->grouped |= grouped;
    r->out->end_byte = end_byte;
    if (!grouped && value.exponent >= 0 && next < r->stop) {
        uint32_t look = is_hyphen(r, next) && !has_space(r, next) ? next + 1 : next;

        vulgar = number_vulgar(r->t[look < r->stop ? look : next].symbol);
        if (look < r->stop && vulgar != NULL) {
            value = wf_decimal_add(value, fraction_of(small(vulgar[0]), small(vulgar[1])));
            next = look + 1;
            r->out->end_byte = r->t[look].end;
        } else if (look < r->stop && (slashed = read_slashed(r, look, &extra)) > look && less(extra, small(1)) &&
            less(value, small(1000))) {
            value = wf_decimal_add(value, extra);
            next = slashed;
            r->out->end_byte = r->t[slashed - 1].end;
        }
    }
    r->at = next;
    r->last = KIND_DIGITS;
    return add_to_group(r, value);
}

/* Where the next part of the number begins: after a hyphen, `and`, or a comma; *and_ tells which. */
static uint32_t
next_part(const struct reader *r, bool *and_)
{
    uint32_t at = r->at;

    *and_ = false;
    if (at >= r->stop)
        return at;
    if (is_hyphen(r, at) && r->last != KIND_SCALE) {
        enum number_kind kind = kind_at(r, at + 1);

        if (kind == KIND_HUNDRED || kind == KIND_SCALE || kind == KIND_DOZEN || kind == KIND_ORD_HUNDRED ||
            (r->last == KIND_TENS && (kind == KIND_UNIT || kind == KIND_ORD_UNIT)))
            return at + 1;
        return at;
    }
    if ((kind_at(r, at) == KIND_AND || r->t[at].symbol == '&') && and_joins(r, at + 1)) {
        *and_ = true;
        return at + 1;
    }
    /* three million, two hundred and forty */
    if ((r->t[at].flags & WF_TOKEN_COMMA) && r->last == KIND_SCALE && kind_at(r, at + 1) == KIND_UNIT &&
        (kind_at(r, at + 2) == KIND_HUNDRED || kind_at(r, at + 2) == KIND_SCALE))
        return at + 1;
    return at;
}

struct mark {
    struct reader reader;
    struct number_reading out;
    bool set;
};

static void
go_back(struct reader *r, struct mark *mark)
{
    struct number_reading *out = r->out;

    if (!mark->set)
        return;
    *out = mark->out;
    *r = mark->reader;
    r->out = out;
    mark->set = false;
}

/* `and a half`, `and three quarters` after a group or a scale. */
static bool
take_added_fraction(struct reader *r)
{
    struct wf_decimal value;
    uint32_t next;

    if (kind_at(r, r->at) != KIND_AND || r->out->ordinal || r->last == KIND_NONE || r->and_barred)
        return false;
    next = read_added_fraction(r, r->at + 1, &value);
    if (next == r->at + 1)
        return false;
    if (kind_at(r, next) == KIND_SCALE && r->last == KIND_SCALE && less(word_at(r, next)->value, r->last_scale)) {
        r->total = wf_decimal_add(r->total, wf_decimal_multiply(value, word_at(r, next)->value));
        next++;
    } else if (r->last == KIND_SCALE)
        r->total = wf_decimal_add(r->total, wf_decimal_multiply(value, r->last_scale));
    else
        add_to_group(r, value);
    r->at = next;
    r->out->words = true;
    r->out->end_byte = r->t[next - 1].end;
    if (r->last != KIND_SCALE)
        r->last = KIND_DIGITS;
    return true;
}

/* A whole read with a scale stands for a bare scale word: `billion-dollar`. */
static bool
bare_scale_counts(const struct reader *r, uint32_t at)
{
    uint32_t next = at + 1;

    if (at > 0 && !(r->t[at].flags & WF_TOKEN_SENTENCE_START) &&
        (r->t[at - 1].word == r->st->few || r->t[at - 1].word == r->st->several ||
            r->t[at - 1].word == r->st->many))
        return false;
    if (kind_at(r, next) == KIND_SCALE)
        return true;
    if (is_hyphen(r, next))
        next++;
    return next < r->stop && (wf_match_at(r->doc, next, r->st->currency_class) != NULL ||
        (wf_match_at(r->doc, next, r->st->unit_class) != NULL && r->t[next].end - r->t[next].start > 2));
}

/* Words and digits from r->at on, as far as they make one number. */
static void
read_parts(struct reader *r, uint32_t prefix)
{
    struct mark mark = { .set = false };

    while (r->at < r->stop) {
        bool and_ = false;
        uint32_t at = r->last == KIND_NONE || r->last == KIND_ARTICLE ? r->at : next_part(r, &and_);
        enum number_kind kind = r->at == r->first && prefix != 0 ? KIND_DIGITS : kind_at(r, at);
        const struct number_word *w = word_at(r, at);

        if (kind == KIND_NONE || (at > r->first && (r->t[at].flags & WF_TOKEN_BLOCK_START)))
            break;
        if (and_ && !r->out->ordinal) { /* two million and one half */
            struct wf_decimal added;

            if (read_added_fraction(r, at, &added) > at)
                break;
        }
        if (r->last == KIND_SCALE && kind != KIND_SCALE) {
            mark.reader = *r;
            mark.out = *r->out;
            mark.set = true;
        } else if (and_) {
            mark.reader = *r;
            mark.out = *r->out;
            mark.set = true;
        }
        if (kind == KIND_POINT && (r->last == KIND_UNIT || r->last == KIND_TEEN || r->last == KIND_TENS ||
                r->last == KIND_DIGITS || r->last == KIND_HUNDRED)) {
            uint32_t next = read_point(r, at);

            if (next == at)
                break;
            r->out->words = true;
            r->at = next;
            r->out->end_byte = r->t[next - 1].end;
            continue;
        }
        if (kind == KIND_DIGITS) {
            if (r->last == KIND_NONE || (and_ && r->last == KIND_HUNDRED) ||
                (r->last == KIND_SCALE && (kind_at(r, at + 1) == KIND_HUNDRED || kind_at(r, at + 1) == KIND_SCALE))) {
                r->at = at;
                if (!take_digits(r, r->at == r->first ? prefix : 0)) {
                    go_back(r, &mark);
                    break;
                }
                continue;
            }
            break;
        }
        if (kind == KIND_LETTER) {
            if (r->last != KIND_DIGITS || !r->out->digits || r->out->scaled || !letter_counts(r, at))
                break;
            kind = KIND_SCALE;
        }
        if (r->last == KIND_NONE && (kind == KIND_HUNDRED || kind == KIND_SCALE) && !bare_scale_counts(r, at))
            break;
        if (r->last == KIND_NONE && kind == KIND_SCALE && kind_at(r, at + 1) != KIND_SCALE)
            r->out->form = WF_NUMBER_SCALE;
        if (r->last == KIND_ARTICLE && kind != KIND_HUNDRED && kind != KIND_SCALE && kind != KIND_DOZEN)
            break;
        if (!take(r, kind, w)) {
            if (!take_ordinal(r, kind, w)) {
                if (kind == KIND_HUNDRED || kind == KIND_SCALE || kind == KIND_DOZEN)
                    go_back(r, &mark);
                break;
            }
        }
        if (kind != KIND_LETTER)
            r->out->words = true;
        r->last = kind;
        r->at = at + 1;
        r->out->end_byte = r->t[at].end - ((r->t[at].flags & WF_TOKEN_PERIOD) ? 1 : 0); /* `bn.` */
        if (r->out->ordinal)
            break;
    }
}

/* `three fifths`, `twenty-one fifths`: a whole number over a denominator in the plural. */
static void
take_denominator(struct reader *r)
{
    uint32_t at = is_hyphen(r, r->at) ? r->at + 1 : r->at, next;
    struct wf_decimal whole;

    if (r->out->ordinal || r->out->scaled || r->out->digits || (r->last != KIND_UNIT && r->last != KIND_TEEN &&
            r->last != KIND_TENS && r->last != KIND_HUNDRED))
        return;
    next = read_denominator(r, at, true, &whole);
    if (next == at)
        return;
    r->group = fraction_of(sum(r), whole);
    r->total = small(0);
    r->has_group = true;
    r->out->form = WF_NUMBER_FRACTION;
    r->out->end_byte = r->t[next - 1].end;
    r->at = next;
}

/* A sign before digits: `-1.3`, `−5`, but no dash between words and no range. */
static bool
signed_before(const struct reader *r, uint32_t first)
{
    const struct wf_token *sign;

    if (first > 0 && (r->t[first - 1].flags & WF_TOKEN_BLOCK_START) && r->t[first - 1].symbol == '-' &&
        r->t[first - 1].end - r->t[first - 1].start == 1 && !(r->t[first].flags & WF_TOKEN_BLOCK_START) && r->stop - first < 6)
        return true; /* a cell of a table, not the item of a list */
    if (first == 0 || has_space(r, first) || (r->t[first].flags & WF_TOKEN_BLOCK_START))
        return false;
    sign = &r->t[first - 1];
    if (sign->symbol != '-' && sign->symbol != 0x2212)
        return false;
    if (sign->end - sign->start > 3 || (sign->end - sign->start == 2))
        return false;
    if (sign->flags & WF_TOKEN_BLOCK_START)
        return true;
    if (first >= 2 && (r->t[first - 2].flags & (WF_TOKEN_OPEN | WF_TOKEN_QUOTE)) && !has_space(r, first - 1))
        return true;
    if (first >= 2 && !has_space(r, first - 1) && (r->t[first - 2].symbol == '<' || r->t[first - 2].symbol == '>' ||
            r->t[first - 2].symbol == '=' || r->t[first - 2].symbol == '$' || r->t[first - 2].symbol == 0x20ac ||
            r->t[first - 2].symbol == 0xa3))
        return true;
    return has_space(r, first - 1) && !(first >= 2 && (r->t[first - 2].flags & WF_TOKEN_NUMBER));
}

/* `.25` written without its nought: the point's token is taken into the number. */
static bool
leading_point(const struct reader *r, uint32_t first)
{
    const struct wf_token *t = r->t;

    if (first == 0 || has_space(r, first) || t[first - 1].symbol != '.' || t[first - 1].end - t[first - 1].start != 1 ||
        (t[first].flags & WF_TOKEN_BLOCK_START))
        return false;
    return (t[first - 1].flags & (WF_TOKEN_SPACE_BEFORE | WF_TOKEN_BLOCK_START)) || t[first - 2].symbol == '$' ||
        t[first - 2].symbol == 0x20ac || t[first - 2].symbol == 0xa3 || t[first - 2].symbol == '-';
}

static uint32_t
sentence_stop(const struct wf_document *doc, uint32_t token)
{
    uint32_t sentence = doc->tokens.items[token].sentence;

    return sentence < doc->sentences.count ? doc->sentences.items[sentence].end : doc->tokens.count;
}

static bool
is_vague_word(const struct reader *r, uint32_t at)
{
    return at < r->stop && (r->t[at].word == r->st->few || r->t[at].word == r->st->several || r->t[at].word == r->st->many);
}

/*
 * `dozens`, `tens of thousands`, `several hundred`, `a few million`: twice the word is the least they mean.
 * The token after, or `first`.
 */
static uint32_t
read_vague(struct reader *r, uint32_t first)
{
    uint32_t at = first;
    const struct number_word *w = word_at(r, at);
    struct wf_decimal value = small(2);

    if (is_vague_word(r, at))
        at++;
    else if (w->kind == KIND_ARTICLE && is_vague_word(r, at + 1))
        at += 2;
    else if (!w->plural || (w->kind != KIND_HUNDRED && w->kind != KIND_SCALE && w->kind != KIND_DOZEN && w->kind != KIND_PLURAL_TENS))
        return first;
    w = word_at(r, at);
    if (w->kind != KIND_HUNDRED && w->kind != KIND_SCALE && w->kind != KIND_DOZEN && w->kind != KIND_PLURAL_TENS)
        return first;
    value = wf_decimal_multiply(value, w->value);
    if (at + 2 < r->stop && r->t[at + 1].word == r->st->of && (kind_at(r, at + 2) == KIND_SCALE || kind_at(r, at + 2) == KIND_HUNDRED) &&
        word_at(r, at + 2)->plural) {
        value = wf_decimal_multiply(value, word_at(r, at + 2)->value);
        at += 2;
    } else if (w->kind == KIND_PLURAL_TENS)
        return first;
    else if (kind_at(r, at + 1) == KIND_SCALE) { /* several hundred thousand */
        value = wf_decimal_multiply(value, word_at(r, at + 1)->value);
        at++;
    }
    r->out->value = value;
    r->out->words = true;
    r->out->scaled = true;
    r->out->form = WF_NUMBER_VAGUE;
    r->out->end_byte = r->t[at].end;
    return at + 1;
}

static uint32_t
finish(struct reader *r)
{
    r->out->end = r->at;
    if (r->out->end_byte == 0 && r->at > r->first)
        r->out->end_byte = r->t[r->at - 1].end;
    return r->at;
}

uint32_t
number_read(const struct numbers_state *st, const struct wf_document *doc, uint32_t first, uint32_t prefix,
    struct number_reading *out)
{
    struct reader r = { .st = st, .doc = doc, .t = doc->tokens.items, .first = first, .at = first,
        .stop = sentence_stop(doc, first), .total = wf_decimal_of(0), .group = wf_decimal_of(0), .out = out };
    const uint8_t *vulgar;
    enum number_kind kind = prefix != 0 ? KIND_DIGITS : kind_at(&r, first);
    bool minus = false;

    out->first = first;
    out->start_byte = r.t[first].start + prefix;
    if (kind == KIND_MINUS) {
        kind = kind_at(&r, first + 1);
        if (kind != KIND_DIGITS && kind != KIND_UNIT && kind != KIND_TEEN && kind != KIND_TENS)
            return first;
        minus = true;
        r.first = r.at = first + 1;
    }
    if (r.t[first].symbol != 0 && (vulgar = number_vulgar(r.t[first].symbol)) != NULL) {
        r.at = first + 1;
        out->value = fraction_of(small(vulgar[0]), small(vulgar[1]));
        out->form = WF_NUMBER_FRACTION;
        out->digits = true;
        r.at = scale_after_fraction(&r, r.at, &out->value);
        return finish(&r);
    }
    if (kind == KIND_PLURAL_TENS || kind == KIND_HUNDRED || kind == KIND_SCALE || kind == KIND_DOZEN || kind == KIND_VAGUE ||
        (kind == KIND_ARTICLE && is_vague_word(&r, first + 1))) {
        uint32_t next = read_vague(&r, first);

        if (next > first) {
            r.at = next;
            return finish(&r);
        }
        if (kind == KIND_PLURAL_TENS || kind == KIND_VAGUE)
            return first;
    }
    if (kind == KIND_FOLD) {
        out->value = word_at(&r, first)->value;
        out->form = WF_NUMBER_FRACTION;
        out->words = true;
        r.at = first + 1;
        return finish(&r);
    }
    if (kind == KIND_ARTICLE || kind == KIND_HALF || kind == KIND_QUARTER || kind == KIND_UNIT || kind == KIND_TEEN) {
        uint32_t next = read_fraction(&r);

        if (next > r.first) {
            r.at = next;
            out->negative = minus;
            return finish(&r);
        }
    }
    if (kind == KIND_ARTICLE) {
        enum number_kind after = kind_at(&r, first + 1);

        if (after == KIND_PAIR) {
            enum number_kind of_what = kind_at(&r, first + 3);

            if (of_what == KIND_HUNDRED || of_what == KIND_SCALE || of_what == KIND_DOZEN)
                return first + 4; /* a couple of thousand: nobody knows how many */
            if (first + 2 < r.stop && r.t[first + 2].word == st->of && r.t[first + 1].end - r.t[first + 1].start == 6) {
                out->value = small(2);
                out->words = true;
                r.at = first + 2;
                return finish(&r);
            }
            return first;
        }
        if (after != KIND_HUNDRED && after != KIND_SCALE && after != KIND_DOZEN)
            return first;
        r.group = small(1);
        r.has_group = true;
        r.last = KIND_ARTICLE;
        r.at = first + 1;
    } else if (kind == KIND_AND || kind == KIND_PAIR || kind == KIND_HALF || kind == KIND_QUARTER ||
        kind == KIND_PART || kind == KIND_LETTER || kind == KIND_DOZEN || kind == KIND_NONE)
        return first;
    r.and_barred = first > 0 && !(r.t[first].flags & WF_TOKEN_SENTENCE_START) && r.t[first - 1].word == st->between;
    if (kind == KIND_POINT) {
        uint32_t next = kind_at(&r, first + 1) == KIND_DIGITS && !(first > 0 && has_space(&r, first) &&
            !(r.t[first].flags & WF_TOKEN_SENTENCE_START)) ? read_point(&r, first) : first;

        if (next == first)
            return first;
        r.at = next;
        out->value = sum(&r);
        out->words = out->digits = true;
        return finish(&r);
    }
    if (kind == KIND_DIGITS && prefix == 0 && leading_point(&r, first)) {
        struct wf_decimal value;

        if (!wf_decimal_parse(doc->text.reading.data + r.t[first].start - 1, r.t[first].end - r.t[first].start + 1, 0,
                '.', &value))
            return first + 1;
        r.group = value;
        r.has_group = true;
        r.last = KIND_DIGITS;
        out->digits = true;
        out->first = first - 1;
        out->start_byte = r.t[first].start - 1;
        out->end_byte = r.t[first].end;
        r.at = first + 1;
        if (first >= 2 && signed_before(&r, first - 1)) {
            out->negative = true;
            out->first = first - 2;
            out->start_byte = r.t[first - 2].start;
        }
        prefix = 0;
        if (r.at < r.stop)
            read_parts(&r, 0);
        out->value = sum(&r);
        return finish(&r);
    }
    read_parts(&r, prefix);
    if (r.at == r.first || (out->list && !r.has_group) || (!r.has_group && !r.out->scaled)) {
        if (r.at > r.first)
            out->value = WF_DECIMAL_NONE;
        return r.at > r.first ? r.at : first;
    }
    if (r.last == KIND_ARTICLE)
        return first;
    while (take_added_fraction(&r))
        if (kind_at(&r, r.at) == KIND_SCALE && r.last != KIND_SCALE)
            read_parts(&r, 0);
    take_denominator(&r);
    /* 21st */
    if (out->digits && !out->scaled && r.at < r.stop && !has_space(&r, r.at) && out->end_byte == r.t[r.at].start &&
        (r.t[r.at].word == st->st || r.t[r.at].word == st->nd || r.t[r.at].word == st->rd || r.t[r.at].word == st->th) &&
        r.t[r.at].word != WF_WORD_NONE) {
        out->ordinal = true;
        out->end_byte = r.t[r.at].end;
        r.at++;
    }
    if (kind == KIND_ARTICLE && r.last == KIND_SCALE && is_hyphen(&r, r.at))
        out->form = WF_NUMBER_SCALE; /* a billion-dollar fraud */
    out->value = sum(&r);
    out->negative = minus;
    if (!minus && kind == KIND_DIGITS && prefix == 0 && signed_before(&r, first)) {
        out->negative = true;
        out->first = first - 1;
        out->start_byte = r.t[first - 1].start;
    }
    return finish(&r);
}
