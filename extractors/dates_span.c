/* SPDX-License-Identifier: Apache-2.0 */
/*
 * More than one date in an expression: `Sept. 11-13 and 15`, `from 2019 to 2022`, `3-4 pm`, `18
 * and 19 June`.
 */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

enum separator { SEP_NONE, SEP_RANGE, SEP_LIST };

/* What stands between two dates at token i; *next is the token behind it. */
static enum separator
separator_at(const struct wf_dates_scan *s, uint32_t first, uint32_t i, uint32_t *next)
{
    const struct wf_date_word *w = wf_date_at(s, i);
    uint32_t before = first;
    bool between;

    if (before > s->sentence_first && WF_KIND(s, before - 1) == WF_DK_THE)
        before--;
    between = before > s->sentence_first && WF_KIND(s, before - 1) == WF_DK_BETWEEN;
    *next = i + 1;
    if (i >= s->end)
        return SEP_NONE;
    if (wf_date_dash(s, i) || wf_date_symbol(s, i, '~')) {
        if (s->tok[i].symbol == 0x2014 ||
            (s->tok[i].end - s->tok[i].start > 1 && s->tok[i].symbol == '-'))
            return SEP_NONE;
        return SEP_RANGE;
    }
    if (w->kind == WF_DK_TO || w->kind == WF_DK_UNTIL)
        return SEP_RANGE;
    if (w->kind == WF_DK_AND)
        return between ? SEP_RANGE : SEP_LIST;
    if (w->kind == WF_DK_OR)
        return SEP_LIST;
    return SEP_NONE;
}

static bool
plain(const struct wf_moment *m)
{
    return m->type == WF_DATE_DATE || m->type == WF_DATE_TIME;
}

/* Give each side what only the other one says. */
static void
share(struct wf_moment *a, struct wf_moment *b)
{
    if (a->month != 0 && b->month != 0 && a->calendar == b->calendar) {
        if (!a->has_year && b->has_year && !a->resolved) {
            a->year = b->year - (a->month > b->month ? 1 : 0);
            a->has_year = true;
        } else if (a->has_year && !b->has_year && !b->resolved) {
            b->year = a->year + (b->month < a->month ? 1 : 0);
            b->has_year = true;
        }
    }
    if (a->quarter != 0 && b->quarter != 0 && !a->has_year && b->has_year) {
        a->year = b->year;
        a->has_year = true;
    }
    if (a->hour >= 0 && b->hour >= 0 && !a->has_meridiem && b->has_meridiem && b->hour >= 12 &&
        a->hour < 12 && a->hour + 12 <= b->hour)
        a->hour += 12;
    if (a->hour >= 0 && b->hour >= 0) { /* the date said with one of two times */
        bool a_date = a->resolved || a->month != 0 || a->weekday >= 0,
             b_date = b->resolved || b->month != 0 || b->weekday >= 0;
        const struct wf_moment *from = a_date ? a : b;
        struct wf_moment *to = a_date ? b : a;

        if (a_date != b_date) {
            struct wf_moment filled = *from;

            filled.hour = to->hour;
            filled.minute = to->minute;
            filled.second = to->second;
            filled.has_minute = to->has_minute;
            filled.has_second = to->has_second;
            filled.has_meridiem = to->has_meridiem;
            filled.zone = to->zone;
            *to = filled;
        }
    }
}

static bool
fits(const struct wf_dates_scan *s, const struct wf_moment *a, const struct wf_moment *b)
{
    bool a_ref = a->grain == WF_U_NONE && a->hour < 0, b_ref = b->grain == WF_U_NONE && b->hour < 0;

    if (!plain(a) || !plain(b) || (a_ref && b_ref))
        return false;
    if (s->st->rules.holiday == a->rule && b->rule != a->rule)
        return false; /* `Waitangi Day - February 6` */
    if (a->rule == b->rule)
        return true;
    if (a_ref || b_ref)
        return true;
    if ((a->hour >= 0) != (b->hour >= 0))
        return a->hour >= 0 || b->hour >= 0 ? a->grain <= WF_U_DAY && b->grain <= WF_U_DAY : false;
    return true;
}

/* Two resolved moments as one. */
static void
join(struct wf_dates_scan *s, struct wf_moment *a, const struct wf_moment *b)
{
    char value[WF_DATE_VALUE_MAX * 2];

    const char *last = strchr(b->value, '/'); /* a side may be a range: Ramadan */

    snprintf(value, sizeof value, "%.*s/%s", (int)strcspn(a->value, "/"), a->value,
        last == NULL ? b->value : last + 1);
    if (strlen(value) < sizeof a->value)
        memcpy(a->value, value, strlen(value) + 1);
    a->end = b->end;
    a->mod = NULL;
    if (a->start != WF_DAY_NONE && a->end != WF_DAY_NONE &&
        a->end < a->start) /* said the wrong way round */
        a->end = b->start != WF_DAY_NONE && b->start >= a->start ? b->start : a->start;
    a->impossible |= b->impossible;
    a->relative |= b->relative;
    a->type = a->type == WF_DATE_TIME || b->type == WF_DATE_TIME ? WF_DATE_TIME : WF_DATE_DATE;
    a->rule = s->st->rules.range;
}

/* `from 10 p.m. to 5 a.m.`: the end is on the day behind. */
static void
past_midnight(const struct wf_moment *a, struct wf_moment *b)
{
    char day[16];
    size_t len;

    if (a->hour < 0 || b->hour < 0 || a->start == WF_DAY_NONE || a->start != b->start || b->start != b->end ||
        !a->has_meridiem || !b->has_meridiem || b->hour * 60 + b->minute >= a->hour * 60 + a->minute)
        return;
    b->start = b->end = b->start + 1;
    len = wf_day_print(b->start, day);
    if (len <= strlen(b->value))
        memcpy(b->value, day, len);
}

void
wf_date_resolve_pair(
    struct wf_dates_scan *s, uint32_t first, uint32_t end, struct wf_moment *a, struct wf_moment *b)
{
    share(a, b);
    wf_date_resolve(s, first, end, a);
    if (!b->has_year && b->month != 0 && a->start != WF_DAY_NONE && !b->resolved &&
        b->calendar == WF_CAL_GREGORIAN) {
        struct wf_civil c = wf_civil_of(a->start);

        b->year = c.year +
            (b->month < c.month || (b->month == c.month && b->day != 0 && b->day < c.day) ? 1 : 0);
        b->has_year = true;
        b->relative = a->relative;
    }
    if (b->weekday >= 0 && !b->resolved && b->month == 0 && a->start != WF_DAY_NONE) {
        int32_t day = a->start + (b->weekday - wf_weekday_of(a->start) + 7) % 7;
        int hour = b->hour;

        wf_moment_unit(b, WF_U_DAY, day);
        b->hour = hour;
        b->relative = true;
    }
    wf_date_resolve(s, first, end, b);
    past_midnight(a, b);
    join(s, a, b);
}

/* A bare day that takes month and year from a date: `13` of `Sept. 11-13`. */
static uint32_t
bare_day(const struct wf_dates_scan *s, uint32_t i, const struct wf_moment *from,
    struct wf_moment *m, bool list)
{
    int day;
    bool ordinal = false;
    uint32_t end, at = i;
    int32_t year;

    if (WF_KIND(s, at) == WF_DK_THE)
        at++;
    end = wf_date_day(s, at, &day, &ordinal);
    if (end == 0 || WF_KIND(s, end) == WF_DK_MONTH ||
        (WF_KIND(s, end) == WF_DK_OF && WF_KIND(s, end + 1) == WF_DK_MONTH) ||
        WF_KIND(s, end) == WF_DK_MERIDIEM || WF_KIND(s, end) == WF_DK_UNIT ||
        (wf_date_symbol(s, end, ':') && wf_date_glued(s, end)) || wf_date_symbol(s, end, '%') ||
        wf_date_symbol(s, end, '/'))
        return 0;
    if (list && end < s->end && (s->tok[end].flags & WF_TOKEN_WORD) && !ordinal &&
        wf_date_at(s, end)->kind == WF_DK_NONE)
        return 0; /* `Sept. 11 and 12 people` */
    *m = *from;
    m->day = day;
    m->weekday = -1;
    m->resolved = false;
    m->value[0] = '\0';
    if (!m->has_year) {
        uint32_t y = wf_date_flag(s, end, WF_TOKEN_COMMA) ? end + 1 : end;

        y = wf_date_year(s, y, &year);
        if (y != 0) {
            m->year = year;
            m->has_year = m->definite = true;
            return y;
        }
    }
    return end;
}

/* Behind a moment m over [first, end): `-13`, `to September 13, 2024`, `and 2022`. */
uint32_t
wf_date_range_tail(struct wf_dates_scan *s, uint32_t first, uint32_t end, struct wf_moment *m)
{
    uint32_t at, after;
    struct wf_moment b;
    enum separator sep = separator_at(s, first, end, &at);

    if (sep == SEP_NONE && m->bare_year && wf_date_symbol(s, end, '/') &&
        wf_date_glued(s, end)) /* 2016/17 */
        sep = SEP_RANGE;
    if (sep != SEP_RANGE || !plain(m) || m->part == WF_PART_REST)
        return 0;
    if (m->rule == s->st->rules.relative && end == first + 2 && WF_KIND(s, first) == WF_DK_THE &&
        WF_KIND(s, first + 1) == WF_DK_UNIT)
        return 0; /* the week to Sept. 13 ends on that day */
    if (m->bare_year) { /* 2012-13 */
        struct wf_date_number n;

        after = (wf_date_dash(s, end) || wf_date_symbol(s, end, '/')) && wf_date_glued(s, end) &&
                wf_date_glued(s, at)
            ? wf_date_number(s, at, &n)
            : 0;
        if (after != 0 && n.digits && !n.ordinal && wf_token_text(s->doc, at).len == 2 &&
            n.n > m->year % 100 && !wf_date_dash(s, after)) {
            b = *m;
            b.year = m->year / 100 * 100 + n.n;
            wf_date_resolve_pair(s, first, after, m, &b);
            return after;
        }
        if (wf_date_symbol(s, end, '/'))
            return 0;
    }
    if (m->day != 0 && m->month != 0 && !m->resolved && m->hour < 0) {
        after = bare_day(s, at, m, &b, false);
        if (after != 0) {
            if (b.has_year && !m->has_year) {
                m->year = b.year;
                m->has_year = true;
            }
            if (b.day < m->day) { /* from April 27 to the 3rd */
                if (!(WF_KIND(s, end) == WF_DK_TO || WF_KIND(s, end) == WF_DK_UNTIL))
                    return 0;
                b.month = m->month % 12 + 1;
                if (m->month == 12 && b.has_year)
                    b.year++;
            }
            wf_date_resolve_pair(s, first, after, m, &b);
            return after;
        }
    }
    wf_moment_init(&b);
    after = wf_date_moment(s, at, &b);
    if (after == 0 || !fits(s, m, &b))
        return 0;
    if (wf_date_dash(s, end) && !(m->hour >= 0 && b.hour >= 0) &&
        !(wf_date_glued(s, end) && wf_date_glued(s, at)) &&
        (b.grain != m->grain || (b.relative && b.resolved)))
        return 0; /* a dash between spaces that ends something else */
    if (WF_KIND(s, end) == WF_DK_TO && wf_date_at(s, end)->n == 0 &&
        (m->grain == WF_U_NONE || (b.grain == WF_U_NONE && b.value[1] == 'A')))
        return 0;
    wf_date_resolve_pair(s, first, after, m, &b);
    return after;
}

/*
 * Two days before their month, `11-13 September`, or two hours before their half of the day, `3-4
 * pm`.
 */
uint32_t
wf_date_pair_head(struct wf_dates_scan *s, uint32_t i, struct wf_moment *a, struct wf_moment *b,
    bool *list, uint32_t *first_end)
{
    int day;
    bool ordinal = false;
    uint32_t at = i, end, next, after;
    enum separator sep;
    struct wf_date_number n;

    if (WF_KIND(s, at) == WF_DK_THE)
        at++;
    end = wf_date_day(s, at, &day, &ordinal);
    if (end == 0)
        return 0;
    if (wf_date_flag(s, end, WF_TOKEN_COMMA)) {
        sep = SEP_LIST;
        next = end + 1;
    } else {
        sep = separator_at(s, i, end, &next);
    }
    if (sep == SEP_NONE)
        return 0;
    if (WF_KIND(s, next) == WF_DK_THE)
        next++;
    if (!wf_date_flag(s, next, WF_TOKEN_NUMBER) && WF_KIND(s, next) != WF_DK_NUMBER &&
        WF_KIND(s, next) != WF_DK_ORDINAL)
        return 0;
    wf_moment_init(b);
    after = wf_date_calendar_date(s, next, b);
    if (after != 0 && b->day != 0 && b->month != 0 && !b->resolved &&
        wf_date_number(s, next, &n) != 0 && b->rule != s->st->rules.numeric) {
        if (sep == SEP_RANGE && b->day < day)
            return 0;
        *a = *b;
        a->day = day;
        *list = sep == SEP_LIST;
        *first_end = end;
        return after;
    }
    if (sep != SEP_RANGE || day > 12 || ordinal || s->depth > 0)
        return 0;
    wf_moment_init(b);
    after = wf_date_moment(s, next, b);
    if (after == 0 || b->type != WF_DATE_TIME || b->hour < 0 ||
        !(b->has_meridiem || s->alone ||
            (b->has_minute && i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_BETWEEN)))
        return 0;
    wf_moment_init(a);
    a->rule = b->rule = s->st->rules.clock;
    a->type = WF_DATE_TIME;
    a->grain = WF_U_HOUR;
    a->hour = day == 12 ? 0 : day;
    if (b->hour >= 12 && (a->hour % 12) + 12 <= b->hour)
        a->hour = a->hour % 12 + 12;
    *list = false;
    *first_end = end;
    return after;
}

/* An hour said with or without its minutes. */
static uint32_t
hour_at(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m, bool *bare)
{
    struct wf_date_number n;
    uint32_t end;

    wf_moment_init(m);
    *bare = false;
    end = wf_date_clock(s, i, m);
    if (end != 0)
        return end;
    wf_moment_init(m);
    end = wf_date_number(s, i, &n);
    if (end == 0 || n.ordinal || n.fraction_digits != 0 || n.n < 1 || n.n > 12 ||
        WF_KIND(s, end) == WF_DK_UNIT || WF_KIND(s, end) == WF_DK_MONTH)
        return 0;
    m->hour = n.n;
    *bare = true;
    return end;
}

/*
 * Behind a day: `from 9:30 to 11:00`, `between 3 and 5 pm`, `9-11am`; m gets the first hour, b the
 * last.
 */
uint32_t
wf_date_hours_tail(struct wf_dates_scan *s, uint32_t end, const struct wf_moment *m,
    struct wf_moment *a, struct wf_moment *b)
{
    uint32_t at = end, next, after;
    bool between = false, a_bare, b_bare, glued;
    struct wf_moment from, to;

    if (m->type == WF_DATE_SET || m->type == WF_DATE_DURATION || m->hour >= 0 ||
        m->grain != WF_U_DAY)
        return 0;
    if (wf_date_flag(s, at, WF_TOKEN_COMMA))
        at++;
    if (WF_KIND(s, at) == WF_DK_BETWEEN) {
        between = true;
        at++;
    } else if (WF_KIND(s, at) == WF_DK_PREP &&
        (wf_date_at(s, at)->n == WF_PREP_FROM || wf_date_at(s, at)->n == WF_PREP_AT)) {
        at++;
    }
    next = hour_at(s, at, &from, &a_bare);
    if (next == 0)
        return 0;
    glued = wf_date_dash(s, next) || wf_date_symbol(s, next, '~');
    if (!glued && WF_KIND(s, next) != WF_DK_TO && WF_KIND(s, next) != WF_DK_UNTIL &&
        !(between && WF_KIND(s, next) == WF_DK_AND))
        return 0;
    after = hour_at(s, next + 1, &to, &b_bare);
    if (after == 0 || (a_bare && b_bare && at == end && !s->alone) ||
        (a_bare && b_bare && !between && WF_KIND(s, at - 1) != WF_DK_PREP && !s->alone))
        return 0;
    *a = *m;
    *b = *m;
    a->hour = from.hour;
    a->minute = from.minute;
    a->has_minute = from.has_minute;
    a->has_meridiem = from.has_meridiem;
    a->zone = from.zone != WF_ZONE_NONE ? from.zone : to.zone;
    b->hour = to.hour;
    b->minute = to.minute;
    b->has_minute = to.has_minute;
    b->has_meridiem = to.has_meridiem;
    b->zone = to.zone;
    a->type = b->type = WF_DATE_TIME;
    wf_date_resolve(s, end, after, a);
    if (a->hour < b->hour && !from.has_meridiem && to.has_meridiem && to.hour > 12 &&
        a->hour + 12 <= to.hour) {
        *a = *m;
        a->hour = from.hour + 12;
        a->minute = from.minute;
        a->has_minute = from.has_minute;
        a->type = WF_DATE_TIME;
        wf_date_resolve(s, end, after, a);
    }
    wf_date_resolve(s, end, after, b);
    join(s, a, b);
    return after;
}

/* Another day of a list behind `end`: `, 12` or `and 15`. */
uint32_t
wf_date_list_tail(struct wf_dates_scan *s, uint32_t end, const struct wf_moment *from,
    struct wf_moment *m, uint32_t *first)
{
    uint32_t at, after;

    if (from->day == 0 || from->month == 0 || from->hour >= 0)
        return 0;
    if (wf_date_flag(s, end, WF_TOKEN_COMMA)) { /* only where an `and` closes the list */
        after = bare_day(s, end + 1, from, m, true);
        if (after == 0 ||
            !(WF_KIND(s, after) == WF_DK_AND || wf_date_flag(s, after, WF_TOKEN_COMMA)))
            return 0;
        at = after + 1;
        if (WF_KIND(s, at) == WF_DK_AND)
            at++;
        if (bare_day(s, at, from, &(struct wf_moment){ 0 }, true) == 0)
            return 0;
        *first = end + 1;
        return after;
    }
    if (WF_KIND(s, end) != WF_DK_AND && WF_KIND(s, end) != WF_DK_OR)
        return 0;
    *first = end + 1;
    return bare_day(s, end + 1, from, m, true);
}
