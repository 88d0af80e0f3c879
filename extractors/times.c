/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `times`: gives a time to figures (times_figures.c), the date of their own clause to events, agreements and
 * quotations (times_own.c), and to those that have none
 *
 *     occasion  the sentence says when by something dated before: `during the visit`
 *     series    it goes on (`additionally`, `also`) from a fact of the same kind
 *
 * A date that is only there for something else (a duration, a repetition, the document's own) gives none.
 */
#include <stdlib.h>
#include <string.h>

#include "document/bisect.h"
#include "extractors/times.h"

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

uint32_t
wf_times_first(const struct wf_document *doc, uint32_t token)
{
    uint32_t low;

    WF_BISECT(low, doc->dates.count, doc->dates.items[middle]->fact.at.first < token);
    return low;
}

bool
wf_times_counts(const struct wf_date *d)
{
    return d->type != WF_DATE_DURATION && d->type != WF_DATE_SET && d->function == NULL &&
        d->time.value.data != NULL && !d->impossible;
}

void
wf_times_clause(const struct wf_document *doc, uint32_t token, uint32_t *first, uint32_t *end)
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

    wf_times_clause(doc, token, &first, &end);
    for (uint32_t k = wf_times_first(doc, first);
         k < doc->dates.count && doc->dates.items[k]->fact.at.first < end; k++) {
        const struct wf_date *d = doc->dates.items[k];

        if (!wf_times_counts(d) || d->time.value.data[0] < '0' || d->time.value.data[0] > '9')
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

            if (match->class_id != st->occasion_class)
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

/* The first event whose trigger stands at `token` or behind; they are in the order of their triggers. */
static unsigned
first_event(const struct wf_document *doc, uint32_t token)
{
    unsigned low;

    WF_BISECT(low, doc->events.count, doc->events.items[middle]->trigger.first < token);
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

        for (uint32_t k = wf_times_first(doc, at->first), n = 0;
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
    wf_times_of_figures(run, doc);
    if (doc->agreements.count == 0 && doc->events.count == 0 && doc->quotes.count == 0)
        return WF_OK;
    wf_times_of_events(run, doc);
    wf_times_of_agreements(run, doc);
    wf_times_of_quotes(run, doc);
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
