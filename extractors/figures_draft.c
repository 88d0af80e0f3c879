/* SPDX-License-Identifier: Apache-2.0 */
/* From a number to a figure: bounds, approximations, rates, kind. */
#include <string.h>

#include "extractors/figures.h"

enum wf_qualifier
fig_qualifier_of(struct wf_slice name)
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
qualifier_counts(const struct fig_run *r, const struct wf_match *m, const struct fig_draft *d)
{
    static const char *const before[] = { "for", "after", "in", "of", "lasted", "lasts", "took", "takes", "is", "was", "by",
        "spent", "just", "well", "within", "lasting", "spans", "with", "at", "last", "take", "been", "from", "to", "than", "a" };
    struct wf_slice word = wf_token_text(r->doc, m->first);

    if (m->end - m->first != 1 || !is_duration(&d->a) || d->a.unit == NULL || fig_has(d->a.unit, "age") || word.len != 4 ||
        (word.data[0] | 32) != 'o')
        return true;
    if (m->first == 0 || (r->t[m->first].flags & WF_TOKEN_SENTENCE_START))
        return false;
    return fig_is_any_word(r, m->first - 1, before, sizeof before / sizeof before[0]);
}

/* Bounds and approximations before the figure: `about`, `more than`, `as many as`; moves d->first. */
void
fig_read_qualifier_before(struct fig_run *r, struct fig_draft *d)
{
    for (int i = 0; i < 2; i++) {
        uint32_t end = d->first;
        const struct wf_match *m;

        if (end == 0 || (r->t[end].flags & WF_TOKEN_BLOCK_START))
            return;
        if (fig_is_word(r, end - 1, r->st->a) || fig_is_word(r, end - 1, r->st->an))
            end--; /* about a 20-minute walk */
        m = end > 0 ? fig_match_ending(r, r->st->qualifier, end, 8) : NULL;
        if (m == NULL && end != d->first) {
            end = d->first;
            m = fig_match_ending(r, r->st->qualifier, end, 8);
        }
        if (m == NULL || m->first < r->floor || r->t[m->first].sentence != r->t[d->a.first].sentence || !qualifier_counts(r, m, d))
            return;
        if (i == 0 || d->qualifier == WF_QUALIFIER_EXACT || d->qualifier == WF_QUALIFIER_APPROXIMATELY)
            d->qualifier = fig_qualifier_of(m->entry->value);
        d->first = m->first;
        d->start_byte = r->t[m->first].start;
    }
}

void
fig_extend(struct fig_run *r, struct fig_draft *d, uint32_t end)
{
    d->end = end;
    d->end_byte = r->t[end - 1].end;
}

/* `20 degrees below zero`, `15 below zero`: cold. */
static void
read_below_zero(struct fig_run *r, struct fig_draft *d)
{
    static const char *const below[] = { "below" }, *const zero[] = { "zero" };
    uint32_t at = d->end;
    const struct wf_lexicon_entry *unit = d->a.unit;
    bool degrees = unit != NULL && (wf_slice_is(unit->value, "deg") || wf_slice_is(unit->value, "Cel") ||
        wf_slice_is(unit->value, "[degF]"));

    if (d->range || d->a.ordinal || d->a.money != NULL || (unit != NULL && !degrees) || d->a.value.negative ||
        d->a.value.digits == 0 || !fig_is_any_word(r, at, below, 1) || !fig_is_any_word(r, at + 1, zero, 1))
        return;
    d->a.value.negative = true;
    if (unit == NULL)
        d->unit = WF_SLICE("deg");
    d->kind = WF_FIGURE_QUANTITY;
    d->rule = r->st->quantity;
    for (uint32_t n = d->a.number + 1; n < r->doc->numbers.count && r->doc->numbers.items[n].at.first <= at + 1; n++)
        r->taken[n] = true;
    fig_extend(r, d, at + 2);
}

/* `or more`, `-odd`, `-plus`, `+` after the figure. */
void
fig_read_qualifier_after(struct fig_run *r, struct fig_draft *d)
{
    uint32_t at = d->end, count = r->doc->tokens.count;
    const struct wf_match *m;

    if (at >= count || (r->t[at].flags & WF_TOKEN_BLOCK_START))
        return;
    if (r->t[at].flags & WF_TOKEN_HYPHEN)
        at++;
    if (at < count && (fig_is_word(r, at, r->st->odd) || fig_is_word(r, at, r->st->plus)) &&
        (r->t[d->end].flags & WF_TOKEN_HYPHEN)) {
        d->qualifier = r->t[at].word == r->st->odd ? WF_QUALIFIER_APPROXIMATELY : WF_QUALIFIER_MORE_THAN;
        fig_extend(r, d, at + 1);
        return;
    }
    if (r->t[d->end].symbol == '+' && !fig_space_before(r, d->end)) {
        d->qualifier = WF_QUALIFIER_AT_LEAST;
        fig_extend(r, d, d->end + 1);
        return;
    }
    m = wf_match_at(r->doc, d->end, r->st->qualifier_after);
    if (m != NULL && fig_is_word(r, m->end, r->st->of))
        m = NULL; /* 80 lawmakers and upwards of 2,000 guests */
    if (m != NULL && (m->end >= count || !(r->t[m->end].flags & WF_TOKEN_NUMBER)) &&
        wf_match_at(r->doc, d->end + 1, r->st->qualifier) == NULL) {
        d->qualifier = fig_qualifier_of(m->entry->value);
        fig_extend(r, d, m->end);
    } else if (m != NULL && m->end - m->first > 1 && (m->end >= count || !(r->t[m->end].flags & WF_TOKEN_NUMBER))) {
        d->qualifier = fig_qualifier_of(m->entry->value);
        fig_extend(r, d, m->end);
    }
}

/* Sign, kind and rule of a figure from its unit. */
void
fig_classify(struct fig_run *r, struct fig_draft *d)
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
        d->rule = fig_has(u->unit, "age") ? r->st->age : r->st->duration;
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
emit(struct fig_run *r, struct fig_draft *d)
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

void
fig_begin_draft(struct fig_draft *d, const struct fig_side *a)
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

/* Make the figure that a draft has become; false when the arena is full. */
bool
fig_complete(struct fig_run *r, struct fig_draft *d, struct wf_figure **made)
{
    fig_read_qualifier_before(r, d);
    read_below_zero(r, d);
    fig_read_qualifier_after(r, d);
    fig_read_rate(r, d);
    if (d->qualifier == WF_QUALIFIER_EXACT && d->kind == WF_FIGURE_MONEY && d->a.form == WF_NUMBER_SCALE)
        d->qualifier = WF_QUALIFIER_APPROXIMATELY; /* billion-dollar: an order of magnitude */
    *made = emit(r, d);
    return *made != NULL;
}
