/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions that are entries of the class date_phrase: holidays, months of other calendars,
 * fixed phrases.
 */
#include "extractors/dates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/calendar_hijri.h"

static int
attribute(const struct wf_lexicon_entry *e, const char *key, int part, bool *present)
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
    int n = attribute(e, "md", 0, &has);
    struct wf_slice list = wf_entry_attribute(same_as(st, e), "on");

    if (list.data != NULL) {
        int32_t day = listed_in(list, year);

        if (day != WF_DAY_NONE)
            return day + attribute(e, "plus", 0, &more);
    }

    if (has)
        return wf_day_of(year, n, attribute(e, "md", 1, &more));
    n = attribute(e, "nth", 0, &has);
    if (has) {
        int which = attribute(e, "nth", 1, &more), weekday = attribute(e, "nth", 2, &more);
        int32_t first = wf_day_of(year, n, 1), last = first + wf_days_in_month(year, n) - 1;

        if (which < 0)
            return last - (wf_weekday_of(last) - weekday + 7) % 7;
        return first + (weekday - wf_weekday_of(first) + 7) % 7 + 7 * (which - 1) +
            attribute(e, "plus", 0, &more);
    }
    n = attribute(e, "easter", 0, &has);
    if (has)
        return easter(year, false) + n;
    n = attribute(e, "orthodox", 0, &has);
    if (has)
        return easter(year, true) + n;
    n = attribute(e, "islamic", 0, &has);
    if (has) {
        int32_t hijri = (int32_t)((year - 622) * (int64_t)33 / 32);

        for (int32_t h = hijri - 1; h <= hijri + 2; h++) {
            int32_t day = wf_day_of_islamic(h, n, attribute(e, "islamic", 1, &more)) -
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

static uint32_t
holiday(struct wf_dates_scan *s, uint32_t i, const struct wf_match *match, struct wf_moment *m)
{
    const struct wf_lexicon_entry *e = match->entry;
    uint32_t end = match->end, at = end;
    int32_t year = 0, day = WF_DAY_NONE;
    bool has, weekend;
    int days = attribute(e, "days", 0, &has);

    if (!has)
        days = 1;
    m->rule = s->st->rules.holiday;
    m->grain = WF_U_DAY;
    m->resolved = true;
    weekend = days == 1 && wf_date_unit_is(s, end, WF_U_WEEKEND) &&
        !(wf_date_at(s, end)->flags & WF_DF_PLURAL);
    if (weekend)
        at = ++end;
    (void)attribute(e, "local", 0, &has);
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
        int month = attribute(e, "md", 0, &fixed);

        if (fixed)
            snprintf(
                m->value, sizeof m->value, "XXXX-%02d-%02d", month, attribute(e, "md", 1, &has));
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
    (void)attribute(e, "eve", 0, &has);
    if (has && !weekend)
        m->start = day - 1;
    return end;
}

/* A month of another calendar at token i, with its year: [15] Shahrivar [15,] 1403. */
static uint32_t
hijri(
    struct wf_dates_scan *s, const struct wf_match *match, struct wf_moment *m, bool solar, int day)
{
    uint32_t end = match->end, at = end, after;
    bool has, ordinal;
    int32_t year = 0;
    int d;

    m->calendar = solar ? WF_CAL_SOLAR_HIJRI : WF_CAL_ISLAMIC;
    m->month = attribute(match->entry, "n", 0, &has);
    m->day = day;
    m->rule = s->st->rules.calendar;
    if (day == 0 && (after = wf_date_day(s, at, &d, &ordinal)) != 0) {
        m->day = d;
        at = after;
        end = after;
    }
    if (wf_date_flag(s, at, WF_TOKEN_COMMA) || WF_KIND(s, at) == WF_DK_OF)
        at++;
    m->grain = m->day != 0 ? WF_U_DAY : WF_U_MONTH;
    if (wf_date_year(s, at, &year) != 0 && year >= 1200 && year < 1600) {
        m->year = year;
        m->has_year = true;
        return wf_date_year(s, at, &year);
    }
    if (m->day == 0 || s->anchor == WF_DAY_NONE)
        return 0;
    m->year = solar ? wf_civil_of(s->anchor).year - 621
                    : (int32_t)((wf_civil_of(s->anchor).year - 622) * (int64_t)33 / 32);
    for (int32_t y = m->year - 1, best = INT32_MAX; y <= m->year + 2 && best > 0;
         y++) { /* the nearest */
        int32_t at_day = solar ? wf_day_of_solar_hijri(y, m->month, m->day)
                               : wf_day_of_islamic(y, m->month, m->day);
        int32_t far = at_day > s->anchor ? at_day - s->anchor : s->anchor - at_day;

        if (far < best) {
            best = far;
            year = y;
        }
    }
    m->year = year;
    m->has_year = m->relative = true;
    return end;
}

/* The first entry of kind `value` among those that begin at token i. */
static const struct wf_match *
match_of(const struct wf_dates_scan *s, uint32_t i, const char *value)
{
    const struct wf_matches *all = s->doc->matches;

    if (all == NULL)
        return NULL;
    for (uint32_t k = all->starts[i]; k < all->starts[i + 1]; k++) {
        const struct wf_match *match = &all->items.items[k];

        if (match->class_id == s->st->phrase_class &&
            wf_slice_is(match->entry->value, value) && match->end <= s->end)
            return match;
    }
    return NULL;
}

uint32_t
wf_date_hijri(struct wf_dates_scan *s, uint32_t i, int day, struct wf_moment *m)
{
    const struct wf_match *match;

    if (!(wf_date_at(s, i)->flags & WF_DF_PHRASE) || !wf_date_flag(s, i, WF_TOKEN_CAPITAL))
        return 0;
    match = match_of(s, i, "solar_month");
    if (match != NULL)
        return hijri(s, match, m, true, day);
    match = match_of(s, i, "islamic_month");
    return match == NULL ? 0 : hijri(s, match, m, false, day);
}

static void
print_attribute(struct wf_moment *m, const struct wf_lexicon_entry *e)
{
    struct wf_slice v = wf_entry_attribute(e, "value");

    snprintf(m->value, sizeof m->value, "%.*s", (int)v.len, v.data == NULL ? "" : v.data);
}

static uint32_t
part_phrase(struct wf_dates_scan *s, const struct wf_match *match, struct wf_moment *m)
{
    struct wf_slice v = wf_entry_attribute(match->entry, "value");
    enum wf_date_unit unit = wf_slice_is(v, "year") ? WF_U_YEAR
        : wf_slice_is(v, "month")                   ? WF_U_MONTH
                                                    : WF_U_DAY;
    bool has;
    int32_t year;
    uint32_t end;

    m->rule = s->st->rules.partial;
    m->part = (enum wf_date_part)attribute(match->entry, "part", 0, &has);
    if (unit == WF_U_YEAR && (end = wf_date_year(s, match->end, &year)) != 0) {
        wf_moment_unit(m, WF_U_YEAR, wf_day_of(year, 1, 1));
        return end;
    }
    if (s->anchor == WF_DAY_NONE)
        return 0;
    wf_moment_unit(m, unit, s->anchor);
    m->relative = true;
    return match->end;
}

uint32_t
wf_date_phrase(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_match *match;
    uint32_t end;

    end = wf_date_hijri(s, i, 0, m);
    if (end != 0)
        return end;
    m->calendar = WF_CAL_GREGORIAN;
    m->month = m->day = 0;
    match = s->doc->matches == NULL ? NULL : wf_match_at(s->doc, i, s->st->phrase_class);
    if (match == NULL || match->end > s->end)
        return 0;
    if (!wf_slice_is(match->entry->value, "holiday") && match_of(s, i, "holiday") != NULL &&
        match_of(s, i, "holiday")->end == match->end)
        match = match_of(s, i, "holiday");
    if (wf_slice_is(match->entry->value, "holiday")) {
        if (!wf_date_flag(s, i, WF_TOKEN_CAPITAL) &&
            !wf_date_flag(s, match->end - 1, WF_TOKEN_CAPITAL) && match->end - i < 2 && !s->alone &&
            wf_date_year(s, match->end, &(int32_t){ 0 }) == 0 &&
            !(i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_RELATIVE))
            return 0;
        if (match->end == i + 1 && i > s->sentence_first &&
            (s->tok[i - 1].flags & WF_TOKEN_CAPITAL) && wf_date_at(s, i - 1)->kind == WF_DK_NONE &&
            !(s->tok[i - 1].flags & WF_TOKEN_SENTENCE_START) && !s->alone)
            return 0; /* part of a name */
        if (wf_date_flag(s, match->end, WF_TOKEN_CAPITAL) &&
            wf_date_at(s, match->end)->kind == WF_DK_NONE && !s->alone &&
            !wf_date_flag(s, match->end, WF_TOKEN_SENTENCE_START) &&
            wf_token_text(s->doc, match->end).len > 1)
            return 0; /* the Good Friday Agreement */
        return holiday(s, i, match, m);
    }
    if (wf_slice_is(match->entry->value, "days")) {
        bool has;

        m->rule = s->st->rules.relative;
        m->relative = true;
        if (s->anchor == WF_DAY_NONE)
            return 0;
        wf_moment_unit(m, WF_U_DAY, s->anchor + attribute(match->entry, "n", 0, &has));
        return match->end;
    }
    if (wf_slice_is(match->entry->value, "fixed")) {
        int32_t day;
        struct wf_slice v = wf_entry_attribute(match->entry, "value");

        if (v.data == NULL || !wf_day_parse(v.data, v.len, &day) ||
            wf_date_symbol(s, match->end, '/'))
            return 0;
        wf_moment_unit(m, WF_U_DAY, day);
        m->rule = s->st->rules.absolute;
        return match->end;
    }
    if (wf_slice_is(match->entry->value, "before")) { /* the year-earlier quarter */
        int32_t base = s->last_start != WF_DAY_NONE ? s->last_start : s->anchor;

        if (base == WF_DAY_NONE || !wf_date_flag(s, i + 1, WF_TOKEN_HYPHEN))
            return 0;
        m->rule = s->st->rules.relative;
        m->relative = true;
        if (wf_date_unit_is(s, match->end, WF_U_QUARTER)) {
            wf_moment_unit(m, WF_U_QUARTER, wf_unit_shift(WF_U_YEAR, base, -1));
            return match->end + 1;
        }
        if (s->last_start != WF_DAY_NONE && s->last_grain == WF_U_QUARTER) {
            wf_moment_unit(m, WF_U_QUARTER, wf_unit_shift(WF_U_YEAR, base, -1));
            return match->end;
        }
        wf_moment_unit(m, WF_U_YEAR, wf_unit_shift(WF_U_YEAR, base, -1));
        return match->end;
    }
    if (wf_slice_is(match->entry->value, "named")) { /* opening night: of what was dated before */
        int32_t day = s->last_day != WF_DAY_NONE && s->sentence - s->last_day_sentence <= 3
            ? s->last_day
            : WF_DAY_NONE;

        m->rule = s->st->rules.relative;
        m->relative = m->resolved = true;
        m->grain = WF_U_DAY;
        if (day != WF_DAY_NONE)
            wf_moment_unit(m, WF_U_DAY, day);
        else
            snprintf(m->value, sizeof m->value, "XXXX-XX-XX");
        return match->end;
    }
    if (wf_slice_is(match->entry->value, "part"))
        return part_phrase(s, match, m);
    if (wf_slice_is(match->entry->value, "ref") && WF_KIND(s, match->end) == WF_DK_RELATIVE &&
        wf_date_at(s, match->end)->n != 4)
        return 0; /* at this time last year */
    if (wf_slice_is(match->entry->value, "ref")) {
        print_attribute(m, match->entry);
        m->resolved = m->relative = true;
        m->rule = s->st->rules.reference;
        if (m->value[1] == 'R' && s->anchor != WF_DAY_NONE)
            m->start = m->end = s->anchor;
        return match->end;
    }
    if (wf_slice_is(match->entry->value, "set") || wf_slice_is(match->entry->value, "length")) {
        print_attribute(m, match->entry);
        m->resolved = true;
        m->type = wf_slice_is(match->entry->value, "set") ? WF_DATE_SET : WF_DATE_DURATION;
        m->rule = m->type == WF_DATE_SET ? s->st->rules.set : s->st->rules.duration;
        return match->end;
    }
    return 0;
}
