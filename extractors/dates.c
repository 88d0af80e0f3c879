/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `dates`: dates, times, durations and sets, each with its TIMEX3 value and the days that
 * it can mean,
 * resolved against the document's date or the date last mentioned, never against the clock.
 */
#include "extractors/dates.h"

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
        bool front = doc->text.blocks.items[sentence->block].kind == WF_BLOCK_FRONT ||
            sentence->end - sentence->first <= 12;

        s->sentence_first = sentence->first;
        s->end = sentence->end;
        for (uint32_t i = sentence->first; i < sentence->end && i < sentence->first + 16; i++) {
            struct wf_moment m;
            uint32_t end;

            if (WF_KIND(s, i) != WF_DK_MONTH && WF_KIND(s, i) != WF_DK_WEEKDAY &&
                !(s->tok[i].flags & WF_TOKEN_NUMBER))
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
        } else if (s->tok[i + 1].word < s->st->word_count &&
            s->st->words[s->tok[i + 1].word].kind == WF_DK_MONTH) {
            day++;
        } else if (i > 0 && s->tok[i - 1].word < s->st->word_count &&
            s->st->words[s->tok[i - 1].word].kind == WF_DK_MONTH) {
            month++;
        }
    }
    return day == month ? s->st->day_first : day > month;
}

/*
 * Nothing in the sentence but the expression and small words: a calendar entry, a heading, a
 * caption.
 */
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
            const struct wf_match *match =
                s->doc->matches == NULL ? NULL : wf_match_at(s->doc, i, s->st->phrase_class);

            if (match != NULL && match->end > i) {
                i = match->end - 1;
                continue;
            }
        }
        if ((s->tok[i].flags & WF_TOKEN_WORD) && !(s->tok[i].flags & WF_TOKEN_HAS_DIGIT) &&
            w->kind == WF_DK_NONE && s->tok[i].end - s->tok[i].start > 2)
            return false;
    }
    return true;
}

/* May an expression begin at token i? Looks at the token and the next one only. */
static bool
may_begin(const struct wf_dates_scan *s, uint32_t i)
{
    const struct wf_token *t = &s->tok[i];
    const struct wf_date_word *w = wf_date_at(s, i), *next;

    if (t->flags & (WF_TOKEN_NUMBER | WF_TOKEN_HAS_DIGIT))
        return true;
    if (w->kind == WF_DK_NONE && w->flags == 0) /* most tokens */
        return ((t->flags & WF_TOKEN_QUOTE) && wf_date_flag(s, i + 1, WF_TOKEN_NUMBER)) ||
            wf_date_is(s, i, s->st->w_another);
    if ((w->flags & WF_DF_PHRASE) && wf_match_at(s->doc, i, s->st->phrase_class) != NULL)
        return true;
    if (w->kind < WF_DK_FIRST)
        return w->kind == WF_DK_UNIT;
    next = wf_date_at(s, i + 1);
    switch ((enum wf_date_kind)w->kind) {
    case WF_DK_THE:
    case WF_DK_ARTICLE:
    case WF_DK_RELATIVE: /* so frequent that the next word is asked first */
        return next->kind >= WF_DK_FIRST || next->kind == WF_DK_UNIT ||
            next->kind == WF_DK_FILLER || (next->flags & WF_DF_PHRASE) ||
            (w->kind != WF_DK_ARTICLE && wf_date_flag(s, i + 1, WF_TOKEN_NUMBER));
    case WF_DK_PART:
        return next->kind != WF_DK_NONE || next->flags != 0 ||
            wf_date_flag(s, i + 1, WF_TOKEN_NUMBER | WF_TOKEN_HYPHEN);
    case WF_DK_PARTOF: return next->kind == WF_DK_OF || next->kind == WF_DK_UNIT;
    default: return true;
    }
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
            status = wf_date_emit(s, sentence, i, after, &m);
            if (status != WF_OK)
                return status;
            *next = after + 1;
            return WF_OK; /* the second one is found on its own */
        }
        wf_date_resolve_pair(s, i, end, &m, &b);
        status = wf_date_emit(s, sentence, i, end, &m);
        *next = end;
        if (status != WF_OK)
            return status;
        return WF_OK;
    }
    wf_moment_init(&m);
    end = wf_date_moment(s, i, &m);
    if (end != 0) {
        struct wf_moment said = m;

        if (WF_KIND(s, i) == WF_DK_THE &&
            (m.bare_year || (m.definite && m.weekday < 0) || m.type == WF_DATE_SET ||
                (m.rule == s->st->rules.reference && end == i + 2)))
            first = i + 1;
        struct wf_moment hours;

        after = wf_date_hours_tail(s, end, &m, &hours, &b);
        if (after != 0)
            m = hours;
        else
            after = m.type == WF_DATE_DATE || m.type == WF_DATE_TIME
                ? wf_date_range_tail(s, first, end, &m)
                : 0;
        if (after != 0)
            end = after;
        else {
            m = said;
            wf_date_resolve(s, first, end, &m);
        }
        if (m.value[0] == '\0') {
            WF_TRACE(s->run, wf_range_of(s->doc, first, end).span, "dates",
                "read as a date, but there is nothing that it could be counted from");
            return WF_OK;
        }
        status = wf_date_emit(s, sentence, first, end, &m);
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
            status = wf_date_emit(s, sentence, at, end, &b);
            *next = end;
        }
        return status;
    }
    wf_moment_init(&m);
    end = wf_date_length_alone(s, i, &m, &first);
    if (end == 0) {
        wf_moment_init(&m);
        end = wf_date_bare_units(s, i, &m);
    }
    if (end == 0) {
        WF_TRACE(s->run, wf_range_of(s->doc, i, i + 1).span, "dates",
            "no date, time, length or repetition begins with this word, by any of the grammars");
        return WF_OK;
    }
    *next = end;
    return wf_date_emit(s, sentence, first, end, &m);
}

static enum wf_status
dates_run(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err)
{
    struct wf_dates_scan s = { .st = state,
        .run = run,
        .doc = doc,
        .tok = doc->tokens.items,
        .count = doc->tokens.count,
        .sport = -1,
        .anchor = WF_DAY_NONE,
        .last_start = WF_DAY_NONE,
        .last_day = WF_DAY_NONE,
        .last_end = WF_DAY_NONE };

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
    } rules[] = { { &st->rules.absolute, "dates/absolute" },
        { &st->rules.numeric, "dates/numeric" }, { &st->rules.partial, "dates/partial" },
        { &st->rules.weekday, "dates/weekday" }, { &st->rules.relative, "dates/relative" },
        { &st->rules.range, "dates/range" }, { &st->rules.list, "dates/list" },
        { &st->rules.duration, "dates/duration" }, { &st->rules.set, "dates/set" },
        { &st->rules.clock, "dates/clock" }, { &st->rules.reference, "dates/reference" },
        { &st->rules.holiday, "dates/holiday" }, { &st->rules.calendar, "dates/calendar" },
        { &st->rules.year, "dates/year" }, { &st->rules.age, "dates/age" } };

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
    { "day_first", "false",
        "read 11/9/2024 as 11 September where the document does not say; `false`: as November 9" },
    { NULL, NULL, NULL },
};

const struct wf_extractor wf_extractor_dates = { WF_EXTRACTOR_HEAD, .name = "dates",
    .summary = "dates, times, durations and sets, resolved to days",
    .needs = WF_LAYER(TOKENS) | WF_LAYER(MATCHES), .makes = WF_LAYER(DATES), .options = options,
    .init = dates_init, .run = dates_run, .fini = dates_fini };
