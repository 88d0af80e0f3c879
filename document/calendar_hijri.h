/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Solar Hijri (Iran, Afghanistan) and tabular Islamic dates as day numbers of document/calendar.h. Months
 * and days need not be valid in their month; years from 1 to 3000.
 *
 * Solar Hijri years follow the 33-year arithmetic of Birashk's successors as used by jalaali implementations:
 * exact against the observed calendar from 1206 to 1498 (1827 to 2119). The Islamic calendar is the tabular
 * one (civil epoch, years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30 are leap); the observed one may differ
 * by a day or two.
 */
#ifndef WF_CALENDAR_HIJRI_H
#define WF_CALENDAR_HIJRI_H

#include <stdint.h>

int32_t wf_day_of_solar_hijri(int32_t year, int month, int day);
int wf_days_in_solar_hijri_month(int32_t year, int month);

int32_t wf_day_of_islamic(int32_t year, int month, int day);
int wf_days_in_islamic_month(int32_t year, int month);

#endif
