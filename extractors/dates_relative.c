/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions that lean on another date: `last week`, `this September`, `the following day`, `three years ago`,
 * `two days later`, `the first half`, `the past 30 days`.
 */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

/* n of a WF_DK_RELATIVE word */
enum { THIS = 0, NEXT = 1, FOLLOWING = 2, SAME = 3, THAT = 4, RECENT = 5, LAST = -1, PREVIOUS = -2 };

static void
reference(struct wf_moment *m, const struct wf_dates_scan *s, const char *value)
{
    m->resolved = true;
    m->grain = WF_U_NONE;
    snprintf(m->value, sizeof m->value, "%s", value);
    m->rule = s->st->rules.reference;
    m->relative = true;
}

/* Shape of a unit whose anchor is not known. */
static void
unresolved_unit(struct wf_moment *m, enum wf_date_unit unit)
{
    m->resolved = true;
    m->grain = unit;
    snprintf(m->value, sizeof m->value, "%s",
        unit == WF_U_DAY || unit == WF_U_NIGHT ? "XXXX-XX-XX" : unit == WF_U_WEEK || unit == WF_U_FORTNIGHT ? "XXXX-WXX" :
        unit == WF_U_WEEKEND ? "XXXX-WXX-WE" : unit == WF_U_MONTH ? "XXXX-XX" : unit == WF_U_QUARTER ? "XXXX-QX" : "XXXX");
}

static int
steps_of(int relation)
{
    return relation == NEXT || relation == FOLLOWING ? 1 : relation == LAST || relation == PREVIOUS ? -1 : 0;
}

/* Does the relation look from the date last mentioned, rather than the document's? */
static bool
from_last(const struct wf_dates_scan *s, int relation)
{
    return (relation == FOLLOWING || relation == SAME || relation == THAT || relation == PREVIOUS) &&
           s->last_start != WF_DAY_NONE;
}

static uint32_t
relative_unit(struct wf_dates_scan *s, uint32_t i, uint32_t at, int relation, struct wf_moment *m)
{
    enum wf_date_unit unit = (enum wf_date_unit)wf_date_at(s, at)->n;
    int32_t base = s->anchor;
    int steps = steps_of(relation);

    if (unit < WF_U_DAY || unit == WF_U_HALF)
        return 0;
    if (wf_date_flag(s, at + 1, WF_TOKEN_HYPHEN) && unit != WF_U_YEAR)
        return 0;
    if (unit == WF_U_DAY && (relation == THIS || relation == LAST || (relation == NEXT && !(i > s->sentence_first &&
            WF_KIND(s, i - 1) == WF_DK_THE))))
        return 0;
    if (relation == NEXT && wf_date_at(s, i)->n == NEXT && i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_THE && s->tok[i].word == s->st->w_next) {
        const struct wf_date_word *before = i > s->sentence_first + 1 ? wf_date_at(s, i - 2) : wf_date_at(s, s->end);

        if (!(before->kind == WF_DK_PREP && before->n != WF_PREP_ON && before->n != WF_PREP_BY))
            relation = FOLLOWING; /* `the next year`, but not `over the next year` */
    }
    if (relation == THAT && i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_THE)
        return 0;
    if (relation == LAST && s->tok[at - 1].word == s->st->w_past && i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_THE &&
        s->tok[i].word == s->st->w_past && (unit == WF_U_WEEK || unit == WF_U_MONTH || unit == WF_U_YEAR || unit == WF_U_DECADE || unit == WF_U_CENTURY)) {
        struct wf_length d; /* `the past year` is as long as one, and ends now */

        memset(&d, 0, sizeof d);
        d.amount[unit] = 1;
        d.last = unit;
        m->type = WF_DATE_DURATION;
        m->resolved = m->relative = true;
        m->grain = unit;
        m->rule = s->st->rules.duration;
        wf_length_print(&d, m->value);
        if (s->anchor != WF_DAY_NONE) {
            m->start = wf_unit_shift(unit, s->anchor, -1);
            m->end = s->anchor;
        }
        return at + 1;
    }
    m->rule = s->st->rules.relative;
    m->relative = true;
    if (from_last(s, relation) || (relation == NEXT && unit == WF_U_DAY && s->last_start != WF_DAY_NONE)) {
        base = steps > 0 ? s->last_end : s->last_start;
        m->from_last = true;
        if (base == WF_DAY_NONE)
            base = s->last_start;
    }
    if (base == WF_DAY_NONE) {
        unresolved_unit(m, unit);
        return at + 1;
    }
    if (unit == WF_U_WEEKEND && relation == THIS) { /* the one that the sentence's tense asks for */
        int weekday = wf_weekday_of(base);

        if (weekday < 5 && wf_date_tense(s, i, at + 1) < 0)
            steps = -1;
    }
    if (unit == WF_U_WEEKEND && relation == LAST && wf_weekday_of(base) >= 5)
        steps = -1;
    wf_moment_unit(m, unit, wf_unit_shift(unit, base, steps));
    if (unit == WF_U_NIGHT && relation == LAST)
        m->daypart = "NI";
    return at + 1;
}

/* Quarters, and in headings other units too, are counted whole: the last two quarters end with the last one that is over. */
static void
whole_units(const struct wf_dates_scan *s, const struct wf_length *d, int relation, struct wf_moment *m)
{
    struct wf_moment now;
    bool ahead = relation == NEXT || relation == FOLLOWING;

    wf_moment_init(&now);
    wf_moment_unit(&now, d->last, s->anchor);
    if (ahead) {
        m->start = now.end + 1;
        m->end = wf_length_shift(d, now.end + 1, 1) - 1;
    } else {
        m->start = wf_length_shift(d, now.start, -1);
        m->end = now.start - 1;
    }
}

/* `the past three months`, `next 5 days`, `the coming months`. */
static uint32_t
relative_length(struct wf_dates_scan *s, uint32_t at, int relation, struct wf_moment *m)
{
    struct wf_length d;
    uint32_t end;
    const struct wf_date_word *w = wf_date_at(s, at);

    if (w->kind == WF_DK_UNIT && (w->flags & WF_DF_PLURAL) && w->n != WF_U_SECOND && w->n != WF_U_HALF) {
        if (relation == RECENT || (relation == LAST && false)) {
            reference(m, s, "PAST_REF");
            return at + 1;
        }
        if (relation == THIS || relation == THAT) {
            if (w->n != WF_U_DAY)
                return 0;
            reference(m, s, relation == THIS ? "PRESENT_REF" : "PAST_REF");
            return at + 1;
        }
        if (relation == SAME)
            return 0;
        memset(&d, 0, sizeof d);
        d.last = (enum wf_date_unit)w->n;
        d.unknown = true;
        end = at + 1;
        while (WF_KIND(s, end) == WF_DK_AND && WF_KIND(s, end + 1) == WF_DK_UNIT && (wf_date_at(s, end + 1)->flags & WF_DF_PLURAL))
            end += 2;
    } else {
        if (relation == SAME || relation == THAT || (w->kind == WF_DK_ARTICLE))
            return 0;
        end = wf_date_length(s, at, &d);
        if (end == 0 || d.age || d.hyphen || (d.amount[WF_U_HALF] != 0))
            return 0;
    }
    m->type = WF_DATE_DURATION;
    m->resolved = true;
    m->relative = true;
    m->grain = d.last;
    m->rule = s->st->rules.duration;
    m->mod = d.mod;
    wf_length_print(&d, m->value);
    if (s->anchor != WF_DAY_NONE) {
        bool days = d.last < WF_U_DAY;

        if (relation == NEXT || relation == FOLLOWING) {
            m->start = days ? s->anchor : s->anchor + 1;
            m->end = d.unknown ? WF_DAY_NONE : wf_length_shift(&d, s->anchor, 1);
        } else {
            m->end = s->anchor;
            m->start = d.unknown ? WF_DAY_NONE : wf_length_shift(&d, s->anchor, -1);
        }
        if (!d.unknown && (d.last == WF_U_QUARTER || (s->alone && d.last >= WF_U_WEEK && d.last <= WF_U_YEAR && d.fraction_digits == 0)))
            whole_units(s, &d, relation, m);
    }
    return end;
}

static uint32_t
relative_month(struct wf_dates_scan *s, uint32_t at, int relation, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, at);
    struct wf_civil c;
    int32_t year;
    bool season = w->kind == WF_DK_SEASON;

    if ((w->flags & WF_DF_DOUBTFUL) && !season && !wf_date_flag(s, at, WF_TOKEN_CAPITAL))
        return 0;
    if (w->flags & WF_DF_PLURAL)
        return 0;
    if (season && (w->flags & WF_DF_DOUBTFUL) && w->n == 3 && relation != LAST && relation != THIS && relation != NEXT)
        return 0;
    m->rule = s->st->rules.relative;
    m->relative = true;
    m->grain = season ? WF_U_SEASON : WF_U_MONTH;
    if (season)
        m->season = w->n;
    else
        m->month = w->n;
    if (relation == THIS && !season) { /* this September, this Sept. 11 */
        int day;
        bool ordinal;
        uint32_t end = wf_date_day(s, at + 1, &day, &ordinal);

        if (s->anchor != WF_DAY_NONE) {
            m->year = wf_civil_of(s->anchor).year;
            m->has_year = true;
        }
        if (end != 0) {
            m->day = day;
            m->grain = WF_U_DAY;
            return end;
        }
        return at + 1;
    }
    if (s->anchor == WF_DAY_NONE)
        return at + 1;
    c = wf_civil_of(s->anchor);
    year = c.year;
    if (relation == LAST || relation == PREVIOUS) {
        int first = season ? (m->season == 4 ? 12 : m->season * 3) : m->month;

        if (first >= c.month || (season && first + 2 >= c.month))
            year--;
    } else if (relation == NEXT || relation == FOLLOWING) {
        int first = season ? m->season * 3 : m->month;

        if (first <= c.month)
            year++;
    } else if (season && m->season == 4 && c.month <= 2) {
        year--;
    }
    m->year = year;
    m->has_year = true;
    return at + 1;
}

static uint32_t
relative_weekday(struct wf_dates_scan *s, uint32_t i, uint32_t at, int relation, struct wf_moment *m)
{
    int weekday = wf_date_at(s, at)->n;
    int32_t base = s->anchor, day;

    if (relation == THAT || relation == RECENT || (wf_date_at(s, at)->flags & WF_DF_PLURAL))
        return 0;
    m->weekday = weekday;
    m->rule = s->st->rules.weekday;
    m->grain = WF_U_DAY;
    m->relative = true;
    if (base == WF_DAY_NONE)
        return at + 1;
    if (relation == THIS) {
        int tense = wf_date_tense(s, i, at + 1);

        m->direction = tense < 0 ? WF_DIR_PAST : WF_DIR_FUTURE;
        return at + 1;
    }
    if (relation == FOLLOWING && s->last_start != WF_DAY_NONE) {
        base = s->last_end == WF_DAY_NONE ? s->last_start : s->last_end;
        m->from_last = true;
    }
    if (relation == NEXT || relation == FOLLOWING) {
        /* of the week after this one, but where that week is no further than tomorrow it is said plainly */
        day = base - wf_weekday_of(base) + 7 + weekday;
        if (m->from_last || wf_date_at(s, at - 1)->flags & WF_DF_LATER)
            day = base + 1 + (weekday - wf_weekday_of(base) + 6) % 7;
    } else {
        day = base - 1 - (wf_weekday_of(base) - 1 - weekday + 7) % 7;
    }
    wf_moment_unit(m, WF_U_DAY, day);
    return at + 1;
}

static uint32_t
relative_daypart(struct wf_dates_scan *s, uint32_t at, int relation, struct wf_moment *m)
{
    static const char *const parts[] = { NULL, "MO", "AF", "EV", "NI", "DT", "MI" };
    const struct wf_date_word *w = wf_date_at(s, at);
    int32_t base = from_last(s, relation) ? s->last_start : s->anchor;

    if (w->n < 1 || w->n > 6 || relation == RECENT || (w->flags & WF_DF_PLURAL))
        return 0;
    m->rule = s->st->rules.clock;
    m->type = WF_DATE_TIME;
    m->relative = true;
    if (base != WF_DAY_NONE) {
        wf_moment_unit(m, WF_U_DAY, base + steps_of(relation));
    } else {
        unresolved_unit(m, WF_U_DAY);
    }
    m->daypart = parts[w->n];
    return at + 1;
}

/* `last`, `this`, `the coming` ...: at the relative word. */
static uint32_t
after_relation(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, i), *next;
    int relation = w->n;
    uint32_t at = i + 1, end;
    bool fiscal = false;

    if (relation == THIS && WF_KIND(s, at) == WF_DK_RELATIVE && wf_date_at(s, at)->n != RECENT) { /* this past week, this coming Friday */
        relation = wf_date_at(s, at)->n;
        at++;
    }
    if (WF_KIND(s, at) == WF_DK_FILLER && WF_KIND(s, at + 1) == WF_DK_UNIT && !(wf_date_at(s, at + 1)->flags & WF_DF_PLURAL))
        at++; /* this calendar year, next working week */
    next = wf_date_at(s, at);
    if (wf_date_flag(s, at, WF_TOKEN_BLOCK_START))
        return 0;
    if (next->kind == WF_DK_FISCAL && next->n == 0) {
        fiscal = true;
        next = wf_date_at(s, ++at);
    }
    switch (next->kind) {
    case WF_DK_UNIT:
        if (next->flags & WF_DF_PLURAL && !(relation == THIS && next->n == WF_U_YEAR && wf_date_flag(s, at + 1, WF_TOKEN_WORD))) /* `this years festival` */
            return relative_length(s, at, relation, m);
        if (next->flags & WF_DF_SHORT && next->n < WF_U_WEEK)
            return 0;
        if (relation == RECENT)
            return 0;
        end = relative_unit(s, i, at, relation, m);
        if (end != 0 && fiscal && m->grain == WF_U_YEAR) {
            m->fiscal = true;
            m->resolved = false;
            m->has_year = s->anchor != WF_DAY_NONE;
            m->year = m->has_year ? wf_civil_of(s->anchor).year + steps_of(relation) : 0;
            if (!m->has_year)
                m->resolved = true;
        }
        return end;
    case WF_DK_MONTH:
    case WF_DK_SEASON:
        return relation == THAT || relation == RECENT ? 0 : relative_month(s, at, relation, m);
    case WF_DK_WEEKDAY:
        if (next->flags & WF_DF_SHORT && !(next->flags & WF_DF_STOP) && !s->alone && !wf_date_flag(s, at, WF_TOKEN_CAPITAL))
            return 0;
        return relative_weekday(s, i, at, relation, m);
    case WF_DK_DAYPART:
        return relative_daypart(s, at, relation, m);
    case WF_DK_NUMBER:
    case WF_DK_SOME:
    case WF_DK_HALF:
        return relative_length(s, at, relation, m);
    default:
        if (next->flags & WF_DF_PHRASE && relation != THAT && relation != RECENT && relation != SAME) { /* last Easter, this Thanksgiving */
            if (relation == THIS && s->anchor != WF_DAY_NONE) {
                m->year = wf_civil_of(s->anchor).year;
                m->has_year = true;
            } else {
                m->direction = steps_of(relation) < 0 ? WF_DIR_PAST : WF_DIR_FUTURE;
            }
            end = wf_date_phrase(s, at, m);
            return m->rule == s->st->rules.holiday ? end : 0;
        }
        if (wf_date_flag(s, at, WF_TOKEN_NUMBER))
            return relative_length(s, at, relation, m);
        return 0;
    }
}

/* A report of a match has halves and quarters that are no dates. Looked at once a document. */
bool
wf_date_sport(struct wf_dates_scan *s)
{
    int found = 0;

    if (s->sport >= 0)
        return s->sport == 1;
    for (uint32_t i = 0; i < s->count && found < 4; i++) {
        for (size_t k = 0; s->tok[i].word != WF_WORD_NONE && k < sizeof s->st->sport / sizeof s->st->sport[0]; k++)
            found += s->tok[i].word == s->st->sport[k];
    }
    s->sport = found >= 4;
    return s->sport == 1;
}

/* `first quarter [of 2018]`, `the first half`, `21st century`, `first week of October`, `first nine months of 1989`. */
static uint32_t
ordinal_unit(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
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
    } else if (WF_KIND(s, i) == WF_DK_RELATIVE && wf_date_at(s, i)->n == LAST) {
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
    if (!last && WF_KIND(s, at) == WF_DK_RELATIVE && wf_date_at(s, at)->n == LAST && s->tok[at].word != s->st->w_past &&
        WF_KIND(s, at + 1) == WF_DK_UNIT && WF_KIND(s, at + 2) == WF_DK_OF && ordinal >= 1) { /* the second last week of October */
        last = true;
        back = ordinal - 1;
        ordinal = -1;
        at++;
    }
    w = wf_date_at(s, at);
    if (w->kind == WF_DK_HALF || (w->kind == WF_DK_UNIT && (w->n == WF_U_QUARTER || w->n == WF_U_CENTURY || w->n == WF_U_HALF))) {
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

            if (WF_KIND(s, y) == WF_DK_OF || (WF_KIND(s, y) == WF_DK_PREP && wf_date_at(s, y)->n == WF_PREP_IN))
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
            if (y > end && WF_KIND(s, y) == WF_DK_RELATIVE && WF_KIND(s, y + 1) == WF_DK_UNIT &&
                wf_date_at(s, y + 1)->n == WF_U_YEAR && relative_unit(s, y, y + 1, wf_date_at(s, y)->n, &other) != 0 &&
                other.start != WF_DAY_NONE) {
                m->year = wf_civil_of(other.start).year;
                m->has_year = m->relative = true;
                return y + 2;
            }
            if (y > end && WF_KIND(s, y) == WF_DK_UNIT && wf_date_at(s, y)->n == WF_U_YEAR && WF_KIND(s, y - 1) == WF_DK_THE) {
                if (s->anchor != WF_DAY_NONE) {
                    m->year = wf_civil_of(s->anchor).year;
                    m->has_year = m->relative = true;
                }
                return y + 1;
            }
            if (WF_KIND(s, end) == WF_DK_OF && m->half != 0) { /* the first half of the match, of September */
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
    /* first week of October, last day of 2015, first three months of 1989, second Tuesday of March */
    if (w->kind == WF_DK_UNIT || w->kind == WF_DK_WEEKDAY || w->kind == WF_DK_NUMBER || w->kind == WF_DK_SOME ||
        wf_date_flag(s, at, WF_TOKEN_NUMBER)) {
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
        if (!(WF_KIND(s, of) == WF_DK_OF || (WF_KIND(s, of) == WF_DK_PREP && wf_date_at(s, of)->n == WF_PREP_IN)))
            goto alone;
        at = of + 1;
        wf_moment_init(&whole);
        if (WF_KIND(s, at) == WF_DK_THE)
            at++;
        if (WF_KIND(s, at) == WF_DK_UNIT && WF_KIND(s, at - 1) == WF_DK_THE && s->anchor != WF_DAY_NONE &&
            (wf_date_at(s, at)->n == WF_U_YEAR || wf_date_at(s, at)->n == WF_U_MONTH)) {
            wf_moment_unit(&whole, (enum wf_date_unit)wf_date_at(s, at)->n, s->anchor);
            whole.relative = true;
            end = at + 1;
        } else if (WF_KIND(s, at) == WF_DK_RELATIVE && WF_KIND(s, at + 1) != WF_DK_WEEKDAY) {
            end = after_relation(s, at, &whole);
        } else {
            end = wf_date_calendar_date(s, at, &whole);
        }
        if (end == 0 || whole.type != WF_DATE_DATE || whole.grain < WF_U_MONTH || whole.grain == WF_U_NONE)
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
            int32_t day = last ? whole.end - (wf_weekday_of(whole.end) - w->n + 7) % 7
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
            int32_t thursday = last ? whole.end - (wf_weekday_of(whole.end) + 4) % 7
                                    : whole.start + (3 - wf_weekday_of(whole.start) + 7) % 7 + 7 * (ordinal - 1);

            wf_moment_unit(m, WF_U_WEEK, thursday - 7 * back);
            break;
        }
        case WF_U_WEEKEND: {
            int32_t saturday = last ? whole.end - (wf_weekday_of(whole.end) + 2) % 7
                                    : whole.start + (5 - wf_weekday_of(whole.start) + 7) % 7 + 7 * (ordinal - 1);

            wf_moment_unit(m, WF_U_WEEKEND, saturday);
            break;
        }
        case WF_U_MONTH:
            wf_moment_unit(m, WF_U_MONTH, last ? whole.end : wf_unit_shift(WF_U_MONTH, whole.start, ordinal - 1));
            break;
        case WF_U_DECADE:
            wf_moment_unit(m, WF_U_DECADE, last ? whole.end : wf_unit_shift(WF_U_DECADE, whole.start, ordinal - 1));
            break;
        default:
            return 0;
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

uint32_t
wf_date_relative(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t end = ordinal_unit(s, i, m);

    if (end != 0)
        return end;
    wf_moment_init(m);
    if (WF_KIND(s, i) == WF_DK_RELATIVE)
        return after_relation(s, i, m);
    return 0;
}

uint32_t
wf_date_years_behind(struct wf_dates_scan *s, uint32_t i, int32_t *year)
{
    struct wf_length d;
    bool in = WF_KIND(s, i) == WF_DK_PREP && wf_date_at(s, i)->n == WF_PREP_IN;
    uint32_t end = wf_date_length(s, in ? i + 1 : i, &d);
    int sign = 1;

    if (end == 0 || d.unknown || d.age || d.last < WF_U_MONTH || d.fraction_digits != 0)
        return 0;
    if (!in) {
        if (WF_KIND(s, end) == WF_DK_SHIFT) {
            sign = wf_date_at(s, end)->n < 0 ? -1 : 1;
            end++;
        } else if (WF_KIND(s, end) == WF_DK_PREP && wf_date_at(s, end)->n == WF_PREP_FROM && WF_KIND(s, end + 1) == WF_DK_PRESENT) {
            end += 2;
        } else {
            return 0;
        }
    } else if (!s->alone) {
        return 0;
    }
    *year = wf_civil_of(wf_length_shift(&d, s->anchor, sign)).year;
    return end;
}

/* What follows a length: `ago`, `earlier`, `later`, `from now`, `before May 13`, `after Christmas`. */
/* `two Thursdays ago`, `3 Fridays from now`. */
static uint32_t
shifted_weekdays(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_date_number n;
    uint32_t at = wf_date_number(s, i, &n);
    int weekday, gap, sign;

    if (at == 0 || n.ordinal || n.fraction_digits != 0 || n.n < 1 || n.n > 60 || WF_KIND(s, at) != WF_DK_WEEKDAY ||
        !(wf_date_at(s, at)->flags & WF_DF_PLURAL || n.n == 1) || s->anchor == WF_DAY_NONE)
        return 0;
    weekday = wf_date_at(s, at)->n;
    at++;
    if (WF_KIND(s, at) == WF_DK_SHIFT && (wf_date_at(s, at)->n == -1 || wf_date_at(s, at)->n == 1)) {
        sign = wf_date_at(s, at)->n;
        at++;
    } else if (WF_KIND(s, at) == WF_DK_PREP && wf_date_at(s, at)->n == WF_PREP_FROM && WF_KIND(s, at + 1) == WF_DK_PRESENT) {
        sign = 1;
        at += 2;
    } else {
        return 0;
    }
    gap = sign > 0 ? (weekday - wf_weekday_of(s->anchor) + 6) % 7 + 1 : (wf_weekday_of(s->anchor) - weekday + 6) % 7 + 1;
    wf_moment_unit(m, WF_U_DAY, s->anchor + sign * (gap + 7 * (n.n - 1)));
    m->relative = true;
    m->rule = s->st->rules.relative;
    return at;
}

/* `the week after next`, `Friday after next`, `March after next`: at the unit's word. */
uint32_t
wf_date_after_next(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, i);
    struct wf_civil c;

    if (!(WF_KIND(s, i + 1) == WF_DK_PREP && wf_date_at(s, i + 1)->n == WF_PREP_AFTER && WF_KIND(s, i + 2) == WF_DK_RELATIVE &&
            wf_date_at(s, i + 2)->n == NEXT) || s->anchor == WF_DAY_NONE || WF_KIND(s, i + 3) >= WF_DK_UNIT)
        return 0;
    m->rule = s->st->rules.relative;
    m->relative = true;
    c = wf_civil_of(s->anchor);
    if (w->kind == WF_DK_UNIT && !(w->flags & WF_DF_PLURAL) && w->n >= WF_U_DAY)
        wf_moment_unit(m, (enum wf_date_unit)w->n, wf_unit_shift((enum wf_date_unit)w->n, s->anchor, 2));
    else if (w->kind == WF_DK_WEEKDAY)
        wf_moment_unit(m, WF_U_DAY, s->anchor + (w->n - wf_weekday_of(s->anchor) + 6) % 7 + 1 + 7);
    else if (w->kind == WF_DK_MONTH)
        wf_moment_unit(m, WF_U_MONTH, wf_day_of(c.year + 1 + (w->n < c.month ? 1 : 0), w->n, 1));
    else
        return 0;
    return i + 3;
}

uint32_t
wf_date_shifted(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_length d;
    uint32_t end = wf_date_length(s, i, &d), after;
    const struct wf_date_word *w;
    enum wf_date_unit unit;
    int32_t base = WF_DAY_NONE;
    int sign = 0;

    if (end == 0)
        return shifted_weekdays(s, i, m);
    if (d.age)
        return 0;
    w = wf_date_at(s, end);
    unit = d.last;
    after = end + 1;
    if (w->kind == WF_DK_SHIFT && w->n == -1) { /* ago, back */
        if (wf_token_text(s->doc, end).len == 4 && i > s->sentence_first && !s->alone && wf_date_flag(s, end + 1, WF_TOKEN_WORD))
            return 0; /* `two days back home` */
        base = s->anchor;
        sign = -1;
    } else if (w->kind == WF_DK_SHIFT && w->n == 1) { /* hence */
        base = s->anchor;
        sign = 1;
    } else if (w->kind == WF_DK_PART && (w->flags & WF_DF_LATER)) { /* earlier, later */
        if (WF_KIND(s, end + 1) == WF_DK_RELATIVE || WF_KIND(s, end + 1) == WF_DK_THE)
            return 0;
        base = s->last_start != WF_DAY_NONE ? s->last_start : s->anchor;
        m->from_last = s->last_start != WF_DAY_NONE;
        sign = w->n == 1 ? -1 : 1;
    } else if (w->kind == WF_DK_PREP && (w->n == WF_PREP_BEFORE || w->n == WF_PREP_AFTER || w->n == WF_PREP_FROM)) {
        struct wf_moment other;
        uint32_t at;

        sign = w->n == WF_PREP_BEFORE ? -1 : 1;
        if (w->n == WF_PREP_FROM && (WF_KIND(s, end + 1) == WF_DK_PRESENT)) {
            base = s->anchor;
            after = end + 2;
        } else {
            if (s->depth >= 2)
                return 0;
            wf_moment_init(&other);
            s->depth++;
            at = wf_date_moment(s, end + 1, &other);
            s->depth--;
            if (at == 0 || other.type == WF_DATE_DURATION || other.type == WF_DATE_SET)
                return 0;
            wf_date_resolve(s, i, at, &other);
            if (other.start == WF_DAY_NONE || (w->n == WF_PREP_FROM && other.start != other.end))
                return 0;
            base = sign > 0 ? other.end : other.start;
            m->relative = other.relative;
            after = at;
            if (unit >= WF_U_DAY && !d.unknown) {
                wf_moment_unit(m, WF_U_DAY, wf_length_shift(&d, base, sign));
                m->rule = s->st->rules.relative;
                return after;
            }
            return 0;
        }
    } else {
        return 0;
    }
    m->rule = s->st->rules.relative;
    m->relative = true;
    if (d.unknown) {
        if (m->from_last) {
            m->resolved = true;
            m->grain = unit;
            snprintf(m->value, sizeof m->value, "%s", unit >= WF_U_YEAR ? "XXXX" : unit == WF_U_MONTH ? "XXXX-XX" : unit == WF_U_WEEK ? "XXXX-WXX" : "XXXX-XX-XX");
        } else {
            reference(m, s, sign < 0 ? "PAST_REF" : "FUTURE_REF");
        }
        return after;
    }
    if (base == WF_DAY_NONE) {
        unresolved_unit(m, unit);
        return after;
    }
    if (unit < WF_U_DAY && w->kind == WF_DK_PART) { /* minutes later: how long is known, when is not */
        m->type = WF_DATE_DURATION;
        m->relative = false;
        m->resolved = true;
        m->grain = unit;
        m->rule = s->st->rules.duration;
        wf_length_print(&d, m->value);
        return after;
    }
    if (unit < WF_U_DAY) { /* hours: the day, as the document's hour is not known */
        int32_t days = unit == WF_U_HOUR ? d.amount[WF_U_HOUR] / 24 : 0;

        wf_moment_unit(m, WF_U_DAY, base + sign * (days + d.amount[WF_U_DAY]));
        m->type = WF_DATE_TIME;
        return after;
    }
    if (d.fraction_digits > 0 && unit >= WF_U_YEAR)
        unit = WF_U_MONTH;
    if (unit == WF_U_DECADE || unit == WF_U_CENTURY)
        unit = WF_U_YEAR;
    if (unit == WF_U_NIGHT || unit == WF_U_WEEKEND)
        unit = WF_U_DAY;
    if (unit == WF_U_FORTNIGHT)
        unit = WF_U_WEEK;
    if (unit == WF_U_YEAR && m->from_last && s->last_grain == WF_U_QUARTER)
        unit = WF_U_QUARTER; /* the third quarter ... a year earlier */
    wf_moment_unit(m, unit, wf_length_shift(&d, base, sign));
    if (unit == WF_U_WEEK || unit == WF_U_MONTH) /* the value says how exact it is; the likeliest day is known */
        m->start = m->end = wf_length_shift(&d, base, sign);
    return after;
}
