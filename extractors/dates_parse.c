/* SPDX-License-Identifier: Apache-2.0 */
/* Calendar dates in words and figures, and the expression as a whole: a date with its part, its time of day. */
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
    m->start = m->end = WF_DAY_NONE;
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
        before = i > s->sentence_first ? wf_date_at(s, i - 1) : wf_date_at(s, s->end);
        if (wf_date_dash(s, i + 1) && WF_KIND(s, i + 2) == WF_DK_MONTH && (flags & WF_TOKEN_CAPITAL)) /* Jan-Feb 2017 */
            return true;
        if (WF_KIND(s, i - (i > s->sentence_first ? 1 : 0)) == WF_DK_TO || wf_date_dash(s, i > s->sentence_first ? i - 1 : i))
            return (flags & WF_TOKEN_CAPITAL) && i >= s->sentence_first + 2 && WF_KIND(s, i - 2) == WF_DK_MONTH;
        return s->alone || ((flags & WF_TOKEN_CAPITAL) && !(flags & WF_TOKEN_ALL_CAPS) &&
               ((before->kind == WF_DK_PREP && (before->n <= WF_PREP_AFTER && before->n != WF_PREP_ON && before->n != WF_PREP_AT)) ||
                   before->kind == WF_DK_OF || before->kind == WF_DK_UNTIL || before->kind == WF_DK_PART || before->kind == WF_DK_RELATIVE) &&
               !wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL));
    }
    if (!(w->flags & (WF_DF_DOUBTFUL | WF_DF_NAME)) || (s->alone && (flags & WF_TOKEN_CAPITAL)))
        return true;
    before = i > s->sentence_first ? wf_date_at(s, i - 1) : wf_date_at(s, s->end);
    if (!(flags & WF_TOKEN_CAPITAL)) /* `in may`, `of august`, never `may`, `march` alone */
        return (w->flags & WF_DF_NAME) || (before->kind == WF_DK_PREP && before->n <= WF_PREP_DURING &&
                                              (i + 1 == s->end || (s->tok[i + 1].flags & WF_TOKEN_STOP)));
    if (w->flags & WF_DF_NAME) { /* a given name before a surname */
        if (wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL) && !(before->kind == WF_DK_PREP || before->kind == WF_DK_OF))
            return false;
        return !(i > s->sentence_first && before->kind == WF_DK_NONE && (s->tok[i - 1].flags & WF_TOKEN_CAPITAL) &&
                 !(s->tok[i - 1].flags & WF_TOKEN_SENTENCE_START));
    }
    /* `May` and `March` with a capital: behind a preposition or a comma, or before one */
    if (before->kind == WF_DK_PREP || before->kind == WF_DK_OF || before->kind == WF_DK_TO || before->kind == WF_DK_UNTIL ||
        before->kind == WF_DK_RELATIVE || before->kind == WF_DK_PART || before->kind == WF_DK_BETWEEN)
        return !wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL) || before->kind != WF_DK_PREP || before->n != WF_PREP_BY;
    if (before->kind == WF_DK_AND || before->kind == WF_DK_OR) /* April and May */
        return i >= s->sentence_first + 2 && WF_KIND(s, i - 2) == WF_DK_MONTH;
    return false;
}

/* A two-figure year after an apostrophe, or a whole one, with an optional comma before it and an era behind. */
static uint32_t
year_after(const struct wf_dates_scan *s, uint32_t i, bool comma, struct wf_moment *m)
{
    uint32_t at = i, end;
    int32_t year;
    struct wf_date_number n;

    if (comma && wf_date_flag(s, at, WF_TOKEN_COMMA))
        at++;
    if (WF_KIND(s, at) == WF_DK_PREP && wf_date_at(s, at)->n == WF_PREP_IN && WF_KIND(s, at + 1) == WF_DK_THE && WF_KIND(s, at + 2) == WF_DK_UNIT &&
        wf_date_at(s, at + 2)->n == WF_U_YEAR && WF_KIND(s, at + 3) == WF_DK_OF && (end = wf_date_year(s, at + 6, &year)) != 0 &&
        wf_slice_is(wf_token_text(s->doc, at + 4), "our")) { /* , in the year of our Lord two thousand twenty-four */
        m->year = year;
        m->has_year = true;
        return end;
    }
    if (at == i && (WF_KIND(s, at) == WF_DK_OF || (WF_KIND(s, at) == WF_DK_PREP && wf_date_at(s, at)->n == WF_PREP_IN))) {
        if (wf_date_year(s, at + 1, &year) == 0)
            return 0;
        at++;
    }
    end = wf_date_year(s, at, &year);
    if (end != 0) {
        if (wf_date_symbol(s, end, '%') || (WF_KIND(s, end) == WF_DK_ZONE && wf_date_at(s, end)->n == 0 && year < 1900))
            return 0;
        m->year = year;
        m->has_year = true;
        return end;
    }
    if (wf_date_flag(s, at, WF_TOKEN_QUOTE) && wf_date_glued(s, at + 1)) {
        end = wf_date_number(s, at + 1, &n);
        if (end != 0 && n.digits && !n.ordinal && n.n < 100 && wf_token_text(s->doc, at + 1).len == 2) {
            m->year = n.n < 40 ? 2000 + n.n : 1900 + n.n;
            m->has_year = true;
            return end;
        }
    }
    return 0;
}

/* September 11[th][, 2024], September 2024, Sept., September the 11th, Sep-23-2020. */
static uint32_t
month_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t at = i + 1, end, after;
    int day;
    bool ordinal = false, sure = wf_date_flag(s, i, WF_TOKEN_CAPITAL) || s->alone || !(wf_date_at(s, i)->flags & WF_DF_DOUBTFUL);

    if (WF_KIND(s, i) != WF_DK_MONTH)
        return 0;
    m->month = wf_date_at(s, i)->n;
    m->grain = WF_U_MONTH;
    m->rule = s->st->rules.partial;
    if ((wf_date_at(s, i)->flags & WF_DF_SHORT) && wf_date_symbol(s, at, '.') && wf_date_glued(s, at) && at + 1 < s->end)
        at++;
    if (WF_KIND(s, at) == WF_DK_THE)
        at++;
    else if ((wf_date_flag(s, at, WF_TOKEN_HYPHEN) || wf_date_symbol(s, at, '/')) && wf_date_glued(s, at + 1))
        at++;
    else if (wf_date_flag(s, at, WF_TOKEN_COMMA) && wf_date_number(s, at + 1, &(struct wf_date_number){ 0 }) != 0 &&
             (wf_date_at(s, at + 1)->kind != WF_DK_NUMBER))
        at++;
    end = wf_date_day(s, at, &day, &ordinal);
    if (end != 0 && wf_date_flag(s, at - 1, WF_TOKEN_COMMA) && !ordinal) /* `October, 1st`, not `In May, 12 people` */
        end = 0;
    if (end != 0 && sure && !wf_date_symbol(s, end, '%') && !(wf_date_symbol(s, end, ':') && wf_date_glued(s, end + 1)) &&
        !(WF_KIND(s, end) == WF_DK_MERIDIEM && !ordinal && wf_date_glued(s, end))) {
        m->day = day;
        m->grain = WF_U_DAY;
        if ((wf_date_flag(s, end, WF_TOKEN_HYPHEN) || wf_date_symbol(s, end, '/')) && wf_date_glued(s, end + 1) &&
            (after = wf_date_year(s, end + 1, &m->year)) != 0) {
            m->has_year = m->definite = true;
            m->rule = s->st->rules.absolute;
            return after;
        }
        after = year_after(s, end, true, m);
        if (after != 0) {
            m->definite = true;
            m->rule = s->st->rules.absolute;
            return after;
        }
        return end;
    }
    at = i + 1;
    if ((wf_date_flag(s, at, WF_TOKEN_HYPHEN) || wf_date_symbol(s, at, '/') || (wf_date_symbol(s, at, '.') && wf_date_glued(s, at))) &&
        wf_date_year(s, at + 1, &m->year) != 0) {
        m->has_year = true;
        return at + 2;
    }
    after = year_after(s, at, true, m);
    if (after != 0 && sure) {
        m->rule = s->st->rules.absolute;
        return after;
    }
    m->has_year = false;
    if (s->alone && s->anchor != WF_DAY_NONE && (after = wf_date_years_behind(s, i + 1, &m->year)) != 0) { /* March in a year */
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
        (s->tok[i - 1].symbol == '$' || s->tok[i - 1].symbol == 0xa3 || s->tok[i - 1].symbol == 0x20ac || s->tok[i - 1].symbol == '#'))
        return 0;
    if (wf_date_is(s, end, s->st->w_day))
        end++;
    if (WF_KIND(s, end) == WF_DK_OF && (ordinal || WF_KIND(s, end + 1) == WF_DK_MONTH))
        end++;
    else if ((wf_date_flag(s, end, WF_TOKEN_HYPHEN) || wf_date_symbol(s, end, '/')) && wf_date_glued(s, end + 1))
        end++;
    if (!ordinal && WF_KIND(s, end) == WF_DK_OF && WF_KIND(s, end + 1) == WF_DK_RELATIVE && WF_KIND(s, end + 2) == WF_DK_UNIT &&
        wf_date_at(s, end + 2)->n == WF_U_MONTH && s->alone) {
        ordinal = true;
        end++;
    }
    if (ordinal && WF_KIND(s, end) == WF_DK_THE && WF_KIND(s, end + 1) == WF_DK_RELATIVE) /* 20th of the next month */
        end++;
    if (ordinal && WF_KIND(s, end) == WF_DK_RELATIVE && WF_KIND(s, end + 1) == WF_DK_UNIT &&
        wf_date_at(s, end + 1)->n == WF_U_MONTH && s->anchor != WF_DAY_NONE) {
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
    if (!wf_date_flag(s, end, WF_TOKEN_CAPITAL) && (wf_date_at(s, end)->flags & WF_DF_DOUBTFUL) && !s->alone && !ordinal)
        return 0;
    if (ordinal && wf_date_at(s, end)->flags & WF_DF_DOUBTFUL && !wf_date_flag(s, end, WF_TOKEN_CAPITAL) &&
        WF_KIND(s, end - 1) != WF_DK_OF && !s->alone)
        return 0;
    m->day = day;
    m->month = wf_date_at(s, end)->n;
    m->grain = WF_U_DAY;
    m->rule = s->st->rules.partial;
    end++;
    after = end;
    if ((wf_date_at(s, end - 1)->flags & WF_DF_SHORT) && wf_date_symbol(s, end, '.') && wf_date_glued(s, end) && end + 1 < s->end)
        after++;
    if ((wf_date_flag(s, after, WF_TOKEN_HYPHEN) || wf_date_symbol(s, after, '/')) && wf_date_glued(s, after + 1)) {
        struct wf_date_number n;
        uint32_t y = wf_date_number(s, after + 1, &n);

        if (y != 0 && n.digits && (n.n >= 1000 || wf_token_text(s->doc, after + 1).len == 2)) {
            m->year = n.n >= 1000 ? n.n : n.n < 40 ? 2000 + n.n : 1900 + n.n;
            m->has_year = m->definite = true;
            m->rule = s->st->rules.absolute;
            return y;
        }
    }
    after = year_after(s, after, true, m);
    if (after != 0) {
        m->definite = true;
        m->rule = s->st->rules.absolute;
        return after;
    }
    return end;
}

/* Words before a bare year that make it something else: set by the caller's look at the previous token. */
static bool
year_stands(const struct wf_dates_scan *s, uint32_t i, uint32_t end, int32_t year)
{
    const struct wf_date_word *before = i > s->sentence_first ? wf_date_at(s, i - 1) : wf_date_at(s, s->end);
    const struct wf_date_word *next = wf_date_at(s, end);
    bool prep = before->kind == WF_DK_PREP || before->kind == WF_DK_OF || before->kind == WF_DK_TO ||
                before->kind == WF_DK_UNTIL || before->kind == WF_DK_BETWEEN || before->kind == WF_DK_AND ||
                before->kind == WF_DK_THE || before->kind == WF_DK_PART || before->kind == WF_DK_SEASON;
    uint32_t next_flags = end < s->end ? s->tok[end].flags : 0, before_flags = i > s->sentence_first ? s->tok[i - 1].flags : 0;
    int32_t now = s->anchor != WF_DAY_NONE ? wf_civil_of(s->anchor).year : 2000;

    if (before->kind == WF_DK_NUMBERED && !(next->kind == WF_DK_TO))
        return false; /* resolution 1559 */
    if (i > s->sentence_first && wf_date_glued(s, i)) {
        uint32_t symbol = s->tok[i - 1].symbol;

        if ((s->tok[i - 1].flags & WF_TOKEN_QUOTE) && i >= s->sentence_first + 2 && s->tok[i - 2].symbol == '=')
            return false; /* width="2000" */
        if (symbol == '=' || symbol == '$' || symbol == 0xa3 || symbol == 0x20ac || symbol == 0xa5 || symbol == '#' || symbol == '/' || symbol == '_')
            return false;
        if (s->tok[i - 1].flags & WF_TOKEN_HYPHEN && i - 1 > s->sentence_first && WF_KIND(s, i - 2) != WF_DK_PART) {
            int32_t from; /* 2004-2014 */

            if (wf_date_year(s, i - 2, &from) == 0 || from >= year || year - from > 150 || (i - 2 > s->sentence_first && wf_date_glued(s, i - 2)))
                return false;
            return true;
        }
    }
    if (wf_date_symbol(s, end, '%') || wf_date_symbol(s, end, 0xb0))
        return false;
    if (before_flags & WF_TOKEN_NUMBER)
        return false;
    if ((next_flags & WF_TOKEN_HYPHEN) && wf_date_flag(s, end + 1, WF_TOKEN_NUMBER) && wf_date_flag(s, end + 2, WF_TOKEN_HYPHEN) &&
        wf_date_flag(s, end + 3, WF_TOKEN_NUMBER))
        return false; /* a telephone number */
    if ((next_flags & WF_TOKEN_HYPHEN) && wf_date_flag(s, end + 1, WF_TOKEN_NUMBER) && year < 1800)
        return false;
    if ((next->kind == WF_DK_UNIT && !(before_flags & WF_TOKEN_CAPITAL && !(next->flags & WF_DF_PLURAL))) || (next->kind == WF_DK_ZONE && next->n != 600 && (next_flags & WF_TOKEN_ALL_CAPS)) || next->kind == WF_DK_MERIDIEM)
        return false;
    if (year < 1900 || year > 2100)
        return year <= 2200 && year >= 1000 && prep && before->kind != WF_DK_THE && before->kind != WF_DK_AND && !(before->kind == WF_DK_TO && before->n == 0) &&
               !(before->kind == WF_DK_PREP && (before->n == WF_PREP_AT || before->n >= WF_PREP_OVER)) &&
               !(year > 2100 && !(before->kind == WF_DK_PREP && before->n == WF_PREP_IN)) &&
               (!(next_flags & WF_TOKEN_WORD) || next->kind == WF_DK_TO || next->kind == WF_DK_AND || next->kind == WF_DK_UNTIL ||
                   (year % 100 != 0 && year >= 1400 && before->kind == WF_DK_PREP && before->n <= WF_PREP_SINCE && before->n != WF_PREP_ON));
    if (before->kind == WF_DK_PREP && (before->n == WF_PREP_OVER || before->n == WF_PREP_MORE || before->n == WF_PREP_THAN ||
            before->n == WF_PREP_NEARLY || before->n == WF_PREP_ABOUT || before->n == WF_PREP_LEAST || before->n == WF_PREP_UP ||
            before->n == WF_PREP_AT)) {
        if (!(before->n == WF_PREP_THAN && (!(next_flags & WF_TOKEN_WORD))))
            return before->n == WF_PREP_OVER && !(next_flags & WF_TOKEN_WORD);
    }
    if (prep || i == s->sentence_first)
        return year % 100 != 0 || !(next_flags & WF_TOKEN_WORD) || wf_slice_is(wf_token_text(s->doc, end), "levels") || (next_flags & WF_TOKEN_CAPITAL) || next->kind != WF_DK_NONE || before->kind == WF_DK_PREP;
    if (before_flags & (WF_TOKEN_COMMA | WF_TOKEN_OPEN | WF_TOKEN_SEMICOLON | WF_TOKEN_QUOTE | WF_TOKEN_COLON | WF_TOKEN_DASH))
        return true;
    if (before_flags & WF_TOKEN_WORD) {
        if (before_flags & WF_TOKEN_CAPITAL) /* `World Cup 2018`: near enough to the document's year */
            return !(before_flags & (WF_TOKEN_HAS_DIGIT)) && year >= now - 60 && year <= now + 25 && year % 100 != 0;
        return year % 100 != 0 && !((next_flags & WF_TOKEN_WORD) && !(next_flags & WF_TOKEN_CAPITAL) && s->tok[end].plural && year > now + 30);
    }
    return year % 100 != 0;
}

/* 2018, the year 2018, 2018 Q4, Q4 2018, 1990s, FY2025, 2012-13, and figures-only dates. */
static uint32_t
year_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    int32_t year;
    uint32_t end = wf_date_year(s, i, &year), at;
    struct wf_slice text;

    if (end == 0)
        return 0;
    if (wf_date_is(s, end, s->st->w_s) && (wf_date_glued(s, end) || s->alone || wf_token_text(s->doc, end).data[0] == 's') && year % 10 == 0 &&
        !wf_date_flag(s, end, WF_TOKEN_POSSESSIVE)) { /* 1990s */
        wf_moment_unit(m, WF_U_DECADE, wf_day_of(year, 1, 1));
        m->rule = s->st->rules.absolute;
        return end + 1;
    }
    if (wf_date_flag(s, end, WF_TOKEN_POSSESSIVE) && year % 10 == 0 && i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_THE &&
        s->doc->text.reading.data[s->tok[end].end - 1] == 's' && year % 100 != 0) { /* the 1990's */
        wf_moment_unit(m, WF_U_DECADE, wf_day_of(year, 1, 1));
        m->rule = s->st->rules.absolute;
        return end + 1;
    }
    at = end;
    if (wf_date_flag(s, at, WF_TOKEN_HYPHEN) && wf_date_glued(s, at + 1))
        at++;
    if (at < s->end && (s->tok[at].flags & WF_TOKEN_WORD)) {
        text = wf_token_text(s->doc, at);
        if (text.len == 2 && ((text.data[0] | 0x20) == 'q' || (text.data[0] | 0x20) == 'h') && text.data[1] >= '1' &&
            text.data[1] <= ((text.data[0] | 0x20) == 'q' ? '4' : '2')) {
            m->year = year;
            m->has_year = true;
            m->rule = s->st->rules.partial;
            if ((text.data[0] | 0x20) == 'q') {
                m->quarter = text.data[1] - '0';
                m->grain = WF_U_QUARTER;
            } else {
                m->half = text.data[1] - '0';
                m->grain = WF_U_HALF;
            }
            return at + 1;
        }
    }
    if (WF_KIND(s, end) == WF_DK_MONTH && !(wf_date_at(s, end)->flags & WF_DF_DOUBTFUL) && wf_date_number(s, end + 1, &(struct wf_date_number){ 0 }) == 0) {
        m->year = year;
        m->month = wf_date_at(s, end)->n;
        m->has_year = true;
        m->grain = WF_U_MONTH;
        m->rule = s->st->rules.partial;
        return end + 1;
    }
    if ((wf_date_flag(s, end, WF_TOKEN_HYPHEN) || wf_date_symbol(s, end, '/')) && WF_KIND(s, end + 1) == WF_DK_MONTH &&
        s->tok[end + 2 < s->end ? end + 2 : end].symbol == s->tok[end].symbol) { /* 2019-aug-1 */
        int day;
        bool ordinal;
        uint32_t d = wf_date_day(s, end + 3, &day, &ordinal);

        if (d != 0) {
            m->year = year;
            m->month = wf_date_at(s, end + 1)->n;
            m->day = day;
            m->has_year = m->definite = true;
            m->grain = WF_U_DAY;
            m->rule = s->st->rules.absolute;
            return d;
        }
    }
    if (WF_KIND(s, end) == WF_DK_ERA && (wf_date_flag(s, end, WF_TOKEN_ALL_CAPS | WF_TOKEN_PERIOD))) {
        m->rule = s->st->rules.year;
        m->grain = WF_U_YEAR;
        if (wf_date_at(s, end)->n < 0) {
            m->resolved = true;
            snprintf(m->value, sizeof m->value, "BC%04d", (int)year);
        } else {
            m->year = year;
            m->has_year = true;
        }
        return end + 1;
    }
    m->year = year;
    m->has_year = true;
    m->bare_year = true;
    m->grain = WF_U_YEAR;
    m->rule = s->st->rules.year;
    if (!year_stands(s, i, end, year))
        return 0;
    return end;
}

/* Q3, Q3 2024, 3Q24, H1 of 2019: a word with a digit in it. */
static uint32_t
quarter_word(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_slice text = wf_token_text(s->doc, i);
    uint32_t after;
    bool q = text.len == 2 && (text.data[0] | 0x20) == 'q', h = text.len == 2 && (text.data[0] | 0x20) == 'h';
    int n;

    if ((text.len == 6 || text.len == 4) && (text.data[0] | 0x20) == 'f' && (text.data[1] | 0x20) == 'y') { /* FY2025, FY25 */
        int year = 0;

        for (size_t k = 2; k < text.len; k++) {
            if (text.data[k] < '0' || text.data[k] > '9')
                return 0;
            year = year * 10 + (text.data[k] - '0');
        }
        m->year = text.len == 4 ? 2000 + year : year;
        m->has_year = m->fiscal = true;
        m->grain = WF_U_YEAR;
        m->rule = s->st->rules.year;
        return i + 1;
    }
    if (!q && !h)
        return 0;
    n = text.data[1] - '0';
    if (n < 1 || n > (q ? 4 : 2))
        return 0;
    m->rule = s->st->rules.partial;
    if (q) {
        m->quarter = n;
        m->grain = WF_U_QUARTER;
    } else {
        m->half = n;
        m->grain = WF_U_HALF;
    }
    after = i + 1;
    if (wf_date_flag(s, after, WF_TOKEN_HYPHEN) && wf_date_glued(s, after + 1))
        after++;
    after = year_after(s, after, false, m);
    if (after != 0)
        return after;
    return q ? i + 1 : 0;
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

    if ((w->flags & WF_DF_SHORT) && !(w->flags & WF_DF_STOP) && wf_date_symbol(s, at, '.') && wf_date_glued(s, at) && at + 1 < s->end)
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
    end = s->depth < 2 && !(WF_KIND(s, at) == WF_DK_WEEKDAY) ? wf_date_calendar_date(s, at, &date) : 0;
    if (end != 0 && date.grain == WF_U_DAY && date.calendar == WF_CAL_GREGORIAN && !(w->flags & WF_DF_PLURAL)) {
        if (open && !wf_date_symbol(s, end, ')')) {
            end = 0;
        } else {
            *m = date;
            if (m->weekday < 0)
                m->weekday = w->n;
            return open ? end + 1 : end;
        }
    }
    if (WF_KIND(s, i + 1) == WF_DK_PAPER && wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL)) /* the Sunday Times */
        return 0;
    m->weekday = w->n;
    m->rule = s->st->rules.weekday;
    m->grain = WF_U_DAY;
    end = wf_date_day(s, at, &day, &ordinal);
    if (end != 0 && !open && !(w->flags & WF_DF_PLURAL) && (ordinal || (WF_KIND(s, at - 1) == WF_DK_THE)) && !wf_date_symbol(s, end, ':') &&
        WF_KIND(s, end) != WF_DK_MERIDIEM && WF_KIND(s, end) != WF_DK_UNIT && wf_date_at(s, end)->kind != WF_DK_DAYPART &&
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
        const struct wf_date_word *before = i > s->sentence_first ? wf_date_at(s, i - 1) : wf_date_at(s, s->end);

        if (!wf_date_flag(s, i, WF_TOKEN_CAPITAL) || wf_date_flag(s, i, WF_TOKEN_ALL_CAPS) ||
            !(before->kind == WF_DK_RELATIVE || (before->kind == WF_DK_PREP && before->n == WF_PREP_ON) ||
                ((before->kind == WF_DK_OR || before->kind == WF_DK_AND) && i >= s->sentence_first + 2 && WF_KIND(s, i - 2) == WF_DK_WEEKDAY)))
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
    case WF_DK_MONTH:
        return month_first(s, i, m);
    case WF_DK_WEEKDAY:
        s->depth++;
        end = weekday_first(s, i, m);
        s->depth--;
        return end;
    default:
        break;
    }
    if (wf_date_flag(s, i, WF_TOKEN_NUMBER)) {
        end = wf_date_numeric(s, i, m);
        if (end != 0) {
            m->rule = s->st->rules.numeric;
            return end;
        }
        wf_moment_init(m);
    }
    if (wf_date_flag(s, i, WF_TOKEN_HAS_DIGIT) && (end = quarter_word(s, i, m)) != 0)
        return end;
    if (wf_date_flag(s, i, WF_TOKEN_NUMBER) || WF_KIND(s, i) == WF_DK_NUMBER || WF_KIND(s, i) == WF_DK_ORDINAL ||
        wf_date_is(s, i, s->st->w_second)) {
        end = day_first(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
        end = year_first(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
    }
    if (i < s->end && (wf_date_at(s, i)->flags & WF_DF_PHRASE))
        return wf_date_phrase(s, i, m);
    return 0;
}

/* `on the 15th`, `by the first`: an ordinal that nothing follows, behind a preposition of time. */
static uint32_t
day_alone(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    int day;
    bool ordinal = false, the = i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_THE;
    uint32_t end = wf_date_day(s, i, &day, &ordinal);
    const struct wf_date_word *before;

    if (end == 0 || !ordinal || (wf_date_flag(s, end, WF_TOKEN_WORD | WF_TOKEN_NUMBER | WF_TOKEN_HYPHEN) && WF_KIND(s, end) != WF_DK_PREP &&
                                    WF_KIND(s, end) != WF_DK_AND))
        return 0;
    if (WF_KIND(s, end) == WF_DK_PREP && (wf_date_at(s, end)->n == WF_PREP_IN || wf_date_at(s, end)->n == WF_PREP_FOR))
        return 0; /* on the second in a row */
    before = i < s->sentence_first + (the ? 2u : 1u) ? wf_date_at(s, s->end) : wf_date_at(s, i - (the ? 2 : 1));
    if (before->kind == WF_DK_NONE && !(s->alone && the && i == s->sentence_first + 1))
        return 0;
    if (before->kind != WF_DK_NONE && !(before->kind == WF_DK_PREP && (before->n == WF_PREP_ON || before->n == WF_PREP_BY || before->n == WF_PREP_SINCE)) &&
        before->kind != WF_DK_UNTIL && !(WF_KIND(s, i) != WF_DK_ORDINAL && before->kind == WF_DK_OF && i >= s->sentence_first + 3 &&
            WF_KIND(s, i - 3) == WF_DK_UNIT))
        return 0;
    if (before->n == WF_PREP_BY && before->kind == WF_DK_PREP && WF_KIND(s, i) == WF_DK_ORDINAL)
        return 0;
    m->day = day;
    m->grain = WF_U_DAY;
    m->rule = s->st->rules.partial;
    return end;
}

/* `spring`, `the summer of 2017`, `winter 2016-17`: only with a year, or where only a season can stand. */
static uint32_t
season_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, i), *before;
    uint32_t at = i + 1, end;

    if (w->flags & WF_DF_PLURAL)
        return 0;
    m->season = w->n;
    m->grain = WF_U_SEASON;
    m->rule = s->st->rules.partial;
    end = year_after(s, at, false, m);
    if (end != 0)
        return end;
    if (WF_KIND(s, at) == WF_DK_OF && WF_KIND(s, at + 1) == WF_DK_RELATIVE && WF_KIND(s, at + 2) == WF_DK_UNIT &&
        wf_date_at(s, at + 2)->n == WF_U_YEAR && s->anchor != WF_DAY_NONE) {
        int n = wf_date_at(s, at + 1)->n;

        m->year = wf_civil_of(s->anchor).year + (n == 1 || n == 2 ? 1 : n < 0 ? -1 : 0);
        m->has_year = m->relative = true;
        return at + 3;
    }
    before = i > s->sentence_first ? wf_date_at(s, i - 1) : wf_date_at(s, s->end);
    if (wf_date_flag(s, i, WF_TOKEN_CAPITAL) && !wf_date_flag(s, i, WF_TOKEN_SENTENCE_START))
        return 0;
    if (s->alone)
        return at;
    if (before->kind == WF_DK_THE && i >= s->sentence_first + 2) {
        if (w->flags & WF_DF_DOUBTFUL)
            before = WF_KIND(s, i - 2) == WF_DK_PREP && wf_date_at(s, i - 2)->n != WF_PREP_AT && !wf_date_is(s, at, s->st->w_of) &&
                             !(wf_date_flag(s, at, WF_TOKEN_WORD) && w->n == 3)
                         ? wf_date_at(s, i - 2) : before;
        else
            before = wf_date_at(s, i - 2);
    }
    if (before->kind == WF_DK_PART || before->kind == WF_DK_FILLER || (before->kind == WF_DK_TO && before->n == 1))
        return at;
    if (before->kind == WF_DK_PREP && (before->n == WF_PREP_IN || before->n == WF_PREP_SINCE || before->n == WF_PREP_BY ||
                                          before->n == WF_PREP_DURING || before->n == WF_PREP_THROUGHOUT || before->n == WF_PREP_OVER) &&
        !(wf_date_flag(s, at, WF_TOKEN_WORD) && (w->flags & WF_DF_DOUBTFUL) && wf_date_at(s, at)->kind == WF_DK_NONE && w->n == 3))
        return at;
    return 0;
}

static uint32_t each_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);

/* A time of day behind a date: `at 3 p.m.`, `night`, `, 10:30`, `morning`. */
static uint32_t
time_behind(struct wf_dates_scan *s, uint32_t end, struct wf_moment *m)
{
    static const char *const parts[] = { NULL, "MO", "AF", "EV", "NI", "DT", "MI" };
    struct wf_moment clock;
    uint32_t at = end, after;
    const struct wf_date_word *w;
    const char *mod = NULL;

    if (m->hour >= 0 || m->type == WF_DATE_DURATION || (m->grain != WF_U_DAY && m->grain != WF_U_NIGHT) ||
        (m->type == WF_DATE_TIME && m->daypart == NULL))
        return end;
    if (wf_date_flag(s, at, WF_TOKEN_COMMA))
        at++;
    w = wf_date_at(s, at);
    if (w->kind == WF_DK_PART && !(w->flags & WF_DF_LATER) && at == end && WF_KIND(s, at + 1) == WF_DK_DAYPART) {
        m->part = (enum wf_date_part)w->n; /* Sunday early morning */
        at++;
        w = wf_date_at(s, at);
    }
    if (at == end && w->kind == WF_DK_PREP && w->n == WF_PREP_IN && WF_KIND(s, at + 1) == WF_DK_THE && WF_KIND(s, at + 2) == WF_DK_DAYPART) {
        at += 2;
        w = wf_date_at(s, at);
    }
    if (((w->kind == WF_DK_DAYPART && w->n > 0 && w->n <= 5 && !(w->flags & WF_DF_PLURAL)) ||
            (w->kind == WF_DK_UNIT && w->n == WF_U_NIGHT && !(w->flags & WF_DF_PLURAL))) &&
        !wf_date_flag(s, end, WF_TOKEN_COMMA)) {
        m->daypart = w->kind == WF_DK_UNIT ? "NI" : parts[w->n];
        m->type = WF_DATE_TIME;
        end = at = at + 1;
        w = wf_date_at(s, at);
    }
    if ((w->kind == WF_DK_PREP && (w->n == WF_PREP_AT || w->n == WF_PREP_AROUND || w->n == WF_PREP_ABOUT || w->n == WF_PREP_BEFORE ||
            w->n == WF_PREP_AFTER || w->n == WF_PREP_BY || w->n == WF_PREP_FOR)) || wf_date_symbol(s, at, '@')) {
        if (w->kind == WF_DK_PREP && (w->n == WF_PREP_BEFORE || w->n == WF_PREP_AFTER))
            mod = w->n == WF_PREP_BEFORE ? "BEFORE" : "AFTER";
        at++;
    }
    if (WF_KIND(s, at) == WF_DK_PREP && (wf_date_at(s, at)->n == WF_PREP_AROUND || wf_date_at(s, at)->n == WF_PREP_ABOUT))
        at++;
    wf_moment_init(&clock);
    after = wf_date_clock(s, at, &clock);
    if (after == 0)
        after = wf_date_clock_bare(s, at, &clock);
    if (after == 0 && at > end && !wf_date_flag(s, at - 1, WF_TOKEN_COMMA) && m->daypart != NULL) {
        struct wf_date_number n;

        after = wf_date_number(s, at, &n);
        if (after != 0 && !n.ordinal && n.fraction_digits == 0 && n.n >= 1 && n.n <= 12 && WF_KIND(s, after) != WF_DK_UNIT)
            clock.hour = n.n;
        else
            after = 0;
    }
    if (after == 0)
        return end;
    if (m->type == WF_DATE_SET) { /* every Monday at 4 pm */
        size_t len = strlen(m->value);

        snprintf(m->value + len, sizeof m->value - len, "T%02d:%02d", clock.hour, clock.minute);
        return after;
    }
    if (mod != NULL)
        m->mod = mod;
    m->hour = clock.hour;
    m->minute = clock.minute;
    m->second = clock.second;
    m->has_minute = clock.has_minute;
    m->has_second = clock.has_second;
    m->has_meridiem = clock.has_meridiem;
    m->zone = clock.zone;
    m->type = WF_DATE_TIME;
    return after;
}

/* A date behind a time: `3 p.m. Tuesday`, `10:30 on Sept. 11`, `the morning of Sept. 11`. */
static uint32_t
date_behind(struct wf_dates_scan *s, uint32_t end, struct wf_moment *m)
{
    struct wf_moment date;
    uint32_t at = end, after;
    struct wf_moment clock = *m;
    bool of;

    if (wf_date_flag(s, at, WF_TOKEN_COMMA))
        at++;
    of = WF_KIND(s, at) == WF_DK_OF;
    if (of || (WF_KIND(s, at) == WF_DK_PREP && wf_date_at(s, at)->n == WF_PREP_ON))
        at++;
    if (WF_KIND(s, at) == WF_DK_THE)
        at++;
    wf_moment_init(&date);
    if (WF_KIND(s, at) == WF_DK_DEICTIC || WF_KIND(s, at) == WF_DK_RELATIVE || WF_KIND(s, at) == WF_DK_TONIGHT) {
        if (WF_KIND(s, at) == WF_DK_RELATIVE) {
            after = wf_date_relative(s, at, &date);
        } else if (WF_KIND(s, at) == WF_DK_DEICTIC) {
            date.rule = s->st->rules.relative;
            date.relative = date.resolved = true;
            date.grain = WF_U_DAY;
            if (s->anchor != WF_DAY_NONE)
                wf_moment_unit(&date, WF_U_DAY, s->anchor + wf_date_at(s, at)->n);
            else
                snprintf(date.value, sizeof date.value, "XXXX-XX-XX");
            after = at + 1;
        } else {
            after = 0;
        }
    } else {
        after = wf_date_calendar_date(s, at, &date);
    }
    if (after == 0 && WF_KIND(s, at) == WF_DK_EACH) { /* 3 pm each day */
        after = each_first(s, at, &date);
        if (after != 0) {
            size_t len = strlen(date.value);

            snprintf(date.value + len, sizeof date.value - len, "T%02d:%02d", clock.hour < 0 ? 0 : clock.hour, clock.minute);
            *m = date;
            return after;
        }
    }
    if (after == 0 || date.hour >= 0 || date.type == WF_DATE_SET || date.type == WF_DATE_DURATION || date.grain != WF_U_DAY)
        return end;
    if (date.daypart == NULL)
        date.daypart = clock.daypart;
    date.hour = clock.hour;
    date.minute = clock.minute;
    date.second = clock.second;
    date.has_minute = clock.has_minute;
    date.has_second = clock.has_second;
    date.has_meridiem = clock.has_meridiem;
    date.zone = clock.zone;
    date.type = WF_DATE_TIME;
    *m = date;
    return after;
}

static bool in_name(const struct wf_dates_scan *s, uint32_t i);

static uint32_t
deictic(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    if (in_name(s, i))
        return 0;
    m->rule = s->st->rules.relative;
    m->relative = true;
    if (s->anchor != WF_DAY_NONE) {
        wf_moment_unit(m, WF_U_DAY, s->anchor + wf_date_at(s, i)->n);
    } else {
        m->resolved = true;
        m->grain = WF_U_DAY;
        snprintf(m->value, sizeof m->value, "XXXX-XX-XX");
    }
    return i + 1;
}

static uint32_t date_behind(struct wf_dates_scan *s, uint32_t end, struct wf_moment *m);

/* A bare unit that means the present one: `for the year`, `of the month`. */
static uint32_t
present_unit(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    static const char *const parts[] = { NULL, "MO", "AF", "EV", "NI", "DT", "MI" };
    const struct wf_date_word *w = wf_date_at(s, i + 1), *before, *next = wf_date_at(s, i + 2);

    if ((w->kind == WF_DK_DAYPART && w->n >= 1 && w->n <= 5) || (w->kind == WF_DK_UNIT && w->n == WF_U_NIGHT && !(w->flags & WF_DF_PLURAL))) {
        before = i > s->sentence_first ? wf_date_at(s, i - 1) : wf_date_at(s, s->end);
        if (before->kind != WF_DK_PREP || (before->n != WF_PREP_IN && before->n != WF_PREP_DURING && before->n != WF_PREP_BY &&
                                              before->n != WF_PREP_THROUGHOUT))
            return 0;
        if (w->kind == WF_DK_UNIT && before->n == WF_PREP_IN)
            return 0;
        m->type = WF_DATE_TIME;
        m->grain = WF_U_HOUR;
        m->daypart = w->kind == WF_DK_UNIT ? "NI" : parts[w->n];
        m->rule = s->st->rules.clock;
        if (w->flags & WF_DF_PLURAL)
            m->type = WF_DATE_SET;
        return date_behind(s, i + 2, m);
    }

    if (w->kind != WF_DK_UNIT || (w->flags & (WF_DF_PLURAL | WF_DF_SHORT)) || w->n < WF_U_DAY ||
        (w->n >= WF_U_DECADE && w->n != WF_U_WEEKEND) || w->n == WF_U_FORTNIGHT)
        return 0;
    before = i > s->sentence_first ? wf_date_at(s, i - 1) : wf_date_at(s, s->end);
    if (w->n == WF_U_YEAR && wf_date_year(s, i + 2, &(int32_t){ 0 }) != 0)
        return 0;
    if (w->n == WF_U_WEEK && wf_date_flag(s, i + 2, WF_TOKEN_NUMBER))
        return 0;
    if (wf_date_flag(s, i + 2, WF_TOKEN_HYPHEN) || next->kind == WF_DK_OF || wf_date_flag(s, i + 2, WF_TOKEN_POSSESSIVE))
        return 0;
    if (next->kind == WF_DK_PREP && (next->n == WF_PREP_BEFORE || next->n == WF_PREP_AFTER)) { /* the year before, the day after */
        const struct wf_date_word *more = wf_date_at(s, i + 3);
        int32_t base = s->last_start != WF_DAY_NONE ? s->last_start : s->anchor;

        if (wf_date_flag(s, i + 3, WF_TOKEN_WORD | WF_TOKEN_NUMBER) && more->kind != WF_DK_AND && more->kind != WF_DK_PREP)
            return 0;
        m->rule = s->st->rules.relative;
        m->relative = m->from_last = true;
        if (base == WF_DAY_NONE)
            return 0;
        wf_moment_unit(m, (enum wf_date_unit)w->n, wf_unit_shift((enum wf_date_unit)w->n, base, next->n == WF_PREP_BEFORE ? -1 : 1));
        return i + 3;
    }
    if (!(before->kind == WF_DK_OF || (w->n == WF_U_WEEKEND && !wf_date_flag(s, i + 2, WF_TOKEN_WORD)) || (before->kind == WF_DK_PREP && (before->n == WF_PREP_IN || before->n == WF_PREP_FOR ||
            before->n == WF_PREP_DURING || before->n == WF_PREP_THROUGHOUT || before->n == WF_PREP_OVER))))
        return 0;
    if (w->n == WF_U_NIGHT || (wf_date_flag(s, i + 2, WF_TOKEN_WORD) && next->kind == WF_DK_NONE && before->kind != WF_DK_OF && w->n != WF_U_YEAR && w->n != WF_U_QUARTER &&
            !(w->n == WF_U_WEEKEND && before->kind == WF_DK_PREP)))
        return 0;
    if (i + 2 < s->end && w->n >= WF_U_WEEK && (wf_slice_is(wf_token_text(s->doc, i + 2), "ended") ||
            wf_slice_is(wf_token_text(s->doc, i + 2), "ending"))) { /* the year ended Dec. 31 */
        struct wf_length d;

        memset(&d, 0, sizeof d);
        d.amount[w->n] = 1;
        d.last = (enum wf_date_unit)w->n;
        m->type = WF_DATE_DURATION;
        m->resolved = true;
        m->grain = d.last;
        m->rule = s->st->rules.duration;
        wf_length_print(&d, m->value);
        return i + 2;
    }
    m->rule = s->st->rules.relative;
    m->relative = true;
    if (s->anchor == WF_DAY_NONE)
        return 0;
    if (w->n == WF_U_WEEKEND) { /* the last one or the next one */
        int ahead = wf_date_tense(s, i, i + 2) > 0;

        wf_moment_unit(m, WF_U_WEEKEND, wf_weekday_of(s->anchor) >= 5 || ahead ? s->anchor : s->anchor - 7);
        return i + 2;
    }
    if (w->n == WF_U_QUARTER) { /* the one spoken of, else the last whole one where the verb is past */
        int32_t base = s->anchor;

        if (s->last_start != WF_DAY_NONE && s->last_grain == WF_U_QUARTER)
            base = s->last_start;
        else if (wf_date_tense(s, i, i + 2) < 0)
            base = wf_unit_shift(WF_U_QUARTER, base, -1);
        wf_moment_unit(m, WF_U_QUARTER, base);
        return i + 2;
    }
    wf_moment_unit(m, (enum wf_date_unit)w->n, w->n == WF_U_DAY && s->last_start != WF_DAY_NONE && s->last_start == s->last_end ? s->last_start : s->anchor);
    return i + 2;
}

static bool
plain_moment(const struct wf_moment *m)
{
    return m->type == WF_DATE_DATE || m->type == WF_DATE_TIME;
}

/* `early`, `late`, `mid`, `the end of` in front of something longer than a day. */
static uint32_t
part_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, i), *next;
    uint32_t at = i + 1, end = 0;
    bool of = false;

    if (s->depth >= 2)
        return 0;
    if (wf_date_flag(s, at, WF_TOKEN_HYPHEN))
        at++;
    if (w->kind == WF_DK_PARTOF) {
        of = WF_KIND(s, at) == WF_DK_OF;
        if (!of && !(WF_KIND(s, at) == WF_DK_UNIT && wf_date_at(s, at)->n >= WF_U_MONTH))
            return 0;
        at += of ? 1 : 0;
    } else if (WF_KIND(s, at) == WF_DK_PREP && (wf_date_at(s, at)->n == WF_PREP_IN || wf_date_at(s, at)->n == WF_PREP_ON)) {
        of = true; /* early in 2016, later in the day */
        at++;
    }
    next = wf_date_at(s, at);
    if (w->kind == WF_DK_PART && !of && next->kind == WF_DK_UNIT && (next->flags & WF_DF_PLURAL) && next->n >= WF_U_HOUR &&
        WF_KIND(s, at + 1) == WF_DK_OF && !(next->flags & WF_DF_SHORT)) { /* the early hours of Sunday, the early years of his rule */
        s->depth++;
        end = wf_date_moment(s, at + 2, m);
        s->depth--;
        if (end != 0 && plain_moment(m)) {
            m->part = (enum wf_date_part)w->n;
            return end;
        }
        if (next->n < WF_U_WEEK)
            return 0;
        wf_moment_init(m);
        m->resolved = true;
        m->grain = (enum wf_date_unit)next->n;
        m->part = (enum wf_date_part)w->n;
        m->rule = s->st->rules.partial;
        snprintf(m->value, sizeof m->value, "%s", next->n == WF_U_WEEK ? "XXXX-WXX" : next->n == WF_U_MONTH ? "XXXX-XX" : "XXXX");
        return at + 1;
    }
    if (next->kind == WF_DK_THE || (of && next->kind == WF_DK_ARTICLE)) {
        if (!of && !wf_date_flag(s, at + 1, WF_TOKEN_NUMBER) && WF_KIND(s, at + 1) != WF_DK_RELATIVE)
            return 0;
        at++;
        next = wf_date_at(s, at);
        if (next->kind == WF_DK_UNIT && !(next->flags & (WF_DF_PLURAL | WF_DF_SHORT)) && next->n >= WF_U_DAY &&
            !(WF_KIND(s, at + 1) == WF_DK_OF) && next->n < WF_U_CENTURY && next->n != WF_U_HALF) {
            if (s->anchor == WF_DAY_NONE) {
                m->resolved = true;
                m->grain = (enum wf_date_unit)next->n;
                snprintf(m->value, sizeof m->value, "%s", next->n == WF_U_DAY ? "XXXX-XX-XX" : next->n == WF_U_MONTH ? "XXXX-XX" : next->n == WF_U_WEEK ? "XXXX-WXX" : "XXXX");
            } else {
                int32_t base = next->n == WF_U_DAY && s->last_start != WF_DAY_NONE && s->last_start == s->last_end ? s->last_start : s->anchor;

                wf_moment_unit(m, (enum wf_date_unit)next->n, base);
                m->from_last = base != s->anchor;
            }
            m->relative = true;
            m->rule = s->st->rules.partial;
            end = at + 1;
            if (next->n == WF_U_DAY && WF_KIND(s, end) == WF_DK_WEEKDAY && !(wf_date_at(s, end)->flags & WF_DF_PLURAL)) {
                wf_moment_init(m); /* the end of the day Saturday */
                m->weekday = wf_date_at(s, end)->n;
                m->grain = WF_U_DAY;
                m->rule = s->st->rules.weekday;
                end++;
            }
        }
    } else if (next->kind == WF_DK_UNIT && w->kind == WF_DK_PART && w->n == 3 && at == i + 2 && !(next->flags & (WF_DF_PLURAL | WF_DF_SHORT)) &&
               next->n >= WF_U_WEEK && next->n <= WF_U_CENTURY && s->anchor != WF_DAY_NONE) { /* mid-month, mid-century */
        wf_moment_unit(m, (enum wf_date_unit)next->n, s->anchor);
        m->relative = true;
        m->rule = s->st->rules.partial;
        end = at + 1;
    } else if (next->kind == WF_DK_UNIT && w->kind == WF_DK_PARTOF && !(next->flags & WF_DF_PLURAL) && s->anchor != WF_DAY_NONE) {
        wf_moment_unit(m, (enum wf_date_unit)next->n, s->anchor); /* by the end of year */
        m->relative = true;
        m->rule = s->st->rules.partial;
        end = at + 1;
    }
    if (end == 0 && next->kind == WF_DK_NUMBER && (w->kind == WF_DK_PART) && !of && next->n >= 20 && false)
        return 0;
    if (end == 0) {
        s->depth++;
        end = wf_date_moment(s, at, m);
        s->depth--;
        if (end == 0 && next->kind == WF_DK_DAYPART && (!of || WF_KIND(s, at - 1) == WF_DK_THE) && !(next->flags & WF_DF_PLURAL)) {
            wf_moment_init(m);
            m->part = (enum wf_date_part)w->n;
            m->daypart = next->n == 1 ? "MO" : next->n == 2 ? "AF" : next->n == 3 ? "EV" : NULL;
            if (m->daypart == NULL)
                return 0;
            m->type = WF_DATE_TIME;
            m->grain = WF_U_HOUR;
            m->rule = s->st->rules.clock;
            end = date_behind(s, at + 1, m);
        }
        if (end == 0)
            return 0;
        if (m->type == WF_DATE_SET || m->type == WF_DATE_DURATION || m->hour >= 0)
            return 0;
        if (m->grain == WF_U_DAY && m->type == WF_DATE_DATE && !(w->flags & WF_DF_LATER) && w->kind == WF_DK_PART && w->n != 3 && m->daypart == NULL &&
            !of && false)
            return 0;
        if (m->grain == WF_U_NONE)
            return 0;
    }
    if (w->n == 4 && m->start != WF_DAY_NONE && s->anchor != WF_DAY_NONE && m->start <= s->anchor && m->end >= s->anchor)
        m->start = s->anchor;
    m->part = (enum wf_date_part)w->n;
    if (w->flags & WF_DF_LATER && w->n == 2 && m->resolved && m->start != WF_DAY_NONE && s->anchor != WF_DAY_NONE &&
        m->start <= s->anchor && m->end >= s->anchor) {
        m->start = s->anchor; /* later this year */
        m->mod = "END";
        m->part = WF_PART_REST;
    } else if (w->flags & WF_DF_LATER && w->n == 1 && m->resolved && m->start != WF_DAY_NONE && s->anchor != WF_DAY_NONE &&
               m->start <= s->anchor && m->end >= s->anchor) {
        m->end = s->anchor;
        m->mod = "START";
        m->part = WF_PART_REST;
    }
    return end;
}

static uint32_t
set_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    static const char letters[] = "SMHDW.M.Y";
    const struct wf_date_word *w = wf_date_at(s, i);
    int unit = w->n % 32, n = w->n / 32;

    if (unit > WF_U_YEAR)
        return 0;
    if ((w->flags & WF_DF_DOUBTFUL) && !(i > s->sentence_first && false) && wf_date_flag(s, i, WF_TOKEN_CAPITAL) &&
        !wf_date_flag(s, i, WF_TOKEN_SENTENCE_START))
        return 0;
    if (wf_date_flag(s, i, WF_TOKEN_CAPITAL) && wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL)) /* the Daily Star */
        return 0;
    if (i > s->sentence_first && (s->tok[i - 1].flags & WF_TOKEN_CAPITAL) && wf_date_flag(s, i, WF_TOKEN_CAPITAL) &&
        !(s->tok[i - 1].flags & WF_TOKEN_SENTENCE_START))
        return 0;
    m->type = WF_DATE_SET;
    m->resolved = true;
    m->grain = (enum wf_date_unit)unit;
    m->rule = s->st->rules.set;
    snprintf(m->value, sizeof m->value, "P%s%d%c", unit < WF_U_DAY ? "T" : "", n, letters[unit]);
    return i + 1;
}

/* every Wednesday, each year, every two weeks, every other day, every morning. */
static uint32_t
each_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t at = i + 1, end;
    const struct wf_date_word *w = wf_date_at(s, at);
    struct wf_length d;
    int times = 1;

    m->type = WF_DATE_SET;
    m->resolved = true;
    m->rule = s->st->rules.set;
    if (at < s->end && wf_slice_is(wf_token_text(s->doc, at), "single"))
        w = wf_date_at(s, ++at);
    if (at < s->end && wf_slice_is(wf_token_text(s->doc, at), "other")) {
        times = 2;
        w = wf_date_at(s, ++at);
    }
    if (at < s->end && wf_slice_is(wf_token_text(s->doc, at), "weekday")) {
        m->grain = WF_U_DAY;
        snprintf(m->value, sizeof m->value, "P1WD");
        return at + 1;
    }
    if (w->kind == WF_DK_WEEKDAY) {
        m->weekday = w->n;
        m->grain = WF_U_DAY;
        snprintf(m->value, sizeof m->value, "XXXX-WXX-%d", w->n + 1);
        return at + 1;
    }
    if (w->kind == WF_DK_MONTH && (!(w->flags & (WF_DF_DOUBTFUL | WF_DF_SHORT)) || wf_date_flag(s, at, WF_TOKEN_CAPITAL))) {
        int day;
        bool ordinal;
        uint32_t after = wf_date_day(s, at + 1, &day, &ordinal);

        m->grain = WF_U_MONTH;
        if (after != 0) {
            snprintf(m->value, sizeof m->value, "XXXX-%02d-%02d", w->n, day);
            return after;
        }
        snprintf(m->value, sizeof m->value, "XXXX-%02d", w->n);
        return at + 1;
    }
    if (w->kind == WF_DK_SEASON && !(w->flags & WF_DF_PLURAL)) {
        static const char *const names[] = { "", "SP", "SU", "FA", "WI" };

        m->grain = WF_U_SEASON;
        snprintf(m->value, sizeof m->value, "XXXX-%s", names[w->n]);
        return at + 1;
    }
    if (w->kind == WF_DK_DAYPART && w->n >= 1 && w->n <= 3) {
        m->grain = WF_U_DAY;
        snprintf(m->value, sizeof m->value, "XXXX-XX-XXT%s", w->n == 1 ? "MO" : w->n == 2 ? "AF" : "EV");
        return at + 1;
    }
    memset(&d, 0, sizeof d);
    if (w->kind == WF_DK_UNIT && !(w->flags & (WF_DF_PLURAL | WF_DF_SHORT)) && w->n != WF_U_HALF && w->n != WF_U_SECOND) {
        d.amount[w->n] = times;
        d.last = (enum wf_date_unit)w->n;
        end = at + 1;
    } else {
        if (WF_KIND(s, at) == WF_DK_ARTICLE)
            return 0;
        end = wf_date_length(s, at, &d);
        if (end == 0 || d.age || d.hyphen)
            return 0;
    }
    m->grain = d.last;
    wf_length_print(&d, m->value);
    return end;
}

/* Part of a name: `Peace Now`, `The Power of Now`, `Sports Today`. */
static bool
in_name(const struct wf_dates_scan *s, uint32_t i)
{
    uint32_t flags = s->tok[i].flags;

    return (flags & WF_TOKEN_CAPITAL) && !(flags & (WF_TOKEN_SENTENCE_START | WF_TOKEN_ALL_CAPS)) && i > s->sentence_first && !s->alone &&
           ((s->tok[i - 1].flags & WF_TOKEN_CAPITAL) || WF_KIND(s, i - 1) == WF_DK_OF);
}

/* `now`, `currently`, `recently`. */
static uint32_t
present_or_past(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    bool past = WF_KIND(s, i) == WF_DK_PAST;

    if ((i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_EACH) || in_name(s, i)) /* every now and then */
        return 0;
    if (i == s->sentence_first && wf_date_is(s, i, s->st->w_now) && wf_date_flag(s, i + 1, WF_TOKEN_COMMA))
        return 0; /* Now, ... */
    if (wf_date_is(s, i, s->st->w_now) && i + 1 < s->end && wf_slice_is(wf_token_text(s->doc, i + 1), "that"))
        return 0; /* now that: because */
    if (wf_date_is(s, i, s->st->w_now) && WF_KIND(s, i + 1) == WF_DK_AND && i + 2 < s->end &&
        (wf_slice_is(wf_token_text(s->doc, i + 2), "then") || wf_slice_is(wf_token_text(s->doc, i + 2), "again")))
        return 0;
    m->resolved = m->relative = true;
    m->rule = s->st->rules.reference;
    m->grain = WF_U_NONE;
    snprintf(m->value, sizeof m->value, "%s", past ? "PAST_REF" : "PRESENT_REF");
    if (!past && s->anchor != WF_DAY_NONE)
        m->start = m->end = s->anchor;
    return i + 1;
}

static uint32_t
fiscal_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t at = i + 1, end;
    int32_t year;

    m->fiscal = true;
    m->grain = WF_U_YEAR;
    m->rule = s->st->rules.year;
    if (WF_KIND(s, at) == WF_DK_UNIT && (wf_date_at(s, at)->n == WF_U_YEAR))
        at++;
    end = wf_date_year(s, at, &year);
    if (end == 0)
        return 0;
    m->year = year;
    m->has_year = true;
    if (wf_date_flag(s, end, WF_TOKEN_HYPHEN) || wf_date_symbol(s, end, '/') || wf_date_symbol(s, end, 0x2013)) { /* 2024-25 */
        struct wf_date_number n;
        uint32_t after = wf_date_number(s, end + 1, &n);

        if (after != 0 && n.digits && (n.n == (year + 1) % 100 || n.n == year + 1)) {
            m->year = year + 1;
            return after;
        }
    }
    return end;
}

/* the nineties, the sixties, the '90s. */
static uint32_t
decade_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    int n = wf_date_at(s, i)->n;
    int century = n >= 30 ? 1900 : 2000;

    if (!(i > s->sentence_first && (WF_KIND(s, i - 1) == WF_DK_THE || WF_KIND(s, i - 1) == WF_DK_PART ||
                                       (WF_KIND(s, i - 1) == WF_DK_PREP && wf_date_at(s, i - 1)->n == WF_PREP_IN))) && !s->alone)
        return 0;
    wf_moment_unit(m, WF_U_DECADE, wf_day_of(century + n, 1, 1));
    m->rule = s->st->rules.absolute;
    return i + 1;
}

static uint32_t
short_decade(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_date_number n;
    uint32_t end;

    if (!wf_date_flag(s, i, WF_TOKEN_QUOTE) || !wf_date_glued(s, i + 1) || !wf_date_flag(s, i + 1, WF_TOKEN_NUMBER))
        return 0;
    end = wf_date_number(s, i + 1, &n);
    if (end == 0 || n.n < 10 || n.n > 90 || n.n % 10 != 0 || !wf_date_is(s, end, s->st->w_s) || !wf_date_glued(s, end))
        return 0;
    wf_moment_unit(m, WF_U_DECADE, wf_day_of((n.n >= 30 ? 1900 : 2000) + n.n, 1, 1));
    m->rule = s->st->rules.absolute;
    return end + 1;
}

static uint32_t
tonight(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    m->rule = s->st->rules.clock;
    m->relative = true;
    m->type = WF_DATE_TIME;
    if (s->anchor != WF_DAY_NONE)
        wf_moment_unit(m, WF_U_DAY, s->anchor);
    else {
        m->resolved = true;
        snprintf(m->value, sizeof m->value, "XXXX-XX-XX");
    }
    m->daypart = "NI";
    return i + 1;
}

/* `year 2008`, `week 3 of 2027`, `the week of October 6`. */
static uint32_t
named_unit(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, i);
    struct wf_date_number n;
    struct wf_moment day;
    uint32_t end, at;
    int32_t year;

    if (w->flags & (WF_DF_PLURAL | WF_DF_SHORT))
        return 0;
    if (w->n == WF_U_YEAR) {
        at = WF_KIND(s, i + 1) == WF_DK_OF ? i + 2 : i + 1;
        end = wf_date_year(s, at, &year);
        if (end == 0 || year < 1000 || year > 2200)
            return 0;
        m->year = year;
        m->has_year = true;
        m->grain = WF_U_YEAR;
        m->rule = s->st->rules.year;
        return end;
    }
    if (w->n != WF_U_WEEK || s->depth >= 2)
        return 0;
    end = wf_date_number(s, i + 1, &n);
    if (end != 0 && !n.ordinal && n.n >= 1 && n.n <= 53 && WF_KIND(s, end) == WF_DK_OF && wf_date_year(s, end + 1, &year) != 0) {
        int32_t fourth = wf_day_of(year, 1, 4);

        wf_moment_unit(m, WF_U_WEEK, fourth - wf_weekday_of(fourth) + 7 * (n.n - 1));
        m->rule = s->st->rules.absolute;
        return wf_date_year(s, end + 1, &year);
    }
    if (end != 0 && n.digits && !n.ordinal && n.fraction_digits == 0 && n.n >= 1 && n.n <= 53 && WF_KIND(s, end) != WF_DK_OF &&
        !(wf_date_flag(s, end, WF_TOKEN_WORD) && wf_date_at(s, end)->kind == WF_DK_NONE) && s->anchor != WF_DAY_NONE &&
        (i == s->sentence_first || WF_KIND(s, i - 1) != WF_DK_NONE || wf_date_flag(s, i - 1, WF_TOKEN_COMMA)) &&
        !wf_date_sport(s)) { /* week 31 of the present year */
        int32_t fourth = wf_day_of(wf_civil_of(s->anchor).year, 1, 4);

        wf_moment_unit(m, WF_U_WEEK, fourth - wf_weekday_of(fourth) + 7 * (n.n - 1));
        m->rule = s->st->rules.relative;
        m->relative = true;
        return end;
    }
    if (WF_KIND(s, i + 1) != WF_DK_OF && !(i + 1 < s->end && (wf_slice_is(wf_token_text(s->doc, i + 1), "beginning") ||
            wf_slice_is(wf_token_text(s->doc, i + 1), "starting") || wf_slice_is(wf_token_text(s->doc, i + 1), "commencing"))))
        return 0;
    at = i + 2;
    if (WF_KIND(s, at) == WF_DK_THE)
        at++;
    wf_moment_init(&day);
    end = wf_date_calendar_date(s, at, &day);
    if (end == 0 || day.type != WF_DATE_DATE || day.grain != WF_U_DAY)
        return 0;
    wf_date_resolve(s, i, end, &day);
    if (day.start == WF_DAY_NONE)
        return 0;
    wf_moment_unit(m, WF_U_WEEK, day.start);
    m->relative = day.relative;
    m->rule = s->st->rules.relative;
    return end;
}

/* One expression that begins at token i, whatever it is. */
static uint32_t
parse_one(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t end;

    if (wf_date_at(s, i)->flags & WF_DF_PHRASE) {
        end = wf_date_phrase(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
    }
    if (wf_date_flag(s, i, WF_TOKEN_QUOTE))
        return short_decade(s, i, m);
    if (WF_KIND(s, i + 1) == WF_DK_PREP && (end = wf_date_after_next(s, i, m)) != 0)
        return end;
    switch (WF_KIND(s, i)) {
    case WF_DK_THE:
        end = present_unit(s, i, m);
        return end;
    case WF_DK_DEICTIC:
        return deictic(s, i, m);
    case WF_DK_TONIGHT:
        return tonight(s, i, m);
    case WF_DK_PRESENT:
    case WF_DK_PAST:
        return present_or_past(s, i, m);
    case WF_DK_PART:
    case WF_DK_PARTOF:
        return part_first(s, i, m);
    case WF_DK_SET:
        return set_first(s, i, m);
    case WF_DK_EACH:
        return each_first(s, i, m);
    case WF_DK_FISCAL:
        return fiscal_first(s, i, m);
    case WF_DK_DECADE:
        return decade_first(s, i, m);
    case WF_DK_SEASON:
        return season_first(s, i, m);
    case WF_DK_RELATIVE:
        return wf_date_relative(s, i, m);
    case WF_DK_UNIT:
        end = named_unit(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
        break;
    default:
        break;
    }
    end = wf_date_shifted(s, i, m);
    if (end != 0)
        return end;
    wf_moment_init(m);
    end = wf_date_clock(s, i, m);
    if (end != 0) {
        m->rule = s->st->rules.clock;
        return end;
    }
    wf_moment_init(m);
    end = wf_date_clock_bare(s, i, m);
    if (end != 0) {
        m->rule = s->st->rules.clock;
        return end;
    }
    wf_moment_init(m);
    end = wf_date_calendar_date(s, i, m);
    if (end != 0)
        return end;
    wf_moment_init(m);
    if (WF_KIND(s, i) == WF_DK_ORDINAL || wf_date_flag(s, i, WF_TOKEN_NUMBER) || WF_KIND(s, i) == WF_DK_NUMBER || wf_date_is(s, i, s->st->w_second)) {
        end = wf_date_relative(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
        return day_alone(s, i, m);
    }
    return 0;
}

/* `Wednesday of next week`, `next week Monday`, `Tuesday last week`. */
static uint32_t
week_and_day(struct wf_dates_scan *s, uint32_t end, struct wf_moment *m)
{
    struct wf_moment week;
    uint32_t at = end, after;

    if (m->grain == WF_U_WEEK && m->resolved && m->start != WF_DAY_NONE && m->type == WF_DATE_DATE) {
        if ((WF_KIND(s, at) == WF_DK_PREP && wf_date_at(s, at)->n == WF_PREP_ON) || wf_date_flag(s, at, WF_TOKEN_POSSESSIVE) ||
            (s->alone && wf_date_dash(s, at)))
            at++;
        if (WF_KIND(s, at) == WF_DK_WEEKDAY && !(wf_date_at(s, at)->flags & WF_DF_PLURAL)) {
            wf_moment_unit(m, WF_U_DAY, m->start + wf_date_at(s, at)->n);
            return at + 1;
        }
        return end;
    }
    if (m->weekday < 0 || m->resolved || m->month != 0 || m->type == WF_DATE_SET)
        return end;
    if (WF_KIND(s, at) == WF_DK_OF || (WF_KIND(s, at) == WF_DK_PREP && wf_date_at(s, at)->n == WF_PREP_FROM))
        at++;
    if (WF_KIND(s, at) == WF_DK_THE)
        at++;
    if (WF_KIND(s, at) != WF_DK_RELATIVE || WF_KIND(s, at + 1) != WF_DK_UNIT || wf_date_at(s, at + 1)->n != WF_U_WEEK)
        return end;
    wf_moment_init(&week);
    after = wf_date_relative(s, at, &week);
    if (after == 0 || week.start == WF_DAY_NONE || week.grain != WF_U_WEEK)
        return end;
    wf_moment_unit(m, WF_U_DAY, week.start + m->weekday);
    m->relative = true;
    return after;
}

/* `last year's third quarter`, `the 1988 fourth quarter`: what stands behind a year. */
static uint32_t
quarter_behind(const struct wf_dates_scan *s, uint32_t end, struct wf_moment *m)
{
    uint32_t at = wf_date_flag(s, end, WF_TOKEN_POSSESSIVE) ? end + 1 : end, after;
    struct wf_date_number n;
    int32_t year = m->has_year ? m->year : wf_civil_of(m->start).year;
    bool relative = m->relative, half;

    after = wf_date_number(s, at, &n);
    if (after == 0 && wf_date_is(s, at, s->st->w_second)) {
        after = at + 1;
        n.ordinal = true;
        n.n = 2;
    }
    if (after == 0 || !n.ordinal)
        return end;
    if (wf_date_flag(s, after, WF_TOKEN_HYPHEN))
        after++;
    half = WF_KIND(s, after) == WF_DK_HALF;
    if (!half && !(WF_KIND(s, after) == WF_DK_UNIT && wf_date_at(s, after)->n == WF_U_QUARTER && !(wf_date_at(s, after)->flags & WF_DF_PLURAL)))
        return end;
    if (n.n < 1 || n.n > (half ? 2 : 4))
        return end;
    wf_moment_init(m);
    m->year = year;
    m->has_year = true;
    m->relative = relative;
    m->rule = s->st->rules.partial;
    m->grain = half ? WF_U_HALF : WF_U_QUARTER;
    if (half)
        m->half = n.n;
    else
        m->quarter = n.n;
    return after + 1;
}

uint32_t
wf_date_moment(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t end, at = i;

    if (WF_KIND(s, i) == WF_DK_THE) {
        end = parse_one(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
        at = i + 1;
    }
    end = parse_one(s, at, m);
    if (end == 0)
        return 0;
    if (m->type == WF_DATE_TIME && m->hour >= 0 && m->value[0] == '\0' && m->month == 0 && m->weekday < 0)
        return date_behind(s, end, m);
    end = week_and_day(s, end, m);
    if (m->grain == WF_U_YEAR && m->type == WF_DATE_DATE && (m->start != WF_DAY_NONE || m->has_year))
        end = quarter_behind(s, end, m);
    end = time_behind(s, end, m);
    if (m->daypart != NULL && m->weekday >= 0 && !m->resolved)
        end = week_and_day(s, end, m);
    return end;
}
