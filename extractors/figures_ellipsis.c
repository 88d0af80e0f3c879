/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a second figure leaves out because the first one said it: `up from 4.5 trillion` after a sum of shillings,
 * `from a record 10.2 million` after visitors, `against 45.1` after a percentage.
 */
#include <string.h>

#include "extractors/figures.h"

/* `last year's 4.5 trillion`: a possessive before the figure. */
static bool
is_possessive(const struct fig_run *r, uint32_t token)
{
    struct wf_slice s = wf_token_text(r->doc, token);

    return s.len >= 2 && s.data[s.len - 1] == 's' && memchr(s.data, '\'', s.len) != NULL;
}

/* Whether the figure is set against another one: the word before it, past an article and one more. */
static bool
is_compared(const struct fig_run *r, const struct wf_figure *f)
{
    static const char *const joints[] = { "from", "against", "versus", "vs", "vs.", "than", "with", "to" };
    static const char *const sums[] = { "profit", "loss", "deficit", "surplus", "income", "earnings", "debt", "cost", "shortfall", "peak", "high",
        "low", "record" };
    static const char *const between[] = { "a", "an", "the", "record", "just", "only", "previous", "about", "revised" };
    uint32_t at = f->fact.at.first, first = fig_sentence_first(r, at);

    for (int i = 0; i < 3 && at > first; i++) {
        at--;
        if (is_possessive(r, at) || fig_is_any_word(r, at, joints, sizeof joints / sizeof joints[0]))
            return true;
        if (at > first && fig_is_word(r, at, r->st->of))
            return (fig_sets(r, at - 1) & FIG_FLOW) != 0 || fig_is_any_word(r, at - 1, sums, sizeof sums / sizeof sums[0]);
        if (!fig_is_any_word(r, at, between, sizeof between / sizeof between[0]))
            return false;
    }
    return false;
}

/* A scale word in the figure: only numbers of a size are sums without a sign. */
static bool
has_scale(const struct fig_run *r, const struct wf_figure *f)
{
    struct wf_slice text = wf_span_text(r->doc, f->fact.at.span);

    return text.len > 4 && text.data[text.len - 1] >= 'a' && fig_at_least(f->value, 1000000);
}

static void
take_unit(struct fig_run *r, struct wf_figure *f, const struct wf_figure *from)
{
    bool decimal = f->value.known && f->value.exponent < 0;

    switch (from->kind) {
    case WF_FIGURE_MONEY:
        if (!has_scale(r, f) || (from->currency[0] == '\0' && from->unit.data != NULL))
            return;
        memcpy(f->currency, from->currency, sizeof f->currency);
        f->fact.rule = r->st->money;
        break;
    case WF_FIGURE_PERCENT:
        if (!decimal || fig_at_least(f->value, 1000))
            return;
        f->unit = from->unit;
        f->fact.rule = r->st->percent;
        break;
    case WF_FIGURE_COUNT:
        if (from->unit.data == NULL || !(has_scale(r, f) || f->change.from != NULL))
            return;
        f->unit = from->unit;
        f->about = f->about.data == NULL ? from->about : f->about;
        return;
    default:
        return;
    }
    f->kind = from->kind;
}

void
fig_fill_ellipses(struct fig_run *r, struct wf_figure **items, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct wf_figure *f = items[i];

        if (f->kind != WF_FIGURE_COUNT || f->unit.data != NULL || f->rate.data != NULL || !f->value.known || !is_compared(r, f))
            continue;
        for (uint32_t k = i; k > 0 && i - k < 4; k--) {
            const struct wf_figure *before = items[k - 1];

            if (before->kind == WF_FIGURE_DURATION || before->kind == WF_FIGURE_ORDINAL || before->kind == WF_FIGURE_RATIO ||
                before->change.kind == WF_CHANGE_BY)
                continue;
            if (before->kind == WF_FIGURE_PERCENT && has_scale(r, f))
                continue; /* up 8 percent from 4.5 trillion */
            take_unit(r, f, before);
            break;
        }
    }
}
