/* SPDX-License-Identifier: Apache-2.0 */
/* The proleptic Gregorian calendar (ISO 8601). Days are counted from 1970-01-01. */
#ifndef WF_CALENDAR_H
#define WF_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WF_DAY_NONE INT32_MIN /* unknown, or an open end */

struct wf_civil {
    int32_t year; /* astronomical */
    int month;    /* 1 to 12 */
    int day;      /* 1 to 31 */
};

/* Day number of a date; the date need not be valid in its day (day 0 is the day before the first). */
int32_t wf_day_of(int32_t year, int month, int day);
struct wf_civil wf_civil_of(int32_t day);

/* 0 Monday to 6 Sunday (ISO 8601). */
int wf_weekday_of(int32_t day);

int wf_days_in_month(int32_t year, int month);

/* "2024-09-11"; writes at most 16 bytes with the terminator, returns the length. */
size_t wf_day_print(int32_t day, char out[16]);

/*
 * Parse an ISO 8601 / RFC 3339 date or date-time ("2024-09-11", "2024-09-11T08:30:00Z"); gives the day as
 * written there. False where it is none.
 */
bool wf_day_parse(const char *data, size_t len, int32_t *day);

#endif
