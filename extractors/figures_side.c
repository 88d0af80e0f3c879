/* SPDX-License-Identifier: Apache-2.0 */
/* A number with the currency, unit or percent sign before or after it. */
#include <string.h>

#include "extractors/figures.h"

const struct wf_match *
fig_match_ending(const struct fig_run *r, uint16_t class_id, uint32_t end, uint32_t back)
{
    const struct wf_matches *m = r->doc->matches;

    for (uint32_t n = back < end ? back : end; n > 0; n--)
        for (uint32_t i = m->starts[end - n]; i < m->starts[end - n + 1]; i++)
            if (m->items.items[i].entry->class_id == class_id && m->items.items[i].end == end)
                return &m->items.items[i];
    return NULL;
}

static bool
has(const struct wf_lexicon_entry *entry, const char *attribute)
{
    return wf_entry_attribute(entry, attribute).data != NULL;
}

static bool
at_least(struct wf_decimal value, int least)
{
    return value.known && wf_decimal_compare(value, wf_decimal_of(least)) >= 0;
}

static bool
plain_integer(const struct fig_side *side)
{
    return !side->scaled && !side->grouped && side->digits && side->value.exponent >= 0;
}

/* Codes that are words too, in headlines and in lower case they are nothing else. */
static bool
is_risky_code(struct wf_slice code)
{
    static const char *const risky[] = { "ALL", "TRY", "CUP", "TOP", "PEN", "SOS", "MOP", "BOB", "GEL", "COP", "BAM",
        "RON", "LAK", "ANG", "MAD", "CAD", "CHE", "PAB", "BIF", "GIP", "BAN", "AMD", "CDF", "ERN", "NAD", "SHP", "BSD",
        "SDG", "TMT", "ISK", "ETB", "HTG" };

    for (size_t i = 0; i < sizeof risky / sizeof risky[0]; i++)
        if (wf_slice_is(code, risky[i]))
            return true;
    return false;
}

static bool
code_counts(const struct fig_run *r, const struct wf_match *m, const struct fig_side *side)
{
    if (!is_risky_code(m->entry->value))
        return true;
    return !plain_integer(side) || !fig_space_before(r, m->end < side->first ? m->first : side->first) ||
        at_least(side->value, 1000);
}

static bool
countries_named(struct fig_run *r, struct wf_slice list);

/* Signs of one letter, `N500 million`, `P1.0 billion`, `R20m`: with a scale, or where the country is named. */
static bool
glue_counts(struct fig_run *r, const struct wf_lexicon_entry *entry, const struct fig_side *side)
{
    struct wf_slice countries = wf_entry_attribute(entry, "country");

    if (!has(entry, "glue"))
        return countries.data == NULL || countries_named(r, countries);
    if (side->scaled || side->grouped)
        return true;
    return countries.data != NULL && countries_named(r, countries) &&
        (side->value.exponent < 0 || at_least(side->value, 100));
}

static void
count_countries(struct fig_run *r)
{
    const struct wf_matches *m = r->doc->matches;

    r->countries = wf_arena_zalloc(r->doc->arena, 26 * 26 * sizeof *r->countries);
    if (r->countries == NULL)
        return;
    for (uint32_t i = 0; i < m->items.count; i++) {
        const struct wf_lexicon_entry *e = m->items.items[i].entry;

        if ((e->class_id == r->st->country || e->class_id == r->st->nationality) && e->value.len == 2 &&
            e->value.data[0] >= 'A' && e->value.data[0] <= 'Z' && e->value.data[1] >= 'A' && e->value.data[1] <= 'Z') {
            uint16_t *n = &r->countries[(e->value.data[0] - 'A') * 26 + e->value.data[1] - 'A'];

            *n = (uint16_t)(*n < UINT16_MAX ? *n + 1 : *n);
        }
    }
}

/* How often the countries of a list such as "AU,KI" are named in the document. */
static unsigned
named(struct fig_run *r, struct wf_slice list)
{
    unsigned sum = 0;

    if (r->countries == NULL)
        count_countries(r);
    if (r->countries == NULL || list.data == NULL)
        return 0;
    for (size_t i = 0; i + 1 < list.len; i += 3)
        if (list.data[i] >= 'A' && list.data[i] <= 'Z' && list.data[i + 1] >= 'A' && list.data[i + 1] <= 'Z')
            sum += r->countries[(list.data[i] - 'A') * 26 + list.data[i + 1] - 'A'];
    return sum;
}

static bool
countries_named(struct fig_run *r, struct wf_slice list)
{
    return named(r, list) > 0;
}

/* Families that share their bare names. */
static bool
same_family(struct wf_slice asked, const struct fig_currency *c)
{
    if (wf_slice_equal(asked, c->family))
        return true;
    if (wf_slice_is(asked, "crown"))
        return wf_slice_is(c->family, "koruna") || wf_slice_is(c->family, "krona") || wf_slice_is(c->family, "krone") ||
            wf_slice_is(c->family, "króna");
    if (wf_slice_is(asked, "rial"))
        return wf_slice_is(c->family, "riyal");
    if (wf_slice_is(asked, "riyal"))
        return wf_slice_is(c->family, "rial");
    if (wf_slice_is(asked, "kwacha_kina_kyat"))
        return wf_slice_is(c->family, "kwacha") || wf_slice_is(c->family, "kina") || wf_slice_is(c->family, "kyat");
    if (wf_slice_is(asked, "peso_pula"))
        return strcmp(c->code, "PHP") == 0 || strcmp(c->code, "BWP") == 0;
    if (wf_slice_is(asked, "cfa"))
        return strcmp(c->code, "XOF") == 0 || strcmp(c->code, "XAF") == 0;
    return false;
}

static bool
lists(struct wf_slice countries, const char *country)
{
    for (size_t i = 0; i + 1 < countries.len; i += 3)
        if (countries.data[i] == country[0] && countries.data[i + 1] == country[1])
            return true;
    return false;
}

static void
set_code(struct wf_figure *figure, struct wf_slice code)
{
    if (code.len == 3) {
        memcpy(figure->currency, code.data, 3);
        figure->currency[3] = '\0';
    }
}

/* The candidate whose country is named nearest to the figure [at, after) in its sentence; NULL where none is. */
static const struct fig_currency *
nearest(const struct fig_run *r, struct wf_slice family, uint32_t at, uint32_t after)
{
    const struct wf_matches *m = r->doc->matches;
    const struct fig_currency *best = NULL;
    uint32_t start = fig_sentence_first(r, at), end = fig_sentence_end(r, at), least = UINT32_MAX;

    start = at - start > 40 ? at - 40 : start;
    end = end - after > 40 ? after + 40 : end;
    for (uint32_t i = m->starts[start]; i < m->starts[end]; i++) {
        const struct wf_match *x = &m->items.items[i];
        uint32_t gap = x->first < at ? at - x->first : x->first - after;

        if ((x->entry->class_id != r->st->country && x->entry->class_id != r->st->nationality) ||
            x->entry->value.len != 2)
            continue;
        for (uint32_t c = x->first < at ? x->end : after; c < (x->first < at ? at : x->first); c++)
            if (r->t[c].flags & (WF_TOKEN_COMMA | WF_TOKEN_SEMICOLON))
                gap += 4; /* in another part of the sentence */
        if (gap >= least)
            continue;
        for (size_t k = 0; k < r->st->currency_count; k++)
            if (same_family(family, &r->st->currencies[k]) && lists(r->st->currencies[k].countries, x->entry->value.data)) {
                best = &r->st->currencies[k];
                least = gap;
            }
    }
    return best;
}

void
fig_resolve_currency(struct fig_run *r, const struct fig_side *side, struct wf_figure *figure)
{
    const struct wf_lexicon_entry *e = side->money;
    struct wf_slice family = wf_entry_attribute(e, "family"), standard = wf_entry_attribute(e, "default");
    const struct fig_currency *best = NULL;
    unsigned most = 0, second = 0;

    figure->unit = wf_entry_attribute(e, "unit");
    if (figure->unit.data != NULL) /* a coin, a toman: the value counts that, not a currency */
        return;
    if (e->value.len == 3 && (family.data == NULL || standard.data == NULL)) {
        set_code(figure, e->value);
        return;
    }
    if (wf_slice_is(family, "dollar") && side->country[0] == '\0') {
        set_code(figure, standard);
        return;
    }
    if (e->class_id == r->st->sign && e->canonical.len == 2 && wf_slice_is(family, "pound")) { /* £ */
        set_code(figure, standard);
        return;
    }
    for (size_t i = 0; i < r->st->currency_count; i++) {
        const struct fig_currency *c = &r->st->currencies[i];
        unsigned n;

        if (!same_family(family, c))
            continue;
        if (side->country[0] != '\0') {
            if (lists(c->countries, side->country)) {
                memcpy(figure->currency, c->code, 4);
                return;
            }
            continue;
        }
        n = named(r, c->countries);
        if (n > most) {
            second = most;
            most = n;
            best = c;
        } else if (n > second)
            second = n;
    }
    if (second > 0) {
        const struct fig_currency *near = nearest(r, family, side->first, side->end);

        best = near != NULL ? near : best;
        second = near != NULL ? 0 : second;
    }
    if (best != NULL && most > second)
        memcpy(figure->currency, best->code, 4);
    else if (standard.data != NULL)
        set_code(figure, standard);
    else
        wf_document_warn(r->doc, "unknown-currency", figure->fact.at.span, "%.*s", (int)e->canonical.len,
            e->canonical.data);
}

/* The sign in the same token as the digits: `Rs500`. */
static const struct wf_lexicon_entry *
glued_sign(const struct fig_run *r, uint32_t token, uint32_t len)
{
    const char *text = r->doc->text.reading.data + r->t[token].start;
    size_t low = 0, high = r->st->prefix_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        struct wf_slice p = r->st->prefixes[middle].text;
        size_t n = p.len < len ? p.len : len;
        int c = memcmp(p.data, text, n);

        if (c == 0)
            c = (p.len > len) - (p.len < len);
        if (c == 0)
            return r->st->prefixes[middle].entry;
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool
usable_after(const struct fig_run *r, const struct wf_match *m, const struct fig_side *side)
{
    const struct wf_lexicon_entry *e = m->entry;
    struct wf_slice least = wf_entry_attribute(e, "min");
    uint32_t len = r->t[m->end - 1].end - r->t[m->first].start;

    if (e->class_id == r->st->sign) {
        bool other = m->end < r->doc->tokens.count && (r->t[m->end].flags & WF_TOKEN_NUMBER) &&
            !fig_space_before(r, m->end) && fig_space_before(r, m->first); /* 1 $10 bill */

        return (has(e, "both") || has(e, "after")) && !other;
    }
    if (e->class_id == r->st->code)
        return code_counts(r, m, side);
    if (least.data != NULL && !at_least(side->value, 100)) /* `12 won`: more likely a verb */
        return false;
    if (has(e, "minor") && len <= 1) /* 43c, but not 43 c */
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
        uint16_t c = x->entry->class_id;

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
        const struct wf_lexicon_entry *e = glued_sign(r, f, n->at.span.start - r->t[f].start);

        if (e != NULL && glue_counts(r, e, side) && !(e->class_id == r->st->code && is_risky_code(e->value) &&
                plain_integer(side) && !at_least(side->value, 1000))) {
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
        if (classes[i] == r->st->sign && (has(m->entry, "after") || !glue_counts(r, m->entry, side) ||
                (has(m->entry, "glue") && fig_space_before(r, f))))
            continue;
        if (classes[i] == r->st->sign && r->t[m->first].symbol == 0 && (r->t[m->first].flags & WF_TOKEN_CAPITAL) == 0 &&
            m->first > 0 && next_is_number(r, m->first - 1) && fig_space_before(r, f))
            continue; /* 20 ringgit 43 */
        if (classes[i] == r->st->code && !code_counts(r, m, side))
            continue;
        if (classes[i] == r->st->currency && (m->inflection != WF_INFLECTION_BASE || has(m->entry, "minor") ||
                has(m->entry, "min") || wf_slice_is(wf_entry_attribute(m->entry, "family"), "pound") ||
                wf_slice_is(wf_entry_attribute(m->entry, "family"), "dollar") || m->entry->value.len == 0 ||
                !side->digits || next_is_number(r, m->first - (m->first > 0))))
            continue;
        if (classes[i] != r->st->currency && m->first > 0 && next_is_number(r, m->first - 1) && fig_space_before(r, f) &&
            (has(m->entry, "both") || classes[i] == r->st->code) && !(r->t[m->first].flags & WF_TOKEN_BLOCK_START) &&
            currency_at(r, side->end, side) != NULL)
            continue; /* 10 $ 30 $ */
        side->money = m->entry;
        side->prefix = true;
        side->first = m->first;
        side->start_byte = r->t[m->first].start;
        if (m->first > 0 && (r->t[m->first - 1].symbol == '-' || r->t[m->first - 1].symbol == 0x2212) &&
            !fig_space_before(r, m->first) && fig_space_before(r, m->first - 1)) {
            side->value.negative = !side->value.negative;
            side->first--;
            side->start_byte = r->t[side->first].start;
        }
        return;
    }
}

/* What says that pounds are a weight: `of` after them, `weighs` before, no cost. */
static bool
is_weight(const struct fig_run *r, const struct fig_side *side, uint32_t end)
{
    uint32_t stop = fig_sentence_end(r, side->first), start = fig_sentence_first(r, side->first);

    if (side->scaled && side->words)
        return end < stop && r->t[end].word == r->st->of && r->st->of != WF_WORD_NONE &&
            (r->t[end + 1 < stop ? end + 1 : end].flags & WF_TOKEN_CAPITAL) == 0 && side->value.exponent < 6;
    if (end < stop && r->t[end].word == r->st->of)
        return true;
    start = side->first - start > 20 ? side->first - 20 : start;
    for (uint32_t i = start; i < stop && i < end + 20; i++)
        if (fig_sets(r, i) & FIG_WEIGHT)
            return true;
    return false;
}

static bool
digits_alone(const struct fig_side *side)
{
    return side->digits && !side->scaled;
}

static bool
ends_clause(const struct fig_run *r, uint32_t at)
{
    return at >= r->doc->tokens.count || (r->t[at].flags & WF_TOKEN_BLOCK_START) ||
        (r->t[at].flags & (WF_TOKEN_STOP | WF_TOKEN_COMMA | WF_TOKEN_CLOSE | WF_TOKEN_OPEN | WF_TOKEN_SEMICOLON)) ||
        at == fig_sentence_end(r, at - 1);
}

static bool
could_be_clock(const struct fig_run *r, const struct fig_side *side)
{
    const struct wf_number *n = &r->doc->numbers.items[side->number];
    struct wf_slice text = wf_span_text(r->doc, n->at.span);
    const char *point = memchr(text.data, '.', text.len);

    return point == NULL ? !at_least(side->value, 13) : (size_t)(text.data + text.len - point) == 3 && !at_least(side->value, 13);
}

/* Whether a unit may be meant; `at` is where it begins. */
static bool
unit_counts(const struct fig_run *r, const struct wf_match *m, const struct fig_side *side)
{
    const struct wf_lexicon_entry *e = m->entry;
    bool glued = !fig_space_before(r, m->first);

    if (has(e, "glue") && (!glued || !side->digits))
        return false;
    if (has(e, "tight") && !digits_alone(side))
        return false;
    if (has(e, "tight") && !glued && !(m->end >= r->doc->tokens.count || ends_clause(r, m->end) ||
            r->t[m->end].word == r->st->of || r->t[m->end].word == r->st->and_ || r->t[m->end].word == r->st->to ||
            r->t[m->end].word == r->st->or_ || side->value.exponent < 0 ||
            !(r->t[m->end].flags & (WF_TOKEN_WORD | WF_TOKEN_HYPHEN))))
        return false;
    if (has(e, "last") && (!side->digits || !(glued || ends_clause(r, m->end) || side->form == WF_NUMBER_FRACTION ||
            side->value.exponent < 0)))
        return false;
    if (has(e, "last") && !glued && !ends_clause(r, m->end) && m->end < r->doc->tokens.count &&
        !(r->t[m->end].flags & WF_TOKEN_PUNCT) && side->value.exponent >= 0)
        return false;
    if (has(e, "clock") && (!side->digits || could_be_clock(r, side)))
        return false;
    if (has(e, "decimal") && (side->value.exponent >= 0 || !side->digits))
        return false;
    if (has(e, "weak") && side->words && !side->digits && m->end < r->doc->tokens.count &&
        r->t[m->end].word != r->st->of && !ends_clause(r, m->end))
        return false;
    return true;
}

static const struct wf_match *
unit_at(const struct fig_run *r, uint32_t at, const struct fig_side *side)
{
    const struct wf_matches *m = r->doc->matches;
    const struct wf_match *best = NULL;

    if (at >= r->doc->tokens.count || (r->t[at].flags & WF_TOKEN_BLOCK_START))
        return NULL;
    for (uint32_t i = m->starts[at]; i < m->starts[at + 1]; i++) {
        const struct wf_match *x = &m->items.items[i];

        if (x->entry->class_id == r->st->unit && (best == NULL || x->end > best->end) && unit_counts(r, x, side))
            best = x;
    }
    return best;
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

    if (side->end >= r->doc->tokens.count || side->scaled || !side->digits || ends_clause(r, side->end))
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
    else if (at + 1 < count && r->t[at].word == r->st->more && unit_at(r, at + 1, side) != NULL)
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
    unit = unit_at(r, at, side);
    if (side->ordinal)
        return;
    if (money != NULL && unit != NULL) {
        bool pound = has(unit->entry, "pound") && unit->end == money->end;

        if (pound ? is_weight(r, side, money->end) : unit->end > money->end ||
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
    if (at + 2 < count && (r->t[at].flags & WF_TOKEN_OPEN) && (unit = unit_at(r, at + 1, side)) != NULL &&
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
    bool coin = more->money != NULL && has(more->money, "minor") && !more->prefix;
    int power = -2;

    if (has(side->money, "minor") || comma || side->value.exponent < 0 || more->scaled || more->ordinal || more->unit != NULL || more->form != WF_NUMBER_PLAIN)
        return false;
    if (!coin) {
        if (more->money != NULL || comma || more->grouped || side->scaled || more->value.exponent < 0 || wf_decimal_compare(more->value, wf_decimal_of(100)) >= 0 ||
            !ends_clause(r, more->end) || !side->value.known || side->value.exponent < 0)
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
    if (side->money != NULL && has(side->money, "factor"))
        side->value = wf_decimal_scale(side->value, 6);
    if ((side->money != NULL && !has(side->money, "minor")) || side->unit != NULL)
        join_compound(r, side);
    if (side->unit != NULL)
        join_height(r, side);
    return true;
}
