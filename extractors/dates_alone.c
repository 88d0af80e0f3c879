/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lengths of time that are no dates: `for three days`, `$5 billion a year`, `27-year-old`, `for
 * years`.
 */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

/* What may come `a year`: `$11 billion`, `50,000 barrels`, `twice`. */
static bool
counted_before(const struct wf_dates_scan *s, uint32_t i)
{
    struct wf_slice t = wf_token_text(s->doc, i);
    static const char *const words[] = { "once", "twice", "percent", "cent", "thousand", "million",
        "billion", "trillion", "day", "hour", "people", "baht", "yuan", "yen", "won" };

    if (s->tok[i].flags & (WF_TOKEN_NUMBER | WF_TOKEN_CLOSE) || s->tok[i].symbol == '%')
        return true;
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
        if (wf_slice_is(t, words[k]))
            return true;
    }
    return (s->tok[i].flags & WF_TOKEN_WORD) && t.len > 3 && t.data[t.len - 1] == 's' &&
        t.data[t.len - 2] != 's';
}

/* `the first visit in 38 years`, `the worst storm in a decade`: how long, not when. */
static bool
superlative_before(const struct wf_dates_scan *s, uint32_t i)
{
    for (uint32_t n = 0; i > s->sentence_first && n < 7; n++) {
        struct wf_slice t = wf_token_text(s->doc, --i);

        if (WF_KIND(s, i) == WF_DK_ORDINAL ||
            (t.len > 4 && memcmp(t.data + t.len - 3, "est", 3) == 0) || wf_slice_is(t, "worst") ||
            wf_slice_is(t, "best") || wf_slice_is(t, "only") || wf_slice_is(t, "most") ||
            wf_slice_is(t, "least"))
            return true;
        if (s->tok[i].flags & (WF_TOKEN_COMMA | WF_TOKEN_SEMICOLON))
            return false;
    }
    return false;
}

/* `in two years' time`: the token behind `time`, else `end`. */
static uint32_t
time_behind(const struct wf_dates_scan *s, uint32_t end)
{
    uint32_t at = wf_date_flag(s, end, WF_TOKEN_POSSESSIVE | WF_TOKEN_QUOTE) ? end + 1 : end;

    return wf_date_is(s, at, s->st->w_time) ? at + 1 : end;
}

/* A length that is no date: `for three days`, `the 12-month`, `27-year-old`, `years`. */
uint32_t
wf_date_length_alone(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m, uint32_t *first)
{
    struct wf_length d;
    uint32_t end = wf_date_length(s, i, &d);
    const struct wf_date_word *before;

    if (end == 0)
        return 0;
    before = wf_date_before(s, d.first);
    if (d.amount[WF_U_HALF] != 0 || d.last == WF_U_HALF)
        return 0;
    if (d.last == WF_U_QUARTER && WF_KIND(s, end) == WF_DK_OF) /* three quarters of the crop */
        return 0;
    if (d.last == WF_U_QUARTER && d.fraction_digits == 0 && !d.plural && d.article)
        return 0; /* a quarter */
    if (d.last == WF_U_HOUR && i + 1 < s->end && wf_token_text(s->doc, end - 1).len == 1 &&
        !wf_date_glued(s, end - 1))
        return 0;
    m->type = WF_DATE_DURATION;
    m->resolved = true;
    m->grain = d.last;
    m->mod = d.mod;
    m->rule = d.age ? s->st->rules.age : s->st->rules.duration;
    wf_length_print(&d, m->value);
    *first = d.first;
    if (d.article && d.mod == NULL && !d.unknown && d.fraction_digits == 0 && !d.age &&
        !(before->kind == WF_DK_PREP) && d.first > s->sentence_first &&
        before->kind != WF_DK_HALF && counted_before(s, d.first - 1)) {
        m->type = WF_DATE_SET; /* $11 billion a year */
        m->rule = s->st->rules.set;
    }
    if (d.relation != 0 && s->anchor != WF_DAY_NONE && !d.unknown) {
        m->start = d.relation > 0 ? (d.last < WF_U_DAY ? s->anchor : s->anchor + 1)
                                  : wf_length_shift(&d, s->anchor, -1);
        m->end = d.relation > 0 ? wf_length_shift(&d, s->anchor, 1) : s->anchor;
        m->relative = true;
    }
    if (wf_prep_is(before, WF_PREP_IN) && s->anchor != WF_DAY_NONE && d.mod == NULL && !d.unknown &&
        !d.hyphen && !d.age) {
        uint32_t time = time_behind(s, end);
        bool ahead = time != end || ((s->alone || wf_date_tense(s, d.first - 1, end) > 0) &&
            !superlative_before(s, d.first - 1));

        end = time;

        if (ahead && d.last >= WF_U_DAY && d.last != WF_U_WEEKEND &&
            d.last != WF_U_NIGHT) { /* will ... in three days */
            enum wf_date_unit unit = d.last;
            int32_t day = wf_length_shift(&d, s->anchor, 1);

            wf_moment_unit(m, unit > WF_U_CENTURY || d.fraction_digits > 0 ? WF_U_DAY : unit, day);
            m->start = m->end = day;
            m->type = WF_DATE_DATE;
            m->relative = true;
            m->rule = s->st->rules.relative;
            m->grain = unit;
        }
    }
    if (wf_prep_is(before, WF_PREP_IN) && d.last < WF_U_DAY && m->start == WF_DAY_NONE &&
        s->anchor != WF_DAY_NONE &&
        (s->alone || wf_date_tense(s, d.first - 1, end) > 0)) { /* in a few hours */
        m->start = m->end =
            s->anchor + (d.last == WF_U_HOUR && d.mod == NULL ? d.amount[WF_U_HOUR] / 24 : 0);
        m->relative = true;
    }
    if (wf_prep_is(before, WF_PREP_IN) && d.unknown && !d.article && d.first == i &&
        wf_slice_is(wf_token_text(s->doc, i), "some") &&
        d.last >= WF_U_DAY) { /* `in some years`: in certain ones */
        m->type = WF_DATE_DATE;
        snprintf(m->value, sizeof m->value, "%s",
            d.last == WF_U_DAY         ? "XXXX-XX-XX"
                : d.last == WF_U_WEEK  ? "XXXX-WXX"
                : d.last == WF_U_MONTH ? "XXXX-XX"
                                       : "XXXX");
    }
    if (wf_prep_is(before, WF_PREP_WITHIN) && s->anchor != WF_DAY_NONE &&
        (s->alone || wf_date_tense(s, d.first - 1, end) > 0)) {
        m->start = s->anchor;
        m->end = wf_length_shift(&d, s->anchor, 1);
        m->relative = true;
    }
    return end;
}

/* `for years`, `decades of war`: units without any number. */
uint32_t
wf_date_bare_units(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, i), *before, *after;
    struct wf_length d;

    if (w->kind != WF_DK_UNIT || !(w->flags & WF_DF_PLURAL) || (w->flags & WF_DF_SHORT) ||
        w->n < WF_U_MINUTE || w->n == WF_U_QUARTER || w->n == WF_U_HALF || w->n == WF_U_NIGHT)
        return 0;
    if (w->n == WF_U_WEEKEND) { /* on weekends */
        m->type = WF_DATE_SET;
        m->resolved = true;
        m->grain = WF_U_WEEKEND;
        m->rule = s->st->rules.set;
        snprintf(m->value, sizeof m->value, "P1WE");
        return i + 1;
    }
    before = wf_date_before(s, i);
    after = wf_date_at(s, i + 1);
    if (before->kind == WF_DK_SOME && i >= s->sentence_first + 2 && wf_date_prep(s, i - 2, WF_PREP_AS))
        return 0; /* in as many years */
    if (i + 1 < s->end && wf_slice_is(wf_token_text(s->doc, i + 1), "ahead"))
        goto found; /* the weeks ahead */
    if (wf_date_flag(s, i + 1, WF_TOKEN_HYPHEN) && wf_date_is(s, i + 2, s->st->w_long))
        goto found; /* months-long */
    if (w->n >= WF_U_MINUTE &&
        ((after->kind == WF_DK_PART && (after->flags & WF_DF_LATER)) ||
            (after->kind == WF_DK_PREP &&
                (after->n == WF_PREP_BEFORE || after->n == WF_PREP_AFTER))) &&
        before->kind != WF_DK_NUMBER && before->kind != WF_DK_SOME &&
        before->kind != WF_DK_NUMBERED)
        goto found; /* minutes later, days before the vote */
    if (!(before->kind == WF_DK_PREP &&
            (before->n == WF_PREP_FOR || before->n == WF_PREP_IN || before->n == WF_PREP_AFTER ||
                before->n == WF_PREP_OVER || before->n == WF_PREP_WITHIN)) &&
        !(WF_KIND(s, i + 1) == WF_DK_OF && w->n >= WF_U_WEEK &&
            !(i > s->sentence_first && (before->kind != WF_DK_NONE && before->kind != WF_DK_PREP))))
        return 0;
    if (w->n < WF_U_HOUR)
        return 0;
found:
    memset(&d, 0, sizeof d);
    d.last = (enum wf_date_unit)w->n;
    d.unknown = true;
    m->type = WF_DATE_DURATION;
    m->resolved = true;
    m->grain = d.last;
    m->rule = s->st->rules.duration;
    wf_length_print(&d, m->value);
    return i + 1;
}
