/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times of figures. Rules, in this order; the first that applies wins:
 *
 *     behind    a date right behind the figure, at most six tokens on: `$15 billion in 2022`
 *     clause    the date that opens its clause, or stands before it without a verb between
 *     opening   the date that opens the sentence: `In 2022, trade rose, and the state earned $1`
 */
#include "extractors/times.h"

#define BEHIND 6    /* tokens between a figure and its date */

static bool
wants_time(const struct wf_figure *f)
{
    return f->kind != WF_FIGURE_DURATION && f->kind != WF_FIGURE_ORDINAL &&
        f->time.value.data == NULL;
}

/* A verb group among tokens [from, to). */
static bool
verb_between(const struct wf_document *doc, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        uint32_t chunk = wf_chunk_of(doc, i);

        if (chunk != WF_NO_CHUNK && wf_chunk(doc, chunk)->kind == WF_CHUNK_VERB)
            return true;
    }
    return false;
}

/*
 * `a record $597 reached in November`, `14 people died on Tuesday`: the verb right behind a figure, where a
 * preposition or the date follows it; the token after the verb, else `end`.
 */
static uint32_t
past_verb(const struct wf_document *doc, uint32_t end, uint32_t date)
{
    uint32_t chunk = end < doc->tokens.count ? wf_chunk_of(doc, end) : WF_NO_CHUNK, next;

    if (chunk == WF_NO_CHUNK || wf_chunk(doc, chunk)->kind != WF_CHUNK_VERB || wf_chunk(doc, chunk)->first != end ||
        wf_chunk(doc, chunk)->end - end > 3)
        return end;
    next = wf_chunk(doc, chunk)->end;
    if (next == date || (next + 1 == date && wf_chunk_of(doc, next) != WF_NO_CHUNK &&
            wf_chunk(doc, wf_chunk_of(doc, next))->kind == WF_CHUNK_PREP))
        return next;
    return end;
}

/* Nothing but small words between a figure and a date behind it. */
static bool
close_behind(const struct wf_document *doc, uint32_t end, uint32_t date)
{
    end = past_verb(doc, end, date);
    if (date < end || date - end > BEHIND)
        return false;
    for (uint32_t i = end; i < date; i++) {
        if (wf_slice_is(wf_token_text(doc, i), "than") || wf_slice_is(wf_token_text(doc, i), "from"))
            return false; /* what it is compared with */
        if (doc->tokens.items[i].flags &
            (WF_TOKEN_SEMICOLON | WF_TOKEN_COMMA | WF_TOKEN_DASH | WF_TOKEN_COLON | WF_TOKEN_QUOTE |
                WF_TOKEN_NUMBER))
            return false;
    }
    return !verb_between(doc, end, date);
}

/* `up 1.6% from last Friday`: what a figure before is compared with dates nothing behind it. */
static bool
is_base(const struct wf_document *doc, const struct wf_date *d)
{
    uint32_t at = d->fact.at.first;

    return at > 0 && !(doc->tokens.items[at - 1].flags & WF_TOKEN_SENTENCE_START) &&
        (wf_slice_is(wf_token_text(doc, at - 1), "from") || wf_slice_is(wf_token_text(doc, at - 1), "than"));
}

static void
time_of_figure(const struct wf_document *doc, struct wf_figure *f)
{
    const struct wf_sentence *s = &doc->sentences.items[f->fact.sentence];
    uint32_t k = wf_times_first(doc, s->first), first, end;
    const struct wf_date *before = NULL, *opening = NULL;

    wf_times_clause(doc, f->fact.at.first, &first, &end);
    for (; k < doc->dates.count && doc->dates.items[k]->fact.at.first < s->end; k++) {
        const struct wf_date *d = doc->dates.items[k];

        if (wf_span_overlaps(d->fact.at.span, f->fact.at.span) || !wf_times_counts(d))
            continue;
        if (d->fact.at.first >= f->fact.at.end) {
            if (close_behind(doc, f->fact.at.end, d->fact.at.first))
                before = d;
            break; /* only the first one behind counts */
        }
        if (is_base(doc, d) && d->fact.at.end + 1 < f->fact.at.first) /* but `last year's 4.5 trillion` */
            continue;
        if (d->fact.at.first >= first && d->fact.at.end <= f->fact.at.first &&
            (d->fact.at.first <= first + 3 || d->time.value.data[0] == 'P' ||
                !verb_between(doc, d->fact.at.end, f->fact.at.first)))
            before = d;
        if (d->fact.at.first <= s->first + 2)
            opening = d;
    }
    if (before == NULL)
        before = opening;
    if (before != NULL)
        f->time = before->time;
}

void
wf_times_of_figures(struct wf_run *run, struct wf_document *doc)
{
    for (unsigned i = 0; i < doc->figures.count && wf_step(run, 1); i++) {
        if (wants_time(doc->figures.items[i]))
            time_of_figure(doc, doc->figures.items[i]);
    }
}
