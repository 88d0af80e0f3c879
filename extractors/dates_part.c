/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of longer times, and units that mean the present one: `early 2026`, `the end of the year`,
 * `for the quarter`.
 */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

/*
 * `spring`, `the summer of 2017`, `winter 2016-17`: only with a year, or where only a season can
 * stand.
 */
uint32_t
wf_date_season(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, i), *before;
    uint32_t at = i + 1, end;

    if (w->flags & WF_DF_PLURAL)
        return 0;
    m->season = w->n;
    m->grain = WF_U_SEASON;
    m->rule = s->st->rules.partial;
    end = wf_date_year_after(s, at, false, m);
    if (end != 0)
        return end;
    if (WF_KIND(s, at) == WF_DK_OF && WF_KIND(s, at + 1) == WF_DK_RELATIVE &&
        wf_date_unit_is(s, at + 2, WF_U_YEAR) && s->anchor != WF_DAY_NONE) {
        int n = wf_date_at(s, at + 1)->n;

        m->year = wf_civil_of(s->anchor).year + (n == 1 || n == 2 ? 1 : n < 0 ? -1 : 0);
        m->has_year = m->relative = true;
        return at + 3;
    }
    before = wf_date_before(s, i);
    if (wf_date_flag(s, i, WF_TOKEN_CAPITAL) && !wf_date_flag(s, i, WF_TOKEN_SENTENCE_START))
        return 0;
    if (s->alone)
        return at;
    if (before->kind == WF_DK_THE && i >= s->sentence_first + 2) {
        if (w->flags & WF_DF_DOUBTFUL)
            before = WF_KIND(s, i - 2) == WF_DK_PREP && wf_date_at(s, i - 2)->n != WF_PREP_AT &&
                    !wf_date_is(s, at, s->st->w_of) &&
                    !(wf_date_flag(s, at, WF_TOKEN_WORD) && w->n == 3)
                ? wf_date_at(s, i - 2)
                : before;
        else
            before = wf_date_at(s, i - 2);
    }
    if (before->kind == WF_DK_PART || before->kind == WF_DK_FILLER ||
        (before->kind == WF_DK_TO && before->n == 1))
        return at;
    if (before->kind == WF_DK_PREP &&
        (before->n == WF_PREP_IN || before->n == WF_PREP_SINCE || before->n == WF_PREP_BY ||
            before->n == WF_PREP_DURING || before->n == WF_PREP_THROUGHOUT ||
            before->n == WF_PREP_OVER) &&
        !(wf_date_flag(s, at, WF_TOKEN_WORD) && (w->flags & WF_DF_DOUBTFUL) &&
            wf_date_at(s, at)->kind == WF_DK_NONE && w->n == 3))
        return at;
    return 0;
}

/* `the year ended Dec. 31`, `the week to Sept. 13`: the date behind the unit says when it is over. */
static bool
ends_behind(const struct wf_dates_scan *s, uint32_t i)
{
    struct wf_slice text = wf_token_text(s->doc, i);
    const struct wf_date_word *next = wf_date_at(s, i + 1);

    if (wf_slice_is(text, "ended") || wf_slice_is(text, "ending"))
        return true;
    return (WF_KIND(s, i) == WF_DK_TO || WF_KIND(s, i) == WF_DK_UNTIL) &&
        (next->kind == WF_DK_MONTH || next->kind == WF_DK_WEEKDAY || wf_date_flag(s, i + 1, WF_TOKEN_NUMBER));
}

/* A bare unit that means the present one: `for the year`, `of the month`. */
uint32_t
wf_date_present_unit(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    static const char *const parts[] = { NULL, "MO", "AF", "EV", "NI", "DT", "MI" };
    const struct wf_date_word *w = wf_date_at(s, i + 1), *before, *next = wf_date_at(s, i + 2);

    if ((w->kind == WF_DK_DAYPART && w->n >= 1 && w->n <= 5) ||
        (w->kind == WF_DK_UNIT && w->n == WF_U_NIGHT && !(w->flags & WF_DF_PLURAL))) {
        uint32_t end;

        before = wf_date_before(s, i);
        m->type = WF_DATE_TIME;
        m->grain = WF_U_HOUR;
        m->daypart = w->kind == WF_DK_UNIT ? "NI" : parts[w->n];
        m->rule = s->st->rules.clock;
        if (next->kind == WF_DK_OF && (end = wf_date_date_behind(s, i + 2, m)) > i + 2)
            return end; /* the night of August 14 */
        if (before->kind != WF_DK_PREP ||
            (before->n != WF_PREP_IN && before->n != WF_PREP_DURING && before->n != WF_PREP_BY &&
                before->n != WF_PREP_THROUGHOUT))
            return 0;
        if (w->kind == WF_DK_UNIT && before->n == WF_PREP_IN)
            return 0;
        if (w->flags & WF_DF_PLURAL)
            m->type = WF_DATE_SET;
        return wf_date_date_behind(s, i + 2, m);
    }

    if (w->kind != WF_DK_UNIT || (w->flags & (WF_DF_PLURAL | WF_DF_SHORT)) || w->n < WF_U_DAY ||
        (w->n >= WF_U_DECADE && w->n != WF_U_WEEKEND) || w->n == WF_U_FORTNIGHT)
        return 0;
    before = wf_date_before(s, i);
    if (w->n == WF_U_YEAR && wf_date_year(s, i + 2, &(int32_t){ 0 }) != 0)
        return 0;
    if (w->n == WF_U_WEEK && wf_date_flag(s, i + 2, WF_TOKEN_NUMBER))
        return 0;
    if (wf_date_flag(s, i + 2, WF_TOKEN_HYPHEN) || next->kind == WF_DK_OF ||
        wf_date_flag(s, i + 2, WF_TOKEN_POSSESSIVE))
        return 0;
    if (next->kind == WF_DK_PREP &&
        (next->n == WF_PREP_BEFORE ||
            next->n == WF_PREP_AFTER)) { /* the year before, the day after */
        const struct wf_date_word *more = wf_date_at(s, i + 3);
        int32_t base = s->last_start != WF_DAY_NONE
            ? wf_date_last(s, (enum wf_date_unit)w->n, false)
            : s->anchor;

        if (wf_date_flag(s, i + 3, WF_TOKEN_WORD | WF_TOKEN_NUMBER) && more->kind != WF_DK_AND &&
            more->kind != WF_DK_PREP)
            return 0;
        m->rule = s->st->rules.relative;
        m->relative = true;
        m->from_last = s->last_start != WF_DAY_NONE;
        m->base = base;
        if (base == WF_DAY_NONE)
            return 0;
        wf_moment_unit(m, (enum wf_date_unit)w->n,
            wf_unit_shift((enum wf_date_unit)w->n, base, next->n == WF_PREP_BEFORE ? -1 : 1));
        return i + 3;
    }
    if (!(before->kind == WF_DK_OF ||
            (w->n == WF_U_WEEKEND && !wf_date_flag(s, i + 2, WF_TOKEN_WORD)) ||
            (before->kind == WF_DK_PREP &&
                (before->n == WF_PREP_IN || before->n == WF_PREP_FOR ||
                    before->n == WF_PREP_DURING || before->n == WF_PREP_THROUGHOUT ||
                    before->n == WF_PREP_OVER))))
        return 0;
    if (w->n == WF_U_NIGHT ||
        (wf_date_flag(s, i + 2, WF_TOKEN_WORD) && next->kind == WF_DK_NONE &&
            before->kind != WF_DK_OF && w->n != WF_U_YEAR && w->n != WF_U_QUARTER &&
            !(w->n == WF_U_WEEKEND && before->kind == WF_DK_PREP)))
        return 0;
    if (i + 2 < s->end && w->n >= WF_U_WEEK && ends_behind(s, i + 2)) { /* the year ended Dec. 31 */
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

        wf_moment_unit(
            m, WF_U_WEEKEND, wf_weekday_of(s->anchor) >= 5 || ahead ? s->anchor : s->anchor - 7);
        return i + 2;
    }
    if (w->n ==
        WF_U_QUARTER) { /* the one spoken of, else the last whole one where the verb is past */
        int32_t base = s->anchor;

        if (s->last_start != WF_DAY_NONE && s->last_grain == WF_U_QUARTER)
            base = s->last_start;
        else if (wf_date_tense(s, i, i + 2) < 0)
            base = wf_unit_shift(WF_U_QUARTER, base, -1);
        wf_moment_unit(m, WF_U_QUARTER, base);
        return i + 2;
    }
    wf_moment_unit(m, (enum wf_date_unit)w->n,
        w->n == WF_U_DAY && s->last_start != WF_DAY_NONE && s->last_start == s->last_end
            ? s->last_start
            : s->anchor);
    return i + 2;
}

static bool
plain_moment(const struct wf_moment *m)
{
    return m->type == WF_DATE_DATE || m->type == WF_DATE_TIME;
}

/* The part's word, and where what it is a part of begins. */
struct part {
    const struct wf_date_word *word;
    bool of; /* `the end of`, `early in` */
};

static uint32_t
part_at(const struct wf_dates_scan *s, uint32_t i, struct part *part)
{
    uint32_t at = i + 1;

    part->word = wf_date_at(s, i);
    part->of = false;
    if (wf_date_flag(s, at, WF_TOKEN_HYPHEN))
        at++;
    if (part->word->kind == WF_DK_PARTOF) {
        part->of = WF_KIND(s, at) == WF_DK_OF;
        if (part->of)
            return at + 1;
        return WF_KIND(s, at) == WF_DK_UNIT && wf_date_at(s, at)->n >= WF_U_MONTH ? at : 0;
    }
    if (wf_date_prep(s, at, WF_PREP_IN) || wf_date_prep(s, at, WF_PREP_ON)) {
        part->of = true; /* early in 2016, later in the day */
        return at + 1;
    }
    return at;
}

/* `the early hours of Sunday`, `the early years of his rule`, at the unit. */
static uint32_t
units_of(struct wf_dates_scan *s, uint32_t at, const struct part *part, struct wf_moment *m)
{
    const struct wf_date_word *unit = wf_date_at(s, at);
    uint32_t end;

    s->depth++;
    end = wf_date_moment(s, at + 2, m);
    s->depth--;
    if (end != 0 && plain_moment(m))
        return end;
    if (unit->n < WF_U_WEEK)
        return 0;
    wf_moment_init(m);
    wf_date_unresolved(m, (enum wf_date_unit)unit->n);
    m->part = (enum wf_date_part)part->word->n;
    m->rule = s->st->rules.partial;
    return at + 1;
}

/* `the year`, `the day Saturday` behind `the end of the`, at the unit. */
static uint32_t
unit_of(const struct wf_dates_scan *s, uint32_t at, struct wf_moment *m)
{
    enum wf_date_unit unit = (enum wf_date_unit)wf_date_at(s, at)->n;
    int32_t base = unit == WF_U_DAY && s->last_start != WF_DAY_NONE && s->last_start == s->last_end
        ? s->last_start
        : s->anchor;

    if (unit == WF_U_DAY && WF_KIND(s, at + 1) == WF_DK_WEEKDAY &&
        !(wf_date_at(s, at + 1)->flags & WF_DF_PLURAL)) { /* the end of the day Saturday */
        m->weekday = wf_date_at(s, at + 1)->n;
        m->grain = WF_U_DAY;
        m->rule = s->st->rules.weekday;
        return at + 2;
    }
    m->relative = true;
    m->rule = s->st->rules.partial;
    if (base == WF_DAY_NONE) {
        wf_date_unresolved(m, unit);
    } else {
        wf_moment_unit(m, unit, base);
        m->from_last = base != s->anchor;
        m->base = base;
    }
    return at + 1;
}

/* A unit without `the`: `mid-month`, `by the end of year`. */
static bool
bare_unit(const struct wf_dates_scan *s, uint32_t i, uint32_t at, const struct part *part)
{
    const struct wf_date_word *unit = wf_date_at(s, at);

    if (unit->kind != WF_DK_UNIT || (unit->flags & WF_DF_PLURAL) || s->anchor == WF_DAY_NONE)
        return false;
    if (part->word->kind == WF_DK_PARTOF)
        return true;
    return part->word->n == WF_PART_MID && at == i + 2 && !(unit->flags & WF_DF_SHORT) &&
        unit->n >= WF_U_WEEK && unit->n <= WF_U_CENTURY;
}

/* `early morning`, `later in the afternoon`, at the part of the day. */
static uint32_t
daypart_of(struct wf_dates_scan *s, uint32_t at, struct wf_moment *m)
{
    static const char *const names[] = { NULL, "MO", "AF", "EV" };
    int n = wf_date_at(s, at)->n;

    if (n < 1 || n > 3)
        return 0;
    wf_moment_init(m);
    m->daypart = names[n];
    m->type = WF_DATE_TIME;
    m->grain = WF_U_HOUR;
    m->rule = s->st->rules.clock;
    return wf_date_date_behind(s, at + 1, m);
}

/* Cut what holds the document's date there: `later this year`, `the rest of the week`. */
static void
cut_at_present(const struct wf_dates_scan *s, const struct wf_date_word *w, struct wf_moment *m)
{
    m->part = (enum wf_date_part)w->n;
    if (!m->resolved || s->anchor == WF_DAY_NONE || m->start == WF_DAY_NONE ||
        m->start > s->anchor || m->end < s->anchor)
        return;
    if (w->n == WF_PART_REST) {
        m->start = s->anchor;
    } else if ((w->flags & WF_DF_LATER) && w->n == WF_PART_END) {
        m->start = s->anchor;
        m->mod = "END";
        m->part = WF_PART_REST;
    } else if ((w->flags & WF_DF_LATER) && w->n == WF_PART_START) {
        m->end = s->anchor;
        m->mod = "START";
        m->part = WF_PART_REST;
    }
}

/* `early`, `late`, `mid`, `the end of` in front of something longer than a day. */
uint32_t
wf_date_part_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    struct part part;
    const struct wf_date_word *next;
    uint32_t at = part_at(s, i, &part), end = 0;

    if (at == 0 || s->depth >= 2)
        return 0;
    next = wf_date_at(s, at);
    if (part.word->kind == WF_DK_PART && !part.of && next->kind == WF_DK_UNIT &&
        (next->flags & (WF_DF_PLURAL | WF_DF_SHORT)) == WF_DF_PLURAL && next->n >= WF_U_HOUR &&
        WF_KIND(s, at + 1) == WF_DK_OF) {
        end = units_of(s, at, &part, m);
        m->part = (enum wf_date_part)part.word->n;
        return end;
    }
    if (next->kind == WF_DK_THE || (part.of && next->kind == WF_DK_ARTICLE)) {
        if (!part.of && !wf_date_flag(s, at + 1, WF_TOKEN_NUMBER) &&
            WF_KIND(s, at + 1) != WF_DK_RELATIVE)
            return 0;
        next = wf_date_at(s, ++at);
        if (next->kind == WF_DK_UNIT && !(next->flags & (WF_DF_PLURAL | WF_DF_SHORT)) &&
            next->n >= WF_U_DAY && next->n < WF_U_CENTURY && WF_KIND(s, at + 1) != WF_DK_OF)
            end = unit_of(s, at, m);
    } else if (bare_unit(s, i, at, &part)) {
        wf_moment_unit(m, (enum wf_date_unit)next->n, s->anchor);
        m->relative = true;
        m->rule = s->st->rules.partial;
        end = at + 1;
    }
    if (end == 0) {
        s->depth++;
        end = wf_date_moment(s, at, m);
        s->depth--;
    }
    if (end == 0 && next->kind == WF_DK_DAYPART && !(next->flags & WF_DF_PLURAL) &&
        (!part.of || WF_KIND(s, at - 1) == WF_DK_THE))
        end = daypart_of(s, at, m);
    if (end == 0 || !plain_moment(m) || m->hour >= 0 || m->grain == WF_U_NONE)
        return 0;
    cut_at_present(s, part.word, m);
    return end;
}

/* `year 2008`, `week 3 of 2027`, `the week of October 6`. */
uint32_t
wf_date_named_unit(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
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
    if (end != 0 && !n.ordinal && n.n >= 1 && n.n <= 53 && WF_KIND(s, end) == WF_DK_OF &&
        wf_date_year(s, end + 1, &year) != 0) {
        int32_t fourth = wf_day_of(year, 1, 4);

        wf_moment_unit(m, WF_U_WEEK, fourth - wf_weekday_of(fourth) + 7 * (n.n - 1));
        m->rule = s->st->rules.absolute;
        return wf_date_year(s, end + 1, &year);
    }
    if (end != 0 && n.digits && !n.ordinal && n.fraction_digits == 0 && n.n >= 1 && n.n <= 53 &&
        WF_KIND(s, end) != WF_DK_OF &&
        !(wf_date_flag(s, end, WF_TOKEN_WORD) && wf_date_at(s, end)->kind == WF_DK_NONE) &&
        s->anchor != WF_DAY_NONE &&
        (i == s->sentence_first || WF_KIND(s, i - 1) != WF_DK_NONE ||
            wf_date_flag(s, i - 1, WF_TOKEN_COMMA)) &&
        !wf_date_sport(s)) { /* week 31 of the present year */
        int32_t fourth = wf_day_of(wf_civil_of(s->anchor).year, 1, 4);

        wf_moment_unit(m, WF_U_WEEK, fourth - wf_weekday_of(fourth) + 7 * (n.n - 1));
        m->rule = s->st->rules.relative;
        m->relative = true;
        return end;
    }
    if (WF_KIND(s, i + 1) != WF_DK_OF &&
        !(i + 1 < s->end &&
            (wf_slice_is(wf_token_text(s->doc, i + 1), "beginning") ||
                wf_slice_is(wf_token_text(s->doc, i + 1), "starting") ||
                wf_slice_is(wf_token_text(s->doc, i + 1), "commencing"))))
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
