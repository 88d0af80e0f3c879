/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One number from its first token: coefficients, scales, fractions and ordinals, in digits and words. A
 * state machine over the kinds of words; a mark is where it goes back to when a part turns out to belong to
 * another number (`one hundred and two hundred`).
 */
#include <string.h>

#include "extractors/numbers_reader.h"

static bool
is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits at r->at and what may be glued to them: `1/2`, `10 1/2`, `2½`, `10-1/2`. */
static bool
take_digits(struct number_reader *r, uint32_t prefix)
{
    struct wf_decimal value, extra;
    uint32_t end_byte, next, slashed;
    bool grouped = false, list = false;
    const uint8_t *vulgar;

    if (prefix == 0 && r->last == KIND_NONE && (slashed = number_read_slashed(r, r->at, &value)) > r->at) {
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
        uint32_t look = number_is_hyphen(r, next) && !number_has_space(r, next) ? next + 1 : next;

        vulgar = number_vulgar(r->t[look < r->stop ? look : next].symbol);
        if (look < r->stop && vulgar != NULL) {
            value = wf_decimal_add(value, number_fraction_of(number_small(vulgar[0]), number_small(vulgar[1])));
            next = look + 1;
            r->out->end_byte = r->t[look].end;
        } else if (look < r->stop && (slashed = number_read_slashed(r, look, &extra)) > look && number_less(extra, number_small(1)) &&
            number_less(value, number_small(1000))) {
            value = wf_decimal_add(value, extra);
            next = slashed;
            r->out->end_byte = r->t[slashed - 1].end;
        }
    }
    r->at = next;
    r->last = KIND_DIGITS;
    return number_add_to_group(r, value);
}

/* Where the next part of the number begins: after a hyphen, `and`, or a comma; *and_ tells which. */
static uint32_t
next_part(const struct number_reader *r, bool *and_)
{
    uint32_t at = r->at;

    *and_ = false;
    if (at >= r->stop)
        return at;
    if (number_is_hyphen(r, at) && r->last != KIND_SCALE) {
        enum number_kind kind = number_kind_at(r, at + 1);

        if (kind == KIND_HUNDRED || kind == KIND_SCALE || kind == KIND_DOZEN || kind == KIND_ORD_HUNDRED ||
            (r->last == KIND_TENS && (kind == KIND_UNIT || kind == KIND_ORD_UNIT)))
            return at + 1;
        return at;
    }
    if ((number_kind_at(r, at) == KIND_AND || r->t[at].symbol == '&') && number_and_joins(r, at + 1)) {
        *and_ = true;
        return at + 1;
    }
    /* three million, two hundred and forty */
    if ((r->t[at].flags & WF_TOKEN_COMMA) && r->last == KIND_SCALE && number_kind_at(r, at + 1) == KIND_UNIT &&
        (number_kind_at(r, at + 2) == KIND_HUNDRED || number_kind_at(r, at + 2) == KIND_SCALE))
        return at + 1;
    return at;
}

struct mark {
    struct number_reader reader;
    struct number_reading out;
    bool set;
};

static void
go_back(struct number_reader *r, struct mark *mark)
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
take_added_fraction(struct number_reader *r)
{
    struct wf_decimal value;
    uint32_t next;

    if (number_kind_at(r, r->at) != KIND_AND || r->out->ordinal || r->last == KIND_NONE || r->and_barred)
        return false;
    next = number_read_added_fraction(r, r->at + 1, &value);
    if (next == r->at + 1)
        return false;
    if (number_kind_at(r, next) == KIND_SCALE && r->last == KIND_SCALE && number_less(number_word_at(r, next)->value, r->last_scale)) {
        r->total = wf_decimal_add(r->total, wf_decimal_multiply(value, number_word_at(r, next)->value));
        next++;
    } else if (r->last == KIND_SCALE)
        r->total = wf_decimal_add(r->total, wf_decimal_multiply(value, r->last_scale));
    else
        number_add_to_group(r, value);
    r->at = next;
    r->out->words = true;
    r->out->end_byte = r->t[next - 1].end;
    if (r->last != KIND_SCALE)
        r->last = KIND_DIGITS;
    return true;
}

/* A whole read with a scale stands for a bare scale word: `billion-dollar`. */
static bool
bare_scale_counts(const struct number_reader *r, uint32_t at)
{
    uint32_t next = at + 1;

    if (at > 0 && !(r->t[at].flags & WF_TOKEN_SENTENCE_START) &&
        (r->t[at - 1].word == r->st->few || r->t[at - 1].word == r->st->several ||
            r->t[at - 1].word == r->st->many))
        return false;
    if (number_kind_at(r, next) == KIND_SCALE)
        return true;
    if (number_is_hyphen(r, next))
        next++;
    return next < r->stop && (wf_match_at(r->doc, next, r->st->currency_class) != NULL ||
        (wf_match_at(r->doc, next, r->st->unit_class) != NULL && r->t[next].end - r->t[next].start > 2));
}

/* Words and digits from r->at on, as far as they make one number. */
static void
read_parts(struct number_reader *r, uint32_t prefix)
{
    struct mark mark = { .set = false };

    while (r->at < r->stop) {
        bool and_ = false;
        uint32_t at = r->last == KIND_NONE || r->last == KIND_ARTICLE ? r->at : next_part(r, &and_);
        enum number_kind kind = r->at == r->first && prefix != 0 ? KIND_DIGITS : number_kind_at(r, at);
        const struct number_word *w = number_word_at(r, at);

        if (kind == KIND_NONE || (at > r->first && (r->t[at].flags & WF_TOKEN_BLOCK_START)))
            break;
        if (and_ && !r->out->ordinal) { /* two million and one half */
            struct wf_decimal added;

            if (number_read_added_fraction(r, at, &added) > at)
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
            uint32_t next = number_read_point(r, at);

            if (next == at)
                break;
            r->out->words = true;
            r->at = next;
            r->out->end_byte = r->t[next - 1].end;
            continue;
        }
        if (kind == KIND_DIGITS) {
            if (r->last == KIND_NONE || (and_ && r->last == KIND_HUNDRED) ||
                (r->last == KIND_SCALE && (number_kind_at(r, at + 1) == KIND_HUNDRED || number_kind_at(r, at + 1) == KIND_SCALE))) {
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
            if (r->last != KIND_DIGITS || !r->out->digits || r->out->scaled || !number_letter_counts(r, at))
                break;
            kind = KIND_SCALE;
        }
        if (r->last == KIND_NONE && (kind == KIND_HUNDRED || kind == KIND_SCALE) && !bare_scale_counts(r, at))
            break;
        if (r->last == KIND_NONE && kind == KIND_SCALE && number_kind_at(r, at + 1) != KIND_SCALE)
            r->out->form = WF_NUMBER_SCALE;
        if (r->last == KIND_ARTICLE && kind != KIND_HUNDRED && kind != KIND_SCALE && kind != KIND_DOZEN)
            break;
        if (!number_take(r, kind, w)) {
            if (!number_take_ordinal(r, kind, w)) {
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

static uint32_t
sentence_stop(const struct wf_document *doc, uint32_t token)
{
    uint32_t sentence = doc->tokens.items[token].sentence;

    return sentence < doc->sentences.count ? doc->sentences.items[sentence].end : doc->tokens.count;
}

static uint32_t
finish(struct number_reader *r)
{
    r->out->end = r->at;
    if (r->out->end_byte == 0 && r->at > r->first)
        r->out->end_byte = r->t[r->at - 1].end;
    return r->at;
}

static bool
is_vague_start(const struct number_reader *r, enum number_kind kind, uint32_t first)
{
    switch (kind) {
    case KIND_PLURAL_TENS:
    case KIND_HUNDRED:
    case KIND_SCALE:
    case KIND_DOZEN:
    case KIND_VAGUE:
        return true;
    default:
        return kind == KIND_ARTICLE && number_is_vague_word(r, first + 1);
    }
}

/* Forms that are read whole: `½`, `tenfold`, `dozens`, `two-thirds`. True when r->at is behind one. */
static bool
read_whole_form(struct number_reader *r, enum number_kind kind)
{
    struct number_reading *out = r->out;
    const uint8_t *vulgar = r->t[r->at].symbol != 0 ? number_vulgar(r->t[r->at].symbol) : NULL;
    uint32_t first = r->at, next = first;

    if (vulgar != NULL) {
        out->value = number_fraction_of(number_small(vulgar[0]), number_small(vulgar[1]));
        out->form = WF_NUMBER_FRACTION;
        out->digits = true;
        next = number_scale_after_fraction(r, first + 1, &out->value);
    } else if (kind == KIND_FOLD) {
        out->value = number_word_at(r, first)->value;
        out->form = WF_NUMBER_FRACTION;
        out->words = true;
        next = first + 1;
    } else if (kind == KIND_TIMES) {
        next = number_read_times(r);
    } else {
        if (is_vague_start(r, kind, first))
            next = number_read_vague(r, first);
        if (next == first && (kind == KIND_ARTICLE || kind == KIND_HALF || kind == KIND_QUARTER || kind == KIND_UNIT ||
                kind == KIND_TEEN))
            next = number_read_fraction(r);
    }
    r->at = next;
    return next > first;
}

/*
 * `a couple of`: two, but with a scale behind it nobody knows how many. The token to go on with; `first` where it
 * is no number.
 */
static uint32_t
read_couple(struct number_reader *r, uint32_t first)
{
    enum number_kind what = number_kind_at(r, first + 3);

    if (what == KIND_HUNDRED || what == KIND_SCALE || what == KIND_DOZEN)
        return first + 4;
    if (first + 2 >= r->stop || r->t[first + 2].word != r->st->of || r->t[first + 1].end - r->t[first + 1].start != 6)
        return first;
    r->out->value = number_small(2);
    r->out->words = true;
    r->at = first + 2;
    return finish(r);
}

/* `point 77` where nothing stands before it. */
static uint32_t
read_bare_point(struct number_reader *r, uint32_t first)
{
    uint32_t next = first;

    if (number_kind_at(r, first + 1) == KIND_DIGITS && (r->t[first].flags & WF_TOKEN_SENTENCE_START))
        next = number_read_point(r, first);
    if (next == first)
        return first;
    r->at = next;
    r->out->value = number_sum(r);
    r->out->words = r->out->digits = true;
    return finish(r);
}

/* `.25`, `-.25 million` */
static uint32_t
read_leading_point(struct number_reader *r, uint32_t first)
{
    const struct wf_token *t = r->t;
    struct number_reading *out = r->out;
    struct wf_decimal value;

    if (!wf_decimal_parse(r->doc->text.reading.data + t[first].start - 1, t[first].end - t[first].start + 1, 0, '.', &value))
        return first + 1;
    r->group = value;
    r->has_group = true;
    r->last = KIND_DIGITS;
    r->at = first + 1;
    out->digits = true;
    out->first = first - 1;
    out->start_byte = t[first].start - 1;
    out->end_byte = t[first].end;
    if (first >= 2 && number_signed_before(r, first - 1)) {
        out->negative = true;
        out->first = first - 2;
        out->start_byte = t[first - 2].start;
    }
    read_parts(r, 0);
    out->value = number_sum(r);
    return finish(r);
}

/* `21st`: the letters behind the digits are taken. */
static void
take_ordinal_ending(struct number_reader *r)
{
    const struct numbers_state *st = r->st;
    uint32_t word;

    if (!r->out->digits || r->out->scaled || r->at >= r->stop || number_has_space(r, r->at) ||
        r->out->end_byte != r->t[r->at].start)
        return;
    word = r->t[r->at].word;
    if (word == WF_WORD_NONE || (word != st->st && word != st->nd && word != st->rd && word != st->th))
        return;
    r->out->ordinal = true;
    r->out->end_byte = r->t[r->at].end;
    r->at++;
}

/* Parts, added fractions and endings of an ordinary number that begins with a word of `kind`. */
static uint32_t
read_ordinary(struct number_reader *r, enum number_kind kind, uint32_t prefix, bool minus)
{
    struct number_reading *out = r->out;
    uint32_t first = r->first;

    read_parts(r, prefix);
    if (r->at == first || (out->list && !r->has_group) || (!r->has_group && !out->scaled)) {
        out->value = WF_DECIMAL_NONE;
        return r->at;
    }
    if (r->last == KIND_ARTICLE)
        return first;
    while (take_added_fraction(r))
        if (number_kind_at(r, r->at) == KIND_SCALE && r->last != KIND_SCALE)
            read_parts(r, 0);
    number_take_denominator(r);
    take_ordinal_ending(r);
    if (kind == KIND_ARTICLE && r->last == KIND_SCALE && number_is_hyphen(r, r->at))
        out->form = WF_NUMBER_SCALE; /* a billion-dollar fraud */
    out->value = number_sum(r);
    out->negative = minus;
    if (!minus && kind == KIND_DIGITS && prefix == 0 && number_signed_before(r, first)) {
        out->negative = true;
        out->first = first - 1;
        out->start_byte = r->t[first - 1].start;
    }
    return finish(r);
}

/* Kinds that begin no number by themselves. */
static bool
begins_nothing(enum number_kind kind)
{
    switch (kind) {
    case KIND_NONE:
    case KIND_AND:
    case KIND_PAIR:
    case KIND_HALF:
    case KIND_QUARTER:
    case KIND_PART:
    case KIND_LETTER:
    case KIND_DOZEN:
    case KIND_PLURAL_TENS:
    case KIND_VAGUE:
    case KIND_TIMES:
        return true;
    default:
        return false;
    }
}

/* `plus or minus 3`: how far it may be off, no negative number. */
static bool
is_margin(const struct number_reader *r, uint32_t at)
{
    return at >= 2 && !(r->t[at].flags & WF_TOKEN_SENTENCE_START) && r->t[at - 1].word == r->st->or_ &&
        r->t[at - 2].word == r->st->plus && r->st->plus != WF_WORD_NONE;
}

uint32_t
number_read(const struct numbers_state *st, const struct wf_document *doc, uint32_t first, uint32_t prefix,
    struct number_reading *out)
{
    struct number_reader r = { .st = st, .doc = doc, .t = doc->tokens.items, .first = first, .at = first,
        .stop = sentence_stop(doc, first), .total = wf_decimal_of(0), .group = wf_decimal_of(0), .out = out };
    enum number_kind kind = prefix != 0 ? KIND_DIGITS : number_kind_at(&r, first), after;
    bool minus = false;

    out->first = first;
    out->start_byte = r.t[first].start + prefix;
    if (kind == KIND_MINUS) {
        kind = number_kind_at(&r, first + 1);
        if ((kind != KIND_DIGITS && kind != KIND_UNIT && kind != KIND_TEEN && kind != KIND_TENS) || is_margin(&r, first))
            return first;
        minus = true;
        r.first = r.at = first + 1;
    }
    if (read_whole_form(&r, kind)) {
        out->negative = minus;
        return finish(&r);
    }
    if (begins_nothing(kind))
        return first;
    r.and_barred = first > 0 && !(r.t[first].flags & WF_TOKEN_SENTENCE_START) && r.t[first - 1].word == st->between;
    if (kind == KIND_ARTICLE) {
        after = number_kind_at(&r, first + 1);
        if (after == KIND_PAIR)
            return read_couple(&r, first);
        if (after != KIND_HUNDRED && after != KIND_SCALE && after != KIND_DOZEN) {
            return number_read_one_unit(&r) > first ? finish(&r) : first;
        }
        number_add_to_group(&r, number_small(1));
        r.last = KIND_ARTICLE;
        r.at = first + 1;
    }
    if (kind == KIND_POINT)
        return read_bare_point(&r, first);
    if (kind == KIND_DIGITS && prefix == 0 && number_leading_point(&r, r.first))
        return read_leading_point(&r, r.first);
    return read_ordinary(&r, kind, prefix, minus);
}
