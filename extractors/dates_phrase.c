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
    m->month = wf_date_attribute(match->entry, "n", 0, &has);
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
    m->part = (enum wf_date_part)wf_date_attribute(match->entry, "part", 0, &has);
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
        return wf_date_holiday(s, i, match, m);
    }
    if (wf_slice_is(match->entry->value, "days")) {
        bool has;

        m->rule = s->st->rules.relative;
        m->relative = true;
        if (s->anchor == WF_DAY_NONE)
            return 0;
        wf_moment_unit(m, WF_U_DAY, s->anchor + wf_date_attribute(match->entry, "n", 0, &has));
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
