/* SPDX-License-Identifier: Apache-2.0 */
/* Units of the calendar: shifting by them, and the value and days of one that holds a day or is in a year. */
#include "extractors/dates.h"

#include <stdio.h>

static const char *const grain_names[] = { "second", "minute", "hour", "day", "week", "fortnight",
    "month", "quarter", "year", "decade", "century", "millennium", "weekend", "night", "semester",
    "half-year", "season", NULL };

const char *
wf_grain_name(enum wf_date_unit unit)
{
    return unit <= WF_U_NONE ? grain_names[unit] : NULL;
}

int32_t
wf_date_month_shift(int32_t day, int32_t months)
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
    case WF_U_MONTH: return wf_date_month_shift(day, by);
    case WF_U_QUARTER: return wf_date_month_shift(day, 3 * by);
    case WF_U_SEMESTER:
    case WF_U_HALF: return wf_date_month_shift(day, 6 * by);
    case WF_U_YEAR: return wf_date_month_shift(day, 12 * by);
    case WF_U_DECADE: return wf_date_month_shift(day, 120 * (by % 1000));
    case WF_U_CENTURY: return wf_date_month_shift(day, 1200 * (by % 100));
    case WF_U_MILLENNIUM: return wf_date_month_shift(day, 12000 * (by % 10));
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

void
wf_date_print_day(char *out, size_t size, int32_t day)
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
        wf_date_print_day(v, size, day);
        m->start = m->end = day;
        m->daypart = "NI";
        m->type = WF_DATE_TIME;
        break;
    default:
        m->grain = WF_U_DAY;
        wf_date_print_day(v, size, day);
        m->start = m->end = day;
        break;
    }
}

void
wf_date_in_year(struct wf_moment *m, int32_t year)
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
        wf_date_print_day(v, size, day);
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
