/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Years, decades, quarters and fiscal years: `2018`, `the 1990s`, `Q3 2024`, `FY2025`, and what is
 * no year.
 */
#include "extractors/dates.h"

#include <stdio.h>

/*
 * A two-figure year after an apostrophe, or a whole one, with an optional comma before it and an
 * era behind.
 */
uint32_t
wf_date_year_after(const struct wf_dates_scan *s, uint32_t i, bool comma, struct wf_moment *m)
{
    uint32_t at = i, end;
    int32_t year;
    struct wf_date_number n;

    if (comma && wf_date_flag(s, at, WF_TOKEN_COMMA))
        at++;
    if (wf_date_prep(s, at, WF_PREP_IN) && WF_KIND(s, at + 1) == WF_DK_THE &&
        wf_date_unit_is(s, at + 2, WF_U_YEAR) && WF_KIND(s, at + 3) == WF_DK_OF &&
        (end = wf_date_year(s, at + 6, &year)) != 0 &&
        wf_slice_is(wf_token_text(s->doc, at + 4),
            "our")) { /* , in the year of our Lord two thousand twenty-four */
        m->year = year;
        m->has_year = true;
        return end;
    }
    if (at == i && (WF_KIND(s, at) == WF_DK_OF || wf_date_prep(s, at, WF_PREP_IN))) {
        if (wf_date_year(s, at + 1, &year) == 0)
            return 0;
        at++;
    }
    end = wf_date_year(s, at, &year);
    if (end != 0) {
        if (wf_date_symbol(s, end, '%') ||
            (WF_KIND(s, end) == WF_DK_ZONE && wf_date_at(s, end)->n == 0 && year < 1900))
            return 0;
        m->year = year;
        m->has_year = true;
        return end;
    }
    if (wf_date_flag(s, at, WF_TOKEN_QUOTE) && wf_date_glued(s, at + 1)) {
        end = wf_date_number(s, at + 1, &n);
        if (end != 0 && n.digits && !n.ordinal && n.n < 100 &&
            wf_token_text(s->doc, at + 1).len == 2) {
            m->year = n.n < 40 ? 2000 + n.n : 1900 + n.n;
            m->has_year = true;
            return end;
        }
    }
    return 0;
}

/*
 * Words before a bare year that make it something else: set by the caller's look at the previous
 * token.
 */
static bool
year_stands(const struct wf_dates_scan *s, uint32_t i, uint32_t end, int32_t year)
{
    const struct wf_date_word *before = wf_date_before(s, i);
    const struct wf_date_word *next = wf_date_at(s, end);
    bool prep = before->kind == WF_DK_PREP || before->kind == WF_DK_OF ||
        before->kind == WF_DK_TO || before->kind == WF_DK_UNTIL || before->kind == WF_DK_BETWEEN ||
        before->kind == WF_DK_AND || before->kind == WF_DK_THE || before->kind == WF_DK_PART ||
        before->kind == WF_DK_SEASON;
    uint32_t next_flags = end < s->end ? s->tok[end].flags : 0,
             before_flags = i > s->sentence_first ? s->tok[i - 1].flags : 0;
    int32_t now = s->anchor != WF_DAY_NONE ? wf_civil_of(s->anchor).year : 2000;

    if (before->kind == WF_DK_NUMBERED && !(next->kind == WF_DK_TO))
        return false; /* resolution 1559 */
    if (i > s->sentence_first && wf_date_glued(s, i)) {
        uint32_t symbol = s->tok[i - 1].symbol;

        if ((s->tok[i - 1].flags & WF_TOKEN_QUOTE) && i >= s->sentence_first + 2 &&
            s->tok[i - 2].symbol == '=')
            return false; /* width="2000" */
        if (symbol == '=' || symbol == '$' || symbol == 0xa3 || symbol == 0x20ac ||
            symbol == 0xa5 || symbol == '#' || symbol == '/' || symbol == '_')
            return false;
        if (s->tok[i - 1].flags & WF_TOKEN_HYPHEN && i - 1 > s->sentence_first &&
            WF_KIND(s, i - 2) != WF_DK_PART) {
            int32_t from; /* 2004-2014 */

            if (wf_date_year(s, i - 2, &from) == 0 || from >= year || year - from > 150 ||
                (i - 2 > s->sentence_first && wf_date_glued(s, i - 2)))
                return false;
            return true;
        }
    }
    if (wf_date_symbol(s, end, '%') || wf_date_symbol(s, end, 0xb0))
        return false;
    if (before_flags & WF_TOKEN_NUMBER)
        return false;
    if ((next_flags & WF_TOKEN_HYPHEN) && wf_date_flag(s, end + 1, WF_TOKEN_NUMBER) &&
        wf_date_flag(s, end + 2, WF_TOKEN_HYPHEN) && wf_date_flag(s, end + 3, WF_TOKEN_NUMBER))
        return false; /* a telephone number */
    if ((next_flags & WF_TOKEN_HYPHEN) && wf_date_flag(s, end + 1, WF_TOKEN_NUMBER) && year < 1800)
        return false;
    if ((next->kind == WF_DK_UNIT &&
            !(before_flags & WF_TOKEN_CAPITAL && !(next->flags & WF_DF_PLURAL))) ||
        (next->kind == WF_DK_ZONE && next->n != 600 && (next_flags & WF_TOKEN_ALL_CAPS)) ||
        next->kind == WF_DK_MERIDIEM)
        return false;
    if (year < 1900 || year > 2100)
        return year <= 2200 && year >= 1000 && prep && before->kind != WF_DK_THE &&
            before->kind != WF_DK_AND && !(before->kind == WF_DK_TO && before->n == 0) &&
            !(before->kind == WF_DK_PREP &&
                (before->n == WF_PREP_AT || before->n >= WF_PREP_OVER)) &&
            !(year > 2100 && !wf_prep_is(before, WF_PREP_IN)) &&
            (!(next_flags & WF_TOKEN_WORD) || next->kind == WF_DK_TO || next->kind == WF_DK_AND ||
                next->kind == WF_DK_UNTIL ||
                (year % 100 != 0 && year >= 1400 && before->kind == WF_DK_PREP &&
                    before->n <= WF_PREP_SINCE && before->n != WF_PREP_ON));
    if (before->kind == WF_DK_PREP &&
        (before->n == WF_PREP_OVER || before->n == WF_PREP_MORE || before->n == WF_PREP_THAN ||
            before->n == WF_PREP_NEARLY || before->n == WF_PREP_ABOUT ||
            before->n == WF_PREP_LEAST || before->n == WF_PREP_UP || before->n == WF_PREP_AT)) {
        if (!(before->n == WF_PREP_THAN && (!(next_flags & WF_TOKEN_WORD))))
            return before->n == WF_PREP_OVER && !(next_flags & WF_TOKEN_WORD);
    }
    if (prep || i == s->sentence_first)
        return year % 100 != 0 || !(next_flags & WF_TOKEN_WORD) ||
            wf_slice_is(wf_token_text(s->doc, end), "levels") || (next_flags & WF_TOKEN_CAPITAL) ||
            next->kind != WF_DK_NONE || before->kind == WF_DK_PREP;
    if (before_flags &
        (WF_TOKEN_COMMA | WF_TOKEN_OPEN | WF_TOKEN_SEMICOLON | WF_TOKEN_QUOTE | WF_TOKEN_COLON |
            WF_TOKEN_DASH))
        return true;
    if (before_flags & WF_TOKEN_WORD) {
        if (before_flags &
            WF_TOKEN_CAPITAL) /* `World Cup 2018`: near enough to the document's year */
            return !(before_flags & (WF_TOKEN_HAS_DIGIT)) && year >= now - 60 && year <= now + 25 &&
                year % 100 != 0;
        return year % 100 != 0 &&
            !((next_flags & WF_TOKEN_WORD) && !(next_flags & WF_TOKEN_CAPITAL) &&
                s->tok[end].plural && year > now + 30);
    }
    return year % 100 != 0;
}

/* `575 B.C.`, `79 A.D.`: a year of less than four figures with its era. */
static uint32_t
short_year(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_date_number n;
    uint32_t end = wf_date_number(s, i, &n);

    if (end == 0 || !n.digits || n.ordinal || n.fraction_digits != 0 || n.n < 1 || n.n > 999 || WF_KIND(s, end) != WF_DK_ERA ||
        !wf_date_flag(s, end, WF_TOKEN_ALL_CAPS | WF_TOKEN_PERIOD))
        return 0;
    m->rule = s->st->rules.year;
    m->grain = WF_U_YEAR;
    if (wf_date_at(s, end)->n < 0) {
        m->resolved = true;
        snprintf(m->value, sizeof m->value, "BC%04d", (int)n.n);
    } else {
        m->year = n.n;
        m->has_year = true;
    }
    return end + 1;
}

/* 2018, the year 2018, 2018 Q4, Q4 2018, 1990s, FY2025, 2012-13, and figures-only dates. */
uint32_t
wf_date_year_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    int32_t year;
    uint32_t end = wf_date_year(s, i, &year), at;
    struct wf_slice text;

    if (end == 0)
        return short_year(s, i, m);
    if (wf_date_is(s, end, s->st->w_s) &&
        (wf_date_glued(s, end) || s->alone || wf_token_text(s->doc, end).data[0] == 's') &&
        year % 10 == 0 && !wf_date_flag(s, end, WF_TOKEN_POSSESSIVE)) { /* 1990s */
        wf_moment_unit(m, WF_U_DECADE, wf_day_of(year, 1, 1));
        m->rule = s->st->rules.absolute;
        return end + 1;
    }
    if (wf_date_flag(s, end, WF_TOKEN_POSSESSIVE) && year % 10 == 0 && i > s->sentence_first &&
        WF_KIND(s, i - 1) == WF_DK_THE && s->doc->text.reading.data[s->tok[end].end - 1] == 's' &&
        year % 100 != 0) { /* the 1990's */
        wf_moment_unit(m, WF_U_DECADE, wf_day_of(year, 1, 1));
        m->rule = s->st->rules.absolute;
        return end + 1;
    }
    at = end;
    if (wf_date_flag(s, at, WF_TOKEN_HYPHEN) && wf_date_glued(s, at + 1))
        at++;
    if (at < s->end && (s->tok[at].flags & WF_TOKEN_WORD)) {
        text = wf_token_text(s->doc, at);
        if (text.len == 2 && ((text.data[0] | 0x20) == 'q' || (text.data[0] | 0x20) == 'h') &&
            text.data[1] >= '1' && text.data[1] <= ((text.data[0] | 0x20) == 'q' ? '4' : '2')) {
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
    if (WF_KIND(s, end) == WF_DK_MONTH && !(wf_date_at(s, end)->flags & WF_DF_DOUBTFUL) &&
        wf_date_number(s, end + 1, &(struct wf_date_number){ 0 }) == 0) {
        m->year = year;
        m->month = wf_date_at(s, end)->n;
        m->has_year = true;
        m->grain = WF_U_MONTH;
        m->rule = s->st->rules.partial;
        return end + 1;
    }
    if ((wf_date_flag(s, end, WF_TOKEN_HYPHEN) || wf_date_symbol(s, end, '/')) &&
        WF_KIND(s, end + 1) == WF_DK_MONTH &&
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
    if (WF_KIND(s, end) == WF_DK_ERA &&
        (wf_date_flag(s, end, WF_TOKEN_ALL_CAPS | WF_TOKEN_PERIOD))) {
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
    m->grain = WF_U_YEAR;
    if (WF_KIND(s, end) == WF_DK_FISCAL && wf_date_unit_is(s, end + 1, WF_U_YEAR)) { /* the 2024 fiscal year */
        m->fiscal = true;
        m->rule = s->st->rules.year;
        return end + 2;
    }
    m->bare_year = true;
    m->rule = s->st->rules.year;
    if (!year_stands(s, i, end, year))
        return 0;
    return end;
}

/* Q3, Q3 2024, 3Q24, H1 of 2019: a word with a digit in it. */
uint32_t
wf_date_quarter_word(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_slice text = wf_token_text(s->doc, i);
    uint32_t after;
    bool q = text.len == 2 && (text.data[0] | 0x20) == 'q',
         h = text.len == 2 && (text.data[0] | 0x20) == 'h';
    int n;

    if ((text.len == 6 || text.len == 4) && (text.data[0] | 0x20) == 'f' &&
        (text.data[1] | 0x20) == 'y') { /* FY2025, FY25 */
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
    after = wf_date_year_after(s, after, false, m);
    if (after != 0)
        return after;
    return q ? i + 1 : 0;
}

uint32_t
wf_date_fiscal(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
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
    if (wf_date_flag(s, end, WF_TOKEN_HYPHEN) || wf_date_symbol(s, end, '/') ||
        wf_date_symbol(s, end, 0x2013)) { /* 2024-25 */
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
uint32_t
wf_date_decade(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    int n = wf_date_at(s, i)->n;
    int century = n >= 30 ? 1900 : 2000;

    if (!(i > s->sentence_first &&
            (WF_KIND(s, i - 1) == WF_DK_THE || WF_KIND(s, i - 1) == WF_DK_PART ||
                wf_date_prep(s, i - 1, WF_PREP_IN))) &&
        !s->alone)
        return 0;
    wf_moment_unit(m, WF_U_DECADE, wf_day_of(century + n, 1, 1));
    m->rule = s->st->rules.absolute;
    return i + 1;
}

uint32_t
wf_date_short_decade(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_date_number n;
    uint32_t end;

    if (!wf_date_flag(s, i, WF_TOKEN_QUOTE) || !wf_date_glued(s, i + 1) ||
        !wf_date_flag(s, i + 1, WF_TOKEN_NUMBER))
        return 0;
    end = wf_date_number(s, i + 1, &n);
    if (end == 0 || n.n < 10 || n.n > 90 || n.n % 10 != 0 || !wf_date_is(s, end, s->st->w_s) ||
        !wf_date_glued(s, end))
        return 0;
    wf_moment_unit(m, WF_U_DECADE, wf_day_of((n.n >= 30 ? 1900 : 2000) + n.n, 1, 1));
    m->rule = s->st->rules.absolute;
    return end + 1;
}
