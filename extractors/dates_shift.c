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

/* From where, and which way, a length is counted. */
struct origin {
    int32_t base; /* day, WF_DAY_NONE where it is not known */
    int sign;
    bool dated; /* from a date that follows: `two weeks before May 13` */
    bool exact; /* to the day */
};

/* `before May 13`, `after Christmas`, `from now`, `from tomorrow`, at the preposition. */
static uint32_t
origin_date(
    struct wf_dates_scan *s, uint32_t i, uint32_t end, struct origin *o, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, end);
    struct wf_moment other;
    uint32_t at;

    o->sign = w->n == WF_PREP_BEFORE ? -1 : 1;
    if (w->n == WF_PREP_FROM && WF_KIND(s, end + 1) == WF_DK_PRESENT) {
        o->base = s->anchor;
        return end + 2;
    }
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
    o->base = o->sign > 0 ? other.end : other.start;
    o->dated = true;
    m->relative = other.relative;
    return at;
}

/* What stands behind a length at token `end` and makes a date of it; the token behind that. */
static uint32_t
origin_at(struct wf_dates_scan *s, uint32_t i, uint32_t end, enum wf_date_unit unit,
    struct origin *o, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, end);

    o->base = s->anchor;
    o->dated = o->exact = false;
    if (w->kind == WF_DK_SHIFT && (w->n == -1 || w->n == 1)) { /* ago, back, hence */
        o->sign = w->n;
        if (w->n == -1 && wf_token_text(s->doc, end).len == 4 && i > s->sentence_first &&
            !s->alone && wf_date_flag(s, end + 1, WF_TOKEN_WORD))
            return 0; /* `two days back home` */
        if (WF_KIND(s, end + 1) == WF_DK_DEICTIC && wf_date_at(s, end + 1)->n == 0) {
            o->exact = true; /* a year ago today */
            return end + 2;
        }
        return end + 1;
    }
    if (w->kind == WF_DK_PART && (w->flags & WF_DF_LATER)) { /* earlier, later */
        if (WF_KIND(s, end + 1) == WF_DK_RELATIVE || WF_KIND(s, end + 1) == WF_DK_THE)
            return 0;
        if (s->last_start != WF_DAY_NONE) {
            o->base = m->base = wf_date_last(s, unit, false);
            m->from_last = true;
        }
        o->sign = w->n == 1 ? -1 : 1;
        return end + 1;
    }
    if (wf_prep_is(w, WF_PREP_BEFORE) && unit >= WF_U_DAY && s->last_start != WF_DAY_NONE &&
        !wf_date_flag(s, end + 1, WF_TOKEN_WORD | WF_TOKEN_NUMBER | WF_TOKEN_HYPHEN)) { /* a month before, */
        o->base = m->base = wf_date_last(s, unit, false);
        m->from_last = true;
        o->sign = -1;
        return end + 1;
    }
    if (wf_prep_is(w, WF_PREP_BEFORE) || wf_prep_is(w, WF_PREP_AFTER) ||
        wf_prep_is(w, WF_PREP_FROM))
        return origin_date(s, i, end, o, m);
    return 0;
}

/* A length of no known number: `a few days later`, `several years ago`. */
static void
vaguely(const struct wf_dates_scan *s, enum wf_date_unit unit, int sign, struct wf_moment *m)
{
    if (m->from_last)
        wf_date_unresolved(m, unit == WF_U_DECADE || unit == WF_U_CENTURY ? WF_U_YEAR : unit);
    else
        wf_date_reference(m, s, sign < 0 ? "PAST_REF" : "FUTURE_REF");
}

/* The unit that a date counted in `unit` is exact to. */
static enum wf_date_unit
exact_to(const struct wf_dates_scan *s, const struct wf_length *d, const struct wf_moment *m)
{
    switch (d->last) {
    case WF_U_DECADE:
    case WF_U_CENTURY:
    case WF_U_YEAR:
        if (d->fraction_digits > 0)
            return d->last == WF_U_YEAR ? WF_U_MONTH : WF_U_YEAR;
        /* the third quarter ... a year earlier */
        return m->from_last && s->last_grain == WF_U_QUARTER ? WF_U_QUARTER : WF_U_YEAR;
    case WF_U_NIGHT:
    case WF_U_WEEKEND: return WF_U_DAY;
    case WF_U_FORTNIGHT: return WF_U_WEEK;
    default: return d->last;
    }
}

uint32_t
wf_date_shifted(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_length d;
    struct origin o;
    uint32_t end = wf_date_length(s, i, &d), after;
    enum wf_date_unit unit;
    int32_t day;

    if (end == 0)
        return shifted_weekdays(s, i, m);
    after = d.age ? 0 : origin_at(s, i, end, d.last, &o, m);
    if (after == 0)
        return 0;
    m->rule = s->st->rules.relative;
    if (o.dated) {
        if (d.last < WF_U_DAY || d.unknown)
            return 0;
        wf_moment_unit(m, WF_U_DAY, wf_length_shift(&d, o.base, o.sign));
        return after;
    }
    m->relative = true;
    if (d.last < WF_U_DAY && WF_KIND(s, end) == WF_DK_PART && !d.unknown) {
        m->type = WF_DATE_DURATION; /* minutes later: how long is known, when is not */
        m->relative = false;
        m->resolved = true;
        m->grain = d.last;
        m->rule = s->st->rules.duration;
        wf_length_print(&d, m->value);
        return after;
    }
    if (d.unknown) {
        vaguely(s, d.last, o.sign, m);
        return after;
    }
    if (o.base == WF_DAY_NONE) {
        wf_date_unresolved(m, d.last);
        return after;
    }
    day = wf_length_shift(&d, o.base, o.sign);
    if (d.last < WF_U_DAY) { /* hours: the day, as the document's hour is not known */
        day += o.sign * (d.last == WF_U_HOUR ? d.amount[WF_U_HOUR] / 24 : 0);
        wf_moment_unit(m, WF_U_DAY, day);
        m->type = WF_DATE_TIME;
        return after;
    }
    unit = o.exact ? WF_U_DAY : exact_to(s, &d, m);
    wf_moment_unit(m, unit, day);
    if ((unit == WF_U_WEEK || unit == WF_U_MONTH) && !(m->from_last && s->last_grain == unit))
        m->start = m->end = day; /* the value says how exact it is; the likeliest day is known */
    return after;
}
