/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a resolved moment to the published fact: open ends, anchor, function, the numbers that it
 * uses.
 */
#include "extractors/dates.h"

#include <string.h>

static bool
onwards(const struct wf_dates_scan *s, uint32_t i)
{
    return i < s->end && (wf_slice_is(wf_token_text(s->doc, i), "onward") || wf_slice_is(wf_token_text(s->doc, i), "onwards"));
}

/* The part that prepositions play for the days: `since`, `until`, `by`, `before`, `after`. */
static void
open_ends(const struct wf_dates_scan *s, uint32_t first, uint32_t end, struct wf_moment *m)
{
    const struct wf_date_word *w;
    uint32_t before = first;

    if (m->type == WF_DATE_DURATION || m->type == WF_DATE_SET || before == s->sentence_first ||
        strchr(m->value, '/') != NULL)
        return;
    before--;
    w = wf_date_at(s, before);
    if (w->kind == WF_DK_PREP &&
        (w->n == WF_PREP_ON || w->n == WF_PREP_AROUND || w->n == WF_PREP_ABOUT) &&
        before > s->sentence_first) {
        if (w->n != WF_PREP_ON && m->mod == NULL)
            m->mod = "APPROX";
        w = wf_date_at(s, --before);
    }
    if (w->kind == WF_DK_UNTIL || (w->kind == WF_DK_TO && w->n == 1)) {
        m->start = WF_DAY_NONE;
    } else if (w->kind == WF_DK_PREP) {
        switch (w->n) {
        case WF_PREP_SINCE: m->end = WF_DAY_NONE; break;
        case WF_PREP_FROM:
            if (onwards(s, end) || (m->start != WF_DAY_NONE && s->anchor != WF_DAY_NONE && m->start > s->anchor))
                m->end = WF_DAY_NONE; /* from 1 October, the fee rises */
            break;
        case WF_PREP_BY:
            if (m->end != WF_DAY_NONE)
                m->start =
                    s->anchor != WF_DAY_NONE && s->anchor <= m->end ? s->anchor : WF_DAY_NONE;
            break;
        case WF_PREP_BEFORE:
            if (m->mod == NULL)
                m->mod = "BEFORE";
            m->end = m->start == WF_DAY_NONE || m->hour >= 0 ? m->end : m->start - 1;
            m->start = WF_DAY_NONE;
            break;
        case WF_PREP_AFTER:
            if (m->mod == NULL)
                m->mod = "AFTER";
            m->start = m->end == WF_DAY_NONE || m->hour >= 0 ? m->start : m->end + 1;
            m->end = WF_DAY_NONE;
            break;
        default: break;
        }
    }
}

/* Mark the numbers that the expression is made of. */
static void
use_numbers(struct wf_dates_scan *s, struct wf_date *date)
{
    struct wf_document *doc = s->doc;
    uint32_t k = s->number;

    while (k > 0 && doc->numbers.items[k - 1].at.end > date->fact.at.first)
        k--;
    while (k < doc->numbers.count && doc->numbers.items[k].at.end <= date->fact.at.first)
        k++;
    date->first_number = k;
    while (k < doc->numbers.count && doc->numbers.items[k].at.first < date->fact.at.end) {
        if (date->type != WF_DATE_DURATION)
            doc->numbers.items[k].used = true;
        k++;
    }
    date->end_number = s->number = k;
}

static const char *
function_of(const struct wf_dates_scan *s, const struct wf_sentence *sentence,
    const struct wf_moment *m, uint32_t first, uint32_t end)
{
    const struct wf_document *doc = s->doc;
    enum wf_block_kind kind = doc->text.blocks.items[sentence->block].kind;
    uint32_t number = (uint32_t)(sentence - doc->sentences.items);

    if (m->start == WF_DAY_NONE || m->start != s->anchor || m->start != m->end ||
        m->grain != WF_U_DAY || m->type != WF_DATE_DATE || (m->day == 0))
        return NULL;
    if (kind == WF_BLOCK_FRONT || (number < 6 && s->alone) ||
        (number < 4 && first < sentence->first + 8 &&
            wf_date_flag(s, end, WF_TOKEN_DASH | WF_TOKEN_OPEN)))
        return "PUBLICATION_TIME";
    return NULL;
}

enum wf_status
wf_date_emit(
    struct wf_dates_scan *s, uint32_t sentence, uint32_t first, uint32_t end, struct wf_moment *m)
{
    struct wf_document *doc = s->doc;
    struct wf_date *date = wf_arena_zalloc(doc->arena, sizeof *date), **slot;
    size_t len = strlen(m->value);
    char *value = wf_arena_copy(doc->arena, m->value, len);

    if (date == NULL || value == NULL)
        return WF_ELIMIT;
    date->function = function_of(s, &doc->sentences.items[sentence], m, first, end);
    if (m->type != WF_DATE_DURATION && m->type != WF_DATE_SET && m->start != WF_DAY_NONE &&
        m->grain != WF_U_NONE && !m->impossible) {
        s->last_start = m->start;
        s->last_end = m->end;
        s->last_grain = m->grain;
        if (m->start == m->end && date->function == NULL) {
            s->last_day = m->start;
            s->last_day_sentence = sentence;
        }
    }
    if (m->has_year && !m->relative && m->calendar == WF_CAL_GREGORIAN) {
        s->last_year = m->year;
        s->last_year_sentence = sentence;
    }
    open_ends(s, first, end, m);
    date->fact.at = wf_range_of(doc, first, end);
    date->fact.sentence = sentence;
    date->fact.rule = m->rule == NULL ? s->st->rules.absolute : m->rule;
    date->type = m->type;
    date->time = (struct wf_time){ { value, len }, m->start, m->end };
    date->mod = m->mod;
    date->precision = wf_grain_name(m->grain);
    date->impossible = m->impossible;
    if (m->from_last && m->base != WF_DAY_NONE) {
        char day[16];
        size_t size = wf_day_print(m->base, day);

        date->anchor = (struct wf_slice){ wf_arena_copy(doc->arena, day, size), size };
    } else if (m->relative) {
        date->anchor = s->anchor_slice;
    }
    slot = wf_vector_push(doc->arena, &doc->dates);
    if (slot == NULL)
        return WF_ELIMIT;
    *slot = date;
    use_numbers(s, date);
    if (m->impossible) {
        struct wf_slice text = wf_span_text(doc, date->fact.at.span);

        wf_document_warn(doc, "impossible-date", date->fact.at.span, "%.*s",
            (int)(text.len > 80 ? 80 : text.len), text.data);
    }
    return WF_OK;
}
