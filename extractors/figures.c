/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures: numbers with what they measure or count, their bounds, ranges, rates and changes. One pass over
 * doc->numbers; the words are in data/ (currencies*, currency_*, units*, qualifiers*, rate_*, changes,
 * figure_*). docs/figures.md says what each construct becomes.
 */
#include <string.h>

#include "extractors/figures.h"

struct draft {
    struct fig_side a, b;
    bool range;
    enum wf_figure_kind kind;
    enum wf_qualifier qualifier;
    struct wf_slice unit, rate, about;
    struct wf_decimal ratio;
    uint32_t first, end, start_byte, end_byte;
    const struct wf_rule *rule;
};

static bool
has(const struct wf_lexicon_entry *entry, const char *attribute)
{
    return wf_entry_attribute(entry, attribute).data != NULL;
}

static bool
is_word(const struct fig_run *r, uint32_t token, uint32_t word)
{
    return token < r->doc->tokens.count && r->t[token].word == word && word != WF_WORD_NONE &&
        !(r->t[token].flags & WF_TOKEN_BLOCK_START);
}

static bool
is_any_word(const struct fig_run *r, uint32_t token, const char *const *words, size_t count)
{
    struct wf_slice text = wf_token_text(r->doc, token);

    for (size_t i = 0; i < count; i++)
        if (wf_slice_is(text, words[i]))
            return true;
    return false;
}

static enum wf_qualifier
qualifier_of(struct wf_slice name)
{
    for (int q = WF_QUALIFIER_EXACT; q <= WF_QUALIFIER_UP_TO; q++)
        if (wf_slice_is(name, wf_qualifier_name((enum wf_qualifier)q)))
            return (enum wf_qualifier)q;
    return WF_QUALIFIER_EXACT;
}

static bool
is_duration(const struct fig_side *side)
{
    return side->unit != NULL && wf_slice_is(wf_entry_attribute(side->unit, "kind"), "duration");
}

/* `over five years` is a period and no bound, but for `for over five years`, `lasted over five years`. */
static bool
qualifier_counts(const struct fig_run *r, const struct wf_match *m, const struct draft *d)
{
    static const char *const before[] = { "for", "after", "in", "of", "lasted", "lasts", "took", "takes", "is", "was", "by",
        "spent", "just", "well", "within", "lasting", "spans", "with", "at", "last", "take", "been", "from", "to", "than", "a" };
    struct wf_slice word = wf_token_text(r->doc, m->first);

    if (m->end - m->first != 1 || !is_duration(&d->a) || d->a.unit == NULL || has(d->a.unit, "age") || word.len != 4 ||
        (word.data[0] | 32) != 'o')
        return true;
    if (m->first == 0 || (r->t[m->first].flags & WF_TOKEN_SENTENCE_START))
        return false;
    return is_any_word(r, m->first - 1, before, sizeof before / sizeof before[0]);
}

/* Bounds and approximations before the figure: `about`, `more than`, `as many as`; moves d->first. */
static void
read_qualifier_before(struct fig_run *r, struct draft *d)
{
    for (int i = 0; i < 2; i++) {
        uint32_t end = d->first;
        const struct wf_match *m;

        if (end == 0 || (r->t[end].flags & WF_TOKEN_BLOCK_START))
            return;
        if (is_word(r, end - 1, r->st->a) || is_word(r, end - 1, r->st->an))
            end--; /* about a 20-minute walk */
        m = end > 0 ? fig_match_ending(r, r->st->qualifier, end, 8) : NULL;
        if (m == NULL && end != d->first) {
            end = d->first;
            m = fig_match_ending(r, r->st->qualifier, end, 8);
        }
        if (m == NULL || m->first < r->floor || r->t[m->first].sentence != r->t[d->a.first].sentence || !qualifier_counts(r, m, d))
            return;
        if (i == 0 || d->qualifier == WF_QUALIFIER_EXACT || d->qualifier == WF_QUALIFIER_APPROXIMATELY)
            d->qualifier = qualifier_of(m->entry->value);
        d->first = m->first;
        d->start_byte = r->t[m->first].start;
    }
}

static void
extend(struct fig_run *r, struct draft *d, uint32_t end)
{
    d->end = end;
    d->end_byte = r->t[end - 1].end;
}

/* `or more`, `-odd`, `-plus`, `+` after the figure. */
static void
read_qualifier_after(struct fig_run *r, struct draft *d)
{
    uint32_t at = d->end, count = r->doc->tokens.count;
    const struct wf_match *m;

    if (at >= count || (r->t[at].flags & WF_TOKEN_BLOCK_START))
        return;
    if (r->t[at].flags & WF_TOKEN_HYPHEN)
        at++;
    if (at < count && (is_word(r, at, r->st->odd) || is_word(r, at, r->st->plus)) &&
        (r->t[d->end].flags & WF_TOKEN_HYPHEN)) {
        d->qualifier = r->t[at].word == r->st->odd ? WF_QUALIFIER_APPROXIMATELY : WF_QUALIFIER_MORE_THAN;
        extend(r, d, at + 1);
        return;
    }
    if (r->t[d->end].symbol == '+' && !fig_space_before(r, d->end)) {
        d->qualifier = WF_QUALIFIER_AT_LEAST;
        extend(r, d, d->end + 1);
        return;
    }
    m = wf_match_at(r->doc, d->end, r->st->qualifier_after);
    if (m != NULL && (m->end >= count || !(r->t[m->end].flags & WF_TOKEN_NUMBER)) &&
        wf_match_at(r->doc, d->end + 1, r->st->qualifier) == NULL) {
        d->qualifier = qualifier_of(m->entry->value);
        extend(r, d, m->end);
    } else if (m != NULL && m->end - m->first > 1 && (m->end >= count || !(r->t[m->end].flags & WF_TOKEN_NUMBER))) {
        d->qualifier = qualifier_of(m->entry->value);
        extend(r, d, m->end);
    }
}

static struct wf_slice
per(struct fig_run *r, struct wf_slice noun)
{
    char *text = wf_arena_printf(r->doc->arena, "per %.*s", (int)noun.len, noun.data);

    return text == NULL ? WF_SLICE_NONE : wf_slice_of(text);
}

static bool
is_function_word(const struct fig_run *r, uint32_t token)
{
    return (fig_sets(r, token) & FIG_STOP) != 0;
}

/* 5,000 tons of lithium a year */
static void
read_far_rate(struct fig_run *r, struct draft *d)
{
    uint32_t at = d->end + 1, count = r->doc->tokens.count;
    const struct wf_match *m;

    while (at < count && at < d->end + 5 && (r->t[at].flags & WF_TOKEN_WORD) && !fig_is_function_word(r, at))
        at++;
    if (at + 1 >= count || at == d->end + 1 || !(fig_sets(r, at) & FIG_PER) || (r->t[at].flags & WF_TOKEN_BLOCK_START))
        return;
    m = wf_match_at(r->doc, at + 1, r->st->rate_noun);
    if (m != NULL && !(m->end < count && (fig_sets(r, m->end) & FIG_TIME)))
        d->rate = per(r, m->entry->value);
}

/* `a year`, `per barrel`, `annually`, `/hour`, `a share` after the figure. */
static void
read_rate(struct fig_run *r, struct draft *d)
{
    uint32_t at = d->end, count = r->doc->tokens.count;
    const struct wf_match *m;
    struct wf_slice noun_unit;

    if (at >= count || (r->t[at].flags & WF_TOKEN_BLOCK_START) || d->kind == WF_FIGURE_ORDINAL)
        return;
    if (d->kind == WF_FIGURE_QUANTITY && is_word(r, at, r->st->of)) {
        read_far_rate(r, d);
        return;
    }
    if ((r->t[at].flags & WF_TOKEN_HYPHEN) && at + 1 < count)
        at++;
    m = wf_match_at(r->doc, at, r->st->rate_adverb);
    if (m != NULL && fig_counted_noun(r, m->end, false, &noun_unit) > m->end)
        m = NULL; /* 1.5 billion monthly users */
    if (m != NULL && (d->kind == WF_FIGURE_MONEY || !wf_slice_is(m->entry->value, "per piece"))) {
        d->rate = m->entry->value;
        extend(r, d, m->end);
        return;
    }
    if (!(fig_sets(r, at) & FIG_PER) && r->t[at].symbol != '/')
        return;
    at++;
    if (at < count && (r->t[at].flags & WF_TOKEN_HYPHEN))
        at++;
    if (at >= count || (r->t[at].flags & WF_TOKEN_BLOCK_START))
        return;
    m = wf_match_at(r->doc, at, r->st->rate_noun);
    if (m != NULL && m->end < count && (fig_sets(r, m->end) & FIG_TIME) && !is_word(r, d->end, r->st->per))
        return; /* a year earlier */
    if (m != NULL) {
        d->rate = per(r, m->entry->value);
        extend(r, d, m->end);
    } else if (is_word(r, d->end, r->st->per) && (r->t[at].flags & WF_TOKEN_WORD) && !is_function_word(r, at)) {
        struct wf_slice noun = wf_token_text(r->doc, at);

        d->rate = per(r, noun);
        extend(r, d, at + 1);
    }
}

/* Sign, kind and rule of a figure from its unit. */
static void
classify(struct fig_run *r, struct draft *d)
{
    const struct fig_side *u = d->a.unit != NULL || d->a.money != NULL ? &d->a : &d->b;
    struct wf_slice kind;

    if (u->money != NULL) {
        d->kind = WF_FIGURE_MONEY;
        d->rule = r->st->money;
        return;
    }
    if (u->unit == NULL) {
        d->kind = d->a.ordinal ? WF_FIGURE_ORDINAL : d->a.form == WF_NUMBER_FRACTION ? WF_FIGURE_RATIO : WF_FIGURE_COUNT;
        d->rule = d->kind == WF_FIGURE_ORDINAL ? r->st->ordinal : d->kind == WF_FIGURE_RATIO ? r->st->ratio : r->st->count;
        return;
    }
    kind = wf_entry_attribute(u->unit, "kind");
    d->unit = u->inches ? WF_SLICE("[in_i]") : u->unit->value;
    if (wf_slice_is(kind, "percent")) {
        d->kind = WF_FIGURE_PERCENT;
        d->rule = r->st->percent;
    } else if (wf_slice_is(kind, "duration")) {
        d->kind = WF_FIGURE_DURATION;
        d->rule = has(u->unit, "age") ? r->st->age : r->st->duration;
    } else {
        d->kind = WF_FIGURE_QUANTITY;
        d->rule = r->st->quantity;
    }
}

static struct wf_decimal
in_unit(const struct fig_side *u, struct wf_decimal value)
{
    struct wf_slice factor = u->unit == NULL ? WF_SLICE_NONE : wf_entry_attribute(u->unit, "factor");
    struct wf_decimal f;

    if (factor.data == NULL || !wf_decimal_parse(factor.data, factor.len, 0, '.', &f))
        return value;
    return wf_decimal_multiply(value, f);
}

static struct wf_figure *
emit(struct fig_run *r, struct draft *d)
{
    const struct fig_side *u = d->a.unit != NULL || d->a.money != NULL ? &d->a : &d->b;
    struct wf_figure *f = wf_fact_new(r->doc, sizeof *f, d->rule, d->first, d->end);
    struct wf_figure **place;

    if (f == NULL)
        return NULL;
    f->fact.at.span.start = d->start_byte;
    f->fact.at.span.end = d->end_byte;
    f->kind = d->kind;
    f->qualifier = d->qualifier;
    f->unit = d->unit;
    f->rate = d->rate;
    f->about = d->about;
    f->value = WF_DECIMAL_NONE;
    f->min = f->max = WF_DECIMAL_NONE;
    f->time = WF_TIME_NONE;
    if (d->range) {
        f->min = in_unit(u, d->a.value);
        f->max = in_unit(u, d->b.value);
        if (f->min.known && f->max.known && wf_decimal_compare(f->min, f->max) > 0) {
            struct wf_decimal swap = f->min;

            f->min = f->max;
            f->max = swap;
        }
    } else if (d->a.form == WF_NUMBER_VAGUE) { /* dozens: nobody knows how many, but so many at least */
        f->min = in_unit(u, d->a.value);
        f->qualifier = d->qualifier == WF_QUALIFIER_EXACT ? WF_QUALIFIER_APPROXIMATELY : d->qualifier;
    } else
        f->value = d->ratio.known ? d->ratio : in_unit(u, d->a.value);
    if (d->kind == WF_FIGURE_MONEY)
        fig_resolve_currency(r, u, f);
    place = wf_vector_push(r->doc->arena, &r->doc->figures);
    if (place == NULL)
        return NULL;
    *place = f;
    r->floor = d->end;
    return f;
}

static uint32_t
sentence_start(const struct fig_run *r, uint32_t token)
{
    return fig_sentence_first(r, token);
}

/* Verb or noun of change before token `before` in its sentence, at most `back` tokens away. */
static const struct wf_match *
change_before(const struct fig_run *r, uint32_t before, uint32_t back)
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

enum joint { JOINT_NONE, JOINT_RANGE, JOINT_CHANGE };

static bool
same_unit(const struct fig_side *a, const struct fig_side *b)
{
    if (a->money != NULL && b->money != NULL)
        return a->money == b->money || wf_slice_equal(a->money->value, b->money->value) ||
            wf_slice_equal(wf_entry_attribute(a->money, "family"), wf_entry_attribute(b->money, "family"));
    if (a->unit != NULL && b->unit != NULL)
        return wf_slice_equal(a->unit->value, b->unit->value);
    return a->money == NULL && a->unit == NULL && b->money == NULL && b->unit == NULL;
}

static bool
bare(const struct fig_side *s)
{
    return s->money == NULL && s->unit == NULL;
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
    else if ((is_word(r, at, r->st->and_) && between) || (is_word(r, at, r->st->or_) && !between))
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
        wf_decimal_compare(a->value, wf_decimal_of(2100)) < 0 && bare(a) && bare(b) && b->value.exponent >= 0;
}

static bool
looks_like_phone(const struct fig_side *a, const struct fig_side *b)
{
    return bare(a) && bare(b) && a->digits && b->digits && !a->grouped && !b->grouped && !a->scaled && !b->scaled &&
        a->end_byte - a->start_byte == 3 && b->end_byte - b->start_byte == 4;
}

/* The scale word of b counts for a too: `5 to 7 million`, `$10-20 billion`. */
static void
share_scale(const struct fig_run *r, struct fig_side *a, const struct fig_side *b)
{
    const struct wf_number *n = &r->doc->numbers.items[b->number];
    static const int powers[] = { 12, 9, 6, 7, 5, 3 };

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

static void
share_unit(struct fig_side *a, struct fig_side *b)
{
    if (bare(a)) {
        a->money = b->money;
        a->unit = b->unit;
        memcpy(a->country, b->country, sizeof a->country);
    } else if (bare(b)) {
        b->money = a->money;
        b->unit = a->unit;
        memcpy(b->country, a->country, sizeof b->country);
    }
}

/* Whether the number after side a makes a range or a change with it; fills b and the opening token. */
static enum joint
read_joint(struct fig_run *r, struct fig_side *a, struct fig_side *b, uint32_t *opener)
{
    uint32_t next = a->number + 1, begin;
    bool dash, from;
    const struct wf_match *change;

    *opener = range_opener(r, a->first, &from);
    if (next >= r->doc->numbers.count || r->taken[next])
        return JOINT_NONE;
    begin = after_joint(r, a->end, *opener != UINT32_MAX, &dash);
    if (begin == 0 || begin >= r->doc->tokens.count || r->t[begin].sentence != r->t[a->first].sentence)
        return JOINT_NONE;
    if (!fig_read_side(r, next, b) || b->first != begin || a->ordinal != b->ordinal)
        return JOINT_NONE;
    if (is_word(r, a->end, r->st->or_) && (!bare(a) || a->form != WF_NUMBER_PLAIN ||
            wf_decimal_compare(wf_decimal_add(a->value, wf_decimal_of(1)), b->value) != 0))
        return JOINT_NONE; /* only `two or three` */
    if (!same_unit(a, b) && !bare(a) && !bare(b))
        return JOINT_NONE;
    if (dash && (is_short_year(a, b) || looks_like_phone(a, b)))
        return JOINT_NONE;
    if (bare(b) && !bare(a) && !a->prefix && !dash)
        return JOINT_NONE;
    change = *opener != UINT32_MAX && from ? change_before(r, *opener, 12) : NULL;
    if (change != NULL && !dash)
        return JOINT_CHANGE;
    if (!dash && *opener == UINT32_MAX && !bare(a) && (a->prefix || !a->digits || b->prefix)) {
        change = change_before(r, a->first, 8);
        if (change != NULL)
            return JOINT_NONE; /* rose 5 percent to 7 percent */
    }
    if (!dash && *opener == UINT32_MAX && !bare(a) && change_before(r, a->first, 8) != NULL)
        return JOINT_NONE;
    share_scale(r, a, b);
    if (wf_decimal_compare(a->value, b->value) >= 0 && (bare(b) || dash) && !(a->unit != NULL && b->unit != NULL))
        return JOINT_NONE;
    if (*opener != UINT32_MAX && a->ordinal && from)
        return JOINT_NONE;
    return JOINT_RANGE;
}

static void
begin_draft(struct draft *d, const struct fig_side *a)
{
    memset(d, 0, sizeof *d);
    d->a = *a;
    d->first = a->first;
    d->end = a->end;
    d->start_byte = a->start_byte;
    d->end_byte = a->end_byte;
    d->qualifier = (enum wf_qualifier)a->qualifier;
    d->ratio = WF_DECIMAL_NONE;
}

/* `a couple` of months */
static bool
is_couple(const struct fig_run *r, const struct fig_side *side)
{
    return side->words && !side->digits && side->end - side->first == 2 && r->t[side->first].word == r->st->a &&
        wf_decimal_compare(side->value, wf_decimal_of(2)) == 0;
}

/* The noun that a count counts; `one` alone counts only with a noun. */
static bool
read_noun(struct fig_run *r, struct draft *d)
{
    static const char *const strong[] = { "strong" }; /* an 800-strong crowd */
    bool one = !d->range && wf_decimal_compare(d->a.value, wf_decimal_of(1)) == 0;
    uint32_t at = d->end, end;

    if (at < r->doc->tokens.count && (r->t[at].flags & WF_TOKEN_HYPHEN) && at + 1 < r->doc->tokens.count) {
        /* five-storey: the noun after a hyphen is in the singular */
        if (r->t[at + 1].flags & WF_TOKEN_WORD) {
            uint32_t noun = at + 1;

            if (is_word(r, noun, r->st->fold)) {
                d->kind = WF_FIGURE_RATIO;
                d->rule = r->st->ratio;
                extend(r, d, noun + 1);
                return true;
            }
            if (!is_any_word(r, noun, strong, 1))
                d->unit = wf_token_text(r->doc, noun);
            extend(r, d, noun + 1);
            return true;
        }
        return !one;
    }
    if ((is_couple(r, &d->a) || d->a.form == WF_NUMBER_VAGUE) && is_word(r, at, r->st->of))
        at++;
    else if (is_word(r, at, r->st->of) && !one && at + 1 < r->doc->tokens.count) {
        /* `34 of the 50 members` counts members; the noun is not ours to guess without one */
        return true;
    }
    if (d->a.form == WF_NUMBER_VAGUE && is_word(r, at, r->st->the))
        return true;
    end = fig_counted_noun(r, at, one, &d->unit);
    if (end > at) {
        extend(r, d, end);
        d->about = wf_span_text(r->doc, (struct wf_span){ r->t[at].start, r->t[end - 1].end });
    }
    return true;
}

static bool
one_counts(const struct fig_run *r, const struct fig_side *a)
{
    static const char *const pronouns[] = { "no", "any", "each", "some", "which", "another", "last", "other", "No", "Some",
        "Any", "Each" };
    static const char *const idioms[] = { "way", "thing", "hand", "another" };
    uint32_t e = a->end;

    if (a->digits || wf_decimal_compare(a->value, wf_decimal_of(1)) != 0 || !bare(a) || a->ordinal)
        return true;
    if (a->first > 0 && !(r->t[a->first].flags & WF_TOKEN_SENTENCE_START)) {
        uint32_t b = a->first - 1;

        if (is_word(r, b, r->st->the) || is_word(r, b, r->st->every))
            return false;
        if ((fig_sets(r, b) & FIG_SUBJECT) != 0)
            return false;
        if (is_any_word(r, b, pronouns, sizeof pronouns / sizeof pronouns[0]))
            return false;
    }
    if (e >= r->doc->tokens.count || (r->t[e].flags & WF_TOKEN_WORD) == 0)
        return e < r->doc->tokens.count && (r->t[e].flags & WF_TOKEN_HYPHEN) != 0 ? true :
            a->first == fig_sentence_first(r, a->first);
    return !is_function_word(r, e) && !is_any_word(r, e, idioms, sizeof idioms / sizeof idioms[0]);
}

/* `one in five`, `3 out of 10`, `4 to 1`, `4:1`; consumes the second number. */
static bool
read_ratio(struct fig_run *r, struct draft *d, uint32_t *last)
{
    uint32_t at = d->a.end, next = d->a.number + 1;
    struct fig_side whole;

    if (next >= r->doc->numbers.count || r->taken[next] || !bare(&d->a) || d->a.ordinal || d->a.value.exponent < 0)
        return false;
    if (is_word(r, at, r->st->in))
        at++;
    else if (is_word(r, at, r->st->out) && is_word(r, at + 1, r->st->of))
        at += 2;
    else if (is_word(r, at, r->st->over) && d->a.value.digits != 0)
        at++;
    else if ((is_word(r, at, r->st->of) || is_word(r, at, r->st->for_)) && is_word(r, at + 1, r->st->every))
        at += 2;
    else
        return false;
    if (is_word(r, at, r->st->every))
        at++;
    if (!fig_read_side(r, next, &whole) || whole.first != at || !bare(&whole) || whole.ordinal || whole.form != WF_NUMBER_PLAIN ||
        whole.value.exponent < 0 || whole.value.digits == 0)
        return false;
    if (is_word(r, d->a.end, r->st->in) || is_word(r, d->a.end, r->st->over)) {
        if (wf_decimal_compare(d->a.value, whole.value) >= 0 && !is_word(r, d->a.end, r->st->over))
            return false;
        if (wf_decimal_compare(d->a.value, wf_decimal_of(100)) > 0 && d->a.digits && !is_word(r, d->a.end, r->st->over))
            return false;
        if (whole.digits && whole.end_byte - whole.start_byte == 4 && !whole.grouped)
            return false;
        if (is_word(r, d->a.end, r->st->over) && whole.end < r->doc->tokens.count && (r->t[whole.end].flags & WF_TOKEN_WORD))
            return false;
    }
    if (wf_decimal_compare(d->a.value, whole.value) > 0 && !is_word(r, d->a.end, r->st->over))
        return false;
    d->ratio = wf_decimal_divide(d->a.value, whole.value, 15);
    d->kind = WF_FIGURE_RATIO;
    d->rule = r->st->ratio;
    extend(r, d, whole.end);
    *last = next;
    at = fig_counted_noun(r, whole.end, false, &d->unit);
    if (at > whole.end) {
        d->about = wf_span_text(r->doc, (struct wf_span){ r->t[whole.end].start, r->t[at - 1].end });
        d->unit = WF_SLICE_NONE;
    }
    return true;
}

/* Ages after a name: `Ali Hassan, 34, said`. */
static bool
is_age(const struct fig_run *r, const struct fig_side *a)
{
    uint32_t f = a->first, e = a->end;

    if (f > 0 && bare(a) && (fig_sets(r, f - 1) & FIG_AGE) && !a->scaled && !a->ordinal && a->value.exponent >= 0 &&
        wf_decimal_compare(a->value, wf_decimal_of(120)) < 0 && !(r->t[f].flags & WF_TOKEN_SENTENCE_START) && a->value.digits != 0)
        return true;
    if (!bare(a) || !a->digits || a->scaled || a->grouped || a->value.exponent < 0 || a->ordinal ||
        wf_decimal_compare(a->value, wf_decimal_of(120)) > 0 || a->value.digits == 0)
        return false;
    return f >= 2 && (r->t[f - 1].flags & WF_TOKEN_COMMA) && e < r->doc->tokens.count && (r->t[e].flags & WF_TOKEN_COMMA) &&
        (r->t[f - 2].flags & WF_TOKEN_CAPITAL) && r->t[f - 2].sentence == r->t[f].sentence &&
        (r->t[f - 2].flags & WF_TOKEN_WORD) && r->t[f - 2].pos != WF_POS_NUM &&
        !(e + 1 < r->doc->tokens.count && (r->t[e + 1].flags & WF_TOKEN_NUMBER)) &&
        wf_decimal_compare(a->value, wf_decimal_of(10)) >= 0;
}

/* The same number once more in brackets, `forty-five (45)`. */
static void
skip_repeat(struct fig_run *r, struct draft *d)
{
    uint32_t next = d->a.number + 1, e = d->a.end;
    const struct wf_number *n;

    if (next >= r->doc->numbers.count || e + 2 >= r->doc->tokens.count || !(r->t[e].flags & WF_TOKEN_OPEN))
        return;
    n = &r->doc->numbers.items[next];
    if (n->at.first == e + 1 && n->at.end < r->doc->tokens.count && (r->t[n->at.end].flags & WF_TOKEN_CLOSE) &&
        n->value.known && wf_decimal_compare(n->value, d->a.value) == 0) {
        r->taken[next] = true;
        extend(r, d, n->at.end + 1);
    }
}

/* Make the figure that a draft has become; false when the arena is full. */
static bool
complete(struct fig_run *r, struct draft *d, struct wf_figure **made)
{
    read_qualifier_before(r, d);
    read_qualifier_after(r, d);
    read_rate(r, d);
    if (d->qualifier == WF_QUALIFIER_EXACT && d->kind == WF_FIGURE_MONEY && d->a.form == WF_NUMBER_SCALE)
        d->qualifier = WF_QUALIFIER_APPROXIMATELY; /* billion-dollar: an order of magnitude */
    *made = emit(r, d);
    return *made != NULL;
}

static bool
emit_change(struct fig_run *r, struct fig_side *a, struct fig_side *b)
{
    struct draft d;
    struct wf_figure *from, *to;

    share_scale(r, a, b);
    share_unit(a, b);
    begin_draft(&d, a);
    classify(r, &d);
    if (!complete(r, &d, &from))
        return false;
    begin_draft(&d, b);
    classify(r, &d);
    if (d.kind == WF_FIGURE_COUNT)
        read_noun(r, &d);
    if (!complete(r, &d, &to))
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
static bool
join_bounds(struct fig_run *r, struct draft *d, uint32_t *last)
{
    uint32_t next = d->a.number + 1, at = d->a.end, count = r->doc->tokens.count;
    const struct wf_match *q;
    enum wf_qualifier first, second;
    struct fig_side b;

    if (next >= r->doc->numbers.count || r->taken[next] || at >= count ||
        !(is_word(r, at, r->st->and_) || is_word(r, at, r->st->but) || (r->t[at].flags & WF_TOKEN_COMMA)))
        return false;
    q = fig_match_ending(r, r->st->qualifier, d->a.first, 8);
    if (q == NULL || q->first < r->floor || at + 1 >= count)
        return false;
    first = qualifier_of(q->entry->value);
    q = wf_match_at(r->doc, at + 1, r->st->qualifier);
    if (q == NULL || q->end >= count || !fig_read_side(r, next, &b) || b.first != q->end || !same_unit(&d->a, &b))
        return false;
    second = qualifier_of(q->entry->value);
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
    extend(r, d, b.end);
    *last = b.number;
    return true;
}

/* `12.9±0.1 kg`: the number after the sign is the uncertainty, its unit is that of both. */
static void
join_uncertainty(struct fig_run *r, struct draft *d, uint32_t *last)
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
    if (bare(&d->a)) {
        d->a.unit = b.unit;
        d->a.money = b.money;
    }
    extend(r, d, b.end);
    *last = b.number;
}

/* The figure that begins with number `index`; *last becomes the last number it used. */
static bool
build(struct fig_run *r, uint32_t index, uint32_t *last)
{
    struct fig_side a, b;
    struct draft d;
    struct wf_figure *made;
    uint32_t opener;
    enum joint joint;

    *last = index;
    if (!fig_read_side(r, index, &a))
        return true;
    joint = read_joint(r, &a, &b, &opener);
    if (joint == JOINT_CHANGE) {
        *last = b.number;
        return emit_change(r, &a, &b);
    }
    begin_draft(&d, &a);
    if (joint == JOINT_RANGE) {
        if (b.unit != NULL && bare(&a) && fig_is_coordinate(r, &b)) {
            *last = b.number; /* 8 - 13° East */
            return true;
        }
        if (bare(&a) && bare(&b)) {
            struct fig_side whole = a;

            whole.end = b.end;
            if (fig_is_name(r, &whole)) { /* Public Law 93-148 */
                *last = b.number;
                return true;
            }
        }
        share_unit(&a, &b);
        d.a = a;
        d.b = b;
        d.range = true;
        extend(r, &d, b.end);
        d.end_byte = b.end_byte;
        if (opener != UINT32_MAX) {
            d.first = opener;
            d.start_byte = r->t[opener].start;
        }
        *last = b.number;
    } else {
        uint32_t second = 0;

        *last = a.number;
        if (read_ratio(r, &d, &second)) {
            *last = second;
            return complete(r, &d, &made);
        }
        if (fig_is_name(r, &a)) {
            r->named_end = a.end;
            return true;
        }
        if (!one_counts(r, &a))
            return true;
        if (!join_bounds(r, &d, last))
            join_uncertainty(r, &d, last);
    }
    classify(r, &d);
    if (d.kind == WF_FIGURE_COUNT && !d.range) {
        if (is_age(r, &a)) {
            d.kind = WF_FIGURE_DURATION;
            d.unit = WF_SLICE("a");
            d.rule = r->st->age;
        } else {
            skip_repeat(r, &d);
            read_qualifier_after(r, &d);
            if (!read_noun(r, &d))
                return true;
        }
    } else if (d.kind == WF_FIGURE_COUNT && d.first > 0 && (fig_sets(r, d.first - 1) & FIG_AGE) &&
        !(r->t[d.first].flags & WF_TOKEN_SENTENCE_START)) {
        d.kind = WF_FIGURE_DURATION; /* aged 18 to 34 */
        d.unit = WF_SLICE("a");
        d.rule = r->st->age;
    } else if (d.kind == WF_FIGURE_COUNT)
        read_noun(r, &d);
    return complete(r, &d, &made);
}

/* Numbers that dates have used are theirs, but for those of durations, which are figures too. */
static bool
mark_taken(struct fig_run *r)
{
    struct wf_document *doc = r->doc;

    r->taken = wf_arena_alloc(doc->arena, doc->numbers.count * sizeof *r->taken + 1);
    if (r->taken == NULL)
        return false;
    for (uint32_t i = 0; i < doc->numbers.count; i++)
        r->taken[i] = doc->numbers.items[i].used;
    for (uint32_t i = 0; i < doc->dates.count; i++) {
        const struct wf_date *date = doc->dates.items[i];

        if (date->type != WF_DATE_DURATION)
            continue;
        for (uint32_t n = date->first_number; n < date->end_number && n < doc->numbers.count; n++)
            r->taken[n] = false;
    }
    return true;
}

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    struct fig_run r = { .st = state, .doc = doc, .t = doc->tokens.items, .run = run_state };

    if (doc->numbers.count == 0)
        return WF_OK;
    if (!mark_taken(&r))
        goto full;
    for (uint32_t i = 0; i < doc->numbers.count; i++) {
        uint32_t last = i;

        if (r.taken[i])
            continue;
        if (!wf_step(run_state, 1))
            break;
        if (!build(&r, i, &last))
            goto full;
        i = last;
    }
    if (!fig_link(&r))
        goto full;
    return WF_OK;
full:
    return wf_error_set(err, WF_ELIMIT, NULL, 0, "no room for the document's figures (limits.memory)");
}

const struct wf_extractor wf_extractor_figures = {
    WF_EXTRACTOR_HEAD, "figures", "money, percentages, quantities, counts, ratios and durations",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES) | WF_LAYER(NUMBERS), WF_LAYER(FIGURES), NULL, fig_init, run, fig_fini
};
