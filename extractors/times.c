/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `times`: gives a time to figures, and to agreements, events and quotations that their own
 * clause gave none. Rules, in this order; the first that applies wins:
 *
 *   figures
 *     behind    a date right behind the figure, at most six tokens on: `$15 billion in 2022`
 *     clause    the date that opens its clause, or stands before it without a verb between
 *     opening   the date that opens the sentence: `In 2022, trade rose, and the state earned $1`
 *   events keep the date of their sentence only where it is their own
 *     same      the date stands in the noun group of the trigger: `the July summit`
 *     behind    no verb, clause or nearer event stands between: `met the envoy on Monday`
 *     opening   the date opens the sentence or the clause: `On Monday he met the envoy`
 *     first     no other event comes before the date
 *   agreements, events, quotations without a date
 *     occasion  the sentence says when by something dated before: `during the visit`
 *     series    it goes on (`additionally`, `also`) from a fact of the same kind
 *
 * A date that is only there for something else (a duration, a repetition, the document's own)
 * gives none.
 */
#include <stdlib.h>
#include <string.h>

#include "extractors/extractor.h"
#include "extractors/structure.h"

#define BEHIND 6    /* tokens between a figure and its date */
#define BEFORE 5    /* tokens between a preposition and its occasion */
#define OCCASIONS 8 /* kinds of occasions remembered */

struct times {
    uint16_t occasion_class;
    uint32_t during, at, in, on, after, this_, these, the, his, her, their, its, that, also,
        additionally, moreover, furthermore, addition;
};

struct occasion {
    struct wf_slice kind;
    struct wf_time time;
};

struct memory {
    struct occasion items[OCCASIONS];
    unsigned count;
};

/* First date that does not begin before `token`. */
static uint32_t
first_date(const struct wf_document *doc, uint32_t token)
{
    uint32_t low = 0, high = doc->dates.count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (doc->dates.items[middle]->fact.at.first < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool
dates_something(const struct wf_date *d)
{
    return d->type != WF_DATE_DURATION && d->type != WF_DATE_SET && d->function == NULL &&
        d->time.value.data != NULL && !d->impossible;
}

/* Tokens [*first, *end) of the clause around a token. */
static void
clause_of(const struct wf_document *doc, uint32_t token, uint32_t *first, uint32_t *end)
{
    const struct wf_sentence *s = &doc->sentences.items[doc->tokens.items[token].sentence];
    uint32_t chunk = wf_chunk_of(doc, token), start, stop;

    *first = s->first;
    *end = s->end;
    if (chunk == WF_NO_CHUNK)
        return;
    start = wf_chunk_clause_start(doc, chunk);
    stop = wf_chunk_clause_end(doc, chunk);
    if (start < doc->clauses->chunks.count && wf_chunk(doc, start)->first >= s->first &&
        wf_chunk(doc, start)->first <= token)
        *first = wf_chunk(doc, start)->first;
    if (stop < doc->clauses->chunks.count && wf_chunk(doc, stop)->first > token &&
        wf_chunk(doc, stop)->first < s->end)
        *end = wf_chunk(doc, stop)->first;
}

static bool
wants_time(const struct wf_figure *f)
{
    return f->kind != WF_FIGURE_DURATION && f->kind != WF_FIGURE_ORDINAL &&
        f->time.value.data == NULL;
}

/* A verb group among tokens [from, to). */
static bool
verb_between(const struct wf_document *doc, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        uint32_t chunk = wf_chunk_of(doc, i);

        if (chunk != WF_NO_CHUNK && wf_chunk(doc, chunk)->kind == WF_CHUNK_VERB)
            return true;
    }
    return false;
}

/*
 * `a record $597 reached in November`, `14 people died on Tuesday`: the verb right behind a figure, where a
 * preposition or the date follows it; the token after the verb, else `end`.
 */
static uint32_t
past_verb(const struct wf_document *doc, uint32_t end, uint32_t date)
{
    uint32_t chunk = end < doc->tokens.count ? wf_chunk_of(doc, end) : WF_NO_CHUNK, next;

    if (chunk == WF_NO_CHUNK || wf_chunk(doc, chunk)->kind != WF_CHUNK_VERB || wf_chunk(doc, chunk)->first != end ||
        wf_chunk(doc, chunk)->end - end > 3)
        return end;
    next = wf_chunk(doc, chunk)->end;
    if (next == date || (next + 1 == date && wf_chunk_of(doc, next) != WF_NO_CHUNK &&
            wf_chunk(doc, wf_chunk_of(doc, next))->kind == WF_CHUNK_PREP))
        return next;
    return end;
}

/* Nothing but small words between a figure and a date behind it. */
static bool
close_behind(const struct wf_document *doc, uint32_t end, uint32_t date)
{
    end = past_verb(doc, end, date);
    if (date < end || date - end > BEHIND)
        return false;
    for (uint32_t i = end; i < date; i++) {
        if (wf_slice_is(wf_token_text(doc, i), "than") || wf_slice_is(wf_token_text(doc, i), "from"))
            return false; /* what it is compared with */
        if (doc->tokens.items[i].flags &
            (WF_TOKEN_SEMICOLON | WF_TOKEN_COMMA | WF_TOKEN_DASH | WF_TOKEN_COLON | WF_TOKEN_QUOTE |
                WF_TOKEN_NUMBER))
            return false;
    }
    return !verb_between(doc, end, date);
}

/* `up 1.6% from last Friday`: what a figure before is compared with dates nothing behind it. */
static bool
is_base(const struct wf_document *doc, const struct wf_date *d)
{
    uint32_t at = d->fact.at.first;

    return at > 0 && !(doc->tokens.items[at - 1].flags & WF_TOKEN_SENTENCE_START) &&
        (wf_slice_is(wf_token_text(doc, at - 1), "from") || wf_slice_is(wf_token_text(doc, at - 1), "than"));
}

static void
time_of_figure(const struct wf_document *doc, struct wf_figure *f)
{
    const struct wf_sentence *s = &doc->sentences.items[f->fact.sentence];
    uint32_t k = first_date(doc, s->first), first, end;
    const struct wf_date *before = NULL, *opening = NULL;

    clause_of(doc, f->fact.at.first, &first, &end);
    for (; k < doc->dates.count && doc->dates.items[k]->fact.at.first < s->end; k++) {
        const struct wf_date *d = doc->dates.items[k];

        if (wf_span_overlaps(d->fact.at.span, f->fact.at.span) || !dates_something(d))
            continue;
        if (d->fact.at.first >= f->fact.at.end) {
            if (close_behind(doc, f->fact.at.end, d->fact.at.first))
                before = d;
            break; /* only the first one behind counts */
        }
        if (is_base(doc, d) && d->fact.at.end + 1 < f->fact.at.first) /* but `last year's 4.5 trillion` */
            continue;
        if (d->fact.at.first >= first && d->fact.at.end <= f->fact.at.first &&
            (d->fact.at.first <= first + 3 || d->time.value.data[0] == 'P' ||
                !verb_between(doc, d->fact.at.end, f->fact.at.first)))
            before = d;
        if (d->fact.at.first <= s->first + 2)
            opening = d;
    }
    if (before == NULL)
        before = opening;
    if (before != NULL)
        f->time = before->time;
}

static bool
one_of(uint32_t word, const uint32_t *words, unsigned count)
{
    for (unsigned i = 0; word != WF_WORD_NONE && i < count; i++) {
        if (word == words[i])
            return true;
    }
    return false;
}

/*
 * Does the noun at `token` speak of something known: `during this visit`, `at the two-day talks`?
 */
static bool
spoken_of(const struct times *st, const struct wf_document *doc, uint32_t token)
{
    const uint32_t prepositions[] = { st->during, st->at, st->in, st->on };
    const uint32_t known[] = { st->this_, st->these, st->the, st->his, st->her, st->their, st->its,
        st->that };
    uint32_t first = doc->sentences.items[doc->tokens.items[token].sentence].first;
    bool determined = false;

    for (uint32_t i = token, n = 0; i > first && n < BEFORE; n++) {
        uint32_t word = doc->tokens.items[--i].word;

        if (one_of(word, prepositions, 4))
            return determined;
        determined = determined || one_of(word, known, 8);
        if (doc->tokens.items[i].flags & (WF_TOKEN_COMMA | WF_TOKEN_SEMICOLON))
            return false;
    }
    return false;
}

/* Does the sentence begin with it: `This visit ...`? */
static bool
subject_of(const struct times *st, const struct wf_document *doc, uint32_t token)
{
    const uint32_t known[] = { st->this_, st->these, st->the, st->his, st->her, st->their };
    uint32_t first = doc->sentences.items[doc->tokens.items[token].sentence].first;

    return token > first && token <= first + 2 && one_of(doc->tokens.items[first].word, known, 6);
}

static struct occasion *
recall(struct memory *memory, struct wf_slice kind)
{
    for (unsigned i = 0; i < memory->count; i++) {
        if (wf_slice_equal(memory->items[i].kind, kind))
            return &memory->items[i];
    }
    return NULL;
}

static void
remember(struct memory *memory, struct wf_slice kind, const struct wf_time *time)
{
    struct occasion *o = recall(memory, kind);

    if (o == NULL) {
        if (memory->count == OCCASIONS)
            return;
        o = &memory->items[memory->count++];
        o->kind = kind;
    }
    o->time = *time;
}

/* The date in the clause of an occasion: after the noun if there is one, else before it. */
static const struct wf_date *
date_in_clause(const struct wf_document *doc, uint32_t token)
{
    uint32_t first, end;
    const struct wf_date *found = NULL;

    clause_of(doc, token, &first, &end);
    for (uint32_t k = first_date(doc, first);
         k < doc->dates.count && doc->dates.items[k]->fact.at.first < end; k++) {
        const struct wf_date *d = doc->dates.items[k];

        if (!dates_something(d) || d->time.value.data[0] < '0' || d->time.value.data[0] > '9')
            continue;
        if (found == NULL || found->fact.at.first < token)
            found = d;
        if (d->fact.at.first > token)
            break;
    }
    return found;
}

/* Times of occasions by sentence: what a sentence is dated by, WF_TIME_NONE where it is not. */
static struct wf_time *
occasions(const struct times *st, struct wf_run *run, struct wf_document *doc)
{
    struct wf_time *of = wf_arena_alloc(doc->arena, (doc->sentences.count + 1) * sizeof *of);
    struct memory memory = { .count = 0 };

    if (of == NULL)
        return NULL;
    for (uint32_t k = 0; k < doc->sentences.count; k++) {
        const struct wf_sentence *s = &doc->sentences.items[k];

        of[k] = WF_TIME_NONE;
        if (!wf_step(run, 1))
            continue;
        for (uint32_t at = doc->matches->starts[s->first]; at < doc->matches->starts[s->end];
             at++) {
            const struct wf_match *match = &doc->matches->items.items[at];
            struct occasion *known;
            const struct wf_date *date;

            if (match->entry->class_id != st->occasion_class)
                continue;
            known = recall(&memory, match->entry->value);
            if (known != NULL &&
                (spoken_of(st, doc, match->first) || subject_of(st, doc, match->first))) {
                of[k] = known->time;
                continue;
            }
            date = date_in_clause(doc, match->first);
            if (date != NULL)
                remember(&memory, match->entry->value, &date->time);
        }
    }
    return of;
}

/* Does a sentence go on from the one before? */
static bool
goes_on(const struct times *st, const struct wf_document *doc, uint32_t sentence)
{
    const struct wf_sentence *s = &doc->sentences.items[sentence];
    const uint32_t words[] = { st->also, st->additionally, st->moreover, st->furthermore };

    for (uint32_t i = s->first; i < s->end && i < s->first + 4; i++) {
        if (one_of(doc->tokens.items[i].word, words, 4))
            return true;
    }
    return s->end - s->first > 2 && doc->tokens.items[s->first].word == st->in &&
        doc->tokens.items[s->first + 1].word == st->addition;
}

/* Is the date only an attribute of another noun: `the 2023 security agreement`? */
static bool
attribute_of_noun(const struct wf_document *doc, const struct wf_date *d)
{
    uint32_t chunk = wf_chunk_of(doc, d->fact.at.end - 1);

    return chunk != WF_NO_CHUNK && wf_chunk(doc, chunk)->kind == WF_CHUNK_NOUN &&
        wf_chunk(doc, chunk)->head >= d->fact.at.end;
}

/* `memorandum of understanding`: an -ing word behind `of` and without an object is a noun. */
static bool
is_noun_in_ing(const struct wf_document *doc, uint32_t chunk, uint32_t token)
{
    return (wf_chunk(doc, chunk)->flags & WF_VERB_ING) && token > 0 &&
        wf_slice_is(wf_token_text(doc, token - 1), "of") && (chunk + 1 >= doc->clauses->chunks.count ||
            wf_chunk(doc, chunk + 1)->kind != WF_CHUNK_NOUN);
}

/* Verb groups and openings of clauses among tokens [from, to). */
static unsigned
clauses_between(const struct wf_document *doc, uint32_t from, uint32_t to)
{
    unsigned count = 0;
    uint32_t before = WF_NO_CHUNK;

    for (uint32_t i = from; i < to; i++) {
        uint32_t chunk = wf_chunk_of(doc, i);

        if (chunk == before || chunk == WF_NO_CHUNK)
            continue;
        before = chunk;
        switch (wf_chunk(doc, chunk)->kind) {
        case WF_CHUNK_VERB:
            count += !is_noun_in_ing(doc, chunk, i);
            break;
        case WF_CHUNK_WH:
        case WF_CHUNK_SUB:
        case WF_CHUNK_THAT:
        case WF_CHUNK_BREAK: count++; break;
        default: break;
        }
    }
    return count;
}

/* Does event number `at` have a trigger of another one between itself and the date behind it? */
static bool
nearer_event(const struct wf_document *doc, unsigned at, const struct wf_date *d)
{
    const struct wf_event *e = doc->events.items[at];

    for (unsigned k = at + 1, n = 0; k < doc->events.count && n < 12; k++, n++) {
        const struct wf_event *other = doc->events.items[k];

        if (other->trigger.first >= d->fact.at.first)
            break;
        if (other->trigger.first >= e->trigger.end)
            return true;
    }
    return false;
}

static bool
opens(const struct wf_document *doc, const struct wf_date *d)
{
    uint32_t first = doc->sentences.items[d->fact.sentence].first, i = d->fact.at.first;
    unsigned steps = 0;

    while (i > first && steps++ < 3) {
        uint32_t chunk = wf_chunk_of(doc, i - 1);
        enum wf_chunk_kind kind =
            chunk == WF_NO_CHUNK ? WF_CHUNK_OTHER : (enum wf_chunk_kind)wf_chunk(doc, chunk)->kind;

        if (kind == WF_CHUNK_COMMA || kind == WF_CHUNK_BREAK || kind == WF_CHUNK_THAT ||
            kind == WF_CHUNK_QUOTE || kind == WF_CHUNK_CONJ)
            return true;
        if (kind != WF_CHUNK_PREP && kind != WF_CHUNK_ADVERB && chunk != wf_chunk_of(doc, i))
            return false;
        i--;
    }
    return i == first;
}

/* Is the date of its sentence that event number `at` was given really its own? */
static bool
own_date(const struct wf_document *doc, unsigned at, const struct wf_date *d)
{
    const struct wf_event *e = doc->events.items[at];

    if (wf_chunk_of(doc, d->fact.at.first) == wf_chunk_of(doc, e->trigger.first))
        return true;
    if (attribute_of_noun(doc, d))
        return false;
    if (d->fact.at.first >= e->trigger.end) {
        bool verb = wf_chunk_of(doc, e->trigger.first) != WF_NO_CHUNK &&
            wf_chunk(doc, wf_chunk_of(doc, e->trigger.first))->kind == WF_CHUNK_VERB;

        if (clauses_between(doc, e->trigger.end, d->fact.at.first) > 0)
            return false;
        return verb || !nearer_event(doc, at, d);
    }
    if (opens(doc, d))
        return true;
    for (unsigned k = at, n = 0; k > 0 && n < 12; n++) {
        const struct wf_event *other = doc->events.items[--k];

        if (other->fact.sentence != e->fact.sentence)
            break;
        if (other->trigger.first < d->fact.at.first)
            return false; /* the date is rather that one's */
    }
    return true;
}

/* Take back dates that events have only because they are the only ones of their sentence. */
static void
check_events(struct wf_run *run, struct wf_document *doc)
{
    for (unsigned i = 0; i < doc->events.count && wf_step(run, 4); i++) {
        struct wf_event *e = doc->events.items[i];
        const struct wf_sentence *s = &doc->sentences.items[e->fact.sentence];

        if (e->time.value.data == NULL || e->trigger.end == 0)
            continue;
        for (uint32_t k = first_date(doc, s->first), n = 0; k < doc->dates.count && n < 12;
             k++, n++) {
            const struct wf_date *d = doc->dates.items[k];

            if (d->fact.at.first >= s->end)
                break;
            if (d->time.value.data == e->time.value.data) {
                if (!own_date(doc, i, d))
                    e->time = WF_TIME_NONE;
                break;
            }
        }
    }
}

/* The first event whose trigger stands at `token` or behind; they are in the order of their triggers. */
static unsigned
first_event(const struct wf_document *doc, uint32_t token)
{
    unsigned low = 0, high = doc->events.count;

    while (low < high) {
        unsigned middle = low + (high - low) / 2;

        if (doc->events.items[middle]->trigger.first < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What is dated by words inside a quotation is what is told there, not the telling. */
static void
drop_quoted(struct wf_run *run, struct wf_document *doc)
{
    for (unsigned i = 0; i < doc->quotes.count && wf_step(run, 4); i++) {
        struct wf_quote *q = doc->quotes.items[i];
        const struct wf_range *at = &q->fact.at;
        const struct wf_sentence *s = &doc->sentences.items[q->fact.sentence];

        for (uint32_t k = first_date(doc, at->first), n = 0;
             k < doc->dates.count && doc->dates.items[k]->fact.at.first < at->end && n < 12; k++, n++) {
            const char *value = doc->dates.items[k]->time.value.data;

            if (value != NULL && q->time.value.data == value)
                q->time = WF_TIME_NONE;
            for (unsigned e = first_event(doc, s->first), m = 0; e < doc->events.count && m < 12; e++, m++) {
                struct wf_event *event = doc->events.items[e];

                if (event->trigger.first >= s->end)
                    break;
                if (value != NULL && event->time.value.data == value &&
                    (event->trigger.first < at->first || event->trigger.first >= at->end))
                    event->time = WF_TIME_NONE;
            }
        }
    }
}

/* A time for a fact that has none; `last` is the one of the fact of its kind before it. */
static void
give(const struct times *st, const struct wf_document *doc, const struct wf_time *of,
    const struct wf_fact *fact, struct wf_time *time, const struct wf_time *last,
    uint32_t last_sentence)
{
    if (time->value.data != NULL)
        return;
    if (of[fact->sentence].value.data != NULL)
        *time = of[fact->sentence];
    else if (last != NULL && last->value.data != NULL && last_sentence + 1 == fact->sentence &&
        goes_on(st, doc, fact->sentence))
        *time = *last;
}

static enum wf_status
times_run(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err)
{
    const struct times *st = state;
    const struct wf_time *of, *last = NULL;
    uint32_t last_sentence = 0;

    (void)err;
    for (unsigned i = 0; i < doc->figures.count && wf_step(run, 1); i++) {
        if (wants_time(doc->figures.items[i]))
            time_of_figure(doc, doc->figures.items[i]);
    }
    if (doc->agreements.count == 0 && doc->events.count == 0 && doc->quotes.count == 0)
        return WF_OK;
    check_events(run, doc);
    drop_quoted(run, doc);
    of = occasions(st, run, doc);
    if (of == NULL)
        return WF_ELIMIT;
    for (unsigned i = 0; i < doc->agreements.count; i++) {
        struct wf_agreement *a = doc->agreements.items[i];

        give(st, doc, of, &a->fact, &a->time, last, last_sentence);
        last = &a->time;
        last_sentence = a->fact.sentence;
    }
    last = NULL;
    for (unsigned i = 0; i < doc->events.count; i++) {
        struct wf_event *e = doc->events.items[i];
        bool open =
            e->factuality == WF_FACTUALITY_HAPPENED || e->factuality == WF_FACTUALITY_REPORTED;

        if (open)
            give(st, doc, of, &e->fact, &e->time, last, last_sentence);
        last = open ? &e->time : NULL;
        last_sentence = e->fact.sentence;
    }
    for (unsigned i = 0; i < doc->quotes.count; i++)
        give(st, doc, of, &doc->quotes.items[i]->fact, &doc->quotes.items[i]->time, NULL, 0);
    return WF_OK;
}

static enum wf_status
times_init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    struct times *st = calloc(1, sizeof *st);
    const struct {
        uint32_t *id;
        const char *word;
    } words[] = { { &st->during, "during" }, { &st->at, "at" }, { &st->in, "in" },
        { &st->on, "on" }, { &st->after, "after" }, { &st->this_, "this" }, { &st->these, "these" },
        { &st->the, "the" }, { &st->his, "his" }, { &st->her, "her" }, { &st->their, "their" },
        { &st->its, "its" }, { &st->that, "that" }, { &st->also, "also" },
        { &st->additionally, "additionally" }, { &st->moreover, "moreover" },
        { &st->furthermore, "furthermore" }, { &st->addition, "addition" } };

    *state = st;
    if (st == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        *words[i].id = wf_lexicon_word(setup->lexicon, words[i].word);
    st->occasion_class = wf_lexicon_class(setup->lexicon, "occasion");
    return WF_OK;
}

static void
times_fini(void *state)
{
    free(state);
}

const struct wf_extractor wf_extractor_times = { WF_EXTRACTOR_HEAD, .name = "times",
    .summary = "times of figures, and of agreements, events and quotations dated by an occasion",
    .needs = WF_LAYER(DATES) | WF_LAYER(CLAUSES) | WF_LAYER(FIGURES), .makes = WF_LAYER(LINKS),
    .init = times_init, .run = times_run, .fini = times_fini };
