/* SPDX-License-Identifier: Apache-2.0 */
/* What a figure is counted by: `a year`, `per barrel`, `annually`, `to the dollar`. */
#include <string.h>

#include "extractors/figures.h"

static struct wf_slice
per(struct fig_run *r, struct wf_slice noun)
{
    char *text = wf_arena_printf(r->doc->arena, "per %.*s", (int)noun.len, noun.data);

    return text == NULL ? WF_SLICE_NONE : wf_slice_of(text);
}

bool
fig_dates(const struct fig_run *r, uint32_t last, uint32_t at)
{
    static const char *const times[] = { "second", "minute", "hour", "day", "night", "week", "month", "quarter", "year",
        "decade", "century" };
    static const char *const always[] = { "earlier", "ago", "later", "hence" };

    if (at >= r->doc->tokens.count || !(fig_sets(r, at) & FIG_TIME) ||
        !fig_is_any_word(r, last, times, sizeof times / sizeof times[0]))
        return false;
    return fig_is_any_word(r, at, always, sizeof always / sizeof always[0]) || at + 1 >= r->doc->tokens.count ||
        fig_ends_clause(r, at + 1);
}

/* 5,000 tons of lithium a year */
static void
read_far_rate(struct fig_run *r, struct fig_draft *d)
{
    uint32_t at = d->end + 1, count = r->doc->tokens.count;
    const struct wf_match *m;

    while (at < count && at < d->end + 5 && (r->t[at].flags & WF_TOKEN_WORD) && !fig_is_function_word(r, at))
        at++;
    if (at + 1 >= count || at == d->end + 1 || !(fig_sets(r, at) & FIG_PER) || (r->t[at].flags & WF_TOKEN_BLOCK_START))
        return;
    m = wf_match_at(r->doc, at + 1, r->st->rate_noun);
    if (m != NULL && !fig_dates(r, m->end - 1, m->end))
        d->rate = per(r, m->entry->value);
}

/* The numbers among tokens [first, end) belong to the rate. */
static void
take_numbers(struct fig_run *r, const struct fig_draft *d, uint32_t first, uint32_t end)
{
    for (uint32_t n = d->range ? d->b.number + 1 : d->a.number + 1; n < r->doc->numbers.count; n++) {
        if (r->doc->numbers.items[n].at.first >= end)
            break;
        if (r->doc->numbers.items[n].at.first >= first)
            r->taken[n] = true;
    }
}

/* `N1,640/$1`, `1.2 per $1`. */
static bool
read_dollar_rate(struct fig_run *r, struct fig_draft *d)
{
    uint32_t at = d->end, count = r->doc->tokens.count;

    if (d->range || at + 1 >= count || (r->t[at].symbol != '/' && !fig_is_word(r, at, r->st->per) && !fig_is_word(r, at, r->st->to)) ||
        r->t[at + 1].symbol != '$' || d->kind != WF_FIGURE_MONEY)
        return false;
    at += 2;
    if (at < count && r->t[at].end - r->t[at].start == 1 && r->doc->text.reading.data[r->t[at].start] == '1')
        at++;
    else if (r->t[d->end].symbol != '/' || (at < count && (r->t[at].flags & WF_TOKEN_NUMBER)))
        return false;
    take_numbers(r, d, d->end, at);
    d->rate = WF_SLICE("per dollar");
    fig_extend(r, d, at);
    return true;
}

/* `45 per 100,000 births`: so many of so many. */
static bool
read_per_number(struct fig_run *r, struct fig_draft *d, uint32_t at)
{
    uint32_t end;
    struct wf_slice unit, text;

    for (uint32_t n = d->range ? d->b.number + 1 : d->a.number + 1; n < r->doc->numbers.count; n++) {
        const struct wf_number *number = &r->doc->numbers.items[n];

        if (number->at.first != at || number->ordinal || r->taken[n] || !fig_at_least(number->value, 10))
            return false;
        end = fig_counted_noun(r, number->at.end, false, &unit);
        text = wf_span_text(r->doc, (struct wf_span){ r->t[at].start, r->t[end - 1].end });
        r->taken[n] = true;
        d->rate = per(r, text);
        fig_extend(r, d, end);
        return true;
    }
    return false;
}

/* The currency whose name is nearest before token `at` in its sentence; NULL where none is. */
static const struct wf_lexicon_entry *
currency_named_before(const struct fig_run *r, uint32_t at, const struct wf_lexicon_entry *but)
{
    uint32_t start = fig_sentence_first(r, at);

    for (uint32_t i = at; i > start && at - i < 12; i--) {
        const struct wf_match *m = wf_match_at(r->doc, i - 1, r->st->currency);

        if (m != NULL && !fig_has(m->entry, "minor") && m->entry != but &&
            (m->entry->value.len == 3 || fig_has(m->entry, "family")))
            return m->entry;
    }
    return NULL;
}

/*
 * `1,330 per dollar`, `600,000 to the dollar`, `34.05 against the euro`: what one of another currency costs. A bare
 * number then counts the currency that was spoken of, `the rial fell to 600,000 to the dollar`.
 */
static bool
read_exchange_rate(struct fig_run *r, struct fig_draft *d)
{
    static const char *const joints[] = { "to", "against", "per", "for", "a" };
    static const char *const between[] = { "the", "one", "a", "1", "US", "U.S." };
    static const struct { const char *code, *name; } standards[] = { { "USD", "dollar" }, { "EUR", "euro" }, { "GBP", "pound" } };
    uint32_t at = d->end, count = r->doc->tokens.count;
    const struct wf_match *m = NULL;
    struct wf_slice code;

    if (d->range || (d->kind != WF_FIGURE_MONEY && d->kind != WF_FIGURE_COUNT) ||
        !fig_is_any_word(r, at, joints, sizeof joints / sizeof joints[0]))
        return false;
    for (at++; at < count && at < d->end + 4; at++) {
        m = wf_match_at(r->doc, at, r->st->currency);
        if (m != NULL || !fig_is_any_word(r, at, between, sizeof between / sizeof between[0]))
            break;
    }
    if (m == NULL || m->inflection == WF_INFLECTION_PLURAL || m->end - m->first > 3 || r->t[m->end - 1].plural)
        return false;
    if (fig_is_word(r, d->end, r->st->to) && at == d->end + 1)
        return false; /* `$5 to dollar` is none */
    code = m->entry->value.len == 3 ? m->entry->value : wf_entry_attribute(m->entry, "default");
    for (size_t i = 0; i < sizeof standards / sizeof standards[0]; i++)
        if (wf_slice_is(code, standards[i].code)) {
            const struct wf_lexicon_entry *own = d->kind == WF_FIGURE_COUNT ? currency_named_before(r, d->first, m->entry) : NULL;

            if (own != NULL) {
                d->a.money = own;
                d->kind = WF_FIGURE_MONEY;
                d->rule = r->st->money;
            }
            d->rate = per(r, wf_slice_of(standards[i].name));
            fig_extend(r, d, m->end);
            return true;
        }
    return false;
}

/* `a year`, `per barrel`, `annually`, `/hour`, `a share` after the figure. */
void
fig_read_rate(struct fig_run *r, struct fig_draft *d)
{
    uint32_t at = d->end, count = r->doc->tokens.count;
    const struct wf_match *m;
    struct wf_slice noun_unit;

    if (at >= count || (r->t[at].flags & WF_TOKEN_BLOCK_START) || d->kind == WF_FIGURE_ORDINAL)
        return;
    if (d->kind == WF_FIGURE_QUANTITY && fig_is_word(r, at, r->st->of)) {
        read_far_rate(r, d);
        return;
    }
    if (read_dollar_rate(r, d) || read_exchange_rate(r, d))
        return;
    if ((r->t[at].flags & WF_TOKEN_HYPHEN) && at + 1 < count)
        at++;
    m = wf_match_at(r->doc, at, r->st->rate_adverb);
    if (m != NULL && fig_counted_noun(r, m->end, false, &noun_unit) > m->end)
        m = NULL; /* 1.5 billion monthly users */
    if (m != NULL && (d->kind == WF_FIGURE_MONEY || !wf_slice_is(m->entry->value, "per piece"))) {
        d->rate = m->entry->value;
        fig_extend(r, d, m->end);
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
    if (m != NULL && !fig_is_word(r, d->end, r->st->per) && fig_dates(r, m->end - 1, m->end))
        return; /* a year earlier */
    if (m == NULL && fig_is_word(r, d->end, r->st->per) && read_per_number(r, d, at))
        return;
    if (m != NULL) {
        d->rate = per(r, m->entry->value);
        take_numbers(r, d, m->first, m->end);
        fig_extend(r, d, m->end);
    } else if (fig_is_word(r, d->end, r->st->per) && (r->t[at].flags & WF_TOKEN_WORD) && !fig_is_function_word(r, at)) {
        struct wf_slice noun = wf_token_text(r->doc, at);

        d->rate = per(r, noun);
        fig_extend(r, d, at + 1);
    }
}
