/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `dates`: dates, times, durations and sets, each with its TIMEX3 value and the days that it can mean,
 * resolved against the document's date or the date last mentioned, never against the clock.
 */
#include "extractors/dates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The document's own date, where a front line or a dateline gives it and nobody else did. */
static void
own_date(struct wf_dates_scan *s)
{
    struct wf_document *doc = s->doc;

    if (doc->published_day != WF_DAY_NONE && doc->published_basis != WF_PUBLISHED_RECORD &&
        doc->published_basis != WF_PUBLISHED_UNKNOWN)
        return;
    if (doc->published_day != WF_DAY_NONE && doc->published_basis == WF_PUBLISHED_UNKNOWN)
        return;
    for (uint32_t k = 0; k < doc->sentences.count && k < 8; k++) {
        const struct wf_sentence *sentence = &doc->sentences.items[k];
        bool front = doc->text.blocks.items[sentence->block].kind == WF_BLOCK_FRONT || sentence->end - sentence->first <= 12;

        s->sentence_first = sentence->first;
        s->end = sentence->end;
        for (uint32_t i = sentence->first; i < sentence->end && i < sentence->first + 16; i++) {
            struct wf_moment m;
            uint32_t end;

            if (WF_KIND(s, i) != WF_DK_MONTH && WF_KIND(s, i) != WF_DK_WEEKDAY && !(s->tok[i].flags & WF_TOKEN_NUMBER))
                continue;
            wf_moment_init(&m);
            end = wf_date_calendar_date(s, i, &m);
            if (end == 0 || !m.definite || m.calendar != WF_CAL_GREGORIAN)
                continue;
            wf_date_resolve(s, i, end, &m);
            if (m.start == WF_DAY_NONE || m.start != m.end)
                continue;
            if (front || (wf_date_flag(s, end, WF_TOKEN_DASH | WF_TOKEN_OPEN) && k < 3)) {
                char text[16];
                size_t len = wf_day_print(m.start, text);

                doc->published_day = m.start;
                doc->published_basis = WF_PUBLISHED_TEXT;
                doc->published = (struct wf_slice){ wf_arena_copy(doc->arena, text, len), len };
                return;
            }
        }
    }
}

/* Which of two small numbers of `11/9/2024` is the day: what the document's other dates say. */
static bool
day_before_month(struct wf_dates_scan *s)
{
    int day = 0, month = 0;

    for (uint32_t i = 0; i + 2 < s->count; i++) {
        if (!(s->tok[i].flags & WF_TOKEN_NUMBER))
            continue;
        if (s->tok[i + 1].symbol == '/' && (s->tok[i + 2].flags & WF_TOKEN_NUMBER)) {
            struct wf_date_number a, b;

            s->end = s->count;
            if (wf_date_number(s, i, &a) == i + 1 && wf_date_number(s, i + 2, &b) == i + 3) {
                if (a.n > 12 && a.n <= 31 && b.n <= 12)
                    day += 4;
                else if (b.n > 12 && b.n <= 31 && a.n <= 12)
                    month += 4;
            }
        } else if (s->tok[i + 1].word < s->st->word_count && s->st->words[s->tok[i + 1].word].kind == WF_DK_MONTH) {
            day++;
        } else if (i > 0 && s->tok[i - 1].word < s->st->word_count && s->st->words[s->tok[i - 1].word].kind == WF_DK_MONTH) {
            month++;
        }
    }
    return day == month ? s->st->day_first : day > month;
}

/* Nothing in the sentence but the expression and small words: a calendar entry, a heading, a caption. */
static bool
stands_alone(const struct wf_dates_scan *s, const struct wf_sentence *sentence)
{
    if (sentence->end - sentence->first > 14)
        return false;
    for (uint32_t i = sentence->first; i < sentence->end; i++) {
        const struct wf_date_word *w = wf_date_at(s, i);

        if (w->kind == WF_DK_TENSE)
            return false;
        if (w->flags & WF_DF_PHRASE) {
            const struct wf_match *match = s->doc->matches == NULL ? NULL : wf_match_at(s->doc, i, s->st->phrase_class);

            if (match != NULL && match->end > i) {
                i = match->end - 1;
                continue;
            }
        }
        if ((s->tok[i].flags & WF_TOKEN_WORD) && !(s->tok[i].flags & WF_TOKEN_HAS_DIGIT) && w->kind == WF_DK_NONE && s->tok[i].end - s->tok[i].start > 2)
            return false;
    }
    return true;
}

/* The part that prepositions play for the days: `since`, `until`, `by`, `before`, `after`. */
static void
open_ends(const struct wf_dates_scan *s, uint32_t first, struct wf_moment *m)
{
    const struct wf_date_word *w;
    uint32_t before = first;

    if (m->type == WF_DATE_DURATION || m->type == WF_DATE_SET || before == s->sentence_first || strchr(m->value, '/') != NULL)
        return;
    before--;
    w = wf_date_at(s, before);
    if (w->kind == WF_DK_PREP && (w->n == WF_PREP_ON || w->n == WF_PREP_AROUND || w->n == WF_PREP_ABOUT) && before > s->sentence_first) {
        if (w->n != WF_PREP_ON && m->mod == NULL)
            m->mod = "APPROX";
        w = wf_date_at(s, --before);
    }
    if (w->kind == WF_DK_UNTIL || (w->kind == WF_DK_TO && w->n == 1)) {
        m->start = WF_DAY_NONE;
    } else if (w->kind == WF_DK_PREP) {
        switch (w->n) {
        case WF_PREP_SINCE:
            m->end = WF_DAY_NONE;
            break;
        case WF_PREP_BY:
            if (m->end != WF_DAY_NONE)
                m->start = s->anchor != WF_DAY_NONE && s->anchor <= m->end ? s->anchor : WF_DAY_NONE;
            break;
        case WF_PREP_BEFORE:
            if (m->mod == NULL)
                m->mod = "BEFORE";
            m->end = m->start == WF_DAY_NONE || m->hour >= 0 ? m->end : m->start - 1;
            m->start = WF_DAY_NONE;
            break;
        case WF_PREP_AFTER:
            if (m->mod == NULL)
                m->mod = "AFTER";
            m->start = m->end == WF_DAY_NONE || m->hour >= 0 ? m->start : m->end + 1;
            m->end = WF_DAY_NONE;
            break;
        default:
            break;
        }
    }
}

/* Mark the numbers that the expression is made of. */
static void
use_numbers(struct wf_dates_scan *s, struct wf_date *date)
{
    struct wf_document *doc = s->doc;
    uint32_t k = s->number;

    while (k > 0 && doc->numbers.items[k - 1].at.end > date->fact.at.first)
        k--;
    while (k < doc->numbers.count && doc->numbers.items[k].at.end <= date->fact.at.first)
        k++;
    date->first_number = k;
    while (k < doc->numbers.count && doc->numbers.items[k].at.first < date->fact.at.end) {
        if (date->type != WF_DATE_DURATION)
            doc->numbers.items[k].used = true;
        k++;
    }
    date->end_number = s->number = k;
}

static const char *
function_of(const struct wf_dates_scan *s, const struct wf_sentence *sentence, const struct wf_moment *m, uint32_t first, uint32_t end)
{
    const struct wf_document *doc = s->doc;
    enum wf_block_kind kind = doc->text.blocks.items[sentence->block].kind;
    uint32_t number = (uint32_t)(sentence - doc->sentences.items);

    if (m->start == WF_DAY_NONE || m->start != s->anchor || m->start != m->end || m->grain != WF_U_DAY || m->type != WF_DATE_DATE ||
        (m->day == 0))
        return NULL;
    if (kind == WF_BLOCK_FRONT || (number < 6 && s->alone) ||
        (number < 4 && first < sentence->first + 8 && wf_date_flag(s, end, WF_TOKEN_DASH | WF_TOKEN_OPEN)))
        return "PUBLICATION_TIME";
    return NULL;
}

static enum wf_status
emit(struct wf_dates_scan *s, uint32_t sentence, uint32_t first, uint32_t end, struct wf_moment *m)
{
    struct wf_document *doc = s->doc;
    struct wf_date *date = wf_arena_zalloc(doc->arena, sizeof *date), **slot;
    size_t len = strlen(m->value);
    char *value = wf_arena_copy(doc->arena, m->value, len);

    if (date == NULL || value == NULL)
        return WF_ELIMIT;
    date->function = function_of(s, &doc->sentences.items[sentence], m, first, end);
    if (m->type != WF_DATE_DURATION && m->type != WF_DATE_SET && m->start != WF_DAY_NONE && m->grain != WF_U_NONE && !m->impossible) {
        s->last_start = m->start;
        s->last_end = m->end;
        s->last_grain = m->grain;
        if (m->start == m->end && date->function == NULL) {
            s->last_day = m->start;
            s->last_day_sentence = sentence;
        }
    }
    if (m->has_year && !m->relative && m->calendar == WF_CAL_GREGORIAN) {
        s->last_year = m->year;
        s->last_year_sentence = sentence;
    }
    open_ends(s, first, m);
    date->fact.at = wf_range_of(doc, first, end);
    date->fact.sentence = sentence;
    date->fact.rule = m->rule == NULL ? s->st->rules.absolute : m->rule;
    date->type = m->type;
    date->time = (struct wf_time){ { value, len }, m->start, m->end };
    date->mod = m->mod;
    date->precision = wf_grain_name(m->grain);
    date->impossible = m->impossible;
    if (m->relative)
        date->anchor = s->anchor_slice;
    slot = wf_vector_push(doc->arena, &doc->dates);
    if (slot == NULL)
        return WF_ELIMIT;
    *slot = date;
    use_numbers(s, date);
    if (m->impossible) {
        struct wf_slice text = wf_span_text(doc, date->fact.at.span);

        wf_document_warn(doc, "impossible-date", date->fact.at.span, "%.*s", (int)(text.len > 80 ? 80 : text.len), text.data);
    }
    return WF_OK;
}

/* What may come `a year`: `$11 billion`, `50,000 barrels`, `twice`. */
static bool
counted_before(const struct wf_dates_scan *s, uint32_t i)
{
    struct wf_slice t = wf_token_text(s->doc, i);
    static const char *const words[] = { "once", "twice", "percent", "cent", "thousand", "million", "billion", "trillion", "day", "hour", "people",
        "baht", "yuan", "yen", "won" };

    if (s->tok[i].flags & (WF_TOKEN_NUMBER | WF_TOKEN_CLOSE) || s->tok[i].symbol == '%')
        return true;
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
        if (wf_slice_is(t, words[k]))
            return true;
    }
    return (s->tok[i].flags & WF_TOKEN_WORD) && t.len > 3 && t.data[t.len - 1] == 's' && t.data[t.len - 2] != 's';
}

/* `the first visit in 38 years`, `the worst storm in a decade`: how long, not when. */
static bool
superlative_before(const struct wf_dates_scan *s, uint32_t i)
{
    for (uint32_t n = 0; i > s->sentence_first && n < 7; n++) {
        struct wf_slice t = wf_token_text(s->doc, --i);

        if (WF_KIND(s, i) == WF_DK_ORDINAL || (t.len > 4 && memcmp(t.data + t.len - 3, "est", 3) == 0) || wf_slice_is(t, "worst") ||
            wf_slice_is(t, "best") || wf_slice_is(t, "only") || wf_slice_is(t, "most") || wf_slice_is(t, "least"))
            return true;
        if (s->tok[i].flags & (WF_TOKEN_COMMA | WF_TOKEN_SEMICOLON))
            return false;
    }
    return false;
}

/* A length that is no date: `for three days`, `the 12-month`, `27-year-old`, `years`. */
static uint32_t
length_alone(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m, uint32_t *first)
{
    struct wf_length d;
    uint32_t end = wf_date_length(s, i, &d);
    const struct wf_date_word *before;

    if (end == 0)
        return 0;
    before = d.first > s->sentence_first ? wf_date_at(s, d.first - 1) : wf_date_at(s, s->end);
    if (d.amount[WF_U_HALF] != 0 || d.last == WF_U_HALF)
        return 0;
    if (d.last == WF_U_QUARTER && WF_KIND(s, end) == WF_DK_OF) /* three quarters of the crop */
        return 0;
    if (d.last == WF_U_QUARTER && d.fraction_digits == 0 && !d.plural && d.article)
        return 0; /* a quarter */
    if (d.last == WF_U_HOUR && i + 1 < s->end && wf_token_text(s->doc, end - 1).len == 1 && !wf_date_glued(s, end - 1))
        return 0;
    m->type = WF_DATE_DURATION;
    m->resolved = true;
    m->grain = d.last;
    m->mod = d.mod;
    m->rule = d.age ? s->st->rules.age : s->st->rules.duration;
    wf_length_print(&d, m->value);
    *first = d.first;
    if (d.article && d.mod == NULL && !d.unknown && d.fraction_digits == 0 && !d.age &&
        !(before->kind == WF_DK_PREP) && d.first > s->sentence_first && before->kind != WF_DK_HALF &&
        counted_before(s, d.first - 1)) {
        m->type = WF_DATE_SET; /* $11 billion a year */
        m->rule = s->st->rules.set;
    }
    if (d.relation != 0 && s->anchor != WF_DAY_NONE && !d.unknown) {
        m->start = d.relation > 0 ? (d.last < WF_U_DAY ? s->anchor : s->anchor + 1) : wf_length_shift(&d, s->anchor, -1);
        m->end = d.relation > 0 ? wf_length_shift(&d, s->anchor, 1) : s->anchor;
        m->relative = true;
    }
    if (before->kind == WF_DK_PREP && before->n == WF_PREP_IN && s->anchor != WF_DAY_NONE && d.mod == NULL && !d.unknown && !d.hyphen && !d.age) {
        bool ahead = (s->alone || wf_date_tense(s, d.first - 1, end) > 0) && !superlative_before(s, d.first - 1);

        if (ahead && d.last >= WF_U_DAY && d.last != WF_U_WEEKEND && d.last != WF_U_NIGHT) { /* will ... in three days */
            enum wf_date_unit unit = d.last;

            wf_moment_unit(m, WF_U_DAY, wf_length_shift(&d, s->anchor, 1));
            m->type = WF_DATE_DATE;
            m->relative = true;
            m->rule = s->st->rules.relative;
            m->grain = unit;
        }
    }
    if (before->kind == WF_DK_PREP && before->n == WF_PREP_IN && d.last < WF_U_DAY && m->start == WF_DAY_NONE && s->anchor != WF_DAY_NONE &&
        (s->alone || wf_date_tense(s, d.first - 1, end) > 0)) { /* in a few hours */
        m->start = m->end = s->anchor + (d.last == WF_U_HOUR && d.mod == NULL ? d.amount[WF_U_HOUR] / 24 : 0);
        m->relative = true;
    }
    if (before->kind == WF_DK_PREP && before->n == WF_PREP_IN && d.unknown && !d.article && d.first == i &&
        wf_slice_is(wf_token_text(s->doc, i), "some") && d.last >= WF_U_DAY) { /* `in some years`: in certain ones */
        m->type = WF_DATE_DATE;
        snprintf(m->value, sizeof m->value, "%s", d.last == WF_U_DAY ? "XXXX-XX-XX" : d.last == WF_U_WEEK ? "XXXX-WXX" : d.last == WF_U_MONTH ? "XXXX-XX" : "XXXX");
    }
    if (before->kind == WF_DK_PREP && before->n == WF_PREP_WITHIN && s->anchor != WF_DAY_NONE && (s->alone || wf_date_tense(s, d.first - 1, end) > 0)) {
        m->start = s->anchor;
        m->end = wf_length_shift(&d, s->anchor, 1);
        m->relative = true;
    }
    return end;
}

/* `for years`, `decades of war`: units without any number. */
static uint32_t
bare_units(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    const struct wf_date_word *w = wf_date_at(s, i), *before, *after;
    struct wf_length d;

    if (w->kind != WF_DK_UNIT || !(w->flags & WF_DF_PLURAL) || (w->flags & WF_DF_SHORT) || w->n < WF_U_MINUTE ||
        w->n == WF_U_QUARTER || w->n == WF_U_HALF || w->n == WF_U_NIGHT)
        return 0;
    if (w->n == WF_U_WEEKEND) { /* on weekends */
        m->type = WF_DATE_SET;
        m->resolved = true;
        m->grain = WF_U_WEEKEND;
        m->rule = s->st->rules.set;
        snprintf(m->value, sizeof m->value, "P1WE");
        return i + 1;
    }
    before = i > s->sentence_first ? wf_date_at(s, i - 1) : wf_date_at(s, s->end);
    after = wf_date_at(s, i + 1);
    if (i + 1 < s->end && wf_slice_is(wf_token_text(s->doc, i + 1), "ahead"))
        goto found; /* the weeks ahead */
    if (wf_date_flag(s, i + 1, WF_TOKEN_HYPHEN) && wf_date_is(s, i + 2, s->st->w_long))
        goto found; /* months-long */
    if (w->n >= WF_U_MINUTE && ((after->kind == WF_DK_PART && (after->flags & WF_DF_LATER)) ||
                                   (after->kind == WF_DK_PREP && (after->n == WF_PREP_BEFORE || after->n == WF_PREP_AFTER))) &&
        before->kind != WF_DK_NUMBER && before->kind != WF_DK_SOME && before->kind != WF_DK_NUMBERED)
        goto found; /* minutes later, days before the vote */
    if (!(before->kind == WF_DK_PREP && (before->n == WF_PREP_FOR || before->n == WF_PREP_IN || before->n == WF_PREP_AFTER ||
                                            before->n == WF_PREP_OVER || before->n == WF_PREP_WITHIN)) &&
        !(WF_KIND(s, i + 1) == WF_DK_OF && w->n >= WF_U_WEEK && !(i > s->sentence_first && (before->kind != WF_DK_NONE && before->kind != WF_DK_PREP))))
        return 0;
    if (w->n < WF_U_HOUR)
        return 0;
found:
    memset(&d, 0, sizeof d);
    d.last = (enum wf_date_unit)w->n;
    d.unknown = true;
    m->type = WF_DATE_DURATION;
    m->resolved = true;
    m->grain = d.last;
    m->rule = s->st->rules.duration;
    wf_length_print(&d, m->value);
    return i + 1;
}

/* May an expression begin at token i? Looks at the token and the next one only. */
static bool
may_begin(const struct wf_dates_scan *s, uint32_t i)
{
    const struct wf_token *t = &s->tok[i];
    const struct wf_date_word *w = wf_date_at(s, i);

    if (w->kind == WF_DK_THE || w->kind == WF_DK_ARTICLE) {
        const struct wf_date_word *next = wf_date_at(s, i + 1);

        return next->kind >= WF_DK_FIRST || next->kind == WF_DK_UNIT || (next->flags & WF_DF_PHRASE) ||
               (w->kind == WF_DK_THE && wf_date_flag(s, i + 1, WF_TOKEN_NUMBER)) || (w->flags & WF_DF_PHRASE);
    }
    return w->kind >= WF_DK_FIRST || w->kind == WF_DK_UNIT || (w->flags & WF_DF_PHRASE) != 0 || (t->flags & (WF_TOKEN_NUMBER | WF_TOKEN_HAS_DIGIT)) != 0 ||
           ((t->flags & WF_TOKEN_QUOTE) && wf_date_flag(s, i + 1, WF_TOKEN_NUMBER)) || wf_date_is(s, i, s->st->w_another);
}

/* All that begins at token i; *next is the token behind it, i + 1 where nothing does. */
static enum wf_status
take(struct wf_dates_scan *s, uint32_t sentence, uint32_t i, uint32_t *next)
{
    struct wf_moment m, b;
    uint32_t end, first = i, after;
    bool list = false;
    enum wf_status status;

    *next = i + 1;
    wf_moment_init(&m);
    end = wf_date_pair_head(s, i, &m, &b, &list, &after);
    if (end != 0) {
        if (list) {
            wf_date_resolve(s, i, end, &m);
            m.rule = s->st->rules.list;
            status = emit(s, sentence, i, after, &m);
            if (status != WF_OK)
                return status;
            *next = after + 1;
            return WF_OK; /* the second one is found on its own */
        }
        wf_date_resolve_pair(s, i, end, &m, &b);
        status = emit(s, sentence, i, end, &m);
        *next = end;
        if (status != WF_OK)
            return status;
        return WF_OK;
    }
    wf_moment_init(&m);
    end = wf_date_moment(s, i, &m);
    if (end != 0) {
        struct wf_moment said = m;

        if (WF_KIND(s, i) == WF_DK_THE && (m.bare_year || (m.definite && m.weekday < 0) || m.type == WF_DATE_SET ||
                                              (m.rule == s->st->rules.reference && end == i + 2)))
            first = i + 1;
        struct wf_moment hours;

        after = wf_date_hours_tail(s, end, &m, &hours, &b);
        if (after != 0)
            m = hours;
        else
            after = m.type == WF_DATE_DATE || m.type == WF_DATE_TIME ? wf_date_range_tail(s, first, end, &m) : 0;
        if (after != 0)
            end = after;
        else {
            m = said;
            wf_date_resolve(s, first, end, &m);
        }
        if (m.value[0] == '\0')
            return WF_OK;
        status = emit(s, sentence, first, end, &m);
        *next = end;
        for (unsigned k = 0; status == WF_OK && k < 16; k++) {
            uint32_t at;

            if (!said.has_year && m.start != WF_DAY_NONE && said.calendar == WF_CAL_GREGORIAN) {
                said.year = wf_civil_of(m.start).year;
                said.has_year = true;
            }
            said.bare_year = false;
            end = wf_date_list_tail(s, end, &said, &b, &at);
            if (end == 0)
                break;
            wf_date_resolve(s, at, end, &b);
            b.rule = s->st->rules.list;
            status = emit(s, sentence, at, end, &b);
            *next = end;
        }
        return status;
    }
    wf_moment_init(&m);
    end = length_alone(s, i, &m, &first);
    if (end == 0) {
        wf_moment_init(&m);
        end = bare_units(s, i, &m);
    }
    if (end == 0)
        return WF_OK;
    *next = end;
    return emit(s, sentence, first, end, &m);
}

static enum wf_status
dates_run(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err)
{
    struct wf_dates_scan s = { .st = state, .run = run, .doc = doc, .tok = doc->tokens.items, .count = doc->tokens.count,
        .sport = -1, .anchor = WF_DAY_NONE, .last_start = WF_DAY_NONE, .last_day = WF_DAY_NONE, .last_end = WF_DAY_NONE };

    (void)err;
    s.day_first = day_before_month(&s);
    own_date(&s);
    s.anchor = doc->published_day;
    if (s.anchor != WF_DAY_NONE) {
        s.anchor_slice.len = wf_day_print(s.anchor, s.anchor_text);
        s.anchor_slice.data = wf_arena_copy(doc->arena, s.anchor_text, s.anchor_slice.len);
        if (s.anchor_slice.data == NULL)
            return WF_ELIMIT;
    }
    for (uint32_t k = 0; k < doc->sentences.count; k++) {
        const struct wf_sentence *sentence = &doc->sentences.items[k];

        if (doc->text.blocks.items[sentence->block].kind == WF_BLOCK_FOREIGN)
            continue;
        if (!wf_step(run, sentence->end - sentence->first))
            break;
        s.sentence_first = sentence->first;
        s.end = sentence->end;
        s.sentence = k;
        s.alone = stands_alone(&s, sentence);
        for (uint32_t i = sentence->first; i < sentence->end;) {
            uint32_t next = i + 1;

            if (may_begin(&s, i)) {
                enum wf_status status = take(&s, k, i, &next);

                if (status != WF_OK)
                    return status;
            }
            i = next;
        }
    }
    return WF_OK;
}

static enum wf_status
dates_init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    struct wf_dates *st = calloc(1, sizeof *st);
    const struct {
        const struct wf_rule **rule;
        const char *name;
    } rules[] = { { &st->rules.absolute, "dates/absolute" }, { &st->rules.numeric, "dates/numeric" },
        { &st->rules.partial, "dates/partial" }, { &st->rules.weekday, "dates/weekday" },
        { &st->rules.relative, "dates/relative" }, { &st->rules.range, "dates/range" }, { &st->rules.list, "dates/list" },
        { &st->rules.duration, "dates/duration" }, { &st->rules.set, "dates/set" }, { &st->rules.clock, "dates/clock" },
        { &st->rules.reference, "dates/reference" }, { &st->rules.holiday, "dates/holiday" },
        { &st->rules.calendar, "dates/calendar" }, { &st->rules.year, "dates/year" }, { &st->rules.age, "dates/age" } };

    *state = st;
    if (st == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage");
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        *rules[i].rule = setup->rule(setup, rules[i].name);
        if (*rules[i].rule == NULL)
            return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for rules");
    }
    st->day_first = strcmp(setup->option(setup, "day_first"), "true") == 0;
    return wf_dates_words_init(st, setup, err);
}

static void
dates_fini(void *state)
{
    struct wf_dates *st = state;

    if (st != NULL)
        free(st->words);
    free(st);
}

static const struct wf_stage_option options[] = {
    { "day_first", "false", "read 11/9/2024 as 11 September where the document does not say; `false`: as November 9" },
    { NULL, NULL, NULL },
};

const struct wf_extractor wf_extractor_dates = { WF_EXTRACTOR_HEAD, .name = "dates",
    .summary = "dates, times, durations and sets, resolved to days",
    .needs = WF_LAYER(TOKENS) | WF_LAYER(MATCHES), .makes = WF_LAYER(DATES), .options = options, .init = dates_init,
    .run = dates_run, .fini = dates_fini };
