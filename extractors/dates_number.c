/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as dates use them: days, years, ordinals, and dates written with figures only. */
#include "extractors/dates.h"

#include <string.h>

bool
wf_date_symbol(const struct wf_dates_scan *s, uint32_t i, uint32_t symbol)
{
    return i < s->end && s->tok[i].symbol == symbol;
}

bool
wf_date_dash(const struct wf_dates_scan *s, uint32_t i)
{
    return wf_date_flag(s, i, WF_TOKEN_HYPHEN | WF_TOKEN_DASH) || wf_date_symbol(s, i, '-') ||
        wf_date_symbol(s, i, 0x2013) || wf_date_symbol(s, i, 0x2014) ||
        wf_date_symbol(s, i, 0x2012);
}

static uint32_t
digits_number(const struct wf_dates_scan *s, uint32_t i, struct wf_date_number *out)
{
    struct wf_slice text = wf_token_text(s->doc, i);
    int64_t n = 0;
    size_t at = 0;

    if (text.len > 12)
        return 0;
    while (
        at < text.len && ((text.data[at] >= '0' && text.data[at] <= '9') || text.data[at] == ',')) {
        if (text.data[at] != ',')
            n = n * 10 + (text.data[at] - '0');
        at++;
    }
    if (at < text.len && text.data[at] == '.') {
        for (at++; at < text.len && text.data[at] >= '0' && text.data[at] <= '9' &&
             out->fraction_digits < 4;
             at++) {
            out->fraction = out->fraction * 10 + (text.data[at] - '0');
            out->fraction_digits++;
        }
    }
    if (at != text.len || n > 999999)
        return 0;
    out->n = (int32_t)n;
    out->digits = true;
    out->end = i + 1;
    if (wf_date_glued(s, i + 1) && out->fraction_digits == 0) {
        uint32_t w = s->tok[i + 1].word;

        if (w != WF_WORD_NONE &&
            (w == s->st->w_th || w == s->st->w_st || w == s->st->w_nd || w == s->st->w_rd)) {
            out->ordinal = true;
            out->end = i + 2;
        }
    }
    return out->end;
}

/* Words: `twenty-five`, `two thousand eighteen`, `two hundred`, `thirty-first`. */
static uint32_t
word_number(const struct wf_dates_scan *s, uint32_t i, struct wf_date_number *out)
{
    int32_t total = 0, part = -1;
    uint32_t at = i, end = 0;

    while (at < s->end && at - i < 12) {
        const struct wf_date_word *w = wf_date_at(s, at);
        bool second = part >= 20 && part % 10 == 0 && s->st->w_second == s->tok[at].word;

        if (w->kind == WF_DK_NUMBER && w->n < 100) {
            if (part >= 0 && !(part == 0 && total > 0) && !(part % 100 == 0 && part > 0) &&
                !(part % 100 >= 20 && part % 10 == 0 && w->n < 10))
                break;
            part = (part < 0 ? 0 : part) + w->n;
        } else if (w->kind == WF_DK_NUMBER && w->n == 100 && part > 0 && part < 100) {
            part *= 100;
        } else if (w->kind == WF_DK_NUMBER && w->n == 1000 && part > 0 && part < 1000 &&
            total == 0) {
            total = part * 1000;
            part = 0;
        } else if ((w->kind == WF_DK_ORDINAL || second) && (part < 0 || part % 10 == 0)) {
            int n = second ? 2 : w->n;

            if (part > 0 && (part % 100 >= 20 || part % 100 == 0) && n >= 10 && part % 100 != 0)
                break;
            part = (part < 0 ? 0 : part) + n;
            out->ordinal = true;
            end = at + 1;
            break;
        } else if (w->kind == WF_DK_AND && part > 0 &&
            (part % 100 == 0 || (total > 0 && part == 0)) && WF_KIND(s, at + 1) == WF_DK_NUMBER &&
            wf_date_at(s, at + 1)->n < 100) {
            at++;
            continue;
        } else if (w->kind == WF_DK_AND && total > 0 && part == 0 &&
            WF_KIND(s, at + 1) == WF_DK_NUMBER) {
            at++;
            continue;
        } else if (end != 0 && end == at && wf_date_flag(s, at, WF_TOKEN_HYPHEN) && part >= 20 &&
            part % 10 == 0 &&
            (WF_KIND(s, at + 1) == WF_DK_NUMBER || WF_KIND(s, at + 1) == WF_DK_ORDINAL ||
                s->tok[at + 1 < s->end ? at + 1 : at].word == s->st->w_second) &&
            (wf_date_at(s, at + 1)->n < 10)) {
            at++;
            continue;
        } else {
            break;
        }
        end = ++at;
    }
    if (end == 0 || part < 0)
        return 0;
    out->n = total + part;
    out->end = end;
    return end;
}

uint32_t
wf_date_number(const struct wf_dates_scan *s, uint32_t i, struct wf_date_number *out)
{
    memset(out, 0, sizeof *out);
    if (i >= s->end)
        return 0;
    if (s->tok[i].flags & WF_TOKEN_NUMBER)
        return digits_number(s, i, out);
    if (WF_KIND(s, i) == WF_DK_NUMBER || WF_KIND(s, i) == WF_DK_ORDINAL)
        return word_number(s, i, out);
    return 0;
}

uint32_t
wf_date_year(const struct wf_dates_scan *s, uint32_t i, int32_t *year)
{
    struct wf_date_number a, b;
    uint32_t end = wf_date_number(s, i, &a);

    if (end == 0 || a.ordinal || a.fraction_digits != 0)
        return 0;
    if (a.digits) {
        struct wf_slice text = wf_token_text(s->doc, i);

        if (text.len != 4 || a.n < 1000 || a.n > 2999)
            return 0;
        *year = a.n;
        return end;
    }
    if (a.n >= 1900 && a.n <= 2099) { /* two thousand eighteen */
        *year = a.n;
        return end;
    }
    if (a.n >= 17 && a.n <= 20) { /* nineteen ninety-eight */
        uint32_t end2 = wf_date_number(s, end, &b);

        if (end2 != 0 && !b.digits && !b.ordinal && b.n >= 10 && b.n <= 99) {
            *year = a.n * 100 + b.n;
            return end2;
        }
    }
    return 0;
}

uint32_t
wf_date_day(const struct wf_dates_scan *s, uint32_t i, int *day, bool *ordinal)
{
    struct wf_date_number a;
    uint32_t end = wf_date_number(s, i, &a);

    if (end == 0 && wf_date_is(s, i, s->st->w_second)) {
        *day = 2;
        *ordinal = true;
        return i + 1;
    }
    if (end == 0 || a.fraction_digits != 0 || a.n < 1 || a.n > 31)
        return 0;
    if (a.digits && wf_token_text(s->doc, i).len > 2)
        return 0;
    *day = a.n;
    *ordinal = a.ordinal;
    return end;
}

/* Reads up to `max` digits at *at; the count read, 0 for none or more than max. */
static int
read_digits(const char *t, size_t len, size_t *at, int max, int32_t *value)
{
    size_t start = *at;

    *value = 0;
    while (*at < len && t[*at] >= '0' && t[*at] <= '9') {
        if ((int)(*at - start) >= max)
            return 0;
        *value = *value * 10 + (t[*at] - '0');
        (*at)++;
    }
    return (int)(*at - start);
}

static int
full_year(int32_t y, int digits)
{
    return digits == 4 ? y : y < 40 ? 2000 + y : 1900 + y;
}

/*
 * The token that ends at byte `offset` behind token i, as the index behind it; 0 when a token
 * straddles it.
 */
static uint32_t
token_end_at(const struct wf_dates_scan *s, uint32_t i, uint32_t offset)
{
    while (i < s->end && s->tok[i].end < offset)
        i++;
    return i < s->end && s->tok[i].end == offset ? i + 1 : 0;
}

static uint32_t
time_suffix(const struct wf_dates_scan *s, const char *t, size_t len, size_t at, uint32_t i,
    uint32_t base, struct wf_moment *m)
{
    int32_t h, mi, se = 0;
    size_t p = at;
    uint32_t end;

    if (p >= len || (t[p] != 'T' && t[p] != ' '))
        return 0;
    p++;
    if (read_digits(t, len, &p, 2, &h) != 2 || h > 24 || p >= len || t[p] != ':')
        return 0;
    p++;
    if (read_digits(t, len, &p, 2, &mi) != 2 || mi > 59)
        return 0;
    if (p + 2 < len && t[p] == ':') {
        p++;
        if (read_digits(t, len, &p, 2, &se) != 2 || se > 60)
            return 0;
        m->has_second = true;
    }
    if (p < len && t[p] == 'Z' && t[at] == 'T') {
        p++;
        m->zone = 0;
    }
    end = token_end_at(s, i, base + (uint32_t)p);
    if (end == 0) {
        m->has_second = false;
        m->zone = WF_ZONE_NONE;
        return 0;
    }
    m->hour = h;
    m->minute = mi;
    m->second = se;
    m->has_minute = true;
    m->type = WF_DATE_TIME;
    return end;
}

/*
 * Day and month in the order that the numbers, else the document, allow. False where neither is a
 * month.
 */
static bool
order(const struct wf_dates_scan *s, int32_t a, int32_t b, struct wf_moment *m)
{
    bool day_first = s->day_first;

    if (a > 12)
        day_first = true;
    else if (b > 12)
        day_first = false;
    m->day = day_first ? a : b;
    m->month = day_first ? b : a;
    return m->month >= 1 && m->month <= 12 && m->day >= 1 && m->day <= 31;
}

uint32_t
wf_date_numeric(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t base = s->tok[i].start, end, later;
    const char *t = s->doc->text.reading.data + base;
    size_t len = s->tok[s->end - 1].end - base, at = 0, mark;
    int32_t a, b, c;
    int da, db, dc;
    char sep;

    if (len > 32)
        len = 32;
    da = read_digits(t, len, &at, 8, &a);
    if (da == 8 && (at == len || t[at] < '0' || t[at] > '9')) { /* 20161016 */
        m->year = a / 10000;
        m->month = a / 100 % 100;
        m->day = a % 100;
        end = token_end_at(s, i, base + (uint32_t)at);
        if (m->year < 1900 || m->year > 2099 || m->month < 1 || m->month > 12 || m->day < 1 ||
            m->day > 31 || end == 0)
            return 0;
        m->has_year = m->definite = true;
        m->grain = WF_U_DAY;
        return end;
    }
    if (da == 0 || at >= len || (t[at] != '-' && t[at] != '/' && t[at] != '.') ||
        (da != 4 && da > 2))
        return 0;
    sep = t[at++];
    if (i > s->sentence_first && wf_date_glued(s, i) &&
        (wf_date_symbol(s, i - 1, '/') ||
            (da <= 2 && wf_date_symbol(s, i - 1, '-') && i - 1 > s->sentence_first &&
                wf_date_glued(s, i - 1) && wf_date_flag(s, i - 2, WF_TOKEN_NUMBER))))
        return 0;
    db = read_digits(t, len, &at, da == 4 ? 2 : 4, &b);
    if (db == 0)
        return 0;
    mark = at;
    if (at < len && t[at] == sep) {
        at++;
        dc = read_digits(t, len, &at, 4, &c);
        if (db > 2 ||
            (at < len &&
                (t[at] == sep && sep != '.' && at + 1 < len && t[at + 1] >= '0' &&
                    t[at + 1] <= '9')))
            return 0;
        if (da == 4 && dc >= 1 && dc <= 2) {
            m->year = a;
            m->month = b;
            m->day = c;
            if (b > 12 && c <= 12) {
                m->month = c;
                m->day = b;
            }
            if (m->month < 1 || m->month > 12 || m->day < 1 || m->day > 31 || a < 1000)
                return 0;
        } else if (da <= 2 && (dc == 4 || dc == 2)) {
            m->year = full_year(c, dc);
            if (!order(s, a, b, m) || m->year < 1000)
                return 0;
        } else {
            return 0;
        }
        m->has_year = m->definite = true;
        m->grain = WF_U_DAY;
        later = time_suffix(s, t, len, at, i, base, m);
        return later != 0 ? later : token_end_at(s, i, base + (uint32_t)at);
    }
    /* two parts only */
    end = token_end_at(s, i, base + (uint32_t)mark);
    if (end == 0)
        return 0;
    if (da == 4 && db == 2 && b >= 1 && b <= 12 && sep != '.' && a >= 1900 && a <= 2099 &&
        !(b == a % 100 + 1)) { /* 2015-03; 2011-12 and 2006/07 are spans of two years */
        m->year = a;
        m->month = b;
        m->has_year = true;
        m->grain = WF_U_MONTH;
        return end;
    }
    if (da <= 2 && db == 4 && a >= 1 && a <= 12 && sep != '.' && b >= 1900 &&
        b <= 2099) { /* 12/2015 */
        m->year = b;
        m->month = a;
        m->has_year = true;
        m->grain = WF_U_MONTH;
        return end;
    }
    if (da <= 2 && db <= 2 && sep == '/' &&
        order(s, a, b, m)) { /* 11/9: only where the words around say so */
        bool asked = s->alone;

        if (i > s->sentence_first) {
            const struct wf_date_word *w = wf_date_at(s, i - 1);

            asked = asked ||
                (w->kind == WF_DK_PREP &&
                    (w->n == WF_PREP_ON || w->n == WF_PREP_SINCE || w->n == WF_PREP_BY ||
                        w->n == WF_PREP_BEFORE || w->n == WF_PREP_AFTER || w->n == WF_PREP_FROM)) ||
                w->kind == WF_DK_WEEKDAY || w->kind == WF_DK_UNTIL || w->kind == WF_DK_BETWEEN ||
                (w->kind == WF_DK_RELATIVE && w->n <= 1);
        }
        if (i >= s->sentence_first + 4 && wf_date_symbol(s, i - 3, '/') &&
            wf_date_flag(s, i - 2, WF_TOKEN_NUMBER) &&
            (wf_date_flag(s, i - 1, WF_TOKEN_COMMA) || WF_KIND(s, i - 1) == WF_DK_OR ||
                WF_KIND(s, i - 1) == WF_DK_AND))
            asked = true; /* on 11/20, 11/22 or 11/25 */
        if (!asked || wf_date_at(s, end)->kind == WF_DK_UNIT)
            return 0;
        m->grain = WF_U_DAY;
        return end;
    }
    return 0;
}
