/* SPDX-License-Identifier: Apache-2.0 */
/* Coefficients and scales: what may follow what, and what it makes of the value. */
#include <string.h>

#include "extractors/numbers_reader.h"

/* The number's value if it ended here. */
struct wf_decimal
number_sum(const struct number_reader *r)
{
    return r->has_group ? wf_decimal_add(r->total, r->group) : r->total;
}

static bool
take_scale(struct number_reader *r, const struct number_word *w)
{
    if (r->last == KIND_SCALE) { /* lakh crore, thousand million */
        r->total = wf_decimal_add(r->total, (struct wf_decimal){ r->product.digits, r->product.exponent, true, true });
        r->product = wf_decimal_multiply(r->product, w->value);
    } else {
        if (r->last_scale.known && !number_less(w->value, r->last_scale))
            return false;
        r->product = wf_decimal_multiply(r->has_group ? r->group : number_small(1), w->value);
    }
    r->total = wf_decimal_add(r->total, r->product);
    r->last_scale = w->value;
    r->has_group = false;
    r->group = number_small(0);
    r->out->scaled = true;
    return true;
}

bool
number_add_to_group(struct number_reader *r, struct wf_decimal value)
{
    r->group = r->has_group ? wf_decimal_add(r->group, value) : value;
    r->has_group = true;
    return true;
}

/* Whether a word of kind `kind` may follow what was read; takes it if so. */
bool
number_take(struct number_reader *r, enum number_kind kind, const struct number_word *w)
{
    enum number_kind last = r->last;

    switch (kind) {
    case KIND_UNIT:
        return (last == KIND_NONE || last == KIND_TENS || last == KIND_HUNDRED || last == KIND_SCALE) &&
            number_add_to_group(r, w->value);
    case KIND_TEEN:
    case KIND_TENS:
        return (last == KIND_NONE || last == KIND_HUNDRED || last == KIND_SCALE) && number_add_to_group(r, w->value);
    case KIND_HUNDRED:
        if (last != KIND_UNIT && last != KIND_TEEN && last != KIND_TENS && last != KIND_DIGITS &&
            last != KIND_ARTICLE && !(last == KIND_NONE && !w->plural))
            return false;
        if (r->has_group && !number_less(r->group, number_small(100)) && last != KIND_DIGITS)
            return false;
        r->group = wf_decimal_multiply(r->has_group ? r->group : number_small(1), w->value);
        r->has_group = true;
        return true;
    case KIND_SCALE:
        return (last != KIND_NONE || !w->plural) && take_scale(r, w);
    case KIND_DOZEN:
        if (last == KIND_NONE || last == KIND_SCALE || last == KIND_DOZEN)
            return false;
        if (w->value.digits == 2 && (last == KIND_ARTICLE || last == KIND_DIGITS)) /* `a score` */
            return false;
        r->group = wf_decimal_multiply(number_sum(r), w->value);
        r->total = number_small(0);
        r->has_group = true;
        return true;
    default:
        return false;
    }
}

bool
number_take_ordinal(struct number_reader *r, enum number_kind kind, const struct number_word *w)
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
        r->group = wf_decimal_multiply(r->has_group ? r->group : number_small(1), w->value);
        r->has_group = true;
        r->out->ordinal = true;
        return true;
    default:
        return false;
    }
    r->out->ordinal = true;
    return number_add_to_group(r, w->value);
}

/* `US$20m-30m`: the number before, parted by a dash or a word, has the same letter and counted. */
static bool
follows_scaled(const struct number_reader *r, uint32_t at)
{
    const struct wf_number *last;

    if (r->doc->numbers.count == 0 || r->first < 2)
        return false;
    last = &r->doc->numbers.items[r->doc->numbers.count - 1];
    return last->scaled && last->at.end + 1 == r->first && r->t[last->at.end - 1].word == r->t[at].word;
}

/* A plural noun or the name of a unit, which metres have not got behind them. */
static bool
counts_things(const struct number_reader *r, uint32_t at)
{
    static const char *const none[] = { "is", "was", "has", "as", "its", "this", "across", "towards", "less", "plus", "times" };
    struct wf_slice text;

    if (at >= r->stop || (r->t[at].flags & (WF_TOKEN_WORD | WF_TOKEN_CAPITAL)) != WF_TOKEN_WORD)
        return false;
    text = wf_token_text(r->doc, at);
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        if (wf_slice_is(text, none[i]))
            return false;
    if (wf_slice_is(text, "people") || wf_slice_is(text, "children") || wf_slice_is(text, "women") || wf_slice_is(text, "men"))
        return true;
    if (text.len > 3 && wf_match_at(r->doc, at, r->st->unit_class) != NULL)
        return true;
    return text.len > 3 && text.data[text.len - 1] == 's' && text.data[text.len - 2] != 's';
}

/* A scale of one or two letters after digits: `1.2 b`, `10k`, `5m`; ambiguous ones need money around them. */
bool
number_letter_counts(const struct number_reader *r, uint32_t at)
{
    const struct wf_token *t = &r->t[at];
    char c = r->doc->text.reading.data[t->start];
    uint32_t len = t->end - t->start, before = r->first, b;
    bool glued = !number_has_space(r, at), money = false;

    if (len > 3)
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

            if (m->end == before && (m->class_id == r->st->sign_class || m->class_id == r->st->code_class))
                money = true;
        }
    }
    if (!money && at + 1 < r->stop)
        money = wf_match_at(r->doc, at + 1, r->st->currency_class) != NULL ||
            wf_match_at(r->doc, at + 1, r->st->sign_class) != NULL ||
            wf_match_at(r->doc, at + 1, r->st->code_class) != NULL;
    if (!money)
        money = follows_scaled(r, at);
    if (!money && c == 'm' && glued && len == 1)
        money = counts_things(r, at + 1); /* 1.2m people, 2.5m tonnes */
    if (len >= 2) /* `1MM`, but not `7.62mm` */
        return money || (len == 2 && c == 'M');
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
uint32_t
number_read_point(struct number_reader *r, uint32_t at)
{
    char digits[20] = "0.";
    uint32_t n = 2, next = at + 1;

    if (number_kind_at(r, next) == KIND_DIGITS) {
        uint32_t len = r->t[next].end - r->t[next].start;

        if (len > 12 || memchr(r->doc->text.reading.data + r->t[next].start, '.', len) != NULL)
            return at;
        memcpy(digits + n, r->doc->text.reading.data + r->t[next].start, len);
        n += len;
        next++;
    } else {
        for (; n < 14; next++) {
            const struct number_word *w = number_word_at(r, next);

            if (w->kind == KIND_UNIT) {
                digits[n++] = (char)('0' + w->value.digits);
            } else if (n == 2 && (w->kind == KIND_TENS || w->kind == KIND_TEEN)) {
                uint64_t value = w->value.digits * (w->value.exponent == 1 ? 10 : 1);
                uint32_t unit = number_is_hyphen(r, next + 1) ? next + 2 : next + 1;

                if (w->kind == KIND_TENS && number_kind_at(r, unit) == KIND_UNIT) {
                    value += number_word_at(r, unit)->value.digits;
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
bool
number_and_joins(const struct number_reader *r, uint32_t next)
{
    enum number_kind kind = number_kind_at(r, next);

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
        return value.known && value.exponent >= 0 && value.digits != 0 && number_less(value, number_small(100)) &&
            number_kind_at(r, next + 1) != KIND_HUNDRED && number_kind_at(r, next + 1) != KIND_SCALE;
    }
    return false;
}
