/* SPDX-License-Identifier: Apache-2.0 */
/* A number with the currency, unit or percent sign before or after it, and the parts of a compound sum. */
#include <string.h>

#include "extractors/figures.h"

static bool
usable_after(const struct fig_run *r, const struct wf_match *m, const struct fig_side *side)
{
    const struct wf_lexicon_entry *e = m->entry;
    struct wf_slice least = wf_entry_attribute(e, "min");
    uint32_t len = r->t[m->end - 1].end - r->t[m->first].start;

    if (e->class_id == r->st->sign) {
        bool other = m->end < r->doc->tokens.count && (r->t[m->end].flags & WF_TOKEN_NUMBER) &&
            !fig_space_before(r, m->end) && fig_space_before(r, m->first); /* 1 $10 bill */

        return (fig_has(e, "both") || fig_has(e, "after")) && !other;
    }
    if (e->class_id == r->st->code)
        return fig_code_counts(r, m, side);
    if (least.data != NULL && !fig_at_least(side->value, 100)) /* `12 won`: more likely a verb */
        return false;
    if (fig_has(e, "minor") && len <= 1) /* 43c, but not 43 c */
        return !fig_space_before(r, m->first) && side->digits && (r->t[m->first].flags & WF_TOKEN_CAPITAL) == 0;
    if (e->canonical.len == 0)
        return false;
    return true;
}

/* A currency that begins at token `at`, after the number: the longest of the three classes. */
static const struct wf_match *
currency_at(struct fig_run *r, uint32_t at, const struct fig_side *side)
{
    const struct wf_matches *m = r->doc->matches;
    const struct wf_match *best = NULL;

    if (at >= r->doc->tokens.count || (r->t[at].flags & WF_TOKEN_BLOCK_START))
        return NULL;
    for (uint32_t i = m->starts[at]; i < m->starts[at + 1]; i++) {
        const struct wf_match *x = &m->items.items[i];
        uint16_t c = x->class_id;

        if ((c == r->st->currency || c == r->st->sign || c == r->st->code) && (best == NULL || x->end > best->end) &&
            usable_after(r, x, side))
            best = x;
    }
    return best;
}

static bool
next_is_number(const struct fig_run *r, uint32_t token)
{
    return token < r->doc->tokens.count && (r->t[token].flags & WF_TOKEN_NUMBER) != 0;
}

/* A currency before the number; sets side->first. */
static void
read_prefix(struct fig_run *r, struct fig_side *side)
{
    const struct wf_number *n = &r->doc->numbers.items[side->number];
    const uint16_t classes[] = { r->st->sign, r->st->code, r->st->currency };
    uint32_t f = side->first;

    if (n->at.span.start > r->t[f].start && (r->t[f].flags & WF_TOKEN_WORD)) {
        const struct wf_lexicon_entry *e = fig_glued_sign(r, f, n->at.span.start - r->t[f].start);

        if (e != NULL && fig_glue_counts(r, e, side) && !(e->class_id == r->st->code && fig_is_risky_code(e->value) &&
                fig_plain_integer(side) && !fig_at_least(side->value, 1000))) {
            side->money = e;
            side->prefix = true;
            side->start_byte = r->t[f].start;
            if (f > 0 && r->t[f - 1].symbol == '-' && !fig_space_before(r, f) && fig_space_before(r, f - 1)) {
                side->value.negative = !side->value.negative;
                side->first--;
                side->start_byte = r->t[f - 1].start;
            }
        }
        return;
    }
    if (f == 0 || (r->t[f].flags & WF_TOKEN_BLOCK_START) || side->ordinal)
        return;
    for (size_t i = 0; i < 3; i++) {
        const struct wf_match *m = fig_match_ending(r, classes[i], f, 3);

        if (m == NULL || m->first < r->floor)
            continue;
        if (m->end - m->first == 2 && fig_space_before(r, m->first + 1) && (r->t[m->first].flags & WF_TOKEN_WORD) &&
            r->t[m->first].end - r->t[m->first].start == 1 && (r->t[m->first].word == r->st->a)) {
            m = wf_match_at(r->doc, m->first + 1, classes[i]); /* A $1.2bn deal */
            if (m == NULL || m->end != f)
                continue;
        }
        if (classes[i] == r->st->sign && (fig_has(m->entry, "after") || !fig_glue_counts(r, m->entry, side) ||
                (fig_has(m->entry, "glue") && fig_space_before(r, f))))
            continue;
        if (classes[i] == r->st->sign && r->t[m->first].symbol == 0 && (r->t[m->first].flags & WF_TOKEN_CAPITAL) == 0 &&
            m->first > 0 && next_is_number(r, m->first - 1) && fig_space_before(r, f))
            continue; /* 20 ringgit 43 */
        if (classes[i] == r->st->code && !fig_code_counts(r, m, side))
            continue;
        if (classes[i] == r->st->currency && (m->inflection != WF_INFLECTION_BASE || fig_has(m->entry, "minor") ||
                fig_has(m->entry, "min") || wf_slice_is(wf_entry_attribute(m->entry, "family"), "pound") ||
                wf_slice_is(wf_entry_attribute(m->entry, "family"), "dollar") || m->entry->value.len == 0 ||
                !side->digits || next_is_number(r, m->first - (m->first > 0))))
            continue;
        if (classes[i] != r->st->currency && m->first > 0 && next_is_number(r, m->first - 1) && fig_space_before(r, f) &&
            (fig_has(m->entry, "both") || classes[i] == r->st->code) && !(r->t[m->first].flags & WF_TOKEN_BLOCK_START) &&
            currency_at(r, side->end, side) != NULL)
            continue; /* 10 $ 30 $ */
        side->money = m->entry;
        side->prefix = true;
        side->first = m->first;
        side->start_byte = r->t[m->first].start;
        if (m->first > r->floor && !(r->t[m->first].flags & (WF_TOKEN_SENTENCE_START | WF_TOKEN_BLOCK_START)) &&
            fig_is_word(r, m->first - 1, r->st->minus) && side->value.digits != 0) { /* minus $13.3bn */
            side->value.negative = true;
            side->first--;
            side->start_byte = r->t[side->first].start;
            return;
        }
        if (m->first > 0 && (r->t[m->first - 1].symbol == '-' || r->t[m->first - 1].symbol == 0x2212) &&
            !fig_space_before(r, m->first) && fig_space_before(r, m->first - 1)) {
            side->value.negative = !side->value.negative;
            side->first--;
            side->start_byte = r->t[side->first].start;
        }
        return;
    }
}

static void
take_unit(struct fig_run *r, struct fig_side *side, const struct wf_match *m, uint32_t end)
{
    side->unit = m->entry;
    side->end = end;
    side->end_byte = r->t[end - 1].end;
}

/* `million` after the currency: 75 USD million. */
static void
take_late_scale(struct fig_run *r, struct fig_side *side)
{
    static const struct { const char *word; int power; } scales[] = { { "thousand", 3 }, { "million", 6 },
        { "billion", 9 }, { "trillion", 12 }, { "mln", 6 }, { "bn", 9 }, { "bln", 9 }, { "lakh", 5 }, { "crore", 7 } };
    struct wf_slice word;

    if (side->end >= r->doc->tokens.count || side->scaled || !side->digits || fig_ends_clause(r, side->end))
        return;
    word = wf_token_text(r->doc, side->end);
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++)
        if (wf_slice_is(word, scales[i].word)) {
            side->value = wf_decimal_scale(side->value, scales[i].power);
            side->scaled = true;
            if (side->number + 1 < r->doc->numbers.count && r->doc->numbers.items[side->number + 1].at.first == side->end)
                r->taken[++side->number] = true;
            side->end++;
            side->end_byte = r->t[side->end - 1].end;
            return;
        }
}

/* A currency or unit after the number. */
static void
read_suffix(struct fig_run *r, struct fig_side *side)
{
    uint32_t at = side->end, count = r->doc->tokens.count;
    const struct wf_match *money, *unit, *who;
    bool hyphen = at + 1 < count && (r->t[at].flags & WF_TOKEN_HYPHEN) && r->t[at].symbol == '-';

    if (hyphen || (side->form == WF_NUMBER_FRACTION && at < count && (r->t[at].word == r->st->a || r->t[at].word == r->st->an)))
        at++; /* five-mile, half a litre */
    if (at + 1 < count && r->t[at].word == r->st->of && side->words && (side->form == WF_NUMBER_VAGUE ||
            (side->end - side->first == 2 && r->t[side->first].word == r->st->a &&
            wf_decimal_compare(side->value, wf_decimal_of(2)) == 0)))
        at++; /* a couple of months, millions of dollars */
    else if (at + 2 < count && hyphen && (r->t[at].word == r->st->plus || r->t[at].word == r->st->odd)) {
        side->qualifier = r->t[at].word == r->st->plus ? WF_QUALIFIER_MORE_THAN : WF_QUALIFIER_APPROXIMATELY;
        at++; /* 20-plus months */
    }
    else if (at + 1 < count && r->t[at].symbol == '+' && !fig_space_before(r, at) && fig_unit_at(r, at + 1, side) != NULL) {
        side->qualifier = WF_QUALIFIER_AT_LEAST;
        at++; /* 20+ years */
    } else if (at + 1 < count && r->t[at].word == r->st->more && fig_unit_at(r, at + 1, side) != NULL)
        at++; /* four more days */
    if (at >= count)
        return;
    money = currency_at(r, at, side);
    if (side->prefix) { /* $50 CAD, $10 dollars */
        if (money != NULL && !hyphen && money->entry != side->money && !next_is_number(r, money->end) &&
            (money->entry->class_id == r->st->code || wf_slice_is(wf_entry_attribute(money->entry, "family"), "dollar"))) {
            if (money->entry->class_id == r->st->code)
                side->money = money->entry;
            side->end = money->end;
            side->end_byte = r->t[money->end - 1].end;
        }
        return;
    }
    unit = fig_unit_at(r, at, side);
    if (side->ordinal)
        return;
    if (money != NULL && unit != NULL) {
        bool pound = fig_has(unit->entry, "pound") && unit->end == money->end;

        if (pound ? fig_is_weight(r, side, money->end) : unit->end > money->end ||
            (unit->end == money->end && money->entry->class_id == r->st->sign))
            money = NULL;
    }
    if (at > side->end && !hyphen && side->words && r->t[at - 1].word == r->st->a && unit == NULL)
        return; /* half a dollar */
    if (money != NULL) {
        side->money = money->entry;
        side->end = money->end;
        side->end_byte = r->t[money->end - 1].end;
        take_late_scale(r, side);
        return;
    }
    if (unit != NULL) {
        take_unit(r, side, unit, unit->end);
        return;
    }
    if (at + 2 < count && (r->t[at].flags & WF_TOKEN_OPEN) && (unit = fig_unit_at(r, at + 1, side)) != NULL &&
        unit->end < count && (r->t[unit->end].flags & WF_TOKEN_CLOSE)) { /* 20 (kg) */
        take_unit(r, side, unit, unit->end + 1);
        return;
    }
    who = wf_match_at(r->doc, at, r->st->nationality);
    if (who == NULL)
        who = wf_match_at(r->doc, at, r->st->country);
    if (who != NULL && who->end < count && who->entry->value.len == 2) {
        money = currency_at(r, who->end, side);
        if (money != NULL && money->entry->class_id == r->st->currency) {
            side->money = money->entry;
            memcpy(side->country, who->entry->value.data, 2);
            side->end = money->end;
            side->end_byte = r->t[money->end - 1].end;
        }
    }
}

static void
begin(const struct fig_run *r, uint32_t index, struct fig_side *side)
{
    const struct wf_number *n = &r->doc->numbers.items[index];

    memset(side, 0, sizeof *side);
    side->number = index;
    side->first = n->at.first;
    side->end = n->at.end;
    side->start_byte = n->at.span.start;
    side->end_byte = n->at.span.end;
    side->value = n->value;
    side->scaled = n->scaled;
    side->grouped = n->grouped;
    side->digits = n->digits;
    side->words = n->words;
    side->ordinal = n->ordinal;
    side->form = n->form;
}

/* How many of the smaller unit make one of the larger. */
static int
parts_of(struct wf_slice larger, struct wf_slice smaller)
{
    static const struct { const char *larger, *smaller; int parts; } table[] = {
        { "[ft_i]", "[in_i]", 12 }, { "[yd_i]", "[ft_i]", 3 }, { "km", "m", 1000 }, { "m", "cm", 100 },
        { "[yd_i]", "[in_i]", 36 }, { "km", "cm", 100000 }, { "[lb_av]", "[oz_av]", 16 }, { "[stone_av]", "[lb_av]", 14 },
        { "kg", "g", 1000 }, { "m", "dm", 10 }, { "cm", "mm", 10 }, { "deg", "'", 60 },
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (wf_slice_is(larger, table[i].larger) && wf_slice_is(smaller, table[i].smaller))
            return table[i].parts;
    return 0;
}

/* Where the next part of a compound sum would begin: after nothing, `and` or a comma. */
static uint32_t
after_joint(const struct fig_run *r, uint32_t at, bool *comma)
{
    *comma = false;
    if (at < r->doc->tokens.count && r->t[at].word == r->st->and_)
        return at + 1;
    if (at < r->doc->tokens.count && (r->t[at].flags & WF_TOKEN_COMMA)) {
        *comma = true;
        return at + 1 < r->doc->tokens.count && r->t[at + 1].word == r->st->and_ ? at + 2 : at + 1;
    }
    return at;
}

/* Coins after the whole: `five dollars and ten cents`, `20 dollars 43`. */
static bool
add_coins(struct fig_run *r, struct fig_side *side, const struct fig_side *more, bool comma)
{
    bool coin = more->money != NULL && fig_has(more->money, "minor") && !more->prefix;
    int power = -2;

    if (fig_has(side->money, "minor") || comma || side->value.exponent < 0 || more->scaled || more->ordinal || more->unit != NULL || more->form != WF_NUMBER_PLAIN)
        return false;
    if (!coin) {
        if (more->money != NULL || comma || more->grouped || side->scaled || more->value.exponent < 0 || wf_decimal_compare(more->value, wf_decimal_of(100)) >= 0 ||
            !fig_ends_clause(r, more->end) || !side->value.known || side->value.exponent < 0)
            return false;
        if (more->end < r->doc->tokens.count && (r->t[more->end].flags & (WF_TOKEN_COMMA | WF_TOKEN_CLOSE | WF_TOKEN_OPEN)) &&
            !(r->t[more->end].flags & WF_TOKEN_BLOCK_START))
            return false;
    } else if (wf_slice_is(wf_entry_attribute(more->money, "unit"), "fils") &&
        !wf_slice_is(wf_entry_attribute(side->money, "family"), "dirham"))
        power = -3;
    else if (wf_slice_is(wf_entry_attribute(more->money, "unit"), "jiao"))
        power = -1;
    else if (wf_slice_is(wf_entry_attribute(more->money, "unit"), "dime"))
        return false;
    side->value = wf_decimal_add(side->value, wf_decimal_scale(more->value, power));
    return side->value.known;
}

static bool
add_smaller(struct fig_side *side, const struct fig_side *more)
{
    int parts;

    if (more->unit == NULL || more->prefix)
        return false;
    parts = parts_of(side->unit->value, more->unit->value);
    if (parts == 0)
        return false;
    side->value = wf_decimal_add(wf_decimal_multiply(side->value, wf_decimal_of(parts)), more->value);
    side->unit = more->unit;
    return side->value.known;
}

/* 6-foot-5 */
static void
join_height(struct fig_run *r, struct fig_side *side)
{
    uint32_t next = side->number + 1, at = side->end;
    const struct wf_number *n;

    if (next >= r->doc->numbers.count || r->taken[next] || !wf_slice_is(side->unit->value, "[ft_i]") ||
        at + 1 >= r->doc->tokens.count || (r->t[at].flags & WF_TOKEN_HYPHEN) == 0)
        return;
    n = &r->doc->numbers.items[next];
    if (n->at.first != at + 1 || n->scaled || n->ordinal || !n->value.known || wf_decimal_compare(n->value, wf_decimal_of(12)) >= 0)
        return;
    side->value = wf_decimal_add(wf_decimal_multiply(side->value, wf_decimal_of(12)), n->value);
    side->inches = true;
    r->taken[next] = true;
    side->number = next;
    side->end = n->at.end;
    side->end_byte = n->at.span.end;
}

/* Take the following numbers that are parts of the same sum. */
static void
join_compound(struct fig_run *r, struct fig_side *side)
{
    for (int i = 0; i < 3; i++) {
        struct fig_side more;
        bool comma;
        uint32_t at, next = side->number + 1;

        if (next >= r->doc->numbers.count || r->taken[next])
            return;
        at = after_joint(r, side->end, &comma);
        begin(r, next, &more);
        if (more.first != at || at >= r->doc->tokens.count || r->t[at].sentence != r->t[side->first].sentence)
            return;
        read_prefix(r, &more);
        if (more.first != at || more.value.negative)
            return;
        read_suffix(r, &more);
        if (side->money != NULL ? !add_coins(r, side, &more, comma) : !add_smaller(side, &more))
            return;
        r->taken[next] = true;
        side->number = next;
        side->end = more.end;
        side->end_byte = more.end_byte;
    }
}

bool
fig_read_side(struct fig_run *r, uint32_t index, struct fig_side *side)
{
    begin(r, index, side);
    if (!side->value.known)
        return false;
    read_prefix(r, side);
    read_suffix(r, side);
    if (side->money != NULL && fig_has(side->money, "factor"))
        side->value = wf_decimal_scale(side->value, 6);
    if ((side->money != NULL && !fig_has(side->money, "minor")) || side->unit != NULL)
        join_compound(r, side);
    if (side->unit != NULL)
        join_height(r, side);
    return true;
}
