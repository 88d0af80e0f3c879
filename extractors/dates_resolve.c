/* SPDX-License-Identifier: Apache-2.0 */
/* From what an expression says to a TIMEX3 value, and the first and last day that it can mean. */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

#include "document/calendar_hijri.h"

static const char *const grain_names[] = { "second", "minute", "hour", "day", "week", "fortnight",
    "month", "quarter", "year", "decade", "century", "millennium", "weekend", "night", "semester",
    "half-year", "season", NULL };

const char *
wf_grain_name(enum wf_date_unit unit)
{
    return unit <= WF_U_NONE ? grain_names[unit] : NULL;
}

static int32_t
month_shift(int32_t day, int32_t months)
{
    struct wf_civil c = wf_civil_of(day);
    int64_t index = (int64_t)c.year * 12 + (c.month - 1) + months;
    int32_t year = (int32_t)(index >= 0 ? index / 12 : -((11 - index) / 12));
    int month = (int)(index - (int64_t)year * 12) + 1, length = wf_days_in_month(year, month);

    return wf_day_of(year, month, c.day < length ? c.day : length);
}

int32_t
wf_unit_shift(enum wf_date_unit unit, int32_t day, int32_t by)
{
    if (by > 20000 || by < -20000) /* beyond any calendar that a document means */
        return day;
    switch (unit) {
    case WF_U_DAY:
    case WF_U_NIGHT: return day + by;
    case WF_U_WEEK:
    case WF_U_WEEKEND: return day + 7 * by;
    case WF_U_FORTNIGHT: return day + 14 * by;
    case WF_U_MONTH: return month_shift(day, by);
    case WF_U_QUARTER: return month_shift(day, 3 * by);
    case WF_U_SEMESTER:
    case WF_U_HALF: return month_shift(day, 6 * by);
    case WF_U_YEAR: return month_shift(day, 12 * by);
    case WF_U_DECADE: return month_shift(day, 120 * (by % 1000));
    case WF_U_CENTURY: return month_shift(day, 1200 * (by % 100));
    case WF_U_MILLENNIUM: return month_shift(day, 12000 * (by % 10));
    default: return day;
    }
}

/* ISO 8601 week: its Thursday decides the year. */
static void
iso_week(int32_t day, int32_t *year, int *week)
{
    int32_t thursday = day - wf_weekday_of(day) + 3;

    *year = wf_civil_of(thursday).year;
    *week = (thursday - wf_day_of(*year, 1, 1)) / 7 + 1;
}

/* `2024-05-03`, without a day `2024-05`, without a month `2024`: by hand, since nearly every date is one of these. */
static void
print_date(char *out, size_t size, int32_t year, int month, int day)
{
    const int parts[] = { year / 100, year % 100, month, day };
    static const uint8_t places[] = { 0, 2, 5, 8 };
    size_t count = month == 0 ? 2 : day == 0 ? 3 : 4;

    if (year < 0 || year > 9999 || month < 0 || month > 99 || day < 0 || day > 99 || size < 11) {
        snprintf(out, size, month == 0 ? "%04d" : day == 0 ? "%04d-%02d" : "%04d-%02d-%02d", (int)year, month, day);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 1)
            out[places[i] - 1] = '-';
        out[places[i]] = (char)('0' + parts[i] / 10);
        out[places[i] + 1] = (char)('0' + parts[i] % 10);
    }
    out[places[count - 1] + 2] = '\0';
}

static void
print_day(char *out, size_t size, int32_t day)
{
    struct wf_civil c = wf_civil_of(day);

    print_date(out, size, c.year, c.month, c.day);
}

void
wf_moment_unit(struct wf_moment *m, enum wf_date_unit unit, int32_t day)
{
    struct wf_civil c = wf_civil_of(day);
    char *v = m->value;
    size_t size = sizeof m->value;
    int32_t year;
    int week;

    m->resolved = true;
    m->grain = unit;
    switch (unit) {
    case WF_U_WEEK:
    case WF_U_FORTNIGHT:
        iso_week(day, &year, &week);
        snprintf(v, size, "%04d-W%02d", (int)year, week);
        m->start = day - wf_weekday_of(day);
        m->end = m->start + 6;
        break;
    case WF_U_WEEKEND:
        iso_week(day, &year, &week);
        snprintf(v, size, "%04d-W%02d-WE", (int)year, week);
        m->start = day - wf_weekday_of(day) + 5;
        m->end = m->start + 1;
        break;
    case WF_U_MONTH:
        print_date(v, size, c.year, c.month, 0);
        m->start = wf_day_of(c.year, c.month, 1);
        m->end = m->start + wf_days_in_month(c.year, c.month) - 1;
        break;
    case WF_U_QUARTER: {
        int quarter = (c.month - 1) / 3 + 1;

        snprintf(v, size, "%04d-Q%d", (int)c.year, quarter);
        m->start = wf_day_of(c.year, quarter * 3 - 2, 1);
        m->end =
            wf_day_of(quarter == 4 ? c.year + 1 : c.year, quarter == 4 ? 1 : quarter * 3 + 1, 1) -
            1;
        break;
    }
    case WF_U_HALF:
    case WF_U_SEMESTER:
        snprintf(v, size, "%04d-H%d", (int)c.year, c.month <= 6 ? 1 : 2);
        m->start = wf_day_of(c.year, c.month <= 6 ? 1 : 7, 1);
        m->end = c.month <= 6 ? wf_day_of(c.year, 6, 30) : wf_day_of(c.year, 12, 31);
        break;
    case WF_U_YEAR:
        print_date(v, size, c.year, 0, 0);
        m->start = wf_day_of(c.year, 1, 1);
        m->end = wf_day_of(c.year, 12, 31);
        break;
    case WF_U_DECADE:
        snprintf(v, size, "%03dX", (int)c.year / 10);
        m->start = wf_day_of(c.year / 10 * 10, 1, 1);
        m->end = wf_day_of(c.year / 10 * 10 + 9, 12, 31);
        break;
    case WF_U_CENTURY:
        snprintf(v, size, "%02dXX", (int)c.year / 100);
        m->start = wf_day_of(c.year / 100 * 100, 1, 1);
        m->end = wf_day_of(c.year / 100 * 100 + 99, 12, 31);
        break;
    case WF_U_MILLENNIUM:
        snprintf(v, size, "%dXXX", (int)c.year / 1000);
        m->start = wf_day_of(c.year / 1000 * 1000, 1, 1);
        m->end = wf_day_of(c.year / 1000 * 1000 + 999, 12, 31);
        break;
    case WF_U_NIGHT:
        print_day(v, size, day);
        m->start = m->end = day;
        m->daypart = "NI";
        m->type = WF_DATE_TIME;
        break;
    default:
        m->grain = WF_U_DAY;
        print_day(v, size, day);
        m->start = m->end = day;
        break;
    }
}

/* Start, end and value of a moment whose year is known. */
static void
in_year(struct wf_moment *m, int32_t year)
{
    static const char *const seasons[] = { "", "SP", "SU", "FA", "WI" };
    char *v = m->value;
    size_t size = sizeof m->value;

    m->resolved = true;
    if (m->season != 0) {
        int first = m->season == 4 ? 12 : m->season * 3;

        snprintf(v, size, "%04d-%s", (int)year, seasons[m->season]);
        m->start = wf_day_of(year, first, 1);
        m->end = m->season == 4 ? wf_day_of(year + 1, 3, 1) - 1 : wf_day_of(year, first + 3, 1) - 1;
    } else if (m->quarter != 0 || m->half != 0) {
        int months = m->quarter != 0 ? 3 : 6, n = m->quarter != 0 ? m->quarter : m->half;

        snprintf(v, size, "%s%04d-%c%d", m->fiscal ? "FY" : "", (int)year,
            m->quarter != 0 ? 'Q' : 'H', n);
        m->start = wf_day_of(year, (n - 1) * months + 1, 1);
        m->end =
            n * months == 12 ? wf_day_of(year, 12, 31) : wf_day_of(year, n * months + 1, 1) - 1;
        if (m->fiscal)
            m->start = m->end = WF_DAY_NONE; /* whose fiscal year is not known */
    } else if (m->month == 0) {
        if (m->fiscal)
            snprintf(v, size, "FY%04d", (int)year);
        else
            print_date(v, size, year, 0, 0);
        m->start = wf_day_of(year, 1, 1);
        m->end = wf_day_of(year, 12, 31);
        m->grain = WF_U_YEAR;
        if (m->fiscal) {
            m->start = wf_day_of(year - 1, 1,
                1); /* fiscal years begin in some month of the year before, or with it */
            m->end = wf_day_of(year, 12, 31);
        }
    } else if (m->weekday_nth != 0) {
        int32_t first = wf_day_of(year, m->month, 1),
                last = first + wf_days_in_month(year, m->month) - 1, day;

        if (m->weekday_nth > 0)
            day = first + (m->weekday - wf_weekday_of(first) + 7) % 7 + 7 * (m->weekday_nth - 1);
        else
            day = last - (wf_weekday_of(last) - m->weekday + 7) % 7 + 7 * (m->weekday_nth + 1);
        print_day(v, size, day);
        m->start = m->end = day;
        m->grain = WF_U_DAY;
    } else if (m->day == 0) {
        print_date(v, size, year, m->month, 0);
        m->start = wf_day_of(year, m->month, 1);
        m->end = m->start + wf_days_in_month(year, m->month) - 1;
    } else {
        print_date(v, size, year, m->month, m->day);
        if (m->day > wf_days_in_month(year, m->month)) {
            m->impossible = true;
            m->start = m->end = WF_DAY_NONE;
        } else {
            m->start = m->end = wf_day_of(year, m->month, m->day);
        }
    }
}

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

            in_year(&try, year);
            weekday |= try.start != WF_DAY_NONE && wf_weekday_of(try.start) == m->weekday;
        }
    }
    reach = weekday ? 2 : m->month == 2 && m->day == 29 ? 4 : 1;
    for (int32_t year = base - reach; year <= base + reach; year++) {
        struct wf_moment try = *m;
        int32_t d;
        bool fits;

        in_year(&try, year);
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
        print_day(m->value, sizeof m->value, m->start);
    } else {
        print_day(m->value, sizeof m->value, m->start);
        m->value[10] = '/';
        print_day(m->value + 11, sizeof m->value - 11, m->end);
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
            print_day(m->value, sizeof m->value, day);
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
        in_year(m, m->year);
    } else if (calendar) {
        int32_t year = 0;

        if (s->anchor != WF_DAY_NONE) {
            year = choose_year(m, s->anchor, direction_of(s, first, end, m, false));
            m->relative = true;
        } else if (s->last_year != 0 && s->sentence - s->last_year_sentence <= 2) {
            year = s->last_year;
        }
        if (year != 0) {
            in_year(m, year);
        } else {
            struct wf_moment shape = *m;

            in_year(&shape, 2000);
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
                int32_t other = month_shift(wf_day_of(c.year, c.month, 1), step);

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
