/* SPDX-License-Identifier: Apache-2.0 */
/* Two numbers that make one figure, or a change: ranges, bounds on both sides, uncertainty. */
#include <string.h>

#include "extractors/figures.h"

bool
fig_same_unit(const struct fig_side *a, const struct fig_side *b)
{
    if (a->money != NULL && b->money != NULL && fig_has(a->money, "minor") != fig_has(b->money, "minor"))
        return false; /* added 3 cents to $4.13 */
    if (a->money != NULL && b->money != NULL)
        return a->money == b->money || wf_slice_equal(a->money->value, b->money->value) ||
            wf_slice_equal(wf_entry_attribute(a->money, "family"), wf_entry_attribute(b->money, "family"));
    if (a->unit != NULL && b->unit != NULL)
        return wf_slice_equal(a->unit->value, b->unit->value);
    return a->money == NULL && a->unit == NULL && b->money == NULL && b->unit == NULL;
}

static uint32_t
sentence_start(const struct fig_run *r, uint32_t token)
{
    return fig_sentence_first(r, token);
}

/* Verb or noun of change before token `before` in its sentence, at most `back` tokens away. */
const struct wf_match *
fig_change_before(const struct fig_run *r, uint32_t before, uint32_t back)
{
    uint32_t start = sentence_start(r, before);

    for (uint32_t i = before; i > start && before - i < back; i--) {
        const struct wf_match *m;

        if (r->t[i - 1].flags & WF_TOKEN_SEMICOLON)
            return NULL;
        m = wf_match_at(r->doc, i - 1, r->st->change);
        if (m != NULL)
            return m;
    }
    return NULL;
}

/* Where the second number of a range would begin, after the joint at `at`; 0 where there is none. */
static uint32_t
after_joint(const struct fig_run *r, uint32_t at, bool between, bool *dash)
{
    uint32_t count = r->doc->tokens.count, next;

    *dash = false;
    if (at >= count || (r->t[at].flags & WF_TOKEN_BLOCK_START))
        return 0;
    if ((r->t[at].flags & (WF_TOKEN_HYPHEN | WF_TOKEN_DASH)) || r->t[at].symbol == '~' || r->t[at].symbol == 0x301c) {
        next = at + 1;
        if (next < count && (fig_sets(r, next) & FIG_RANGE_TO) && r->t[next].word != WF_WORD_NONE) /* 8- to 16-metre */
            return next + 1;
        if (next < count && r->t[next].symbol == '~')
            next++;
        *dash = true;
        return next;
    }
    if (fig_sets(r, at) & FIG_RANGE_TO)
        next = at + 1;
    else if ((fig_is_word(r, at, r->st->and_) && between) || (fig_is_word(r, at, r->st->or_) && !between))
        next = at + 1;
    else
        return 0;
    if (next < count) {
        const struct wf_match *q = wf_match_at(r->doc, next, r->st->qualifier);

        if (q != NULL && wf_slice_is(q->entry->value, "approximately"))
            next = q->end;
    }
    return next;
}

/* The word `between` or `from` before a range, past an approximation; the token, or UINT32_MAX. */
static uint32_t
range_opener(const struct fig_run *r, uint32_t first, bool *from)
{
    uint32_t at = first;
    const struct wf_match *q;

    *from = false;
    if (at > 0 && !(r->t[at].flags & WF_TOKEN_BLOCK_START)) {
        q = fig_match_ending(r, r->st->qualifier, at, 4);
        if (q != NULL && !(fig_sets(r, at - 1) & (FIG_RANGE_AND | FIG_RANGE_FROM)))
            at = q->first;
    }
    if (at == 0 || (r->t[at].flags & WF_TOKEN_SENTENCE_START))
        return UINT32_MAX;
    if (fig_sets(r, at - 1) & FIG_RANGE_AND)
        return at - 1;
    if (fig_sets(r, at - 1) & FIG_RANGE_FROM) {
        *from = true;
        return at - 1;
    }
    return UINT32_MAX;
}

static bool
is_short_year(const struct fig_side *a, const struct fig_side *b)
{
    return a->digits && !a->grouped && !a->scaled && a->end_byte - a->start_byte == 4 && b->digits &&
        b->end_byte - b->start_byte <= 4 && wf_decimal_compare(a->value, wf_decimal_of(1500)) >= 0 &&
        wf_decimal_compare(a->value, wf_decimal_of(2100)) < 0 && fig_bare(a) && fig_bare(b) && b->value.exponent >= 0;
}

static bool
looks_like_phone(const struct fig_side *a, const struct fig_side *b)
{
    return fig_bare(a) && fig_bare(b) && a->digits && b->digits && !a->grouped && !b->grouped && !a->scaled && !b->scaled &&
        a->end_byte - a->start_byte == 3 && b->end_byte - b->start_byte == 4;
}

/* The scale word of b counts for a too: `5 to 7 million`, `$10-20 billion`. */
static void
share_scale(const struct fig_run *r, struct fig_side *a, const struct fig_side *b)
{
    const struct wf_number *n = &r->doc->numbers.items[b->number];
    static const int powers[] = { 12, 9, 6, 7, 5, 3 };

    if (!a->digits && !b->digits && !a->scaled && !b->scaled && n->value.exponent == 2 && n->value.digits < 10 &&
        wf_decimal_compare(a->value, wf_decimal_of(10)) < 0) { /* four to eight hundred */
        a->value = wf_decimal_scale(a->value, 2);
        return;
    }
    if (a->scaled || !b->scaled || a->grouped || !a->digits != !b->digits ||
        wf_decimal_compare(a->value, wf_decimal_of(1000)) >= 0)
        return;
    for (size_t i = 0; i < sizeof powers / sizeof powers[0]; i++) {
        struct wf_decimal unit = wf_decimal_scale(wf_decimal_of(1), powers[i]);

        if (wf_decimal_compare(n->value, unit) >= 0) {
            struct wf_decimal scaled = wf_decimal_scale(a->value, powers[i]);

            if (wf_decimal_compare(scaled, b->value) > 0 && i + 1 < sizeof powers / sizeof powers[0])
                continue;
            a->value = scaled;
            a->scaled = true;
            return;
        }
    }
}

void
fig_share_unit(struct fig_side *a, struct fig_side *b)
{
    if (fig_bare(a)) {
        a->money = b->money;
        a->unit = b->unit;
        memcpy(a->country, b->country, sizeof a->country);
    } else if (fig_bare(b)) {
        b->money = a->money;
        b->unit = a->unit;
        memcpy(b->country, a->country, sizeof b->country);
    }
}

/* Whether the number after side a makes a range or a change with it; fills b and the opening token. */
enum fig_joint
fig_read_joint(struct fig_run *r, struct fig_side *a, struct fig_side *b, uint32_t *opener)
{
    uint32_t next = a->number + 1, begin;
    bool dash, from;
    const struct wf_match *change;
    struct wf_slice noun;

    *opener = range_opener(r, a->first, &from);
    if (a->money == NULL && a->digits && a->start_byte > r->t[a->first].start)
        return FIG_JOINT_NONE; /* N00019-20-C-0009: digits of a code */
    if (next >= r->doc->numbers.count || r->taken[next])
        return FIG_JOINT_NONE;
    begin = after_joint(r, a->end, *opener != UINT32_MAX, &dash);
    if (begin == 0 || begin >= r->doc->tokens.count || r->t[begin].sentence != r->t[a->first].sentence)
        return FIG_JOINT_NONE;
    if (!fig_read_side(r, next, b) || b->first != begin || a->ordinal != b->ordinal)
        return FIG_JOINT_NONE;
    if (fig_is_word(r, a->end, r->st->or_) && (!fig_bare(a) || a->form != WF_NUMBER_PLAIN ||
            wf_decimal_compare(wf_decimal_add(a->value, wf_decimal_of(1)), b->value) != 0))
        return FIG_JOINT_NONE; /* only `two or three` */
    if (!fig_same_unit(a, b) && !fig_bare(a) && !fig_bare(b))
        return FIG_JOINT_NONE;
    if (a->form == WF_NUMBER_FRACTION && b->form != WF_NUMBER_FRACTION && a->first > 0 &&
        fig_is_word(r, a->first - 1, r->st->by))
        return FIG_JOINT_NONE; /* jumped by a quarter to 12 million tons */
    if (dash && (is_short_year(a, b) || looks_like_phone(a, b)))
        return FIG_JOINT_NONE;
    change = *opener != UINT32_MAX && from && !dash ? fig_change_before(r, *opener, 12) : NULL;
    if (change != NULL)
        return FIG_JOINT_CHANGE;
    if (fig_bare(b) && !fig_bare(a) && !dash && (!a->prefix || (*opener == UINT32_MAX &&
            fig_counted_noun(r, b->end, false, &noun) > b->end)))
        return FIG_JOINT_NONE; /* gave $10,000 to 20 schools */
    if (!dash && *opener == UINT32_MAX && !fig_bare(a) && (a->prefix || !a->digits || b->prefix)) {
        change = fig_change_before(r, a->first, 8);
        if (change != NULL)
            return FIG_JOINT_NONE; /* rose 5 percent to 7 percent */
    }
    if (!dash && *opener == UINT32_MAX && !fig_bare(a) && fig_change_before(r, a->first, 8) != NULL)
        return FIG_JOINT_NONE;
    share_scale(r, a, b);
    if (wf_decimal_compare(a->value, b->value) >= 0 && (fig_bare(b) || dash) && !(a->unit != NULL && b->unit != NULL))
        return FIG_JOINT_NONE;
    if (*opener != UINT32_MAX && a->ordinal && from)
        return FIG_JOINT_NONE;
    return FIG_JOINT_RANGE;
}

bool
fig_emit_change(struct fig_run *r, struct fig_side *a, struct fig_side *b)
{
    struct fig_draft d;
    struct wf_figure *from, *to;

    share_scale(r, a, b);
    fig_share_unit(a, b);
    fig_begin_draft(&d, a);
    fig_classify(r, &d);
    if (!fig_complete(r, &d, &from))
        return false;
    fig_begin_draft(&d, b);
    fig_classify(r, &d);
    if (d.kind == WF_FIGURE_COUNT)
        fig_read_noun(r, &d);
    if (!fig_complete(r, &d, &to))
        return false;
    if (from->unit.data == NULL)
        from->unit = to->unit;
    to->change.from = from;
    to->change.kind = WF_CHANGE_TO;
    return true;
}

static bool
is_lower_bound(enum wf_qualifier q)
{
    return q == WF_QUALIFIER_MORE_THAN || q == WF_QUALIFIER_AT_LEAST;
}

static bool
is_upper_bound(enum wf_qualifier q)
{
    return q == WF_QUALIFIER_LESS_THAN || q == WF_QUALIFIER_AT_MOST || q == WF_QUALIFIER_UP_TO;
}

/* `more than 10 but less than 20`: two bounds make a range. */
bool
fig_join_bounds(struct fig_run *r, struct fig_draft *d, uint32_t *last)
{
    uint32_t next = d->a.number + 1, at = d->a.end, count = r->doc->tokens.count;
    const struct wf_match *q;
    enum wf_qualifier first, second;
    struct fig_side b;

    if (next >= r->doc->numbers.count || r->taken[next] || at >= count ||
        !(fig_is_word(r, at, r->st->and_) || fig_is_word(r, at, r->st->but) || (r->t[at].flags & WF_TOKEN_COMMA)))
        return false;
    q = fig_match_ending(r, r->st->qualifier, d->a.first, 8);
    if (q == NULL || q->first < r->floor || at + 1 >= count)
        return false;
    first = fig_qualifier_of(q->entry->value);
    q = wf_match_at(r->doc, at + 1, r->st->qualifier);
    if (q == NULL || q->end >= count || !fig_read_side(r, next, &b) || b.first != q->end || !fig_same_unit(&d->a, &b))
        return false;
    second = fig_qualifier_of(q->entry->value);
    if (is_lower_bound(first) && is_upper_bound(second)) {
        if (wf_decimal_compare(d->a.value, b.value) >= 0)
            return false;
        d->b = b;
    } else if (is_upper_bound(first) && is_lower_bound(second)) {
        if (wf_decimal_compare(d->a.value, b.value) <= 0)
            return false;
        d->b = d->a;
        d->a = b;
    } else
        return false;
    q = fig_match_ending(r, r->st->qualifier, d->first, 8);
    d->first = q->first;
    d->start_byte = r->t[q->first].start;
    d->range = true;
    fig_extend(r, d, b.end);
    *last = b.number;
    return true;
}

/* `12.9±0.1 kg`: the number after the sign is the uncertainty, its unit is that of both. */
void
fig_join_uncertainty(struct fig_run *r, struct fig_draft *d, uint32_t *last)
{
    uint32_t at = d->a.end, next = d->a.number + 1, count = r->doc->tokens.count;
    struct fig_side b;

    if (next >= r->doc->numbers.count || at + 1 >= count)
        return;
    if (r->t[at].symbol == 0xb1)
        at++;
    else if (r->t[at].symbol == '+' && at + 3 < count && r->t[at + 1].symbol == '/' && r->t[at + 2].symbol == '-')
        at += 3;
    else
        return;
    if (!fig_read_side(r, next, &b) || (b.first != at && b.first + 1 != at))
        return;
    if (fig_bare(&d->a)) {
        d->a.unit = b.unit;
        d->a.money = b.money;
    }
    fig_extend(r, d, b.end);
    *last = b.number;
}
