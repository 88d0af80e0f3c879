/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `the third quarter`, `the 21st century`, `the last week of October`, `the first nine months of
 * 1989`.
 */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

/* A report of a match has halves and quarters that are no dates. Looked at once a document. */
bool
wf_date_sport(struct wf_dates_scan *s)
{
    int found = 0;

    if (s->sport >= 0)
        return s->sport == 1;
    for (uint32_t i = 0; i < s->count && found < 4; i++) {
        for (size_t k = 0;
             s->tok[i].word != WF_WORD_NONE && k < sizeof s->st->sport / sizeof s->st->sport[0];
             k++)
            found += s->tok[i].word == s->st->sport[k];
    }
    s->sport = found >= 4;
    return s->sport == 1;
}

/*
 * `first quarter [of 2018]`, `the first half`, `21st century`, `first week of October`, `first
 * nine months of 1989`.
 */
uint32_t
wf_date_ordinal(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_date_number n;
    uint32_t at = wf_date_number(s, i, &n), end;
    const struct wf_date_word *w;
    int ordinal;
    bool last = false, fiscal = false;
    int back = 0;

    if (at == 0 && wf_date_is(s, i, s->st->w_second)) {
        at = i + 1;
        n.ordinal = true;
        n.n = 2;
    } else if (WF_KIND(s, i) == WF_DK_RELATIVE && wf_date_at(s, i)->n == WF_REL_LAST) {
        at = i + 1;
        n.ordinal = true;
        n.n = -1;
        last = true;
    }
    if (at == 0 || !n.ordinal)
        return 0;
    if (wf_date_flag(s, at, WF_TOKEN_HYPHEN))
        at++;
    if (WF_KIND(s, at) == WF_DK_FISCAL) {
        fiscal = true;
        at++;
    }
    ordinal = n.n;
    if (!last && WF_KIND(s, at) == WF_DK_RELATIVE && wf_date_at(s, at)->n == WF_REL_LAST &&
        s->tok[at].word != s->st->w_past && WF_KIND(s, at + 1) == WF_DK_UNIT &&
        WF_KIND(s, at + 2) == WF_DK_OF && ordinal >= 1) { /* the second last week of October */
        last = true;
        back = ordinal - 1;
        ordinal = -1;
        at++;
    }
    w = wf_date_at(s, at);
    if (w->kind == WF_DK_HALF ||
        (w->kind == WF_DK_UNIT &&
            (w->n == WF_U_QUARTER || w->n == WF_U_CENTURY || w->n == WF_U_HALF))) {
        if (last)
            return 0;
        end = at + 1;
        if (w->kind == WF_DK_HALF || w->n == WF_U_HALF) {
            if (ordinal > 2)
                return 0;
            m->half = ordinal;
            m->grain = WF_U_HALF;
        } else if (w->n == WF_U_QUARTER) {
            if (ordinal > 4)
                return 0;
            m->quarter = ordinal;
            m->grain = WF_U_QUARTER;
        } else {
            if (ordinal > 30 || ordinal < 1)
                return 0;
            if (WF_KIND(s, end) == WF_DK_ERA && wf_date_at(s, end)->n < 0) {
                snprintf(m->value, sizeof m->value, "BC%02dXX", ordinal - 1);
                m->resolved = true;
                m->grain = WF_U_CENTURY;
                return end + 1;
            }
            wf_moment_unit(m, WF_U_CENTURY, wf_day_of((ordinal - 1) * 100, 1, 1));
            m->rule = s->st->rules.absolute;
            return end;
        }
        m->fiscal = fiscal;
        m->rule = s->st->rules.partial;
        if (m->half != 0 || m->quarter != 0) { /* of 2018, of this year, 2018 */
            uint32_t y = end;
            int32_t year;
            struct wf_moment other;

            if (WF_KIND(s, y) == WF_DK_OF || wf_date_prep(s, y, WF_PREP_IN))
                y++;
            if (WF_KIND(s, y) == WF_DK_THE)
                y++;
            if (WF_KIND(s, y) == WF_DK_FISCAL) {
                m->fiscal = true;
                y++;
                if (WF_KIND(s, y) == WF_DK_UNIT)
                    y++;
            }
            if (wf_date_year(s, y, &year) != 0 && year >= 1800 && year < 2200) {
                m->year = year;
                m->has_year = true;
                return wf_date_year(s, y, &year);
            }
            wf_moment_init(&other);
            if (y > end && WF_KIND(s, y) == WF_DK_RELATIVE &&
                wf_date_unit_is(s, y + 1, WF_U_YEAR) &&
                wf_date_relative_unit(s, y, y + 1, wf_date_at(s, y)->n, &other) != 0 &&
                other.start != WF_DAY_NONE) {
                m->year = wf_civil_of(other.start).year;
                m->has_year = m->relative = true;
                return y + 2;
            }
            if (y > end && wf_date_unit_is(s, y, WF_U_YEAR) && WF_KIND(s, y - 1) == WF_DK_THE) {
                if (s->anchor != WF_DAY_NONE) {
                    m->year = wf_civil_of(s->anchor).year;
                    m->has_year = m->relative = true;
                }
                return y + 1;
            }
            if (WF_KIND(s, end) == WF_DK_OF &&
                m->half != 0) { /* the first half of the match, of September */
                if (!wf_date_flag(s, end + 1, WF_TOKEN_WORD) || WF_KIND(s, end + 1) != WF_DK_MONTH)
                    return 0;
                m->month = wf_date_at(s, end + 1)->n;
                m->part = m->half == 1 ? WF_PART_START : WF_PART_END;
                m->half = 0;
                m->grain = WF_U_MONTH;
                end += 2;
                if (wf_date_year(s, end, &year) != 0) {
                    m->year = year;
                    m->has_year = true;
                    return wf_date_year(s, end, &year);
                }
                return end;
            }
            if (wf_date_sport(s))
                return 0;
            if (m->half != 0 && !(i > s->sentence_first && (WF_KIND(s, i - 1) == WF_DK_THE)))
                return 0;
            if (m->quarter != 0 && wf_date_is(s, end, s->st->w_of))
                return 0;
        }
        return end;
    }
    /*
     * first week of October, last day of 2015, first three months of 1989, second Tuesday of March
     */
    if (w->kind == WF_DK_UNIT || w->kind == WF_DK_WEEKDAY || w->kind == WF_DK_NUMBER ||
        w->kind == WF_DK_SOME || wf_date_flag(s, at, WF_TOKEN_NUMBER)) {
        struct wf_moment whole;
        struct wf_length d;
        uint32_t of;
        enum wf_date_unit unit = (enum wf_date_unit)w->n;
        bool counted = w->kind != WF_DK_UNIT && w->kind != WF_DK_WEEKDAY;

        memset(&d, 0, sizeof d);
        of = counted ? wf_date_length(s, at, &d) : at + 1;
        if (of == 0 || (counted && (d.hyphen || d.age)))
            return 0;
        if (counted && ordinal != 1 && !last)
            return 0;
        if (!(WF_KIND(s, of) == WF_DK_OF || wf_date_prep(s, of, WF_PREP_IN)))
            goto alone;
        at = of + 1;
        wf_moment_init(&whole);
        if (WF_KIND(s, at) == WF_DK_THE)
            at++;
        if (WF_KIND(s, at) == WF_DK_UNIT && WF_KIND(s, at - 1) == WF_DK_THE &&
            s->anchor != WF_DAY_NONE &&
            (wf_date_at(s, at)->n == WF_U_YEAR || wf_date_at(s, at)->n == WF_U_MONTH)) {
            wf_moment_unit(&whole, (enum wf_date_unit)wf_date_at(s, at)->n, s->anchor);
            whole.relative = true;
            end = at + 1;
        } else if (WF_KIND(s, at) == WF_DK_RELATIVE && WF_KIND(s, at + 1) != WF_DK_WEEKDAY) {
            end = wf_date_after_relation(s, at, &whole);
        } else {
            end = wf_date_calendar_date(s, at, &whole);
        }
        if (end == 0 || whole.type != WF_DATE_DATE || whole.grain < WF_U_MONTH ||
            whole.grain == WF_U_NONE)
            goto alone;
        whole.direction = m->direction;
        wf_date_resolve(s, i, end, &whole);
        m->rule = s->st->rules.partial;
        m->relative = whole.relative;
        if (whole.start == WF_DAY_NONE) {
            m->resolved = true;
            m->grain = unit;
            snprintf(m->value, sizeof m->value, "%s", whole.value);
            return end;
        }
        if (counted) {
            m->type = WF_DATE_DURATION;
            m->resolved = true;
            m->grain = d.last;
            wf_length_print(&d, m->value);
            m->start = last ? wf_length_shift(&d, whole.end + 1, -1) : whole.start;
            m->end = last ? whole.end : wf_length_shift(&d, whole.start, 1) - 1;
            return end;
        }
        if (w->kind == WF_DK_WEEKDAY) {
            int32_t day = last
                ? whole.end - (wf_weekday_of(whole.end) - w->n + 7) % 7
                : whole.start + (w->n - wf_weekday_of(whole.start) + 7) % 7 + 7 * (ordinal - 1);

            if (ordinal > 5 || day > whole.end)
                return 0;
            wf_moment_unit(m, WF_U_DAY, day);
            return end;
        }
        switch (unit) {
        case WF_U_DAY:
            wf_moment_unit(m, WF_U_DAY, last ? whole.end - back : whole.start + ordinal - 1);
            break;
        case WF_U_WEEK: {
            int32_t thursday = last
                ? whole.end - (wf_weekday_of(whole.end) + 4) % 7
                : whole.start + (3 - wf_weekday_of(whole.start) + 7) % 7 + 7 * (ordinal - 1);

            wf_moment_unit(m, WF_U_WEEK, thursday - 7 * back);
            break;
        }
        case WF_U_WEEKEND: {
            int32_t saturday = last
                ? whole.end - (wf_weekday_of(whole.end) + 2) % 7
                : whole.start + (5 - wf_weekday_of(whole.start) + 7) % 7 + 7 * (ordinal - 1);

            wf_moment_unit(m, WF_U_WEEKEND, saturday);
            break;
        }
        case WF_U_MONTH:
            wf_moment_unit(m, WF_U_MONTH,
                last ? whole.end : wf_unit_shift(WF_U_MONTH, whole.start, ordinal - 1));
            break;
        case WF_U_DECADE:
            wf_moment_unit(m, WF_U_DECADE,
                last ? whole.end : wf_unit_shift(WF_U_DECADE, whole.start, ordinal - 1));
            break;
        default: return 0;
        }
        if (m->start > whole.end || ordinal > 60)
            return 0;
        return end;
    alone:
        /* the first nine months: of the year that is spoken of */
        if (counted && !last && d.last == WF_U_MONTH && !d.unknown) {
            m->type = WF_DATE_DURATION;
            m->resolved = true;
            m->grain = WF_U_MONTH;
            m->rule = s->st->rules.duration;
            wf_length_print(&d, m->value);
            return of;
        }
        return 0;
    }
    return 0;
}
