/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendar dates in words: `September 11, 2024`, `11th of September`, `Tuesday, 3 May`, `the
 * 15th`.
 */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

void
wf_moment_init(struct wf_moment *m)
{
    memset(m, 0, sizeof *m);
    m->grain = WF_U_NONE;
    m->weekday = -1;
    m->hour = -1;
    m->zone = WF_ZONE_NONE;
    m->start = m->end = m->base = WF_DAY_NONE;
}

/* A month's name that really is one here. */
static bool
month_at(const struct wf_dates_scan *s, uint32_t i, bool supported)
{
    const struct wf_date_word *w = wf_date_at(s, i);
    uint32_t flags;
    const struct wf_date_word *before;

    if (w->kind != WF_DK_MONTH)
        return false;
    flags = s->tok[i].flags;
    if (supported)
        return true;
    if ((w->flags & WF_DF_SHORT) && !(w->flags & WF_DF_STOP)) {
        before = wf_date_before(s, i);
        if (wf_date_dash(s, i + 1) && WF_KIND(s, i + 2) == WF_DK_MONTH &&
            (flags & WF_TOKEN_CAPITAL)) /* Jan-Feb 2017 */
            return true;
        if (WF_KIND(s, i - (i > s->sentence_first ? 1 : 0)) == WF_DK_TO ||
            wf_date_dash(s, i > s->sentence_first ? i - 1 : i))
            return (flags & WF_TOKEN_CAPITAL) && i >= s->sentence_first + 2 &&
                WF_KIND(s, i - 2) == WF_DK_MONTH;
        return s->alone ||
            ((flags & WF_TOKEN_CAPITAL) && !(flags & WF_TOKEN_ALL_CAPS) &&
                ((before->kind == WF_DK_PREP &&
                     (before->n <= WF_PREP_AFTER && before->n != WF_PREP_ON &&
                         before->n != WF_PREP_AT)) ||
                    before->kind == WF_DK_OF || before->kind == WF_DK_UNTIL ||
                    before->kind == WF_DK_PART || before->kind == WF_DK_RELATIVE) &&
                !wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL));
    }
    if (!(w->flags & (WF_DF_DOUBTFUL | WF_DF_NAME)) || (s->alone && (flags & WF_TOKEN_CAPITAL)))
        return true;
    before = wf_date_before(s, i);
    if (!(flags & WF_TOKEN_CAPITAL)) /* `in may`, `of august`, never `may`, `march` alone */
        return (w->flags & WF_DF_NAME) ||
            (before->kind == WF_DK_PREP && before->n <= WF_PREP_DURING &&
                (i + 1 == s->end || (s->tok[i + 1].flags & WF_TOKEN_STOP)));
    if (w->flags & WF_DF_NAME) { /* a given name before a surname */
        if (wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL) &&
            !(before->kind == WF_DK_PREP || before->kind == WF_DK_OF))
            return false;
        return !(i > s->sentence_first && before->kind == WF_DK_NONE &&
            (s->tok[i - 1].flags & WF_TOKEN_CAPITAL) &&
            !(s->tok[i - 1].flags & WF_TOKEN_SENTENCE_START));
    }
    /* `May` and `March` with a capital: behind a preposition or a comma, or before one */
    if (before->kind == WF_DK_PREP || before->kind == WF_DK_OF || before->kind == WF_DK_TO ||
        before->kind == WF_DK_UNTIL || before->kind == WF_DK_RELATIVE ||
        before->kind == WF_DK_PART || before->kind == WF_DK_BETWEEN)
        return !wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL) || before->kind != WF_DK_PREP ||
            before->n != WF_PREP_BY;
    if (i >= s->sentence_first + 2 && wf_date_dash(s, i - 1) && wf_date_glued(s, i) && WF_KIND(s, i - 2) == WF_DK_MONTH)
        return true; /* January-March */
    if (before->kind == WF_DK_THE && wf_date_flag(s, i + 1, WF_TOKEN_WORD)) /* the March election */
        return !wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL) && WF_KIND(s, i + 1) == WF_DK_NONE;
    if (before->kind == WF_DK_AND || before->kind == WF_DK_OR) /* April and May */
        return i >= s->sentence_first + 2 && WF_KIND(s, i - 2) == WF_DK_MONTH;
    return false;
}

/* September 11[th][, 2024], September 2024, Sept., September the 11th, Sep-23-2020. */
static uint32_t
month_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t at = i + 1, end, after;
    int day;
    bool ordinal = false,
         sure = wf_date_flag(s, i, WF_TOKEN_CAPITAL) || s->alone ||
        !(wf_date_at(s, i)->flags & WF_DF_DOUBTFUL);

    if (WF_KIND(s, i) != WF_DK_MONTH)
        return 0;
    m->month = wf_date_at(s, i)->n;
    m->grain = WF_U_MONTH;
    m->rule = s->st->rules.partial;
    if ((wf_date_at(s, i)->flags & WF_DF_SHORT) && wf_date_symbol(s, at, '.') &&
        wf_date_glued(s, at) && at + 1 < s->end)
        at++;
    if (WF_KIND(s, at) == WF_DK_THE)
        at++;
    else if ((wf_date_flag(s, at, WF_TOKEN_HYPHEN) || wf_date_symbol(s, at, '/')) &&
        wf_date_glued(s, at + 1))
        at++;
    else if (wf_date_flag(s, at, WF_TOKEN_COMMA) &&
        wf_date_number(s, at + 1, &(struct wf_date_number){ 0 }) != 0 &&
        (wf_date_at(s, at + 1)->kind != WF_DK_NUMBER))
        at++;
    end = wf_date_day(s, at, &day, &ordinal);
    if (end != 0 && wf_date_flag(s, at - 1, WF_TOKEN_COMMA) &&
        !ordinal) /* `October, 1st`, not `In May, 12 people` */
        end = 0;
    if (end != 0 && sure && !wf_date_symbol(s, end, '%') &&
        !(wf_date_symbol(s, end, ':') && wf_date_glued(s, end + 1)) &&
        !(WF_KIND(s, end) == WF_DK_MERIDIEM && !ordinal && wf_date_glued(s, end))) {
        m->day = day;
        m->grain = WF_U_DAY;
        if ((wf_date_flag(s, end, WF_TOKEN_HYPHEN) || wf_date_symbol(s, end, '/')) &&
            wf_date_glued(s, end + 1) && (after = wf_date_year(s, end + 1, &m->year)) != 0) {
            m->has_year = m->definite = true;
            m->rule = s->st->rules.absolute;
            return after;
        }
        after = wf_date_year_after(s, end, true, m);
        if (after != 0) {
            m->definite = true;
            m->rule = s->st->rules.absolute;
            return after;
        }
        return end;
    }
    at = i + 1;
    if ((wf_date_flag(s, at, WF_TOKEN_HYPHEN) || wf_date_symbol(s, at, '/') ||
            (wf_date_symbol(s, at, '.') && wf_date_glued(s, at))) &&
        wf_date_year(s, at + 1, &m->year) != 0) {
        m->has_year = true;
        return at + 2;
    }
    after = wf_date_year_after(s, at, true, m);
    if (after != 0 && sure) {
        m->rule = s->st->rules.absolute;
        return after;
    }
    m->has_year = false;
    if (s->alone && s->anchor != WF_DAY_NONE &&
        (after = wf_date_years_behind(s, i + 1, &m->year)) != 0) { /* March in a year */
        m->has_year = true;
        return after;
    }
    if (!month_at(s, i, false))
        return 0;
    return i + 1;
}

/* 11 [of] September [2024], 11-Sep-2024, the 11th of September, twenty-third day of September. */
static uint32_t
day_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    int day;
    bool ordinal = false;
    uint32_t end = wf_date_day(s, i, &day, &ordinal), after;

    if (end == 0)
        return 0;
    if (i > s->sentence_first && (s->tok[i - 1].flags & WF_TOKEN_PUNCT) &&
        (s->tok[i - 1].symbol == '$' || s->tok[i - 1].symbol == 0xa3 ||
            s->tok[i - 1].symbol == 0x20ac || s->tok[i - 1].symbol == '#'))
        return 0;
    if (wf_date_is(s, end, s->st->w_day))
        end++;
    if (WF_KIND(s, end) == WF_DK_OF && (ordinal || WF_KIND(s, end + 1) == WF_DK_MONTH))
        end++;
    else if ((wf_date_flag(s, end, WF_TOKEN_HYPHEN) || wf_date_symbol(s, end, '/')) &&
        wf_date_glued(s, end + 1))
        end++;
    if (!ordinal && WF_KIND(s, end) == WF_DK_OF && WF_KIND(s, end + 1) == WF_DK_RELATIVE &&
        wf_date_unit_is(s, end + 2, WF_U_MONTH) && s->alone) {
        ordinal = true;
        end++;
    }
    if (ordinal && WF_KIND(s, end) == WF_DK_THE &&
        WF_KIND(s, end + 1) == WF_DK_RELATIVE) /* 20th of the next month */
        end++;
    if (ordinal && WF_KIND(s, end) == WF_DK_RELATIVE && wf_date_unit_is(s, end + 1, WF_U_MONTH) &&
        s->anchor != WF_DAY_NONE) {
        int n = wf_date_at(s, end)->n;
        int32_t month = wf_unit_shift(WF_U_MONTH, s->anchor, n == 1 || n == 2 ? 1 : n < 0 ? -1 : 0);
        struct wf_civil c = wf_civil_of(month);

        m->day = day;
        m->month = c.month;
        m->year = c.year;
        m->has_year = m->relative = true;
        m->grain = WF_U_DAY;
        m->rule = s->st->rules.relative;
        return end + 2;
    }
    if (WF_KIND(s, end) != WF_DK_MONTH)
        return wf_date_hijri(s, end, day, m);
    if (!wf_date_flag(s, end, WF_TOKEN_CAPITAL) && (wf_date_at(s, end)->flags & WF_DF_DOUBTFUL) &&
        !s->alone && !ordinal)
        return 0;
    if (ordinal && wf_date_at(s, end)->flags & WF_DF_DOUBTFUL &&
        !wf_date_flag(s, end, WF_TOKEN_CAPITAL) && WF_KIND(s, end - 1) != WF_DK_OF && !s->alone)
        return 0;
    m->day = day;
    m->month = wf_date_at(s, end)->n;
    m->grain = WF_U_DAY;
    m->rule = s->st->rules.partial;
    end++;
    after = end;
    if ((wf_date_at(s, end - 1)->flags & WF_DF_SHORT) && wf_date_symbol(s, end, '.') &&
        wf_date_glued(s, end) && end + 1 < s->end)
        after++;
    if ((wf_date_flag(s, after, WF_TOKEN_HYPHEN) || wf_date_symbol(s, after, '/')) &&
        wf_date_glued(s, after + 1)) {
        struct wf_date_number n;
        uint32_t y = wf_date_number(s, after + 1, &n);

        if (y != 0 && n.digits && (n.n >= 1000 || wf_token_text(s->doc, after + 1).len == 2)) {
            m->year = n.n >= 1000 ? n.n : n.n < 40 ? 2000 + n.n : 1900 + n.n;
            m->has_year = m->definite = true;
            m->rule = s->st->rules.absolute;
            return y;
        }
    }
    after = wf_date_year_after(s, after, true, m);
    if (after != 0) {
        m->definite = true;
        m->rule = s->st->rules.absolute;
        return after;
    }
    return end;
}

static uint32_t
weekday_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, i);
    uint32_t at = i + 1, end;
    struct wf_moment date;
    bool open = false;
    int day;
    bool ordinal = false;

    if ((w->flags & WF_DF_SHORT) && !(w->flags & WF_DF_STOP) && wf_date_symbol(s, at, '.') &&
        wf_date_glued(s, at) && at + 1 < s->end)
        at++;
    if (wf_date_flag(s, at, WF_TOKEN_COMMA | WF_TOKEN_HYPHEN) || wf_date_symbol(s, at, '-'))
        at++;
    else if (wf_date_symbol(s, at, '(')) {
        open = true;
        at++;
    }
    if (WF_KIND(s, at) == WF_DK_THE)
        at++;
    wf_moment_init(&date);
    end = s->depth < 2 && !(WF_KIND(s, at) == WF_DK_WEEKDAY) ? wf_date_calendar_date(s, at, &date)
                                                             : 0;
    if (end != 0 && date.grain == WF_U_DAY && date.calendar == WF_CAL_GREGORIAN &&
        !(w->flags & WF_DF_PLURAL)) {
        if (open && !wf_date_symbol(s, end, ')')) {
            end = 0;
        } else {
            *m = date;
            if (m->weekday < 0)
                m->weekday = w->n;
            return open ? end + 1 : end;
        }
    }
    if (i > s->sentence_first && (wf_date_at(s, i - 1)->flags & WF_DF_PHRASE) &&
        wf_date_flag(s, i - 1, WF_TOKEN_CAPITAL) && s->doc->matches != NULL) {
        const struct wf_match *name = wf_match_at(s->doc, i - 1, s->st->phrase_class);

        if (name != NULL && name->end > i) /* the Good Friday Agreement */
            return 0;
    }
    if (WF_KIND(s, i + 1) == WF_DK_PAPER &&
        wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL)) /* the Sunday Times */
        return 0;
    m->weekday = w->n;
    m->rule = s->st->rules.weekday;
    m->grain = WF_U_DAY;
    end = wf_date_day(s, at, &day, &ordinal);
    if (end != 0 && !open && !(w->flags & WF_DF_PLURAL) &&
        (ordinal || (WF_KIND(s, at - 1) == WF_DK_THE)) && !wf_date_symbol(s, end, ':') &&
        WF_KIND(s, end) != WF_DK_MERIDIEM && WF_KIND(s, end) != WF_DK_UNIT &&
        wf_date_at(s, end)->kind != WF_DK_DAYPART &&
        !(s->tok[end < s->end ? end : i].flags & WF_TOKEN_WORD && !ordinal)) {
        m->day = day; /* Friday the 13th */
        return end;
    }
    if (w->flags & WF_DF_PLURAL) {
        m->type = WF_DATE_SET;
        m->resolved = true;
        m->rule = s->st->rules.set;
        snprintf(m->value, sizeof m->value, "XXXX-WXX-%d", w->n + 1);
        return i + 1;
    }
    if ((w->flags & WF_DF_SHORT) && !(w->flags & WF_DF_STOP) && !s->alone) {
        const struct wf_date_word *before = wf_date_before(s, i);

        if (!wf_date_flag(s, i, WF_TOKEN_CAPITAL) || wf_date_flag(s, i, WF_TOKEN_ALL_CAPS) ||
            !(before->kind == WF_DK_RELATIVE || wf_prep_is(before, WF_PREP_ON) ||
                ((before->kind == WF_DK_OR || before->kind == WF_DK_AND) &&
                    i >= s->sentence_first + 2 && WF_KIND(s, i - 2) == WF_DK_WEEKDAY)))
            return 0;
    }
    if (!wf_date_flag(s, i, WF_TOKEN_CAPITAL) && (w->flags & WF_DF_SHORT) && !s->alone)
        return 0;
    return i + 1;
}

uint32_t
wf_date_calendar_date(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t end;

    switch (WF_KIND(s, i)) {
    case WF_DK_MONTH: return month_first(s, i, m);
    case WF_DK_WEEKDAY:
        s->depth++;
        end = weekday_first(s, i, m);
        s->depth--;
        return end;
    default: break;
    }
    if (wf_date_flag(s, i, WF_TOKEN_NUMBER)) {
        end = wf_date_numeric(s, i, m);
        if (end != 0) {
            m->rule = s->st->rules.numeric;
            return end;
        }
        wf_moment_init(m);
    }
    if (wf_date_flag(s, i, WF_TOKEN_HAS_DIGIT) && (end = wf_date_quarter_word(s, i, m)) != 0)
        return end;
    if (wf_date_flag(s, i, WF_TOKEN_NUMBER) || WF_KIND(s, i) == WF_DK_NUMBER ||
        WF_KIND(s, i) == WF_DK_ORDINAL || wf_date_is(s, i, s->st->w_second)) {
        end = day_first(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
        end = wf_date_year_first(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
    }
    if (i < s->end && (wf_date_at(s, i)->flags & WF_DF_PHRASE))
        return wf_date_phrase(s, i, m);
    return 0;
}

/* `on the 15th`, `by the first`: an ordinal that nothing follows, behind a preposition of time. */
uint32_t
wf_date_day_alone(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    int day;
    bool ordinal = false, the = i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_THE;
    uint32_t end = wf_date_day(s, i, &day, &ordinal);
    const struct wf_date_word *before;

    if (end == 0 || !ordinal ||
        (wf_date_flag(s, end, WF_TOKEN_WORD | WF_TOKEN_NUMBER | WF_TOKEN_HYPHEN) &&
            WF_KIND(s, end) != WF_DK_PREP && WF_KIND(s, end) != WF_DK_AND))
        return 0;
    if (WF_KIND(s, end) == WF_DK_PREP &&
        (wf_date_at(s, end)->n == WF_PREP_IN || wf_date_at(s, end)->n == WF_PREP_FOR))
        return 0; /* on the second in a row */
    before = i < s->sentence_first + (the ? 2u : 1u) ? wf_date_at(s, s->end)
                                                     : wf_date_at(s, i - (the ? 2 : 1));
    if (before->kind == WF_DK_NONE && !(s->alone && the && i == s->sentence_first + 1))
        return 0;
    if (before->kind != WF_DK_NONE &&
        !(before->kind == WF_DK_PREP &&
            (before->n == WF_PREP_ON || before->n == WF_PREP_BY || before->n == WF_PREP_SINCE)) &&
        before->kind != WF_DK_UNTIL &&
        !(WF_KIND(s, i) != WF_DK_ORDINAL && before->kind == WF_DK_OF &&
            i >= s->sentence_first + 3 && WF_KIND(s, i - 3) == WF_DK_UNIT))
        return 0;
    if (before->n == WF_PREP_BY && before->kind == WF_DK_PREP && WF_KIND(s, i) == WF_DK_ORDINAL)
        return 0;
    m->day = day;
    m->grain = WF_U_DAY;
    m->rule = s->st->rules.partial;
    return end;
}
