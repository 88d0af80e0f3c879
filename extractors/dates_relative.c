/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions that lean on another date: `last week`, `this September`, `the following day`, `the
 * past 30 days`.
 */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

void
wf_date_reference(struct wf_moment *m, const struct wf_dates_scan *s, const char *value)
{
    m->resolved = true;
    m->grain = WF_U_NONE;
    snprintf(m->value, sizeof m->value, "%s", value);
    m->rule = s->st->rules.reference;
    m->relative = true;
}

/* Shape of a unit whose anchor is not known. */
void
wf_date_unresolved(struct wf_moment *m, enum wf_date_unit unit)
{
    m->resolved = true;
    m->grain = unit;
    snprintf(m->value, sizeof m->value, "%s",
        unit == WF_U_DAY || unit == WF_U_NIGHT            ? "XXXX-XX-XX"
            : unit == WF_U_WEEK || unit == WF_U_FORTNIGHT ? "XXXX-WXX"
            : unit == WF_U_WEEKEND                        ? "XXXX-WXX-WE"
            : unit == WF_U_MONTH                          ? "XXXX-XX"
            : unit == WF_U_QUARTER                        ? "XXXX-QX"
                                                          : "XXXX");
}

static int
steps_of(int relation)
{
    return relation == WF_REL_NEXT || relation == WF_REL_FOLLOWING ? 1
        : relation == WF_REL_LAST || relation == WF_REL_PREVIOUS   ? -1
                                                                   : 0;
}

/*
 * The date last mentioned that a unit may be counted from: `the same day` is none of the years
 * spoken of since.
 */
int32_t
wf_date_last(const struct wf_dates_scan *s, enum wf_date_unit unit, bool end)
{
    if (unit <= WF_U_WEEK && s->last_grain > WF_U_WEEK && s->last_day != WF_DAY_NONE)
        return s->last_day;
    return end && s->last_end != WF_DAY_NONE ? s->last_end : s->last_start;
}

/* Does the relation look from the date last mentioned, rather than the document's? */
static bool
from_last(const struct wf_dates_scan *s, int relation)
{
    return (relation == WF_REL_FOLLOWING || relation == WF_REL_SAME || relation == WF_REL_THAT ||
               relation == WF_REL_PREVIOUS) &&
        s->last_start != WF_DAY_NONE;
}

/*
 * `the past year`, `over the next year`, `the next decade`: a length that ends or begins now, not a
 * unit of the calendar.
 */
static bool
as_long_as_one(const struct wf_dates_scan *s, uint32_t i, enum wf_date_unit unit, int relation)
{
    const struct wf_date_word *before;

    if (i == s->sentence_first || WF_KIND(s, i - 1) != WF_DK_THE ||
        (unit != WF_U_WEEK && unit != WF_U_MONTH && unit != WF_U_YEAR && unit != WF_U_DECADE &&
            unit != WF_U_CENTURY))
        return false;
    if (relation == WF_REL_LAST)
        return s->tok[i].word == s->st->w_past;
    if (relation != WF_REL_NEXT)
        return false;
    before = wf_date_before(s, i - 1);
    return unit >= WF_U_DECADE || wf_prep_is(before, WF_PREP_OVER) ||
        wf_prep_is(before, WF_PREP_WITHIN);
}

static uint32_t
one_unit(const struct wf_dates_scan *s, uint32_t at, enum wf_date_unit unit, int steps,
    struct wf_moment *m)
{
    struct wf_length d;

    memset(&d, 0, sizeof d);
    d.amount[unit] = 1;
    d.last = unit;
    m->type = WF_DATE_DURATION;
    m->resolved = m->relative = true;
    m->grain = unit;
    m->rule = s->st->rules.duration;
    wf_length_print(&d, m->value);
    if (s->anchor != WF_DAY_NONE) {
        int32_t other = wf_unit_shift(unit, s->anchor, steps);

        m->start = steps < 0 ? other : s->anchor + 1;
        m->end = steps < 0 ? s->anchor : other;
    }
    return at + 1;
}

uint32_t
wf_date_relative_unit(
    struct wf_dates_scan *s, uint32_t i, uint32_t at, int relation, struct wf_moment *m)
{
    enum wf_date_unit unit = (enum wf_date_unit)wf_date_at(s, at)->n;
    int32_t base = s->anchor;
    int steps = steps_of(relation);

    if (unit < WF_U_DAY || unit == WF_U_HALF)
        return 0;
    if (wf_date_flag(s, at + 1, WF_TOKEN_HYPHEN) && unit != WF_U_YEAR)
        return 0;
    if (unit == WF_U_DAY &&
        (relation == WF_REL_THIS || relation == WF_REL_LAST ||
            (relation == WF_REL_NEXT &&
                !(i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_THE))))
        return 0;
    if (relation == WF_REL_NEXT && wf_date_at(s, i)->n == WF_REL_NEXT && i > s->sentence_first &&
        WF_KIND(s, i - 1) == WF_DK_THE && s->tok[i].word == s->st->w_next) {
        const struct wf_date_word *before =
            i > s->sentence_first + 1 ? wf_date_at(s, i - 2) : wf_date_at(s, s->end);

        if (!(before->kind == WF_DK_PREP && before->n != WF_PREP_ON && before->n != WF_PREP_BY))
            relation = WF_REL_FOLLOWING; /* `the next year`, but not `over the next year` */
    }
    if (relation == WF_REL_THAT && i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_THE)
        return 0;
    if (as_long_as_one(s, i, unit, relation))
        return one_unit(s, at, unit, steps, m);
    m->rule = s->st->rules.relative;
    m->relative = true;
    if (from_last(s, relation) ||
        (relation == WF_REL_NEXT && unit == WF_U_DAY && s->last_start != WF_DAY_NONE)) {
        base = wf_date_last(s, unit, steps > 0);
        m->from_last = true;
        if (base == WF_DAY_NONE)
            base = s->last_start;
        m->base = base;
    }
    if (base == WF_DAY_NONE) {
        wf_date_unresolved(m, unit);
        return at + 1;
    }
    if (unit == WF_U_WEEKEND &&
        relation == WF_REL_THIS) { /* the one that the sentence's tense asks for */
        int weekday = wf_weekday_of(base);

        if (weekday < 5 && wf_date_tense(s, i, at + 1) < 0)
            steps = -1;
    }
    if (unit == WF_U_WEEKEND && relation == WF_REL_LAST && wf_weekday_of(base) >= 5)
        steps = -1;
    wf_moment_unit(m, unit, wf_unit_shift(unit, base, steps));
    if (unit == WF_U_NIGHT && relation == WF_REL_LAST)
        m->daypart = "NI";
    return at + 1;
}

/*
 * Quarters, and in headings other units too, are counted whole: the last two quarters end with the
 * last one that is over.
 */
static void
whole_units(
    const struct wf_dates_scan *s, const struct wf_length *d, int relation, struct wf_moment *m)
{
    struct wf_moment now;
    bool ahead = relation == WF_REL_NEXT || relation == WF_REL_FOLLOWING;

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

    if (w->kind == WF_DK_UNIT && (w->flags & WF_DF_PLURAL) && w->n != WF_U_SECOND &&
        w->n != WF_U_HALF) {
        if (relation == WF_REL_RECENT) {
            wf_date_reference(m, s, "PAST_REF");
            return at + 1;
        }
        if (relation == WF_REL_THIS || relation == WF_REL_THAT) {
            if (w->n != WF_U_DAY)
                return 0;
            wf_date_reference(m, s, relation == WF_REL_THIS ? "PRESENT_REF" : "PAST_REF");
            return at + 1;
        }
        if (relation == WF_REL_SAME)
            return 0;
        memset(&d, 0, sizeof d);
        d.last = (enum wf_date_unit)w->n;
        d.unknown = true;
        end = at + 1;
        while (WF_KIND(s, end) == WF_DK_AND && WF_KIND(s, end + 1) == WF_DK_UNIT &&
            (wf_date_at(s, end + 1)->flags & WF_DF_PLURAL))
            end += 2;
    } else {
        if (relation == WF_REL_SAME || relation == WF_REL_THAT || (w->kind == WF_DK_ARTICLE))
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

        if (relation == WF_REL_NEXT || relation == WF_REL_FOLLOWING) {
            m->start = days ? s->anchor : s->anchor + 1;
            m->end = d.unknown ? WF_DAY_NONE : wf_length_shift(&d, s->anchor, 1);
        } else {
            m->end = s->anchor;
            m->start = d.unknown ? WF_DAY_NONE : wf_length_shift(&d, s->anchor, -1);
        }
        if (!d.unknown &&
            (d.last == WF_U_QUARTER ||
                (s->alone && d.last >= WF_U_WEEK && d.last <= WF_U_YEAR && d.fraction_digits == 0)))
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
    if (season && (w->flags & WF_DF_DOUBTFUL) && w->n == 3 && relation != WF_REL_LAST &&
        relation != WF_REL_THIS && relation != WF_REL_NEXT)
        return 0;
    m->rule = s->st->rules.relative;
    m->relative = true;
    m->grain = season ? WF_U_SEASON : WF_U_MONTH;
    if (season)
        m->season = w->n;
    else
        m->month = w->n;
    if (relation == WF_REL_THIS && !season) { /* this September, this Sept. 11 */
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
    if (relation == WF_REL_LAST || relation == WF_REL_PREVIOUS) {
        int first = season ? (m->season == 4 ? 12 : m->season * 3) : m->month;

        if (first >= c.month || (season && first + 2 >= c.month))
            year--;
    } else if (relation == WF_REL_NEXT || relation == WF_REL_FOLLOWING) {
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
relative_weekday(
    struct wf_dates_scan *s, uint32_t i, uint32_t at, int relation, struct wf_moment *m)
{
    int weekday = wf_date_at(s, at)->n;
    int32_t base = s->anchor, day;

    if (relation == WF_REL_THAT || relation == WF_REL_RECENT ||
        (wf_date_at(s, at)->flags & WF_DF_PLURAL))
        return 0;
    m->weekday = weekday;
    m->rule = s->st->rules.weekday;
    m->grain = WF_U_DAY;
    m->relative = true;
    if (base == WF_DAY_NONE)
        return at + 1;
    if (relation == WF_REL_THIS) {
        int tense = wf_date_tense(s, i, at + 1);

        m->direction = tense < 0 ? WF_DIR_PAST : WF_DIR_FUTURE;
        return at + 1;
    }
    if (relation == WF_REL_FOLLOWING && s->last_start != WF_DAY_NONE) {
        base = s->last_end == WF_DAY_NONE ? s->last_start : s->last_end;
        m->from_last = true;
        m->base = base;
    }
    if (relation == WF_REL_NEXT || relation == WF_REL_FOLLOWING) {
        /*
         * of the week after this one, but where that week is no further than tomorrow it is said
         * plainly
         */
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

    if (w->n < 1 || w->n > 6 || relation == WF_REL_RECENT || (w->flags & WF_DF_PLURAL))
        return 0;
    m->rule = s->st->rules.clock;
    m->type = WF_DATE_TIME;
    m->relative = true;
    if (base != WF_DAY_NONE) {
        wf_moment_unit(m, WF_U_DAY, base + steps_of(relation));
    } else {
        wf_date_unresolved(m, WF_U_DAY);
    }
    m->daypart = parts[w->n];
    return at + 1;
}

/* `last`, `this`, `the coming` ...: at the relative word. */
uint32_t
wf_date_after_relation(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, i), *next;
    int relation = w->n;
    uint32_t at = i + 1, end;
    bool fiscal = false;

    if (relation == WF_REL_THIS && WF_KIND(s, at) == WF_DK_RELATIVE &&
        wf_date_at(s, at)->n != WF_REL_RECENT) { /* this past week, this coming Friday */
        relation = wf_date_at(s, at)->n;
        at++;
    }
    if (WF_KIND(s, at) == WF_DK_FILLER && WF_KIND(s, at + 1) == WF_DK_UNIT &&
        !(wf_date_at(s, at + 1)->flags & WF_DF_PLURAL))
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
        if (next->flags & WF_DF_PLURAL &&
            !(relation == WF_REL_THIS && next->n == WF_U_YEAR &&
                wf_date_flag(s, at + 1, WF_TOKEN_WORD))) /* `this years festival` */
            return relative_length(s, at, relation, m);
        if (next->flags & WF_DF_SHORT && next->n < WF_U_WEEK)
            return 0;
        if (relation == WF_REL_RECENT)
            return 0;
        end = wf_date_relative_unit(s, i, at, relation, m);
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
        return relation == WF_REL_THAT || relation == WF_REL_RECENT
            ? 0
            : relative_month(s, at, relation, m);
    case WF_DK_WEEKDAY:
        if (next->flags & WF_DF_SHORT && !(next->flags & WF_DF_STOP) && !s->alone &&
            !wf_date_flag(s, at, WF_TOKEN_CAPITAL))
            return 0;
        return relative_weekday(s, i, at, relation, m);
    case WF_DK_DAYPART: return relative_daypart(s, at, relation, m);
    case WF_DK_NUMBER:
    case WF_DK_SOME:
    case WF_DK_HALF: return relative_length(s, at, relation, m);
    default:
        if (next->flags & WF_DF_PHRASE && relation != WF_REL_THAT && relation != WF_REL_RECENT &&
            relation != WF_REL_SAME) { /* last Easter, this Thanksgiving */
            if (relation == WF_REL_THIS && s->anchor != WF_DAY_NONE) {
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

uint32_t
wf_date_relative(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t end = wf_date_ordinal(s, i, m);

    if (end != 0)
        return end;
    wf_moment_init(m);
    if (WF_KIND(s, i) == WF_DK_RELATIVE)
        return wf_date_after_relation(s, i, m);
    return 0;
}
