/* SPDX-License-Identifier: Apache-2.0 */
/* Times of day: `10:30 a.m.`, `3pm`, `noon`, `1400 GMT`, `half past seven`, `8 o'clock`. */
#include "extractors/dates.h"

#include <string.h>

/* `a.m.`, `pm`, `p . m .`: the token behind, 0 where there is none. */
static uint32_t
meridiem(const struct wf_dates_scan *s, uint32_t i, int *add)
{
    const struct wf_date_word *w = wf_date_at(s, i);
    struct wf_slice text;

    if (w->kind == WF_DK_MERIDIEM) {
        *add = w->n;
        if (!(s->tok[i].flags & WF_TOKEN_PERIOD) && wf_date_symbol(s, i + 1, '.') &&
            wf_date_glued(s, i + 1) && i + 2 < s->end &&
            !(s->tok[i + 2].flags & WF_TOKEN_SENTENCE_START) &&
            !(s->tok[i].flags & WF_TOKEN_CAPITAL) &&
            wf_token_text(s->doc, i).len == 3) /* `p.m` and its last stop */
            return i + 2;
        return i + 1;
    }
    if (i + 1 >= s->end)
        return 0;
    text = wf_token_text(s->doc, i);
    if (text.len == 0 || text.len > 2 ||
        (text.data[0] != 'a' && text.data[0] != 'p' && text.data[0] != 'A' && text.data[0] != 'P'))
        return 0;
    for (uint32_t at = i + 1; at < s->end && at < i + 3; at++) {
        struct wf_slice m = wf_token_text(s->doc, at);

        if (m.len >= 1 && m.len <= 2 && (m.data[0] == 'm' || m.data[0] == 'M')) {
            *add = text.data[0] == 'p' || text.data[0] == 'P' ? 12 : 0;
            return wf_date_symbol(s, at + 1, '.') && at + 2 < s->end ? at + 2 : at + 1;
        }
        if (!(s->tok[at].symbol == '.'))
            return 0;
    }
    return 0;
}

/* `o'clock`, `oclock`, `ish` glued to a number. */
static bool
o_clock(const struct wf_dates_scan *s, uint32_t i)
{
    return wf_date_is(s, i, s->st->w_o_clock) || wf_date_is(s, i, s->st->w_oclock) ||
        (wf_date_is(s, i, s->st->w_ish) && wf_date_glued(s, i));
}

/* A time zone behind a time: `GMT`, `(EST)`, `local time`. */
static uint32_t
zone(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    bool open = wf_date_symbol(s, i, '(');
    uint32_t at = open ? i + 1 : i;

    if (WF_KIND(s, at) == WF_DK_ZONE && wf_date_flag(s, at, WF_TOKEN_ALL_CAPS | WF_TOKEN_CAPITAL) &&
        (!open || wf_date_symbol(s, at + 1, ')'))) {
        m->zone = wf_date_at(s, at)->n;
        return open ? at + 2 : at + 1;
    }
    if (wf_date_is(s, at + 1, s->st->w_time) && wf_date_flag(s, at, WF_TOKEN_WORD) &&
        wf_date_at(s, at)->kind == WF_DK_NONE &&
        (!open || wf_date_symbol(s, at + 2, ')'))) /* local time, Beijing time */
        return open ? at + 3 : at + 2;
    return i;
}

static bool
apply_meridiem(struct wf_moment *m, int add)
{
    if (m->hour > 12 && add == 0)
        return false;
    if (m->hour < 12)
        m->hour += add;
    else if (m->hour == 12 && add == 0)
        m->hour = 0;
    m->has_meridiem = true;
    return true;
}

/* hh:mm, hh.mm, hh:mm:ss at the bytes of token i. */
static uint32_t
digits_time(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m, char *separator)
{
    uint32_t base = s->tok[i].start;
    const char *t = s->doc->text.reading.data + base;
    size_t len = s->tok[s->end - 1].end - base, at = 0;
    int parts[3] = { 0, 0, 0 }, n = 0;

    if (len > 16)
        len = 16;
    *separator = 0;
    while (n < 3) {
        int digits = 0;

        while (at < len && t[at] >= '0' && t[at] <= '9' && digits < 3) {
            parts[n] = parts[n] * 10 + (t[at++] - '0');
            digits++;
        }
        if (digits == 0 || digits > 2 || (n > 0 && digits != 2))
            return 0;
        n++;
        if (at + 1 >= len || (t[at] != ':' && t[at] != '.') || t[at + 1] < '0' || t[at + 1] > '9' ||
            (*separator != 0 && *separator != t[at]))
            break;
        *separator = t[at++];
    }
    if (n < 2 || parts[0] > 24 || parts[1] > 59 || parts[2] > 60)
        return 0;
    while (i < s->end && s->tok[i].end < base + at)
        i++;
    if (i >= s->end || s->tok[i].end != base + at)
        return 0;
    m->hour = parts[0];
    m->minute = parts[1];
    m->second = parts[2];
    m->has_minute = true;
    m->has_second = n == 3;
    return i + 1;
}

static uint32_t
finish(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    m->type = WF_DATE_TIME;
    m->grain = WF_U_HOUR;
    if (!m->has_meridiem && m->hour > 0 && m->hour <= 12 && wf_date_prep(s, i, WF_PREP_IN) &&
        WF_KIND(s, i + 1) == WF_DK_THE && WF_KIND(s, i + 2) == WF_DK_DAYPART &&
        wf_date_at(s, i + 2)->n >= 1 && wf_date_at(s, i + 2)->n <= 3) {
        apply_meridiem(m, wf_date_at(s, i + 2)->n == 1 ? 0 : 12);
        i += 3;
    }
    return zone(s, i, m);
}

/* `between 0730-0930`, `at 0800`: four figures with a zero first, where a time is due. */
static bool
leading_zero(const struct wf_dates_scan *s, uint32_t i)
{
    const struct wf_date_word *w;

    if (wf_token_text(s->doc, i).data[0] != '0' || i == s->sentence_first)
        return false;
    if (wf_date_dash(s, i - 1) && i >= s->sentence_first + 2 &&
        wf_token_text(s->doc, i - 2).len == 4)
        i -= 2;
    if (wf_date_glued(s, i) || i == s->sentence_first)
        return false;
    w = wf_date_at(s, i - 1);
    return w->kind == WF_DK_BETWEEN || w->kind == WF_DK_TO || w->kind == WF_DK_AND ||
        w->kind == WF_DK_UNTIL ||
        (w->kind == WF_DK_PREP &&
            (w->n == WF_PREP_AT || w->n == WF_PREP_FROM || w->n == WF_PREP_BY ||
                w->n == WF_PREP_AROUND));
}

uint32_t
wf_date_clock(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_date_number n;
    uint32_t end, after;
    char separator;
    int add = 0;

    if (WF_KIND(s, i) == WF_DK_CLOCK) {
        if (wf_date_flag(s, i, WF_TOKEN_CAPITAL) && !wf_date_flag(s, i, WF_TOKEN_SENTENCE_START) &&
            !s->alone)
            return 0; /* Operation Midnight Hammer */
        m->hour = wf_date_at(s, i)->n;
        m->has_meridiem = true;
        return finish(s, i + 1, m);
    }
    if (!wf_date_flag(s, i, WF_TOKEN_NUMBER)) {
        end = wf_date_number(s, i, &n);
        if (end == 0 || n.ordinal || n.n < 1 || n.n > 12)
            return 0;
        after = meridiem(s, end, &add);
        if (after != 0) {
            m->hour = n.n;
            apply_meridiem(m, add);
            return finish(s, after, m);
        }
        if (o_clock(s, end)) {
            m->hour = n.n;
            end++;
            after = meridiem(s, end, &add);
            if (after != 0)
                apply_meridiem(m, add);
            return finish(s, after != 0 ? after : end, m);
        }
        return 0;
    }
    end = digits_time(s, i, m, &separator);
    if (end != 0) {
        uint32_t before = i > s->sentence_first ? i - 1 : i;

        after = meridiem(s, end, &add);
        if (after != 0 && m->hour <= 12 && apply_meridiem(m, add))
            return finish(s, after, m);
        if (separator == ':' && !wf_date_symbol(s, end, ':') &&
            !(before != i && wf_date_symbol(s, before, ':') && wf_date_glued(s, i)))
            return finish(s, end, m);
        if (separator == '.' && zone(s, end, m) != end) /* 21.30 GMT */
            return finish(s, end, m);
        if (separator == '.' && m->hour > 0 && i > s->sentence_first &&
            wf_date_prep(s, before, WF_PREP_AT) && wf_token_text(s->doc, i).len <= 5 &&
            !wf_date_flag(s, end, WF_TOKEN_WORD | WF_TOKEN_NUMBER | WF_TOKEN_CLOSE) &&
            !wf_date_symbol(s, end, '%') && s->tok[i].end - s->tok[i].start >= 4)
            return finish(s, end, m); /* at 6.45 */
        m->hour = -1;
        m->has_minute = m->has_second = false;
        return 0;
    }
    end = wf_date_number(s, i, &n);
    if (end == 0 || n.ordinal || n.fraction_digits != 0)
        return 0;
    if (n.n <= 24 && wf_date_glued(s, end) &&
        wf_token_text(s->doc, i).len <= 2) { /* 15h30, 15h GMT */
        struct wf_slice h = wf_token_text(s->doc, end);

        if (h.len == 3 && (h.data[0] == 'h' || h.data[0] == 'H') && h.data[1] >= '0' &&
            h.data[1] <= '5' && h.data[2] >= '0' && h.data[2] <= '9') {
            m->hour = n.n;
            m->minute = (h.data[1] - '0') * 10 + (h.data[2] - '0');
            m->has_minute = true;
            return finish(s, end + 1, m);
        }
        if (h.len == 1 && h.data[0] == 'h' &&
            ((s->alone && n.n > 12) || WF_KIND(s, end + 1) == WF_DK_ZONE ||
                (i > s->sentence_first && wf_date_prep(s, i - 1, WF_PREP_AT)))) {
            m->hour = n.n;
            return finish(s, end + 1, m);
        }
    }
    if (n.n <= 12) {
        after = meridiem(s, end, &add);
        if (after != 0 && n.n > 0) {
            m->hour = n.n;
            apply_meridiem(m, add);
            return finish(s, after, m);
        }
        if (o_clock(s, end) && n.n > 0) {
            m->hour = n.n;
            end++;
            after = meridiem(s, end, &add);
            if (after != 0)
                apply_meridiem(m, add);
            return finish(s, after != 0 ? after : end, m);
        }
        if (wf_date_prep(s, end, WF_PREP_IN) && WF_KIND(s, end + 1) == WF_DK_THE &&
            WF_KIND(s, end + 2) == WF_DK_DAYPART && wf_date_at(s, end + 2)->n >= 1 &&
            wf_date_at(s, end + 2)->n <= 3 && n.n > 0 &&
            (s->alone ||
                (i > s->sentence_first &&
                    (WF_KIND(s, i - 1) == WF_DK_PREP || WF_KIND(s, i - 1) == WF_DK_AND ||
                        WF_KIND(s, i - 1) == WF_DK_TO)))) { /* at 7 in the morning */
            m->hour = n.n;
            apply_meridiem(m, wf_date_at(s, end + 2)->n == 1 ? 0 : 12);
            return finish(s, end + 3, m);
        }
        if (n.n == 12 && WF_KIND(s, end) == WF_DK_CLOCK) { /* 12 noon */
            m->hour = wf_date_at(s, end)->n;
            m->has_meridiem = true;
            return finish(s, end + 1, m);
        }
    }
    if (wf_token_text(s->doc, i).len == 4 && n.n < 2400 &&
        n.n % 100 < 60) { /* 1400 GMT, 1140 a.m. */
        m->hour = n.n / 100;
        m->minute = n.n % 100;
        after = zone(s, end, m);
        if (after != end || leading_zero(s, i)) {
            m->has_minute = true;
            return finish(s, end, m);
        }
        after = meridiem(s, end, &add);
        if (after != 0 && m->hour <= 12 && m->hour > 0) {
            m->has_minute = true;
            apply_meridiem(m, add);
            return finish(s, after, m);
        }
        m->hour = -1;
        m->minute = 0;
    }
    return 0;
}

/* `jumped by a quarter to 12 million tons`: `by` stands before it, past the article. */
static bool
is_amount(const struct wf_dates_scan *s, uint32_t i)
{
    if (i > s->sentence_first && wf_date_before(s, i)->kind == WF_DK_ARTICLE)
        i--;
    return i > s->sentence_first && wf_slice_is(wf_token_text(s->doc, i - 1), "by");
}

/*
 * `half past seven`, `quarter to 3`, `20 minutes past eight`; a bare hour where the caller knows
 * that it is one.
 */
uint32_t
wf_date_clock_bare(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct wf_date_number n;
    uint32_t at = i, end;
    int minutes = -1, add = 0;
    bool to;

    if (WF_KIND(s, at) == WF_DK_ARTICLE)
        at++;
    if (WF_KIND(s, at) == WF_DK_HALF) {
        minutes = 30;
        at++;
    } else if (wf_date_is(s, at, s->st->w_quarter)) {
        minutes = 15;
        at++;
    } else if ((end = wf_date_number(s, at, &n)) != 0 && !n.ordinal && n.fraction_digits == 0 &&
        n.n > 0 && n.n < 60 && at == i) {
        minutes = n.n;
        at = end;
        if (wf_date_unit_is(s, at, WF_U_MINUTE))
            at++;
    }
    if (minutes < 0)
        return 0;
    to = wf_date_is(s, at, s->st->w_to);
    if (to && minutes == 15 && !s->alone && is_amount(s, i))
        return 0;
    if (!to && !wf_date_is(s, at, s->st->w_past))
        return 0;
    if (WF_KIND(s, at + 1) == WF_DK_CLOCK) {
        m->hour = wf_date_at(s, at + 1)->n;
        m->has_meridiem = true;
        end = at + 2;
    } else {
        end = wf_date_number(s, at + 1, &n);
        if (end == 0 || n.ordinal || n.fraction_digits != 0 || n.n < 1 || n.n > 12)
            return 0;
        m->hour = n.n;
        if (o_clock(s, end))
            end++;
        at = meridiem(s, end, &add);
        if (at != 0) {
            apply_meridiem(m, add);
            end = at;
        } else if (to && !o_clock(s, end - 1) && !s->alone && minutes != 15 && minutes != 30) {
            m->hour = -1; /* `5 to 7` is a range of something */
            return 0;
        }
    }
    m->minute = to ? 60 - minutes : minutes;
    if (to)
        m->hour = (m->hour + 23) % 24;
    m->has_minute = true;
    return finish(s, end, m);
}
