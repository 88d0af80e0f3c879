/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `three weeks ago`, `two days later`, `a month before Christmas`, `two Fridays ago`, `the week
 * after next`.
 */
#include "extractors/dates.h"

#include <stdio.h>

uint32_t
wf_date_years_behind(struct wf_dates_scan *s, uint32_t i, int32_t *year)
{
    struct wf_length d;
    bool in = wf_date_prep(s, i, WF_PREP_IN);
    uint32_t end = wf_date_length(s, in ? i + 1 : i, &d);
    int sign = 1;

    if (end == 0 || d.unknown || d.age || d.last < WF_U_MONTH || d.fraction_digits != 0)
        return 0;
    if (!in) {
        if (WF_KIND(s, end) == WF_DK_SHIFT) {
            sign = wf_date_at(s, end)->n < 0 ? -1 : 1;
            end++;
        } else if (wf_date_prep(s, end, WF_PREP_FROM) && WF_KIND(s, end + 1) == WF_DK_PRESENT) {
            end += 2;
        } else {
            return 0;
        }
    } else if (!s->alone) {
        return 0;
    }
    *year = wf_civil_of(wf_length_shift(&d, s->anchor, sign)).year;
    return end;
}

/*
 * What follows a length: `ago`, `earlier`, `later`, `from now`, `before May 13`, `after
 * Christmas`.
 */
/* `two Thursdays ago`, `3 Fridays from now`. */
static uint32_t
shifted_weekdays(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_date_number n;
    uint32_t at = wf_date_number(s, i, &n);
    int weekday, gap, sign;

    if (at == 0 || n.ordinal || n.fraction_digits != 0 || n.n < 1 || n.n > 60 ||
        WF_KIND(s, at) != WF_DK_WEEKDAY || !(wf_date_at(s, at)->flags & WF_DF_PLURAL || n.n == 1) ||
        s->anchor == WF_DAY_NONE)
        return 0;
    weekday = wf_date_at(s, at)->n;
    at++;
    if (WF_KIND(s, at) == WF_DK_SHIFT &&
        (wf_date_at(s, at)->n == -1 || wf_date_at(s, at)->n == 1)) {
        sign = wf_date_at(s, at)->n;
        at++;
    } else if (wf_date_prep(s, at, WF_PREP_FROM) && WF_KIND(s, at + 1) == WF_DK_PRESENT) {
        sign = 1;
        at += 2;
    } else {
        return 0;
    }
    gap = sign > 0 ? (weekday - wf_weekday_of(s->anchor) + 6) % 7 + 1
                   : (wf_weekday_of(s->anchor) - weekday + 6) % 7 + 1;
    wf_moment_unit(m, WF_U_DAY, s->anchor + sign * (gap + 7 * (n.n - 1)));
    m->relative = true;
    m->rule = s->st->rules.relative;
    return at;
}

/* `the week after next`, `Friday after next`, `March after next`: at the unit's word. */
uint32_t
wf_date_after_next(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, i);
    struct wf_civil c;

    if (!(wf_date_prep(s, i + 1, WF_PREP_AFTER) && WF_KIND(s, i + 2) == WF_DK_RELATIVE &&
            wf_date_at(s, i + 2)->n == WF_REL_NEXT) ||
        s->anchor == WF_DAY_NONE || WF_KIND(s, i + 3) >= WF_DK_UNIT)
        return 0;
    m->rule = s->st->rules.relative;
    m->relative = true;
    c = wf_civil_of(s->anchor);
    if (w->kind == WF_DK_UNIT && !(w->flags & WF_DF_PLURAL) && w->n >= WF_U_DAY)
        wf_moment_unit(
            m, (enum wf_date_unit)w->n, wf_unit_shift((enum wf_date_unit)w->n, s->anchor, 2));
    else if (w->kind == WF_DK_WEEKDAY)
        wf_moment_unit(m, WF_U_DAY, s->anchor + (w->n - wf_weekday_of(s->anchor) + 6) % 7 + 1 + 7);
    else if (w->kind == WF_DK_MONTH)
        wf_moment_unit(m, WF_U_MONTH, wf_day_of(c.year + 1 + (w->n < c.month ? 1 : 0), w->n, 1));
    else
        return 0;
    return i + 3;
}

uint32_t
wf_date_shifted(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_length d;
    uint32_t end = wf_date_length(s, i, &d), after;
    const struct wf_date_word *w;
    enum wf_date_unit unit;
    int32_t base = WF_DAY_NONE;
    int sign = 0;

    if (end == 0)
        return shifted_weekdays(s, i, m);
    if (d.age)
        return 0;
    w = wf_date_at(s, end);
    unit = d.last;
    after = end + 1;
    if (w->kind == WF_DK_SHIFT && w->n == -1) { /* ago, back */
        if (wf_token_text(s->doc, end).len == 4 && i > s->sentence_first && !s->alone &&
            wf_date_flag(s, end + 1, WF_TOKEN_WORD))
            return 0; /* `two days back home` */
        base = s->anchor;
        sign = -1;
    } else if (w->kind == WF_DK_SHIFT && w->n == 1) { /* hence */
        base = s->anchor;
        sign = 1;
    } else if (w->kind == WF_DK_PART && (w->flags & WF_DF_LATER)) { /* earlier, later */
        if (WF_KIND(s, end + 1) == WF_DK_RELATIVE || WF_KIND(s, end + 1) == WF_DK_THE)
            return 0;
        base = s->last_start != WF_DAY_NONE ? wf_date_last(s, unit, false) : s->anchor;
        m->from_last = s->last_start != WF_DAY_NONE;
        m->base = base;
        sign = w->n == 1 ? -1 : 1;
    } else if (w->kind == WF_DK_PREP &&
        (w->n == WF_PREP_BEFORE || w->n == WF_PREP_AFTER || w->n == WF_PREP_FROM)) {
        struct wf_moment other;
        uint32_t at;

        sign = w->n == WF_PREP_BEFORE ? -1 : 1;
        if (w->n == WF_PREP_FROM && (WF_KIND(s, end + 1) == WF_DK_PRESENT)) {
            base = s->anchor;
            after = end + 2;
        } else {
            if (s->depth >= 2)
                return 0;
            wf_moment_init(&other);
            s->depth++;
            at = wf_date_moment(s, end + 1, &other);
            s->depth--;
            if (at == 0 || other.type == WF_DATE_DURATION || other.type == WF_DATE_SET)
                return 0;
            wf_date_resolve(s, i, at, &other);
            if (other.start == WF_DAY_NONE || (w->n == WF_PREP_FROM && other.start != other.end))
                return 0;
            base = sign > 0 ? other.end : other.start;
            m->relative = other.relative;
            after = at;
            if (unit >= WF_U_DAY && !d.unknown) {
                wf_moment_unit(m, WF_U_DAY, wf_length_shift(&d, base, sign));
                m->rule = s->st->rules.relative;
                return after;
            }
            return 0;
        }
    } else {
        return 0;
    }
    m->rule = s->st->rules.relative;
    m->relative = true;
    if (d.unknown) {
        if (m->from_last) {
            m->resolved = true;
            m->grain = unit;
            snprintf(m->value, sizeof m->value, "%s",
                unit >= WF_U_YEAR        ? "XXXX"
                    : unit == WF_U_MONTH ? "XXXX-XX"
                    : unit == WF_U_WEEK  ? "XXXX-WXX"
                                         : "XXXX-XX-XX");
        } else {
            wf_date_reference(m, s, sign < 0 ? "PAST_REF" : "FUTURE_REF");
        }
        return after;
    }
    if (base == WF_DAY_NONE) {
        wf_date_unresolved(m, unit);
        return after;
    }
    if (unit < WF_U_DAY &&
        w->kind == WF_DK_PART) { /* minutes later: how long is known, when is not */
        m->type = WF_DATE_DURATION;
        m->relative = false;
        m->resolved = true;
        m->grain = unit;
        m->rule = s->st->rules.duration;
        wf_length_print(&d, m->value);
        return after;
    }
    if (unit < WF_U_DAY) { /* hours: the day, as the document's hour is not known */
        int32_t days = unit == WF_U_HOUR ? d.amount[WF_U_HOUR] / 24 : 0;

        wf_moment_unit(m, WF_U_DAY, base + sign * (days + d.amount[WF_U_DAY]));
        m->type = WF_DATE_TIME;
        return after;
    }
    if (d.fraction_digits > 0 && unit >= WF_U_YEAR)
        unit = WF_U_MONTH;
    if (unit == WF_U_DECADE || unit == WF_U_CENTURY)
        unit = WF_U_YEAR;
    if (unit == WF_U_NIGHT || unit == WF_U_WEEKEND)
        unit = WF_U_DAY;
    if (unit == WF_U_FORTNIGHT)
        unit = WF_U_WEEK;
    if (unit == WF_U_YEAR && m->from_last && s->last_grain == WF_U_QUARTER)
        unit = WF_U_QUARTER; /* the third quarter ... a year earlier */
    wf_moment_unit(m, unit, wf_length_shift(&d, base, sign));
    if (unit == WF_U_WEEK ||
        unit == WF_U_MONTH) /* the value says how exact it is; the likeliest day is known */
        m->start = m->end = wf_length_shift(&d, base, sign);
    return after;
}
