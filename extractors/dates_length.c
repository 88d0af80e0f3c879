/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lengths of time: `three days`, `two and a half years`, `20-month`, `more than two decades`,
 * `27-year-old`.
 */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

static enum wf_date_unit
unit_at(const struct wf_dates_scan *s, uint32_t i, bool after_number)
{
    const struct wf_date_word *w = wf_date_at(s, i);

    if (w->kind == WF_DK_HALF || w->kind != WF_DK_UNIT)
        return WF_U_NONE;
    if ((w->flags & WF_DF_SHORT) && !after_number)
        return WF_U_NONE;
    return (enum wf_date_unit)w->n;
}

/* `for over two decades` and `lasted over an hour`, but `$5 billion over ten years`. */
static bool
over_is_bound(const struct wf_dates_scan *s, uint32_t over)
{
    static const char *const words[] = { "well", "just", "span", "spans", "spanned", "lasted",
        "lasts", "spent", "took", "takes", "is", "was", "been", "are", "were", "a", "waited",
        "lived", "served", "worked", "has" };
    const struct wf_date_word *w;

    if (over == s->sentence_first)
        return true;
    w = wf_date_at(s, over - 1);
    if (w->kind == WF_DK_PREP || w->kind == WF_DK_OF || (s->tok[over - 1].flags & (WF_TOKEN_PUNCT)))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (wf_slice_is(wf_token_text(s->doc, over - 1), words[i]))
            return true;
    }
    return false;
}

/* The mod of a bound in front, `more than`, `at least`; its first token. */
static uint32_t
bound_before(const struct wf_dates_scan *s, uint32_t i, const char **mod)
{
    const struct wf_date_word *a, *b;

    *mod = NULL;
    if (i <= s->sentence_first)
        return i;
    a = wf_date_at(s, i - 1);
    if (a->kind != WF_DK_PREP)
        return i;
    b = i >= s->sentence_first + 2 ? wf_date_at(s, i - 2) : wf_date_at(s, s->end);
    if (a->n == WF_PREP_THAN && b->kind == WF_DK_PREP) {
        bool no = i >= s->sentence_first + 3 && wf_date_prep(s, i - 3, WF_PREP_NO);

        if (b->n == WF_PREP_MORE)
            *mod = no ? "EQUAL_OR_LESS" : "MORE_THAN";
        else if (b->n == WF_PREP_LESS)
            *mod = no ? "EQUAL_OR_MORE" : "LESS_THAN";
        return *mod == NULL ? i : no ? i - 3 : i - 2;
    }
    if (wf_prep_is(b, WF_PREP_AT) && (a->n == WF_PREP_LEAST || a->n == WF_PREP_MOST)) {
        *mod = a->n == WF_PREP_LEAST ? "EQUAL_OR_MORE" : "EQUAL_OR_LESS";
        return i - 2;
    }
    switch (a->n) {
    case WF_PREP_OVER:
        if (!over_is_bound(s, i - 1))
            return i;
        *mod = "MORE_THAN";
        return i - 1;
    case WF_PREP_LESS: *mod = "LESS_THAN"; return i - 1;
    case WF_PREP_NEARLY: *mod = "LESS_THAN"; return i - 1;
    case WF_PREP_ABOUT:
    case WF_PREP_AROUND: *mod = "APPROX"; return i - 1;
    default: return i;
    }
}

/* One `number unit`; fills d->amount. */
static uint32_t
one_length(const struct wf_dates_scan *s, uint32_t i, struct wf_length *d)
{
    struct wf_date_number n;
    enum wf_date_unit unit;
    uint32_t end = wf_date_number(s, i, &n), at;
    bool half = false, hyphen = false, plural, between;

    if (end == 0 || n.ordinal)
        return 0;
    at = end;
    if (n.digits && s->tok[i].flags & WF_TOKEN_NUMBER && i > s->sentence_first &&
        wf_date_symbol(s, i - 1, '$'))
        return 0;
    if (WF_KIND(s, at) == WF_DK_AND) { /* two and a half years */
        uint32_t h = at + 1;

        if (WF_KIND(s, h) == WF_DK_ARTICLE)
            h++;
        if (WF_KIND(s, h) == WF_DK_HALF) {
            at = h + 1;
            half = true;
        }
    }
    if (wf_date_flag(s, at, WF_TOKEN_HYPHEN) || (wf_date_dash(s, at) && wf_date_glued(s, at))) {
        hyphen = true;
        at++;
        if (wf_date_prep(s, at, WF_PREP_THAN))
            return 0;
        if (at + 1 < s->end && wf_slice_is(wf_token_text(s->doc, at), "plus")) { /* 20-plus months */
            d->plus = true;
            hyphen = wf_date_flag(s, ++at, WF_TOKEN_HYPHEN);
            at += hyphen;
        }
    } else if (wf_date_is(s, at, s->st->w_more) || WF_KIND(s, at) == WF_DK_COMING ||
        (WF_KIND(s, at) == WF_DK_RELATIVE &&
            (wf_date_at(s, at)->n == 1 || wf_date_at(s, at)->n == 2 || wf_date_at(s, at)->n == -1 ||
                wf_date_at(s, at)->n == -2))) {
        if (WF_KIND(s, at) == WF_DK_RELATIVE)
            d->relation = wf_date_at(s, at)->n > 0 ? 1 : -1;
        at++; /* `two more years`, `5 upcoming years` */
    }
    if (WF_KIND(s, at) == WF_DK_FILLER) { /* three straight days, four business days */
        at++;
        if (!(wf_date_at(s, at)->flags & WF_DF_PLURAL))
            return 0;
    }
    unit = unit_at(s, at, true);
    if (unit == WF_U_NONE || d->amount[unit] != 0)
        return 0;
    if (wf_token_text(s->doc, at).len == 1 && !wf_date_glued(s, at)) /* `4 h` of a list */
        return 0;
    plural = (wf_date_at(s, at)->flags & WF_DF_PLURAL) != 0;
    between = !hyphen && at > end && !half;
    if (n.digits && !plural && n.n > 1 && !hyphen && !half && !s->alone &&
        wf_token_text(s->doc, i).len > 2)
        return 0; /* `2018 day five` */
    if (between && !plural && !s->alone)
        return 0; /* `STS-133 last month` */
    if (!s->alone && wf_date_flag(s, at, WF_TOKEN_CAPITAL) &&
        !wf_date_flag(s, at, WF_TOKEN_ALL_CAPS))
        return 0; /* 30 Seconds to Mars, the Thirty Years' War */
    if (n.digits && i > s->sentence_first && wf_date_glued(s, i) &&
        (s->tok[i - 1].flags & WF_TOKEN_HYPHEN) && i - 1 > s->sentence_first &&
        (s->tok[i - 2].flags & WF_TOKEN_WORD) && wf_date_at(s, i - 2)->kind == WF_DK_NONE)
        return 0;
    d->amount[unit] = n.n;
    d->last = unit;
    d->fraction = half ? 5 : n.fraction;
    d->fraction_digits = half ? 1 : n.fraction_digits;
    d->plural = (wf_date_at(s, at)->flags & WF_DF_PLURAL) != 0;
    d->hyphen = hyphen;
    if (unit == WF_U_SECOND && !d->plural && n.n != 1 && !hyphen)
        return 0;
    return at + 1;
}

/*
 * `a year`, `half a year`, `a few days`, `several months`, `another two weeks`, `a year and a
 * half`.
 */
static uint32_t
worded_length(const struct wf_dates_scan *s, uint32_t i, struct wf_length *d)
{
    const struct wf_date_word *w = wf_date_at(s, i);
    enum wf_date_unit unit;
    uint32_t at = i;
    int n = 1;

    if (w->kind == WF_DK_HALF) {
        at++;
        if (wf_date_flag(s, at, WF_TOKEN_HYPHEN))
            at++;
        if (WF_KIND(s, at) == WF_DK_ARTICLE)
            at++;
        unit = unit_at(s, at, false);
        if (unit == WF_U_NONE)
            return 0;
        d->last = unit;
        d->fraction = 5;
        d->fraction_digits = 1;
        return at + 1;
    }
    if (w->kind == WF_DK_ARTICLE) {
        at++;
        if (WF_KIND(s, at) == WF_DK_SOME) {
            w = wf_date_at(s, at);
        } else if (WF_KIND(s, at) == WF_DK_HALF) {
            uint32_t end = worded_length(s, at, d);

            return end;
        } else if (wf_date_unit_is(s, at, WF_U_QUARTER) &&
            wf_date_unit_is(s, wf_date_flag(s, at + 1, WF_TOKEN_HYPHEN) ? at + 2 : at + 1, WF_U_CENTURY)) {
            d->last = WF_U_CENTURY; /* a quarter-century */
            d->fraction = 25;
            d->fraction_digits = 2;
            return wf_date_flag(s, at + 1, WF_TOKEN_HYPHEN) ? at + 3 : at + 2;
        } else {
            unit = unit_at(s, at, false);
            if (unit == WF_U_NONE || (wf_date_at(s, at)->flags & WF_DF_PLURAL) ||
                unit == WF_U_SECOND || unit == WF_U_HALF)
                return 0;
            if ((unit == WF_U_NIGHT || unit == WF_U_WEEKEND) &&
                wf_date_flag(s, at + 1, WF_TOKEN_WORD) && wf_date_at(s, at + 1)->kind == WF_DK_NONE)
                return 0; /* a night curfew */
            d->amount[unit] = 1;
            d->last = unit;
            d->article = true;
            at++;
            if (WF_KIND(s, at) == WF_DK_AND && WF_KIND(s, at + 1) == WF_DK_ARTICLE &&
                WF_KIND(s, at + 2) == WF_DK_HALF) {
                d->fraction = 5;
                d->fraction_digits = 1;
                at += 3;
            }
            return at;
        }
    }
    if (w->kind != WF_DK_SOME || (i > s->sentence_first && wf_date_prep(s, i - 1, WF_PREP_AS)))
        return 0; /* in as many years */
    n = w->n;
    at++;
    if (WF_KIND(s, at) == WF_DK_OF)
        at++;
    if (WF_KIND(s, at) == WF_DK_RELATIVE &&
        (wf_date_at(s, at)->n == 1 || wf_date_at(s, at)->n == -1))
        at++;
    else if (wf_date_is(s, at, s->st->w_more))
        at++;
    unit = unit_at(s, at, false);
    if (unit == WF_U_NONE || !(wf_date_at(s, at)->flags & WF_DF_PLURAL))
        return 0;
    d->amount[unit] = n;
    d->unknown = n == 0;
    d->plural = true;
    d->last = unit;
    return at + 1;
}

/* `1/2 hour`, `a quarter of an hour`, `three quarters of an hour`. */
static uint32_t
fraction_length(const struct wf_dates_scan *s, uint32_t i, struct wf_length *d)
{
    uint32_t at = i;
    int quarters = 0;
    struct wf_date_number n;

    if (wf_date_flag(s, i, WF_TOKEN_NUMBER) && wf_date_symbol(s, i + 1, '/') &&
        wf_date_flag(s, i + 2, WF_TOKEN_NUMBER)) {
        int32_t top = wf_date_number(s, i, &n) == i + 1 ? n.n : 0;

        if (wf_date_number(s, i + 2, &n) != i + 3 || top < 1 || top >= n.n ||
            (n.n != 2 && n.n != 4))
            return 0;
        quarters = top * (n.n == 2 ? 2 : 1);
        at = i + 3;
    } else {
        if (WF_KIND(s, at) == WF_DK_ARTICLE) {
            quarters = 1;
            at++;
        } else if (WF_KIND(s, at) == WF_DK_NUMBER && wf_date_at(s, at)->n >= 1 &&
            wf_date_at(s, at)->n <= 3) {
            quarters = wf_date_at(s, at)->n;
            at++;
            if (wf_date_flag(s, at, WF_TOKEN_HYPHEN))
                at++;
        }
        if (quarters == 0 || WF_KIND(s, at) != WF_DK_UNIT || wf_date_at(s, at)->n != WF_U_QUARTER ||
            WF_KIND(s, at + 1) != WF_DK_OF || WF_KIND(s, at + 2) != WF_DK_ARTICLE)
            return 0;
        at += 3;
    }
    if (unit_at(s, at, true) == WF_U_NONE || (wf_date_at(s, at)->flags & WF_DF_PLURAL))
        return 0;
    d->last = unit_at(s, at, true);
    d->fraction = quarters == 2 ? 5 : 25 * quarters;
    d->fraction_digits = quarters == 2 ? 1 : 2;
    return at + 1;
}

uint32_t
wf_date_length(const struct wf_dates_scan *s, uint32_t i, struct wf_length *d)
{
    uint32_t end;

    memset(d, 0, sizeof *d);
    d->last = WF_U_NONE;
    d->first = i;
    if (wf_date_is(s, i, s->st->w_another))
        i++;
    end = fraction_length(s, i, d);
    if (end == 0 && i > d->first && unit_at(s, i, false) != WF_U_NONE &&
        !(wf_date_at(s, i)->flags & WF_DF_PLURAL)) { /* another day */
        d->last = unit_at(s, i, false);
        d->amount[d->last] = 1;
        d->article = true;
        return i + 1;
    }
    if (end == 0)
        end = one_length(s, i, d);
    if (end == 0)
        end = worded_length(s, i, d);
    if (end == 0)
        return 0;
    while (end < s->end && d->fraction_digits == 0 && !d->unknown &&
        !d->hyphen) { /* `1 hour and 30 minutes` */
        uint32_t at = end, next;
        struct wf_length more = *d;
        enum wf_date_unit before = d->last;

        if (wf_date_flag(s, at, WF_TOKEN_COMMA))
            at++;
        if (WF_KIND(s, at) == WF_DK_AND)
            at++;
        next = one_length(s, at, &more);
        if (next == 0 || more.last >= before || more.hyphen ||
            (WF_KIND(s, next) == WF_DK_SHIFT && WF_KIND(s, at - 1) == WF_DK_AND))
            break;
        *d = more;
        d->last = more.last;
        end = next;
    }
    if (d->fraction_digits == 0 && WF_KIND(s, end) == WF_DK_AND &&
        WF_KIND(s, end + 1) == WF_DK_ARTICLE && WF_KIND(s, end + 2) == WF_DK_HALF &&
        unit_at(s, end + 3, false) == WF_U_NONE) {
        d->fraction = 5;
        d->fraction_digits = 1;
        end += 3;
    }
    if (d->hyphen || wf_date_flag(s, end, WF_TOKEN_HYPHEN) || d->last == WF_U_YEAR) {
        if (wf_date_dash(s, end) && wf_date_is(s, end + 1, s->st->w_old)) {
            d->age = true;
            end += 2;
        } else if (wf_date_is(s, end, s->st->w_old)) {
            d->age = true;
            end++;
        } else if (wf_date_flag(s, end, WF_TOKEN_HYPHEN) && wf_date_is(s, end + 1, s->st->w_long)) {
            end += 2;
        }
    }
    d->first = bound_before(s, d->first, &d->mod);
    if (d->plus && d->mod == NULL)
        d->mod = "MORE_THAN";
    return end;
}

enum wf_date_unit
wf_length_grain(const struct wf_length *d)
{
    return d->last;
}

/* Put `n` and a unit's TIMEX3 letters. */
void
wf_length_print(const struct wf_length *d, char out[WF_DATE_VALUE_MAX])
{
    static const struct {
        enum wf_date_unit unit;
        const char *letters;
        int times;
        bool time;
    } units[] = { { WF_U_MILLENNIUM, "Y", 1000, false }, { WF_U_CENTURY, "Y", 100, false },
        { WF_U_DECADE, "Y", 10, false }, { WF_U_YEAR, "Y", 1, false }, { WF_U_HALF, "M", 6, false },
        { WF_U_SEMESTER, "M", 6, false }, { WF_U_QUARTER, "M", 3, false },
        { WF_U_MONTH, "M", 1, false }, { WF_U_FORTNIGHT, "W", 2, false },
        { WF_U_WEEK, "W", 1, false }, { WF_U_WEEKEND, "WE", 1, false },
        { WF_U_NIGHT, "D", 1, false }, { WF_U_DAY, "D", 1, false }, { WF_U_HOUR, "H", 1, true },
        { WF_U_MINUTE, "M", 1, true }, { WF_U_SECOND, "S", 1, true } };
    size_t len = 1;
    bool time = false;

    out[0] = 'P';
    out[1] = '\0';
    for (size_t i = 0; i < sizeof units / sizeof units[0] && len < WF_DATE_VALUE_MAX - 24; i++) {
        int64_t n = (int64_t)d->amount[units[i].unit] * units[i].times;
        bool last = units[i].unit == d->last;
        char fraction[16] = "";

        if (n == 0 && !(last && (d->unknown || d->fraction_digits > 0)))
            continue;
        if (units[i].time && !time) {
            out[len++] = 'T';
            time = true;
        }
        if (last && d->unknown) {
            const char *letters = d->last == WF_U_DECADE ? "DE"
                : d->last == WF_U_CENTURY                ? "CE"
                                                         : units[i].letters;

            len += (size_t)snprintf(out + len, WF_DATE_VALUE_MAX - len, "X%s", letters);
            continue;
        }
        if (last && d->fraction_digits > 0) {
            int64_t scaled = (int64_t)d->fraction * units[i].times, unit = 1;

            for (int k = 0; k < d->fraction_digits; k++)
                unit *= 10;
            n += scaled / unit;
            scaled %= unit;
            if (scaled != 0)
                snprintf(fraction, sizeof fraction, ".%0*d", (int)d->fraction_digits, (int)scaled);
        }
        len += (size_t)snprintf(
            out + len, WF_DATE_VALUE_MAX - len, "%d%s%s", (int)n, fraction, units[i].letters);
    }
}

int32_t
wf_length_shift(const struct wf_length *d, int32_t day, int sign)
{
    for (int u = WF_U_NONE - 1; u >= WF_U_DAY; u--) {
        if (d->amount[u] != 0)
            day = wf_unit_shift((enum wf_date_unit)u, day, sign * d->amount[u]);
    }
    if (d->last == WF_U_CENTURY && d->fraction_digits > 0) { /* half a century, a quarter-century */
        return wf_unit_shift(WF_U_YEAR, day, sign * (d->fraction_digits == 1 ? 10 * d->fraction : d->fraction));
    }
    if (d->fraction_digits == 1 && d->fraction == 5) {
        if (d->last == WF_U_YEAR)
            day = wf_unit_shift(WF_U_MONTH, day, sign * 6);
        else if (d->last == WF_U_MONTH)
            day += sign * 15;
        else if (d->last == WF_U_DECADE)
            day = wf_unit_shift(WF_U_YEAR, day, sign * 5);
    }
    return day;
}
