/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures: numbers with what they measure or count, their bounds, ranges, rates and changes. One pass over
 * doc->numbers; the words are in data/ (currencies*, currency_*, units*, qualifiers*, rate_*, changes,
 * figure_*). docs/figures.md says what each construct becomes.
 */
#include <string.h>

#include "extractors/figures.h"

/* `a couple` of months */
static bool
is_couple(const struct fig_run *r, const struct fig_side *side)
{
    return side->words && !side->digits && side->end - side->first == 2 && r->t[side->first].word == r->st->a &&
        wf_decimal_compare(side->value, wf_decimal_of(2)) == 0;
}

/* `34 of the victims`, `128 of 225 seats`: the noun of the whole, without taking it into the figure. */
static void
read_whole_noun(struct fig_run *r, struct fig_draft *d, uint32_t at)
{
    static const char *const owners[] = { "the", "its", "their", "his", "her", "our", "those", "these", "them" };
    uint32_t next = d->a.number + 1, end;

    if (at >= r->doc->tokens.count)
        return;
    if (fig_is_any_word(r, at, owners, sizeof owners / sizeof owners[0]))
        at++;
    if (next < r->doc->numbers.count && r->doc->numbers.items[next].at.first == at && !r->doc->numbers.items[next].ordinal)
        at = r->doc->numbers.items[next].at.end;
    end = fig_counted_noun(r, at, false, &d->unit);
    if (end > at)
        d->about = wf_span_text(r->doc, (struct wf_span){ r->t[at].start, r->t[end - 1].end });
}

/* The noun that a count counts; `one` alone counts only with a noun. */
/* `three consecutive years` is a duration, words between or not. */
static bool
take_period(struct fig_run *r, struct fig_draft *d, uint32_t end)
{
    const struct wf_match *m = wf_match_at(r->doc, end - 1, r->st->unit);

    if (m == NULL || m->end != end || !wf_slice_is(wf_entry_attribute(m->entry, "kind"), "duration"))
        return false;
    d->kind = WF_FIGURE_DURATION;
    d->rule = r->st->duration;
    d->a.unit = m->entry;
    d->unit = m->entry->value;
    fig_extend(r, d, end);
    return true;
}

bool
fig_read_noun(struct fig_run *r, struct fig_draft *d)
{
    static const char *const strong[] = { "strong" }; /* an 800-strong crowd */
    bool one = !d->range && wf_decimal_compare(d->a.value, wf_decimal_of(1)) == 0;
    uint32_t at = d->end, end;

    if (at < r->doc->tokens.count && (r->t[at].flags & WF_TOKEN_HYPHEN) && at + 1 < r->doc->tokens.count) {
        /* five-storey: the noun after a hyphen is in the singular */
        if (r->t[at + 1].flags & WF_TOKEN_WORD) {
            uint32_t noun = at + 1;

            if (fig_is_function_word(r, noun) || (r->t[noun].end - r->t[noun].start == 1 && (r->t[noun].flags & WF_TOKEN_CAPITAL)))
                return false; /* 1-on-1, 4-H */
            if (fig_is_word(r, noun, r->st->fold)) {
                d->kind = WF_FIGURE_RATIO;
                d->rule = r->st->ratio;
                fig_extend(r, d, noun + 1);
                return true;
            }
            if (!fig_is_any_word(r, noun, strong, 1))
                d->unit = wf_token_text(r->doc, noun);
            fig_extend(r, d, noun + 1);
            return true;
        }
        return !one;
    }
    if ((is_couple(r, &d->a) || d->a.form == WF_NUMBER_VAGUE) && fig_is_word(r, at, r->st->of))
        at++;
    else if (fig_is_word(r, at, r->st->of) && !one && at + 1 < r->doc->tokens.count) {
        read_whole_noun(r, d, at + 1);
        return true;
    }
    if (d->a.form == WF_NUMBER_VAGUE && fig_is_word(r, at, r->st->the))
        return true;
    end = fig_counted_noun(r, at, one, &d->unit);
    if (end > at + 1 && take_period(r, d, end))
        return true;
    if (end > at) {
        fig_extend(r, d, end);
        if (!wf_slice_is(d->unit, "point")) /* what has gained them is measured */
            d->about = wf_span_text(r->doc, (struct wf_span){ r->t[at].start, r->t[end - 1].end });
    }
    return true;
}

/* `three times as much`, `twice the size`: a multiple, where `three times a week` counts occasions. */
static bool
read_multiple(struct fig_run *r, struct fig_draft *d)
{
    static const char *const times[] = { "times" };
    static const char *const compared[] = { "as", "the", "that", "higher", "more", "larger", "bigger", "greater", "faster", "its",
        "their", "what", "lower", "less", "smaller", "longer", "over" };
    uint32_t at = d->end;

    if (!fig_is_any_word(r, at, times, 1) || at + 1 >= r->doc->tokens.count ||
        !fig_is_any_word(r, at + 1, compared, sizeof compared / sizeof compared[0]) || fig_ends_clause(r, at + 1))
        return false;
    d->kind = WF_FIGURE_RATIO;
    d->rule = r->st->ratio;
    fig_extend(r, d, at + 1);
    return true;
}

/*
 * `a net loss of (1,234)`, `was ($99.99)`: brackets in the place of a number make it negative, as accountants do;
 * behind a noun or another figure they only add something.
 */
static void
read_accounting(struct fig_run *r, struct fig_draft *d)
{
    static const char *const before[] = { "of", "was", "is", "were", "at", "to", "from", "be", "by" };
    uint32_t f = d->a.first, e = d->a.end;

    if (d->range || !d->a.digits || d->a.ordinal || f < 2 || e >= r->doc->tokens.count || r->t[f - 1].symbol != '(' ||
        r->t[e].symbol != ')' || d->a.value.negative || !(d->a.grouped || d->a.money != NULL || d->a.value.exponent < 0) ||
        !fig_is_any_word(r, f - 2, before, sizeof before / sizeof before[0]))
        return;
    d->a.value.negative = d->a.value.digits != 0;
    d->first = f - 1;
    d->start_byte = r->t[f - 1].start;
    fig_extend(r, d, e + 1);
}

static bool
one_counts(const struct fig_run *r, const struct fig_side *a)
{
    static const char *const pronouns[] = { "no", "any", "each", "some", "which", "another", "last", "other", "No", "Some",
        "Any", "Each" };
    static const char *const idioms[] = { "way", "thing", "hand", "another" };
    uint32_t e = a->end;

    if (a->digits || wf_decimal_compare(a->value, wf_decimal_of(1)) != 0 || !fig_bare(a) || a->ordinal)
        return true;
    if (a->first > 0 && !(r->t[a->first].flags & WF_TOKEN_SENTENCE_START)) {
        uint32_t b = a->first - 1;

        if (fig_is_word(r, b, r->st->the) || fig_is_word(r, b, r->st->every))
            return false;
        if ((fig_sets(r, b) & FIG_SUBJECT) != 0)
            return false;
        if (fig_is_any_word(r, b, pronouns, sizeof pronouns / sizeof pronouns[0]))
            return false;
    }
    if (e >= r->doc->tokens.count || (r->t[e].flags & WF_TOKEN_WORD) == 0)
        return e < r->doc->tokens.count && (r->t[e].flags & WF_TOKEN_HYPHEN) != 0 ? true :
            a->first == fig_sentence_first(r, a->first);
    return !fig_is_function_word(r, e) && !fig_is_any_word(r, e, idioms, sizeof idioms / sizeof idioms[0]);
}

/* `4 to 1`, `4-to-1`, `3-1`: so many to one. */
static bool
read_odds(struct fig_run *r, struct fig_draft *d, uint32_t *last)
{
    uint32_t at = d->a.end, next = d->a.number + 1, count = r->doc->tokens.count;
    const struct wf_number *one = next < r->doc->numbers.count ? &r->doc->numbers.items[next] : NULL;
    bool hyphen;

    if (one == NULL || r->taken[next] || at + 1 >= count || !fig_bare(&d->a) || d->a.ordinal || d->a.value.exponent < 0 ||
        d->a.scaled || !fig_at_least(d->a.value, 2) || one->ordinal || one->scaled || one->form != WF_NUMBER_PLAIN ||
        wf_decimal_compare(one->value, wf_decimal_of(1)) != 0)
        return false;
    hyphen = (r->t[at].flags & (WF_TOKEN_HYPHEN | WF_TOKEN_DASH)) != 0 && !fig_space_before(r, at);
    if (hyphen)
        at++;
    if (fig_is_word(r, at, r->st->to)) {
        at++;
        if (hyphen && at < count && (r->t[at].flags & WF_TOKEN_HYPHEN))
            at++;
    } else if (!hyphen || !d->a.digits || fig_at_least(d->a.value, 100))
        return false;
    if (one->at.first != at || (d->a.first > 0 && !fig_space_before(r, d->a.first) && !(r->t[d->a.first - 1].flags & WF_TOKEN_OPEN)))
        return false;
    if (one->at.end < count && (r->t[one->at.end].flags & WF_TOKEN_WORD) && fig_unit_at(r, one->at.end, &d->a) != NULL)
        return false;
    d->ratio = d->a.value;
    d->kind = WF_FIGURE_RATIO;
    d->rule = r->st->ratio;
    fig_extend(r, d, one->at.end);
    *last = next;
    return true;
}

/* `one in five`, `3 out of 10`, `4 to 1`, `4:1`; consumes the second number. */
static bool
read_ratio(struct fig_run *r, struct fig_draft *d, uint32_t *last)
{
    uint32_t at = d->a.end, next = d->a.number + 1;
    struct fig_side whole;

    if (next >= r->doc->numbers.count || r->taken[next] || !fig_bare(&d->a) || d->a.ordinal || d->a.value.exponent < 0)
        return false;
    if (fig_is_word(r, at, r->st->in))
        at++;
    else if (fig_is_word(r, at, r->st->out) && fig_is_word(r, at + 1, r->st->of))
        at += 2;
    else if (fig_is_word(r, at, r->st->over) && d->a.value.digits != 0)
        at++;
    else if ((fig_is_word(r, at, r->st->of) || fig_is_word(r, at, r->st->for_)) && fig_is_word(r, at + 1, r->st->every))
        at += 2;
    else
        return false;
    if (fig_is_word(r, at, r->st->every))
        at++;
    if (!fig_read_side(r, next, &whole) || whole.first != at || !fig_bare(&whole) || whole.ordinal || whole.form != WF_NUMBER_PLAIN ||
        whole.value.exponent < 0 || whole.value.digits == 0)
        return false;
    if (fig_is_word(r, d->a.end, r->st->in) || fig_is_word(r, d->a.end, r->st->over)) {
        if (wf_decimal_compare(d->a.value, whole.value) >= 0 && !fig_is_word(r, d->a.end, r->st->over))
            return false;
        if (wf_decimal_compare(d->a.value, wf_decimal_of(100)) > 0 && d->a.digits && !fig_is_word(r, d->a.end, r->st->over))
            return false;
        if (whole.digits && whole.end_byte - whole.start_byte == 4 && !whole.grouped)
            return false;
        if (fig_is_word(r, d->a.end, r->st->over) && whole.end < r->doc->tokens.count && (r->t[whole.end].flags & WF_TOKEN_WORD))
            return false;
    }
    if (wf_decimal_compare(d->a.value, whole.value) > 0 && !fig_is_word(r, d->a.end, r->st->over))
        return false;
    d->ratio = wf_decimal_divide(d->a.value, whole.value, 15);
    d->kind = WF_FIGURE_RATIO;
    d->rule = r->st->ratio;
    fig_extend(r, d, whole.end);
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

    if (f > 1 && fig_is_word(r, f - 1, r->st->of) && !(r->t[f].flags & WF_TOKEN_SENTENCE_START))
        f--; /* before the age of five */
    if (f > 0 && fig_bare(a) && (fig_sets(r, f - 1) & FIG_AGE) && !a->scaled && !a->ordinal && a->value.exponent >= 0 &&
        wf_decimal_compare(a->value, wf_decimal_of(120)) < 0 && !(r->t[f].flags & WF_TOKEN_SENTENCE_START) && a->value.digits != 0)
        return true;
    f = a->first;
    if (!fig_bare(a) || !a->digits || a->scaled || a->grouped || a->value.exponent < 0 || a->ordinal ||
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
skip_repeat(struct fig_run *r, struct fig_draft *d)
{
    uint32_t next = d->a.number + 1, e = d->a.end;
    const struct wf_number *n;

    if (next >= r->doc->numbers.count || e + 2 >= r->doc->tokens.count || !(r->t[e].flags & WF_TOKEN_OPEN))
        return;
    n = &r->doc->numbers.items[next];
    if (n->at.first == e + 1 && n->at.end < r->doc->tokens.count && (r->t[n->at.end].flags & WF_TOKEN_CLOSE) &&
        n->value.known && wf_decimal_compare(n->value, d->a.value) == 0) {
        r->taken[next] = true;
        fig_extend(r, d, n->at.end + 1);
    }
}

/* `lost 1-3`: small numbers with a dash, no noun behind them, soon after a verb of playing. */
static bool
is_score(struct fig_run *r, const struct fig_side *a, const struct fig_side *b)
{
    uint32_t start = fig_sentence_first(r, a->first);
    struct wf_slice noun;

    if (!fig_bare(a) || !fig_bare(b) || !a->digits || !b->digits || (r->t[a->end].flags & (WF_TOKEN_HYPHEN | WF_TOKEN_DASH)) == 0 ||
        fig_at_least(b->value, 200) || fig_counted_noun(r, b->end, false, &noun) > b->end)
        return false;
    for (uint32_t at = a->first; at > start && a->first - at < 9; at--)
        if (fig_sets(r, at - 1) & FIG_SCORE)
            return true;
    return false;
}

/* The figure that begins with number `index`; *last becomes the last number it used. */
static bool
build(struct fig_run *r, uint32_t index, uint32_t *last)
{
    struct fig_side a, b;
    struct fig_draft d;
    struct wf_figure *made;
    uint32_t opener;
    enum fig_joint joint;

    *last = index;
    if (!fig_read_side(r, index, &a))
        return true;
    joint = fig_read_joint(r, &a, &b, &opener);
    if (joint == FIG_JOINT_CHANGE) {
        *last = b.number;
        return fig_emit_change(r, &a, &b);
    }
    fig_begin_draft(&d, &a);
    if (joint == FIG_JOINT_RANGE) {
        if (b.unit != NULL && fig_bare(&a) && fig_is_coordinate(r, &b)) {
            *last = b.number; /* 8 - 13° East */
            return true;
        }
        if (is_score(r, &a, &b)) {
            *last = b.number;
            return true;
        }
        if (fig_bare(&a) && fig_bare(&b)) {
            struct fig_side whole = a;

            whole.end = b.end;
            whole.value = b.value; /* a year only where the end is one: 1000-5000 */
            if (fig_is_name(r, &whole)) { /* Public Law 93-148 */
                *last = b.number;
                return true;
            }
        }
        fig_share_unit(&a, &b);
        d.a = a;
        d.b = b;
        d.range = true;
        fig_extend(r, &d, b.end);
        d.end_byte = b.end_byte;
        if (opener != UINT32_MAX) {
            d.first = opener;
            d.start_byte = r->t[opener].start;
        }
        *last = b.number;
    } else {
        uint32_t second = 0;

        *last = a.number;
        if (read_ratio(r, &d, &second) || read_odds(r, &d, &second)) {
            *last = second;
            return fig_complete(r, &d, &made);
        }
        if (fig_is_name(r, &a)) {
            r->named_end = a.end;
            return true;
        }
        if (!one_counts(r, &a))
            return true;
        if (!fig_join_bounds(r, &d, last))
            fig_join_uncertainty(r, &d, last);
        read_accounting(r, &d);
    }
    fig_classify(r, &d);
    if (d.kind == WF_FIGURE_COUNT && !d.range) {
        if (is_age(r, &a)) {
            d.kind = WF_FIGURE_DURATION;
            d.unit = WF_SLICE("a");
            d.rule = r->st->age;
        } else {
            skip_repeat(r, &d);
            fig_read_qualifier_after(r, &d);
            if (!read_multiple(r, &d) && !fig_read_noun(r, &d))
                return true;
        }
    } else if (d.kind == WF_FIGURE_COUNT && d.first > 0 && (fig_sets(r, d.first - 1) & FIG_AGE) &&
        !(r->t[d.first].flags & WF_TOKEN_SENTENCE_START)) {
        d.kind = WF_FIGURE_DURATION; /* aged 18 to 34 */
        d.unit = WF_SLICE("a");
        d.rule = r->st->age;
    } else if (d.kind == WF_FIGURE_COUNT)
        fig_read_noun(r, &d);
    return fig_complete(r, &d, &made);
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
        struct wf_span at = doc->numbers.items[i].at.span;
        unsigned before = doc->figures.count;
        uint32_t last = i;

        if (r.taken[i]) {
            WF_TRACE(run_state, at, "figures", "the number belongs to a date, a name or a figure before it");
            continue;
        }
        if (!wf_step(run_state, 1))
            break;
        if (!build(&r, i, &last))
            goto full;
        if (doc->figures.count == before)
            WF_TRACE(run_state, at, "figures", "a number with neither currency, unit nor counted noun, or a code, score or age");
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
