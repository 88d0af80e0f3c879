/* SPDX-License-Identifier: Apache-2.0 */
/* Holidays of the class date_phrase: fixed, counted from Easter, listed by year, the n-th weekday of a month. */
#include "extractors/dates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/calendar_hijri.h"

int
wf_date_attribute(const struct wf_lexicon_entry *e, const char *key, int part, bool *present)
{
    struct wf_slice v = wf_entry_attribute(e, key);
    char text[24], *at = text;
    int n = 0;

    *present = v.data != NULL && v.len > 0 && v.len < sizeof text;
    if (!*present)
        return 0;
    memcpy(text, v.data, v.len);
    text[v.len] = '\0';
    if (part == 0 && (text[0] == '-' || strchr(text, '-') == NULL))
        return atoi(text);
    for (; part > 0; part--) {
        at = strchr(at, '-');
        if (at == NULL)
            return 0;
        at++;
    }
    if (*at == 'L')
        return -1;
    for (; *at >= '0' && *at <= '9'; at++)
        n = n * 10 + (*at - '0');
    return n;
}

/* Easter Sunday: Gregorian (anonymous algorithm), or Julian turned into Gregorian. */
static int32_t
easter(int32_t year, bool orthodox)
{
    if (orthodox) {
        int a = (int)(year % 4), b = (int)(year % 7), c = (int)(year % 19), d = (19 * c + 15) % 30,
            e = (2 * a + 4 * b - d + 34) % 7, month = (d + e + 114) / 31,
            day = (d + e + 114) % 31 + 1;

        return wf_day_of(year, month, day) + (int32_t)(year / 100 - year / 400 - 2);
    } else {
        int a = (int)(year % 19), b = (int)(year / 100), c = (int)(year % 100), d = b / 4,
            e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30,
            i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7,
            m = (a + 11 * h + 22 * l) / 451;

        return wf_day_of(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    }
}

/* The entry that has the days of one that only says `same=`. */
static const struct wf_lexicon_entry *
same_as(const struct wf_dates *st, const struct wf_lexicon_entry *e)
{
    struct wf_slice name = wf_entry_attribute(e, "same");

    for (uint32_t i = 0; name.data != NULL && i < st->phrase_count; i++) {
        struct wf_slice other = st->phrases[i]->canonical;
        size_t k = 0;

        if (other.len != name.len)
            continue;
        while (k < name.len &&
            (name.data[k] == other.data[k] || (name.data[k] == '_' && other.data[k] == ' ')))
            k++;
        if (k == name.len && wf_entry_attribute(st->phrases[i], "on").data != NULL)
            return st->phrases[i];
    }
    return e;
}

/* The first day in `year` of a list of days as yyyymmdd; WF_DAY_NONE where it has none. */
static int32_t
listed_in(struct wf_slice list, int32_t year)
{
    for (size_t at = 0; at + 8 <= list.len; at += 9) {
        int32_t n = 0;

        for (size_t k = 0; k < 8; k++)
            n = n * 10 + (list.data[at + k] - '0');
        if (n / 10000 == year)
            return wf_day_of(year, n / 100 % 100, n % 100);
    }
    return WF_DAY_NONE;
}

/* The day of a holiday in a year; WF_DAY_NONE where it has none. */
static int32_t
holiday_in(const struct wf_dates *st, const struct wf_lexicon_entry *e, int32_t year)
{
    bool has, more;
    int n = wf_date_attribute(e, "md", 0, &has);
    struct wf_slice list = wf_entry_attribute(same_as(st, e), "on");

    if (list.data != NULL) {
        int32_t day = listed_in(list, year);

        if (day != WF_DAY_NONE)
            return day + wf_date_attribute(e, "plus", 0, &more);
    }

    if (has)
        return wf_day_of(year, n, wf_date_attribute(e, "md", 1, &more));
    n = wf_date_attribute(e, "nth", 0, &has);
    if (has) {
        int which = wf_date_attribute(e, "nth", 1, &more), weekday = wf_date_attribute(e, "nth", 2, &more);
        int32_t first = wf_day_of(year, n, 1), last = first + wf_days_in_month(year, n) - 1;

        if (which < 0)
            return last - (wf_weekday_of(last) - weekday + 7) % 7;
        return first + (weekday - wf_weekday_of(first) + 7) % 7 + 7 * (which - 1) +
            wf_date_attribute(e, "plus", 0, &more);
    }
    n = wf_date_attribute(e, "easter", 0, &has);
    if (has)
        return easter(year, false) + n;
    n = wf_date_attribute(e, "orthodox", 0, &has);
    if (has)
        return easter(year, true) + n;
    n = wf_date_attribute(e, "islamic", 0, &has);
    if (has) {
        int32_t hijri = (int32_t)((year - 622) * (int64_t)33 / 32);

        for (int32_t h = hijri - 1; h <= hijri + 2; h++) {
            int32_t day = wf_day_of_islamic(h, n, wf_date_attribute(e, "islamic", 1, &more)) -
                1; /* as seen in Arabia, more often than not */

            if (wf_civil_of(day).year == year)
                return day;
        }
    }
    return WF_DAY_NONE;
}

static enum wf_date_direction
direction(struct wf_dates_scan *s, uint32_t i, uint32_t end, const struct wf_moment *m)
{
    int tense;

    if (m->direction != WF_DIR_TENSE)
        return m->direction;
    if (s->alone)
        return WF_DIR_FUTURE;
    tense = wf_date_tense(s, i, end);
    return tense < 0 ? WF_DIR_PAST : tense > 0 ? WF_DIR_FUTURE : WF_DIR_NEAREST;
}

uint32_t
wf_date_holiday(struct wf_dates_scan *s, uint32_t i, const struct wf_match *match, struct wf_moment *m)
{
    const struct wf_lexicon_entry *e = match->entry;
    uint32_t end = match->end, at = end;
    int32_t year = 0, day = WF_DAY_NONE;
    bool has, weekend;
    int days = wf_date_attribute(e, "days", 0, &has);

    if (!has)
        days = 1;
    m->rule = s->st->rules.holiday;
    m->grain = WF_U_DAY;
    m->resolved = true;
    weekend = days == 1 && wf_date_unit_is(s, end, WF_U_WEEKEND) &&
        !(wf_date_at(s, end)->flags & WF_DF_PLURAL);
    if (weekend)
        at = ++end;
    (void)wf_date_attribute(e, "local", 0, &has);
    if (has && i > s->sentence_first &&
        (s->tok[i - 1].flags & (WF_TOKEN_CAPITAL | WF_TOKEN_POSSESSIVE)) &&
        wf_date_at(s, i - 1)->kind == WF_DK_NONE) {
        snprintf(m->value, sizeof m->value, "XXXX-XX-XX"); /* another country's */
        return end;
    }
    if (WF_KIND(s, at) == WF_DK_OF || wf_date_prep(s, at, WF_PREP_IN) ||
        wf_date_flag(s, at, WF_TOKEN_COMMA))
        at++;
    if (wf_date_year(s, at, &year) != 0 && year > 1600 && year < 2200) {
        end = wf_date_year(s, at, &year);
    } else {
        year = 0;
        if (at > end && WF_KIND(s, at) == WF_DK_RELATIVE && wf_date_unit_is(s, at + 1, WF_U_YEAR) &&
            s->anchor != WF_DAY_NONE) {
            int n = wf_date_at(s, at)->n;

            year = wf_civil_of(s->anchor).year + (n == 1 || n == 2 ? 1 : n < 0 ? -1 : 0);
            end = at + 2;
            m->relative = true;
        }
    }
    if (year == 0 && m->has_year)
        year = m->year;
    if (year == 0 && s->anchor != WF_DAY_NONE &&
        s->depth < 2) { /* Thanksgiving in three years, six years ago */
        uint32_t shifted = wf_date_years_behind(s, end, &year);

        if (shifted != 0)
            end = shifted;
    }
    if (year != 0) {
        day = holiday_in(s->st, e, year);
    } else if (s->anchor != WF_DAY_NONE) {
        int32_t base = wf_civil_of(s->anchor).year, best = INT32_MAX;
        enum wf_date_direction dir = direction(s, i, end, m);

        m->relative = true;
        for (int32_t y = base - 1; y <= base + 1; y++) {
            int32_t d = holiday_in(s->st, e, y), far;

            if (d == WF_DAY_NONE)
                continue;
            far = d + days - 1 < s->anchor ? s->anchor - (d + days - 1)
                : d > s->anchor            ? d - s->anchor
                                           : 0;
            if ((dir == WF_DIR_PAST && d > s->anchor) ||
                (dir == WF_DIR_FUTURE && d + days - 1 < s->anchor))
                continue;
            if (m->direction != WF_DIR_TENSE && far == 0 && days == 1)
                continue;
            if (far < best) {
                best = far;
                day = d;
            }
        }
    }
    if (day == WF_DAY_NONE) {
        bool fixed;
        int month = wf_date_attribute(e, "md", 0, &fixed);

        if (fixed)
            snprintf(
                m->value, sizeof m->value, "XXXX-%02d-%02d", month, wf_date_attribute(e, "md", 1, &has));
        else
            snprintf(m->value, sizeof m->value, "XXXX-XX-XX");
        return end;
    }
    if (days > 1) {
        struct wf_moment last;

        wf_moment_init(&last);
        wf_moment_unit(m, WF_U_DAY, day);
        wf_moment_unit(&last, WF_U_DAY, day + days - 1);
        m->value[10] = '/';
        memcpy(m->value + 11, last.value, 11);
        m->end = last.end;
        m->grain = WF_U_MONTH;
    } else {
        wf_moment_unit(m, WF_U_DAY, day);
    }
    if (weekend) /* of Labor Day, a Monday: the days before it */
        wf_moment_unit(
            m, WF_U_WEEKEND, wf_weekday_of(day) <= 1 ? day - 2 - wf_weekday_of(day) : day);
    (void)wf_date_attribute(e, "eve", 0, &has);
    if (has && !weekend)
        m->start = day - 1;
    return end;
}
