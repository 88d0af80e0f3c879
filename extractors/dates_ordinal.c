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

/* The word that counts: `third`, `2nd`, `last`, `second last`. */
struct counter {
    int n;       /* -1 for the last one */
    int back;    /* units before the last one */
    bool fiscal; /* `fiscal` stood behind it */
};

static uint32_t
counter_at(const struct wf_dates_scan *s, uint32_t i, struct counter *c)
{
    struct wf_date_number n;
    uint32_t at = wf_date_number(s, i, &n);

    memset(c, 0, sizeof *c);
    if (at == 0 && wf_date_is(s, i, s->st->w_second)) {
        at = i + 1;
        c->n = 2;
    } else if (WF_KIND(s, i) == WF_DK_RELATIVE && wf_date_at(s, i)->n == WF_REL_LAST) {
        at = i + 1;
        c->n = -1;
    } else if (at != 0 && n.ordinal) {
        c->n = n.n;
    } else {
        return 0;
    }
    if (wf_date_flag(s, at, WF_TOKEN_HYPHEN))
        at++;
    if (WF_KIND(s, at) == WF_DK_FISCAL) {
        c->fiscal = true;
        at++;
    }
    if (c->n > 0 && WF_KIND(s, at) == WF_DK_RELATIVE && wf_date_at(s, at)->n == WF_REL_LAST &&
        s->tok[at].word != s->st->w_past && WF_KIND(s, at + 1) == WF_DK_UNIT &&
        WF_KIND(s, at + 2) == WF_DK_OF) { /* the second last week of October */
        c->back = c->n - 1;
        c->n = -1;
        at++;
    }
    return at;
}

static uint32_t
century(const struct wf_dates_scan *s, uint32_t end, int n, struct wf_moment *m)
{
    if (n < 1 || n > 30)
        return 0;
    m->rule = s->st->rules.absolute;
    if (WF_KIND(s, end) == WF_DK_ERA && wf_date_at(s, end)->n < 0) {
        snprintf(m->value, sizeof m->value, "BC%02dXX", n - 1);
        m->resolved = true;
        m->grain = WF_U_CENTURY;
        return end + 1;
    }
    wf_moment_unit(m, WF_U_CENTURY, wf_day_of((n - 1) * 100, 1, 1));
    return end;
}

/* The year behind a quarter or half: `of 2018`, `of fiscal 2018`, `of this year`, `of the year`. */
static uint32_t
year_of_part(struct wf_dates_scan *s, uint32_t end, struct wf_moment *m)
{
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
    if (y == end)
        return 0;
    wf_moment_init(&other);
    if (WF_KIND(s, y) == WF_DK_RELATIVE && wf_date_unit_is(s, y + 1, WF_U_YEAR) &&
        wf_date_relative_unit(s, y, y + 1, wf_date_at(s, y)->n, &other) != 0 &&
        other.start != WF_DAY_NONE) {
        m->year = wf_civil_of(other.start).year;
        m->has_year = m->relative = true;
        return y + 2;
    }
    if (wf_date_unit_is(s, y, WF_U_YEAR) && WF_KIND(s, y - 1) == WF_DK_THE) {
        if (s->anchor != WF_DAY_NONE) {
            m->year = wf_civil_of(s->anchor).year;
            m->has_year = m->relative = true;
        }
        return y + 1;
    }
    return 0;
}

/* `the third quarter`, `the first half`, at the word behind it. */
static uint32_t
part_of_year(
    struct wf_dates_scan *s, uint32_t i, uint32_t end, const struct counter *c, struct wf_moment *m)
{
    bool half = WF_KIND(s, end - 1) == WF_DK_HALF;
    uint32_t after;

    if (c->n < 1 || c->n > (half ? 2 : 4))
        return 0;
    if (half)
        m->half = c->n;
    else
        m->quarter = c->n;
    m->grain = half ? WF_U_HALF : WF_U_QUARTER;
    m->fiscal = c->fiscal;
    m->rule = s->st->rules.partial;
    after = year_of_part(s, end, m);
    if (after != 0)
        return after;
    if (half && WF_KIND(s, end) == WF_DK_OF) { /* of September, but not of the match */
        if (WF_KIND(s, end + 1) != WF_DK_MONTH)
            return 0;
        m->month = wf_date_at(s, end + 1)->n;
        m->part = c->n == 1 ? WF_PART_START : WF_PART_END;
        m->half = 0;
        m->grain = WF_U_MONTH;
        after = wf_date_year(s, end + 2, &m->year);
        m->has_year = after != 0;
        return after != 0 ? after : end + 2;
    }
    if (wf_date_sport(s) || (half && wf_date_before(s, i)->kind != WF_DK_THE && !wf_date_flag(s, end - 2, WF_TOKEN_HYPHEN)) ||
        (!half && WF_KIND(s, end) == WF_DK_OF))
        return 0;
    return end;
}

/* What the n-th unit is of: `of October`, `of next month`, `of the year`. */
static uint32_t
whole_at(struct wf_dates_scan *s, uint32_t i, uint32_t of, struct wf_moment *whole)
{
    uint32_t at = of + 1, end;

    if (WF_KIND(s, of) != WF_DK_OF && !wf_date_prep(s, of, WF_PREP_IN))
        return 0;
    if (WF_KIND(s, at) == WF_DK_THE)
        at++;
    if (WF_KIND(s, at - 1) == WF_DK_THE && s->anchor != WF_DAY_NONE &&
        (wf_date_unit_is(s, at, WF_U_YEAR) || wf_date_unit_is(s, at, WF_U_MONTH))) {
        wf_moment_unit(whole, (enum wf_date_unit)wf_date_at(s, at)->n, s->anchor);
        whole->relative = true;
        end = at + 1;
    } else if (WF_KIND(s, at) == WF_DK_RELATIVE && WF_KIND(s, at + 1) != WF_DK_WEEKDAY) {
        end = wf_date_after_relation(s, at, whole);
    } else {
        end = wf_date_calendar_date(s, at, whole);
    }
    if (end == 0 || whole->type != WF_DATE_DATE || whole->grain < WF_U_MONTH ||
        whole->grain == WF_U_NONE)
        return 0;
    wf_date_resolve(s, i, end, whole);
    return end;
}

/* The day of the n-th weekday on or behind `start`, or of the last one up to `end`. */
static int32_t
nth_weekday(const struct wf_moment *whole, int weekday, const struct counter *c)
{
    if (c->n < 0)
        return whole->end - (wf_weekday_of(whole->end) - weekday + 7) % 7 - 7 * c->back;
    return whole->start + (weekday - wf_weekday_of(whole->start) + 7) % 7 + 7 * (c->n - 1);
}

static bool
nth_unit(const struct wf_moment *whole, enum wf_date_unit unit, const struct counter *c,
    struct wf_moment *m)
{
    bool last = c->n < 0;

    switch (unit) {
    case WF_U_DAY:
        wf_moment_unit(m, unit, last ? whole->end - c->back : whole->start + c->n - 1);
        break;
    case WF_U_WEEK: /* the week that its Thursday is in */
        wf_moment_unit(m, unit, nth_weekday(whole, 3, c));
        break;
    case WF_U_WEEKEND: wf_moment_unit(m, unit, nth_weekday(whole, 5, c)); break;
    case WF_U_MONTH:
    case WF_U_DECADE:
        wf_moment_unit(m, unit,
            last ? wf_unit_shift(unit, whole->end, -c->back)
                 : wf_unit_shift(unit, whole->start, c->n - 1));
        break;
    default: return false;
    }
    return m->start <= whole->end && m->end >= whole->start;
}

/* `the first nine months [of 1989]`, `the last two weeks of May`, at the number. */
static uint32_t
counted_units(
    struct wf_dates_scan *s, uint32_t i, uint32_t at, const struct counter *c, struct wf_moment *m)
{
    struct wf_moment whole;
    struct wf_length d;
    uint32_t of = wf_date_length(s, at, &d), end;

    if (of == 0 || d.hyphen || d.age || c->n > 1)
        return 0;
    wf_moment_init(&whole);
    end = whole_at(s, i, of, &whole);
    if (end == 0 && (c->n != 1 || d.last != WF_U_MONTH || d.unknown))
        return 0;
    m->type = WF_DATE_DURATION;
    m->resolved = true;
    m->grain = d.last;
    m->rule = s->st->rules.duration;
    wf_length_print(&d, m->value);
    if (end == 0) /* of the year that is spoken of */
        return of;
    m->rule = s->st->rules.partial;
    m->relative = whole.relative;
    if (whole.start != WF_DAY_NONE) {
        m->start = c->n < 0 ? wf_length_shift(&d, whole.end + 1, -1) : whole.start;
        m->end = c->n < 0 ? whole.end : wf_length_shift(&d, whole.start, 1) - 1;
    }
    return end;
}

/*
 * `first quarter [of 2018]`, `the first half`, `21st century`, `first week of October`, `second
 * Tuesday in March`, `first nine months of 1989`.
 */
uint32_t
wf_date_ordinal(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct counter c;
    struct wf_moment whole;
    uint32_t at = counter_at(s, i, &c), end;
    const struct wf_date_word *w = wf_date_at(s, at);

    if (at == 0)
        return 0;
    if (w->kind == WF_DK_HALF || wf_date_unit_is(s, at, WF_U_QUARTER))
        return part_of_year(s, i, at + 1, &c, m);
    if (wf_date_unit_is(s, at, WF_U_CENTURY))
        return century(s, at + 1, c.n, m);
    if (w->kind == WF_DK_NUMBER || w->kind == WF_DK_SOME || wf_date_flag(s, at, WF_TOKEN_NUMBER))
        return counted_units(s, i, at, &c, m);
    if ((w->kind != WF_DK_UNIT && w->kind != WF_DK_WEEKDAY) || c.n > 60)
        return 0;
    if (WF_KIND(s, at + 1) == WF_DK_OF && WF_KIND(s, at + 2) == WF_DK_EACH) {
        end = wf_date_each(s, at + 2, m); /* the first Monday of every month */
        return m->grain >= WF_U_MONTH ? end : 0;
    }
    wf_moment_init(&whole);
    end = whole_at(s, i, at + 1, &whole);
    if (end == 0)
        return 0;
    m->rule = s->st->rules.partial;
    m->relative = whole.relative;
    if (whole.start == WF_DAY_NONE) {
        m->resolved = true;
        m->grain = (enum wf_date_unit)(w->kind == WF_DK_UNIT ? w->n : WF_U_DAY);
        snprintf(m->value, sizeof m->value, "%s", whole.value);
        return end;
    }
    if (w->kind == WF_DK_UNIT)
        return nth_unit(&whole, (enum wf_date_unit)w->n, &c, m) ? end : 0;
    wf_moment_unit(m, WF_U_DAY, nth_weekday(&whole, w->n, &c));
    return m->start > whole.end ? 0 : end;
}
