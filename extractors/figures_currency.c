/* SPDX-License-Identifier: Apache-2.0 */
/* Which currency is meant: signs, codes, and bare names decided by the countries that are named. */
#include <string.h>

#include "extractors/figures.h"

/* Codes that are words too, in headlines and in lower case they are nothing else. */
bool
fig_is_risky_code(struct wf_slice code)
{
    static const char *const risky[] = { "ALL", "TRY", "CUP", "TOP", "PEN", "SOS", "MOP", "BOB", "GEL", "COP", "BAM",
        "RON", "LAK", "ANG", "MAD", "CAD", "CHE", "PAB", "BIF", "GIP", "BAN", "AMD", "CDF", "ERN", "NAD", "SHP", "BSD",
        "SDG", "TMT", "ISK", "ETB", "HTG" };

    for (size_t i = 0; i < sizeof risky / sizeof risky[0]; i++)
        if (wf_slice_is(code, risky[i]))
            return true;
    return false;
}

bool
fig_code_counts(const struct fig_run *r, const struct wf_match *m, const struct fig_side *side)
{
    if (!fig_is_risky_code(m->entry->value))
        return true;
    return !fig_plain_integer(side) || !fig_space_before(r, m->end < side->first ? m->first : side->first) ||
        fig_at_least(side->value, 1000);
}

static void
count_country(struct fig_run *r, const char *code)
{
    uint16_t *n;

    if (code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z')
        return;
    n = &r->countries[(code[0] - 'A') * 26 + code[1] - 'A'];
    *n = (uint16_t)(*n < UINT16_MAX ? *n + 1 : *n);
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
        struct wf_slice where = e->value;

        if (e->class_id == r->st->currency) { /* `the naira` speaks of Nigeria, `euro` of nobody */
            where = wf_entry_attribute(e, "countries");
            if (where.len > 5 && e->value.len == 3 && e->value.data[0] != 'E' && e->value.data[0] != 'X')
                where = (struct wf_slice){ e->value.data, 2 }; /* `rand` of South Africa, first of all its users */
        }
        else if (!fig_names_country(r->st, e))
            continue;
        if (where.len >= 2 && where.len <= 5)
            count_country(r, where.data);
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

/* Signs of two letters that are initials too (`FC 24`, `SR 22`) need a sum of some size, or their country. */
static bool
short_sign_counts(struct fig_run *r, const struct wf_lexicon_entry *entry, const struct fig_side *side)
{
    static const char *const sure[] = { "Rs", "Re", "rs", "RS", "Tk", "TK", "RM", "Rp", "Dh", "kr", "Kr" };
    struct wf_slice name = entry->canonical;

    if (entry->class_id != r->st->sign || name.len != 2 || (unsigned char)name.data[0] >= 0x80 || !fig_plain_integer(side) ||
        fig_at_least(side->value, 1000) || (name.data[1] | 32) < 'a' || (name.data[1] | 32) > 'z')
        return true;
    for (size_t i = 0; i < sizeof sure / sizeof sure[0]; i++)
        if (wf_slice_is(name, sure[i]))
            return true;
    for (size_t i = 0; i < r->st->currency_count; i++)
        if (wf_slice_is(entry->value, r->st->currencies[i].code))
            return countries_named(r, r->st->currencies[i].countries);
    return true;
}

static uint32_t
letter_bit(const struct wf_lexicon_entry *entry)
{
    char c = entry->canonical.len == 1 ? entry->canonical.data[0] : 0;

    return c >= 'A' && c <= 'Z' ? 1u << (c - 'A') : 0;
}

static void
remember_sign(struct fig_run *r, const struct wf_lexicon_entry *entry)
{
    r->signs |= letter_bit(entry);
}

/* Whether a sign of one letter stood before a sum that left no doubt: `N1.9tn`, and then `N998`. */
static bool
sign_seen(const struct fig_run *r, const struct wf_lexicon_entry *entry)
{
    return (r->signs & letter_bit(entry)) != 0;
}

static bool
starts_with_nought(const struct fig_run *r, const struct fig_side *side)
{
    const char *text = r->doc->text.reading.data + r->doc->numbers.items[side->number].at.span.start;

    return text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

/* Signs of one letter, `N500 million`, `P1.0 billion`, `R20m`: with a scale, or where the country is named. */
bool
fig_glue_counts(struct fig_run *r, const struct wf_lexicon_entry *entry, const struct fig_side *side)
{
    struct wf_slice countries = wf_entry_attribute(entry, "country");

    if (!short_sign_counts(r, entry, side))
        return false;
    if (!fig_has(entry, "glue"))
        return countries.data == NULL || countries_named(r, countries);
    if (side->digits && starts_with_nought(r, side))
        return false; /* N00019: a code */
    if (side->scaled || side->grouped || (fig_is_word(r, side->end, r->st->per) && fig_at_least(side->value, 10))) {
        remember_sign(r, entry);
        return true;
    }
    if (sign_seen(r, entry) && fig_at_least(side->value, 10))
        return true;
    return countries.data != NULL && countries_named(r, countries) &&
        (side->value.exponent < 0 || fig_at_least(side->value, 100));
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
    if (wf_slice_is(asked, "shilling_rupee"))
        return wf_slice_is(c->family, "shilling") || wf_slice_is(c->family, "rupee");
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

        if (!fig_names_country(r->st, x->entry))
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

/* The currency of the family that was named last; NULL where none was. */
static const struct fig_currency *
recent(const struct fig_run *r, struct wf_slice family)
{
    for (size_t i = 0; i < FIG_RECENT && r->recent[i][0] != '\0'; i++)
        for (size_t k = 0; k < r->st->currency_count; k++)
            if (strcmp(r->st->currencies[k].code, r->recent[i]) == 0 && same_family(family, &r->st->currencies[k]))
                return &r->st->currencies[k];
    return NULL;
}

static void
remember_code(struct fig_run *r, const char *code)
{
    if (code[0] == '\0' || strcmp(code, r->recent[0]) == 0)
        return;
    memmove(r->recent[1], r->recent[0], sizeof r->recent - sizeof r->recent[0]);
    memcpy(r->recent[0], code, sizeof r->recent[0]);
}

static void
resolve(struct fig_run *r, const struct fig_side *side, struct wf_figure *figure)
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
    else if ((best = recent(r, family)) != NULL)
        memcpy(figure->currency, best->code, 4);
    else if (standard.data != NULL)
        set_code(figure, standard);
    else
        wf_document_warn(r->doc, "unknown-currency", figure->fact.at.span, "%.*s", (int)e->canonical.len,
            e->canonical.data);
}

void
fig_resolve_currency(struct fig_run *r, const struct fig_side *side, struct wf_figure *figure)
{
    resolve(r, side, figure);
    remember_code(r, figure->currency);
}

/* The sign in the same token as the digits: `Rs500`. */
const struct wf_lexicon_entry *
fig_glued_sign(const struct fig_run *r, uint32_t token, uint32_t len)
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
