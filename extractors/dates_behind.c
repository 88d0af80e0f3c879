/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands behind a date or time and belongs to it: its time of day, its date, its week, its
 * quarter.
 */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

/* A time of day behind a date: `at 3 p.m.`, `night`, `, 10:30`, `morning`. */
uint32_t
wf_date_time_behind(struct wf_dates_scan *s, uint32_t end, struct wf_moment *m)
{
    static const char *const parts[] = { NULL, "MO", "AF", "EV", "NI", "DT", "MI" };
    struct wf_moment clock;
    uint32_t at = end, after;
    const struct wf_date_word *w;
    const char *mod = NULL;

    if (m->hour >= 0 || m->type == WF_DATE_DURATION ||
        (m->grain != WF_U_DAY && m->grain != WF_U_NIGHT) ||
        (m->type == WF_DATE_TIME && m->daypart == NULL))
        return end;
    if (wf_date_flag(s, at, WF_TOKEN_COMMA))
        at++;
    w = wf_date_at(s, at);
    if (w->kind == WF_DK_PART && !(w->flags & WF_DF_LATER) && at == end &&
        WF_KIND(s, at + 1) == WF_DK_DAYPART) {
        m->part = (enum wf_date_part)w->n; /* Sunday early morning */
        at++;
        w = wf_date_at(s, at);
    }
    if (at == end && wf_prep_is(w, WF_PREP_IN) && WF_KIND(s, at + 1) == WF_DK_THE &&
        WF_KIND(s, at + 2) == WF_DK_DAYPART) {
        at += 2;
        w = wf_date_at(s, at);
    }
    if (((w->kind == WF_DK_DAYPART && w->n > 0 && w->n <= 5 && !(w->flags & WF_DF_PLURAL)) ||
            (w->kind == WF_DK_UNIT && w->n == WF_U_NIGHT && !(w->flags & WF_DF_PLURAL))) &&
        !wf_date_flag(s, end, WF_TOKEN_COMMA)) {
        m->daypart = w->kind == WF_DK_UNIT ? "NI" : parts[w->n];
        m->type = WF_DATE_TIME;
        end = at = at + 1;
        w = wf_date_at(s, at);
    }
    if ((w->kind == WF_DK_PREP &&
            (w->n == WF_PREP_AT || w->n == WF_PREP_AROUND || w->n == WF_PREP_ABOUT ||
                w->n == WF_PREP_BEFORE || w->n == WF_PREP_AFTER || w->n == WF_PREP_BY ||
                w->n == WF_PREP_FOR)) ||
        wf_date_symbol(s, at, '@')) {
        if (w->kind == WF_DK_PREP && (w->n == WF_PREP_BEFORE || w->n == WF_PREP_AFTER))
            mod = w->n == WF_PREP_BEFORE ? "BEFORE" : "AFTER";
        at++;
    }
    if (WF_KIND(s, at) == WF_DK_PREP &&
        (wf_date_at(s, at)->n == WF_PREP_AROUND || wf_date_at(s, at)->n == WF_PREP_ABOUT))
        at++;
    wf_moment_init(&clock);
    after = wf_date_clock(s, at, &clock);
    if (after == 0)
        after = wf_date_clock_bare(s, at, &clock);
    if (after == 0 && at > end && !wf_date_flag(s, at - 1, WF_TOKEN_COMMA) && m->daypart != NULL) {
        struct wf_date_number n;

        after = wf_date_number(s, at, &n);
        if (after != 0 && !n.ordinal && n.fraction_digits == 0 && n.n >= 1 && n.n <= 12 &&
            WF_KIND(s, after) != WF_DK_UNIT)
            clock.hour = n.n;
        else
            after = 0;
    }
    if (after == 0)
        return end;
    if (m->type == WF_DATE_SET) { /* every Monday at 4 pm */
        size_t len = strlen(m->value);

        snprintf(m->value + len, sizeof m->value - len, "T%02d:%02d", clock.hour, clock.minute);
        return after;
    }
    if (mod != NULL)
        m->mod = mod;
    m->hour = clock.hour;
    m->minute = clock.minute;
    m->second = clock.second;
    m->has_minute = clock.has_minute;
    m->has_second = clock.has_second;
    m->has_meridiem = clock.has_meridiem;
    m->zone = clock.zone;
    m->type = WF_DATE_TIME;
    return after;
}

/* `8:32 a.m. EDT (1232 GMT) Monday`: the weekday behind the brackets is that of both times. */
static bool
zone_in_brackets(const struct wf_dates_scan *s, uint32_t end, struct wf_moment *m)
{
    struct wf_moment other;
    uint32_t after;

    if (!wf_date_flag(s, end, WF_TOKEN_OPEN))
        return false;
    wf_moment_init(&other);
    after = wf_date_clock(s, end + 1, &other);
    if (after == 0 || !wf_date_flag(s, after, WF_TOKEN_CLOSE))
        return false;
    if (wf_date_prep(s, ++after, WF_PREP_ON))
        after++;
    if (WF_KIND(s, after) != WF_DK_WEEKDAY || (wf_date_at(s, after)->flags & WF_DF_PLURAL))
        return false;
    m->weekday = wf_date_at(s, after)->n;
    m->grain = WF_U_DAY;
    return true;
}

/* A date behind a time: `3 p.m. Tuesday`, `10:30 on Sept. 11`, `the morning of Sept. 11`. */
uint32_t
wf_date_date_behind(struct wf_dates_scan *s, uint32_t end, struct wf_moment *m)
{
    struct wf_moment date;
    uint32_t at = end, after;
    struct wf_moment clock = *m;
    bool of;

    if (zone_in_brackets(s, end, m))
        return end;
    if (wf_date_flag(s, at, WF_TOKEN_COMMA))
        at++;
    of = WF_KIND(s, at) == WF_DK_OF;
    if (of || wf_date_prep(s, at, WF_PREP_ON))
        at++;
    if (WF_KIND(s, at) == WF_DK_THE)
        at++;
    wf_moment_init(&date);
    if (WF_KIND(s, at) == WF_DK_DEICTIC || WF_KIND(s, at) == WF_DK_RELATIVE ||
        WF_KIND(s, at) == WF_DK_TONIGHT) {
        if (WF_KIND(s, at) == WF_DK_RELATIVE) {
            after = wf_date_relative(s, at, &date);
        } else if (WF_KIND(s, at) == WF_DK_DEICTIC) {
            date.rule = s->st->rules.relative;
            date.relative = date.resolved = true;
            date.grain = WF_U_DAY;
            if (s->anchor != WF_DAY_NONE)
                wf_moment_unit(&date, WF_U_DAY, s->anchor + wf_date_at(s, at)->n);
            else
                snprintf(date.value, sizeof date.value, "XXXX-XX-XX");
            after = at + 1;
        } else {
            after = 0;
        }
    } else {
        after = wf_date_calendar_date(s, at, &date);
    }
    if (after == 0 && WF_KIND(s, at) == WF_DK_EACH) { /* 3 pm each day */
        after = wf_date_each(s, at, &date);
        if (after != 0) {
            size_t len = strlen(date.value);

            snprintf(date.value + len, sizeof date.value - len, "T%02d:%02d",
                clock.hour < 0 ? 0 : clock.hour, clock.minute);
            *m = date;
            return after;
        }
    }
    if (after == 0 || date.hour >= 0 || date.type == WF_DATE_SET || date.type == WF_DATE_DURATION ||
        date.grain != WF_U_DAY)
        return end;
    if (date.daypart == NULL)
        date.daypart = clock.daypart;
    date.hour = clock.hour;
    date.minute = clock.minute;
    date.second = clock.second;
    date.has_minute = clock.has_minute;
    date.has_second = clock.has_second;
    date.has_meridiem = clock.has_meridiem;
    date.zone = clock.zone;
    date.type = WF_DATE_TIME;
    *m = date;
    return after;
}

/* `Wednesday of next week`, `next week Monday`, `Tuesday last week`. */
uint32_t
wf_date_week_and_day(struct wf_dates_scan *s, uint32_t end, struct wf_moment *m)
{
    struct wf_moment week;
    uint32_t at = end, after;

    if (m->grain == WF_U_WEEK && m->resolved && m->start != WF_DAY_NONE &&
        m->type == WF_DATE_DATE) {
        if (wf_date_prep(s, at, WF_PREP_ON) || wf_date_flag(s, at, WF_TOKEN_POSSESSIVE) ||
            (s->alone && wf_date_dash(s, at)))
            at++;
        if (WF_KIND(s, at) == WF_DK_WEEKDAY && !(wf_date_at(s, at)->flags & WF_DF_PLURAL)) {
            wf_moment_unit(m, WF_U_DAY, m->start - wf_weekday_of(m->start) + wf_date_at(s, at)->n);
            return at + 1;
        }
        return end;
    }
    if (m->weekday < 0 || m->resolved || m->month != 0 || m->type == WF_DATE_SET)
        return end;
    if (WF_KIND(s, at) == WF_DK_OF || wf_date_prep(s, at, WF_PREP_FROM))
        at++;
    if (WF_KIND(s, at) == WF_DK_THE)
        at++;
    if (WF_KIND(s, at) != WF_DK_RELATIVE || WF_KIND(s, at + 1) != WF_DK_UNIT ||
        wf_date_at(s, at + 1)->n != WF_U_WEEK)
        return end;
    wf_moment_init(&week);
    after = wf_date_relative(s, at, &week);
    if (after == 0 || week.start == WF_DAY_NONE || week.grain != WF_U_WEEK)
        return end;
    wf_moment_unit(m, WF_U_DAY, week.start + m->weekday);
    m->relative = true;
    return after;
}

/* `last year's third quarter`, `the 1988 fourth quarter`: what stands behind a year. */
uint32_t
wf_date_quarter_behind(const struct wf_dates_scan *s, uint32_t end, struct wf_moment *m)
{
    uint32_t at = wf_date_flag(s, end, WF_TOKEN_POSSESSIVE) ? end + 1 : end, after;
    struct wf_date_number n;
    int32_t year = m->has_year ? m->year : wf_civil_of(m->start).year;
    bool relative = m->relative, half;

    after = wf_date_number(s, at, &n);
    if (after == 0 && wf_date_is(s, at, s->st->w_second)) {
        after = at + 1;
        n.ordinal = true;
        n.n = 2;
    }
    if (after == 0 || !n.ordinal)
        return end;
    if (wf_date_flag(s, after, WF_TOKEN_HYPHEN))
        after++;
    half = WF_KIND(s, after) == WF_DK_HALF;
    if (!half &&
        !(wf_date_unit_is(s, after, WF_U_QUARTER) && !(wf_date_at(s, after)->flags & WF_DF_PLURAL)))
        return end;
    if (n.n < 1 || n.n > (half ? 2 : 4))
        return end;
    wf_moment_init(m);
    m->year = year;
    m->has_year = true;
    m->relative = relative;
    m->rule = s->st->rules.partial;
    m->grain = half ? WF_U_HALF : WF_U_QUARTER;
    if (half)
        m->half = n.n;
    else
        m->quarter = n.n;
    return after + 1;
}
