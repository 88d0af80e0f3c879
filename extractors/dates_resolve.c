/* SPDX-License-Identifier: Apache-2.0 */
/* From what an expression says to a TIMEX3 value, and the first and last day that it can mean. */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

#include "document/calendar_hijri.h"

static int32_t
distance(const struct wf_moment *m, int32_t anchor)
{
    if (m->start == WF_DAY_NONE)
        return INT32_MAX / 2;
    return m->start > anchor ? m->start - anchor : m->end < anchor ? anchor - m->end : 0;
}

/*
 * From when on a past tense may speak of it: results of a quarter are not known in its first half.
 */
static int32_t
past_start(const struct wf_moment *m)
{
    if (m->start != WF_DAY_NONE && (m->quarter != 0 || m->half != 0))
        return m->start + (m->end - m->start) / 2;
    return m->start;
}

/* The year of a moment that says none. */
static int32_t
choose_year(const struct wf_moment *m, int32_t anchor, enum wf_date_direction direction)
{
    int32_t base = wf_civil_of(anchor).year, best = base, best_distance = INT32_MAX;
    int32_t other_distance = INT32_MAX, other = base;

    bool weekday = false;
    int32_t reach;
    bool weak = direction == WF_DIR_PAST_WEAK;

    if (weak)
        direction = WF_DIR_PAST;
    if (m->weekday >= 0 && m->day != 0 &&
        m->weekday_nth == 0) { /* Friday, July 18: a year where that is so */
        for (int32_t year = base - 2; year <= base + 2; year++) {
            struct wf_moment try = *m;

            wf_date_in_year(&try, year);
            weekday |= try.start != WF_DAY_NONE && wf_weekday_of(try.start) == m->weekday;
        }
    }
    reach = weekday ? 2 : m->month == 2 && m->day == 29 ? 4 : 1;
    for (int32_t year = base - reach; year <= base + reach; year++) {
        struct wf_moment try = *m;
        int32_t d;
        bool fits;

        wf_date_in_year(&try, year);
        if (weekday && (try.start == WF_DAY_NONE || wf_weekday_of(try.start) != m->weekday))
            continue;
        d = distance(&try, anchor);
        fits = direction == WF_DIR_NEAREST || weekday ||
            (direction == WF_DIR_PAST ? past_start(&try) <= anchor : try.end >= anchor);
        if (try.start == WF_DAY_NONE)
            continue;
        if (fits && d < best_distance) {
            best_distance = d;
            best = year;
        }
        if (!fits && d < other_distance) {
            other_distance = d;
            other = year;
        }
    }
    if (weak && best_distance > 240 && other_distance < 60)
        return other;
    if (direction == WF_DIR_FUTURE && best_distance > 300 && other_distance < 45)
        return other;
    return best;
}

static enum wf_date_direction
direction_of(const struct wf_dates_scan *s, uint32_t first, uint32_t end, const struct wf_moment *m,
    bool weekday)
{
    int tense;

    if (m->direction != WF_DIR_TENSE)
        return m->direction;
    if (s->alone)
        return WF_DIR_FUTURE;
    if (first >
        s->sentence_first) { /* until and by look ahead more often than not, whatever the verb */
        const struct wf_date_word *w = wf_date_at(s, first - 1);

        if (weekday && wf_prep_is(w, WF_PREP_BY) && wf_date_tense(s, first, end) == -1)
            return WF_DIR_PAST; /* by Friday, 40 bodies had been found */
        if (w->kind == WF_DK_UNTIL || (w->kind == WF_DK_TO && w->n == 1) ||
            wf_prep_is(w, WF_PREP_BY))
            return weekday ? WF_DIR_FUTURE : WF_DIR_NEAREST;
    }
    tense = wf_date_tense(s, first, end);
    if (tense ==
        WF_TENSE_SAID) /* `said Tuesday` is past; `said the talks of Oct. 30 ...` may be anything */
        return weekday ? WF_DIR_PAST : WF_DIR_NEAREST;
    if (tense == WF_TENSE_WEAK)
        return weekday ? WF_DIR_PAST : WF_DIR_PAST_WEAK;
    if (tense != 0)
        return tense < 0 ? WF_DIR_PAST : WF_DIR_FUTURE;
    return weekday ? WF_DIR_PAST : WF_DIR_NEAREST;
}

static void
resolve_weekday(struct wf_dates_scan *s, uint32_t first, uint32_t end, struct wf_moment *m)
{
    int32_t day;

    m->grain = WF_U_DAY;
    if (s->anchor == WF_DAY_NONE) {
        snprintf(m->value, sizeof m->value, "XXXX-WXX-%d", m->weekday + 1);
        m->start = m->end = WF_DAY_NONE;
        return;
    }
    if (direction_of(s, first, end, m, true) == WF_DIR_FUTURE)
        day = s->anchor + (m->weekday - wf_weekday_of(s->anchor) + 7) % 7;
    else
        day = s->anchor - (wf_weekday_of(s->anchor) - m->weekday + 7) % 7;
    if (m->day != 0) { /* Friday the 13th: the nearest month where that is so */
        for (int k = 0; k < 120; k++) {
            int32_t before = day - 7 * k, after = day + 7 * k;

            if (wf_civil_of(after).day == m->day || wf_civil_of(before).day == m->day) {
                day = wf_civil_of(after).day == m->day ? after : before;
                break;
            }
        }
    }
    wf_moment_unit(m, WF_U_DAY, day);
    m->relative = true;
}

static void
resolve_hijri(struct wf_moment *m)
{
    int length;

    m->resolved = true;
    if (m->calendar == WF_CAL_SOLAR_HIJRI) {
        if (m->month == 0) {
            m->start = wf_day_of_solar_hijri(m->year, 1, 1);
            m->end = wf_day_of_solar_hijri(m->year + 1, 1, 1) - 1;
        } else {
            length = wf_days_in_solar_hijri_month(m->year, m->month);
            m->impossible = m->day > length;
            m->start = wf_day_of_solar_hijri(m->year, m->month, m->day == 0 ? 1 : m->day);
            m->end = m->day == 0 ? m->start + length - 1 : m->start;
        }
    } else {
        if (m->month == 0) {
            m->start = wf_day_of_islamic(m->year, 1, 1);
            m->end = wf_day_of_islamic(m->year + 1, 1, 1) - 1;
        } else {
            length = wf_days_in_islamic_month(m->year, m->month);
            m->impossible = m->day > length;
            m->start = wf_day_of_islamic(m->year, m->month, m->day == 0 ? 1 : m->day);
            m->end = m->day == 0 ? m->start + length - 1 : m->start;
        }
    }
    if (m->start == m->end) {
        wf_date_print_day(m->value, sizeof m->value, m->start);
    } else {
        wf_date_print_day(m->value, sizeof m->value, m->start);
        m->value[10] = '/';
        wf_date_print_day(m->value + 11, sizeof m->value - 11, m->end);
    }
    if (m->impossible)
        m->start = m->end = WF_DAY_NONE;
}

/* Narrow the days by `early`, `mid`, `late`, and say so in mod. */
static void
apply_part(struct wf_moment *m)
{
    int32_t length, third;

    if (m->part == WF_PART_NONE || m->part == WF_PART_REST)
        return;
    m->mod = m->part == WF_PART_START ? "START" : m->part == WF_PART_END ? "END" : "MID";
    if (m->start == WF_DAY_NONE || m->end == WF_DAY_NONE || m->end - m->start < 3)
        return;
    length = m->end - m->start + 1;
    third = length / 3;
    if (m->grain == WF_U_MONTH)
        third = 10;
    if (m->grain == WF_U_YEAR) { /* January to April, May to August, September to December */
        struct wf_civil c = wf_civil_of(m->start);
        int first = m->part == WF_PART_START ? 1 : m->part == WF_PART_MID ? 5 : 9;

        m->start = wf_day_of(c.year, first, 1);
        m->end = first == 9 ? wf_day_of(c.year, 12, 31) : wf_day_of(c.year, first + 4, 1) - 1;
        return;
    }
    if (m->grain == WF_U_DECADE) {
        struct wf_civil c = wf_civil_of(m->start);
        int first = m->part == WF_PART_START ? 0 : m->part == WF_PART_MID ? 4 : 7;

        m->start = wf_day_of(c.year + first, 1, 1);
        m->end = wf_day_of(c.year + (first == 0 ? 3 : first == 4 ? 6 : 9), 12, 31);
        return;
    }
    if (m->grain == WF_U_WEEK)
        third = 3;
    if (m->part == WF_PART_START) {
        m->end = m->start + third - 1;
    } else if (m->part == WF_PART_END) {
        m->start = m->grain == WF_U_MONTH ? m->start + 20 : m->end - third + 1;
    } else {
        m->end = m->start + 2 * third - 1;
        m->start += third;
    }
}

static void
append_clock(const struct wf_dates_scan *s, struct wf_moment *m)
{
    size_t len;

    if (m->hour < 0 && m->daypart == NULL)
        return;
    m->type = WF_DATE_TIME;
    if (m->value[0] == '\0') { /* a time of day alone: the day it is said of */
        int32_t day = s->last_day != WF_DAY_NONE && s->sentence - s->last_day_sentence <= 2
            ? s->last_day
            : s->anchor;

        if (day != WF_DAY_NONE) {
            wf_date_print_day(m->value, sizeof m->value, day);
            m->start = m->end = day;
            m->relative = true;
        } else {
            snprintf(m->value, sizeof m->value, "XXXX-XX-XX");
        }
    }
    len = strlen(m->value);
    if (len > 40)
        return;
    if (m->hour < 0) {
        snprintf(m->value + len, sizeof m->value - len, "T%s", m->daypart);
        return;
    }
    if (m->daypart != NULL && !m->has_meridiem && m->hour < 12 && m->hour > 0 &&
        (strcmp(m->daypart, "AF") == 0 || strcmp(m->daypart, "EV") == 0 ||
            (strcmp(m->daypart, "NI") == 0 && m->hour > 5)))
        m->hour += 12;
    len += (size_t)snprintf(m->value + len, sizeof m->value - len, "T%02d", m->hour);
    if (m->has_minute || m->hour >= 0)
        len += (size_t)snprintf(m->value + len, sizeof m->value - len, ":%02d", m->minute);
    if (m->has_second)
        len += (size_t)snprintf(m->value + len, sizeof m->value - len, ":%02d", m->second);
    if (m->zone == 0)
        snprintf(m->value + len, sizeof m->value - len, "Z");
    else if (m->zone != WF_ZONE_NONE)
        snprintf(m->value + len, sizeof m->value - len, "%c%02d:%02d", m->zone < 0 ? '-' : '+',
            (m->zone < 0 ? -m->zone : m->zone) / 60, (m->zone < 0 ? -m->zone : m->zone) % 60);
    m->grain = m->has_second ? WF_U_SECOND : m->has_minute ? WF_U_MINUTE : WF_U_HOUR;
}

void
wf_date_resolve(struct wf_dates_scan *s, uint32_t first, uint32_t end, struct wf_moment *m)
{
    bool calendar = m->month != 0 || m->quarter != 0 || m->half != 0 || m->season != 0;

    if (m->resolved) {
        /* done by who found it */
    } else if (m->calendar != WF_CAL_GREGORIAN && m->has_year) {
        resolve_hijri(m);
    } else if (m->has_year) {
        wf_date_in_year(m, m->year);
    } else if (calendar) {
        int32_t year = 0;

        if (s->anchor != WF_DAY_NONE) {
            year = choose_year(m, s->anchor, direction_of(s, first, end, m, false));
            m->relative = true;
        } else if (s->last_year != 0 && s->sentence - s->last_year_sentence <= 2) {
            year = s->last_year;
        }
        if (year != 0) {
            wf_date_in_year(m, year);
        } else {
            struct wf_moment shape = *m;

            wf_date_in_year(&shape, 2000);
            memcpy(m->value, "XXXX", 4);
            snprintf(m->value + 4, sizeof m->value - 4, "%s", shape.value + (m->fiscal ? 6 : 4));
            if (m->day > wf_days_in_month(2000, m->month == 0 ? 1 : m->month))
                m->impossible = true;
            if (m->weekday_nth != 0)
                snprintf(m->value, sizeof m->value, "XXXX-%02d-WXX-%d", m->month, m->weekday + 1);
            m->start = m->end = WF_DAY_NONE;
        }
    } else if (m->weekday >= 0) {
        resolve_weekday(s, first, end, m);
    } else if (m->day != 0) { /* the 15th */
        if (s->anchor == WF_DAY_NONE) {
            snprintf(m->value, sizeof m->value, "XXXX-XX-%02d", m->day);
        } else {
            struct wf_civil c = wf_civil_of(s->anchor);
            int step = direction_of(s, first, end, m, false) == WF_DIR_FUTURE ? 1 : -1;

            if ((step > 0 && m->day < c.day) || (step < 0 && m->day > c.day)) {
                int32_t other = wf_date_month_shift(wf_day_of(c.year, c.month, 1), step);

                c = wf_civil_of(other);
            }
            if (m->day <= wf_days_in_month(c.year, c.month))
                wf_moment_unit(m, WF_U_DAY, wf_day_of(c.year, c.month, m->day));
            else
                snprintf(m->value, sizeof m->value, "XXXX-XX-%02d", m->day);
            m->relative = true;
        }
    }
    append_clock(s, m);
    apply_part(m);
}
