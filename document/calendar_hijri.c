/* SPDX-License-Identifier: Apache-2.0 */
#include "document/calendar_hijri.h"

#include <stdbool.h>

#include "document/calendar.h"

/*
 * Leap years of the solar calendar come every four years, and every five once in 29 to 37. These years begin
 * a new row of such cycles (public calendar arithmetic of Borkowski).
 */
static const int32_t breaks[] = { -61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060,
    2097, 2192, 2262, 2324, 2394, 2456, 3178 };

/* The day in March (Gregorian) on which a solar year begins, and whether the year before it was leap. */
static int
new_year_in_march(int32_t year, int *since_leap)
{
    int32_t gregorian = year + 621, leap = -14, before = breaks[0], jump = 0, n;
    unsigned i;

    for (i = 1; i < sizeof breaks / sizeof breaks[0]; i++) {
        jump = breaks[i] - before;
        if (year < breaks[i])
            break;
        leap += jump / 33 * 8 + jump % 33 / 4;
        before = breaks[i];
    }
    n = year - before;
    leap += n / 33 * 8 + (n % 33 + 3) / 4;
    if (jump % 33 == 4 && jump - n == 4)
        leap++;
    if (jump - n < 6)
        n = n - jump + (jump + 4) / 33 * 33;
    *since_leap = ((n + 1) % 33 - 1) % 4;
    if (*since_leap == -1)
        *since_leap = 4;
    return (int)(20 + leap - (gregorian / 4 - (gregorian / 100 + 1) * 3 / 4 - 150));
}

static int32_t
clamp_year(int32_t year)
{
    return year < 1 ? 1 : year > 3000 ? 3000 : year;
}

int32_t
wf_day_of_solar_hijri(int32_t year, int month, int day)
{
    int since_leap, march;
    int32_t y = clamp_year(year);

    march = new_year_in_march(y, &since_leap);
    return wf_day_of(y + 621, 3, march) + (month - 1) * 31 - (month > 7 ? month - 7 : 0) + day - 1;
}

int
wf_days_in_solar_hijri_month(int32_t year, int month)
{
    int since_leap;

    if (month <= 6)
        return 31;
    if (month <= 11)
        return 30;
    (void)new_year_in_march(clamp_year(year), &since_leap);
    return since_leap == 0 ? 30 : 29;
}

int32_t
wf_day_of_islamic(int32_t year, int month, int day)
{
    int32_t y = clamp_year(year);

    /* 1 Muharram 1 is 19 July 622, Gregorian, in the civil reckoning: day -492148 */
    return -492148 + (y - 1) * 354 + (3 + 11 * y) / 30 + 29 * (month - 1) + month / 2 + day - 1;
}

int
wf_days_in_islamic_month(int32_t year, int month)
{
    if (month == 12)
        return (11 * clamp_year(year) + 14) % 30 < 11 ? 30 : 29;
    return month % 2 == 1 ? 30 : 29;
}
