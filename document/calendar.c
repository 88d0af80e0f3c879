/* SPDX-License-Identifier: Apache-2.0 */
#include "document/calendar.h"

#include <stdio.h>

/* Days before 1970-01-01 in the cycle of 400 years that starts on 0000-03-01. */
#define EPOCH_SHIFT 719468

int32_t
wf_day_of(int32_t year, int month, int day)
{
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t era = (y >= 0 ? y : y - 399) / 400;
    int32_t of_era = y - era * 400;
    int32_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH_SHIFT;
}

struct wf_civil
wf_civil_of(int32_t day)
{
    int32_t z = day + EPOCH_SHIFT;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t of_era = z - era * 146097;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t month = (5 * of_year + 2) / 153;
    struct wf_civil out;

    out.day = of_year - (153 * month + 2) / 5 + 1;
    out.month = month < 10 ? month + 3 : month - 9;
    out.year = year + era * 400 + (out.month <= 2);
    return out;
}

int
wf_weekday_of(int32_t day)
{
    int32_t weekday = (day + 3) % 7; /* 1970-01-01 was a Thursday */

    return weekday < 0 ? weekday + 7 : weekday;
}

int
wf_days_in_month(int32_t year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    if (month < 1 || month > 12)
        return 0;
    return days[month - 1] + (month == 2 && leap);
}

size_t
wf_day_print(int32_t day, char out[16])
{
    struct wf_civil c = wf_civil_of(day);
    int n;

    if (c.year >= 0 && c.year <= 9999) { /* nearly always, and printf is slow where every fact has two days */
        const int parts[] = { c.year / 100, c.year % 100, c.month, c.day };
        static const uint8_t places[] = { 0, 2, 5, 8 };

        for (size_t i = 0; i < 4; i++) {
            out[places[i]] = (char)('0' + parts[i] / 10);
            out[places[i] + 1] = (char)('0' + parts[i] % 10);
        }
        out[4] = out[7] = '-';
        out[10] = '\0';
        return 10;
    }
    n = snprintf(out, 16, "%04d-%02d-%02d", c.year, c.month, c.day);
    return n < 0 ? 0 : n > 15 ? 15 : (size_t)n;
}

static bool
digits(const char *data, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++) {
        if (data[i] < '0' || data[i] > '9')
            return false;
        *value = *value * 10 + (data[i] - '0');
    }
    return true;
}

bool
wf_day_parse(const char *data, size_t len, int32_t *day)
{
    int y, m, d;

    if (len < 10 || data[4] != '-' || data[7] != '-' || !digits(data, 4, &y) ||
        !digits(data + 5, 2, &m) || !digits(data + 8, 2, &d))
        return false;
    if (len > 10 && data[10] != 'T' && data[10] != 't' && data[10] != ' ')
        return false;
    if (d < 1 || d > wf_days_in_month(y, m))
        return false;
    *day = wf_day_of(y, m, d);
    return true;
}
