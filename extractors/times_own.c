/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times of events, agreements and quotations: the date of their own clause. Rules, in this order:
 *
 *     same      the date stands in the noun group of the trigger: `the July summit`
 *     relative  the date of a clause that tells of the noun before it: `an agreement reached in March`
 *     behind    no verb, clause or nearer event stands between: `met the envoy on Monday`
 *     happening the verb only says that it happens: `the signing took place in 2010`
 *     opening   the date opens the sentence or the clause: `On Monday he met the envoy`; not for a clause
 *               inside (`who was killed in January`, `that talks would begin`)
 *     purpose   an infinitive follows the date: `in Ankara on Thursday to sign`
 *     before    it stands in the clause before the trigger, no verb between: `the army on Monday seized`
 *
 * What none of them dates keeps the only date of its sentence, where no other event or verb has a better
 * claim to it.
 */
#include "extractors/times.h"

#include <limits.h>
#include <string.h>

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


/* `the attack of September 11`: the date of a noun. */
static bool
is_of_noun(const struct wf_document *doc, const struct wf_date *d)
{
    uint32_t at = d->fact.at.first;

    return at > 0 && wf_slice_is(wf_token_text(doc, at - 1), "of");
}

/* A verb before the date, in the same breath, of which it tells: `set up in 2015`. */
static bool
has_verb_before(const struct wf_document *doc, const struct wf_date *d)
{
    uint32_t first = doc->sentences.items[d->fact.sentence].first;

    for (uint32_t i = d->fact.at.first, n = 0; i > first && n < 12; n++) {
        uint32_t chunk = wf_chunk_of(doc, --i);

        if (chunk == WF_NO_CHUNK)
            continue;
        switch (wf_chunk(doc, chunk)->kind) {
        case WF_CHUNK_VERB:
            return true;
        case WF_CHUNK_COMMA:
        case WF_CHUNK_BREAK:
        case WF_CHUNK_CONJ:
        case WF_CHUNK_WH:
        case WF_CHUNK_THAT:
        case WF_CHUNK_SUB:
            return false;
        default:
            break;
        }
    }
    return false;
}

static bool
is_usable(const struct wf_date *d)
{
    return wf_times_counts(d) && d->time.value.data[0] >= '0' && d->time.value.data[0] <= '9';
}

/* Is the clause around `token` one inside another: `who ...`, `that ...`? */
static bool
is_inside(const struct wf_document *doc, uint32_t token)
{
    uint32_t chunk = wf_chunk_of(doc, token), start, first, end;

    if (chunk == WF_NO_CHUNK)
        return false;
    wf_chunk_sentence(doc, chunk, &first, &end);
    start = wf_chunk_clause_start(doc, chunk);
    for (uint32_t k = chunk + 1; k > first && k + 1 > start;) {
        enum wf_chunk_kind kind = (enum wf_chunk_kind)wf_chunk(doc, --k)->kind;

        if (kind == WF_CHUNK_WH || kind == WF_CHUNK_THAT)
            return true;
        if (k < chunk && kind == WF_CHUNK_VERB && (wf_chunk(doc, k)->flags & WF_VERB_FINITE))
            return false;
        if (k == 0)
            break;
    }
    return false;
}

/* What has a time of its own: a trigger, and the number of its event for those of an event. */
struct own {
    uint32_t first, end; /* tokens of the trigger */
    unsigned event;      /* index, UINT_MAX for others */
    bool verb;
};

/* `an agreement that was reached in March`, `the accord signed in Doha on 29 February`: behind a noun. */
static const struct wf_date *
in_relative(const struct wf_document *doc, const struct own *o)
{
    uint32_t chunk = wf_chunk_of(doc, o->end - 1), first, end, k, at;

    if (o->verb || chunk == WF_NO_CHUNK)
        return NULL;
    wf_chunk_sentence(doc, chunk, &first, &end);
    k = chunk + 1;
    if (k < end && wf_chunk(doc, k)->kind == WF_CHUNK_COMMA)
        k++;
    if (k < end && (wf_chunk(doc, k)->kind == WF_CHUNK_WH || wf_chunk(doc, k)->kind == WF_CHUNK_THAT))
        k++;
    else if (k >= end || k != chunk + 1 || !(wf_chunk(doc, k)->flags & WF_VERB_REDUCED))
        return NULL;
    if (k >= end || wf_chunk(doc, k)->kind != WF_CHUNK_VERB || !(wf_chunk(doc, k)->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED)))
        return NULL;
    at = wf_times_first(doc, wf_chunk(doc, k)->end);
    if (at >= doc->dates.count || doc->dates.items[at]->fact.sentence != doc->tokens.items[o->first].sentence ||
        !is_usable(doc->dates.items[at]) || clauses_between(doc, wf_chunk(doc, k)->end, doc->dates.items[at]->fact.at.first) > 0)
        return NULL;
    return doc->dates.items[at];
}

static const struct wf_date *
behind(const struct wf_document *doc, const struct own *o)
{
    uint32_t sentence = doc->tokens.items[o->first].sentence;

    for (uint32_t k = wf_times_first(doc, o->end), n = 0; k < doc->dates.count && n < 6; k++, n++) {
        const struct wf_date *d = doc->dates.items[k];

        if (d->fact.sentence != sentence || clauses_between(doc, o->end, d->fact.at.first) > 0)
            return NULL;
        if (!is_usable(d) || attribute_of_noun(doc, d) || (o->verb && is_of_noun(doc, d)))
            continue;
        if (!o->verb && o->event != UINT_MAX && nearer_event(doc, o->event, d))
            return NULL;
        return d;
    }
    return NULL;
}

/* `will visit Ankara on Thursday to sign`, `given until May to leave`: the infinitive behind a date has it too. */
static bool
has_purpose_behind(const struct wf_document *doc, const struct wf_date *d, const struct own *o)
{
    uint32_t chunk = d->fact.at.end < doc->tokens.count ? wf_chunk_of(doc, d->fact.at.end) : WF_NO_CHUNK, end;

    if (chunk == WF_NO_CHUNK || wf_chunk(doc, chunk)->kind != WF_CHUNK_VERB || !(wf_chunk(doc, chunk)->flags & WF_VERB_TO) ||
        wf_chunk(doc, chunk)->first != d->fact.at.end)
        return false;
    end = wf_chunk(doc, chunk)->end;
    return o->first < end || clauses_between(doc, end, o->first) == 0;
}

/* `the signing took place in 2010`, `talks will be held in May`: the verb only says that it happens. */
static const struct wf_date *
of_happening(const struct wf_document *doc, const struct own *o)
{
    static const char *const verbs[] = { "take", "takes", "took", "taken", "taking", "happen", "happens", "happened", "occur", "occurs",
        "occurred", "held", "begin", "begins", "began", "start", "starts", "started", "end", "ends", "ended", "resume", "resumes",
        "resumed", "scheduled", "set", "due", "planned", "expected" };
    uint32_t chunk = wf_chunk_of(doc, o->end - 1), first, end;

    if (o->verb || chunk == WF_NO_CHUNK)
        return NULL;
    wf_chunk_sentence(doc, chunk, &first, &end);
    for (uint32_t k = chunk + 1; k < end && k < chunk + 12; k++) {
        struct own verb;
        bool found = false;

        if (wf_chunk(doc, k)->kind != WF_CHUNK_VERB)
            continue;
        for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
            found |= wf_slice_is(wf_token_text(doc, wf_chunk(doc, k)->head), verbs[i]);
        if (!found || wf_chunk_subject(doc, k) != chunk)
            return NULL;
        verb = (struct own){ wf_chunk(doc, k)->first, wf_chunk(doc, k)->end, UINT_MAX, true };
        return behind(doc, &verb);
    }
    return NULL;
}

/* The date that opens the sentence or the clause, else the last one before the trigger without a verb between. */
static const struct wf_date *
before(const struct wf_document *doc, const struct own *o)
{
    const struct wf_sentence *s = &doc->sentences.items[doc->tokens.items[o->first].sentence];
    const struct wf_date *found = NULL;
    bool inside = is_inside(doc, o->first);

    for (uint32_t k = wf_times_first(doc, s->first), n = 0; k < doc->dates.count && n < 12; k++, n++) {
        const struct wf_date *d = doc->dates.items[k];

        if (d->fact.at.first >= o->first)
            break;
        if (!is_usable(d) || d->fact.at.end > o->first)
            continue;
        if (has_purpose_behind(doc, d, o))
            found = d;
        else if (clauses_between(doc, d->fact.at.end, o->first) == 0 ? !attribute_of_noun(doc, d) && !has_verb_before(doc, d)
                                                                : !inside && opens(doc, d) && !attribute_of_noun(doc, d))
            found = d;
    }
    return found;
}

static const struct wf_date *
own_date(const struct wf_document *doc, const struct own *o)
{
    uint32_t k = wf_times_first(doc, doc->sentences.items[doc->tokens.items[o->first].sentence].first);
    const struct wf_date *d;

    for (; k < doc->dates.count && doc->dates.items[k]->fact.at.first < o->end; k++)
        if (is_usable(doc->dates.items[k]) && wf_chunk_of(doc, doc->dates.items[k]->fact.at.first) == wf_chunk_of(doc, o->first) &&
            wf_chunk_of(doc, o->first) != WF_NO_CHUNK)
            return doc->dates.items[k];
    d = in_relative(doc, o);
    if (d == NULL)
        d = behind(doc, o);
    if (d == NULL)
        d = of_happening(doc, o);
    return d != NULL ? d : before(doc, o);
}

static struct own
own_of(const struct wf_document *doc, const struct wf_range *at, unsigned event)
{
    uint32_t chunk = wf_chunk_of(doc, at->first);
    struct own o = { at->first, at->end, event, false };

    o.verb = chunk != WF_NO_CHUNK && wf_chunk(doc, chunk)->kind == WF_CHUNK_VERB;
    if (o.verb && wf_chunk(doc, chunk)->end > o.end)
        o.end = wf_chunk(doc, chunk)->end;
    return o;
}

/* May event number `at` keep the only date of its sentence, which no rule gives it? */
static bool
may_keep(const struct wf_document *doc, unsigned at, const struct wf_date *d)
{
    const struct wf_event *e = doc->events.items[at];

    if (attribute_of_noun(doc, d) || is_of_noun(doc, d) || d->fact.at.first >= e->trigger.end)
        return false;
    if (has_verb_before(doc, d))
        return false;
    for (unsigned k = at, n = 0; k > 0 && n < 12; n++) {
        const struct wf_event *other = doc->events.items[--k];

        if (other->fact.sentence != e->fact.sentence)
            break;
        if (other->trigger.first < d->fact.at.first)
            return false; /* the date is rather that one's */
    }
    return true;
}

/* The date of the sentence whose value a fact was given; NULL where it is from elsewhere. */
static const struct wf_date *
given(const struct wf_document *doc, const struct wf_fact *fact, const struct wf_time *time)
{
    for (uint32_t k = wf_times_first(doc, doc->sentences.items[fact->sentence].first), n = 0; k < doc->dates.count && n < 12;
         k++, n++) {
        if (doc->dates.items[k]->fact.sentence != fact->sentence)
            break;
        if (doc->dates.items[k]->time.value.data == time->value.data)
            return doc->dates.items[k];
    }
    return NULL;
}

void
wf_times_of_events(struct wf_run *run, struct wf_document *doc)
{
    if (doc->dates.count == 0)
        return;
    for (unsigned i = 0; i < doc->events.count && wf_step(run, 4); i++) {
        struct wf_event *e = doc->events.items[i];
        struct own o;
        const struct wf_date *d;

        if (e->trigger.end == 0)
            continue;
        o = own_of(doc, &e->trigger, i);
        d = own_date(doc, &o);
        if (d != NULL) {
            e->time = d->time;
        } else if (e->time.value.data != NULL) {
            d = given(doc, &e->fact, &e->time);
            if (d != NULL && strcmp(e->kind, "election") == 0 && is_of_noun(doc, d))
                continue; /* won the election of August 2021 */
            if (d != NULL && !may_keep(doc, i, d))
                e->time = WF_TIME_NONE;
        }
    }
}

/* The verb that the noun group is the object of, right before it, else that of its clause. */
static uint32_t
governing_verb(const struct wf_document *doc, uint32_t noun)
{
    if (noun > 0 && wf_chunk(doc, noun - 1)->kind == WF_CHUNK_VERB &&
        doc->tokens.items[wf_chunk(doc, noun - 1)->first].sentence == doc->tokens.items[wf_chunk(doc, noun)->first].sentence)
        return noun - 1;
    return wf_chunk_verb_of(doc, noun);
}

void
wf_times_of_agreements(struct wf_run *run, struct wf_document *doc)
{
    if (doc->dates.count == 0)
        return;
    for (unsigned i = 0; i < doc->agreements.count && wf_step(run, 4); i++) {
        struct wf_agreement *a = doc->agreements.items[i];
        struct own o;
        const struct wf_date *d;
        uint32_t chunk;

        if (a->trigger.end == 0)
            continue;
        o = own_of(doc, &a->trigger, UINT_MAX);
        d = o.verb ? own_date(doc, &o) : in_relative(doc, &o);
        chunk = wf_chunk_of(doc, a->trigger.first);
        if (d == NULL && !o.verb && chunk != WF_NO_CHUNK && (chunk = governing_verb(doc, chunk)) != WF_NO_CHUNK) {
            o = (struct own){ wf_chunk(doc, chunk)->first, wf_chunk(doc, chunk)->end, UINT_MAX, true };
            d = behind(doc, &o);
        }
        if (d != NULL)
            a->time = d->time;
    }
}

void
wf_times_of_quotes(struct wf_run *run, struct wf_document *doc)
{
    if (doc->dates.count == 0)
        return;
    for (unsigned i = 0; i < doc->quotes.count && wf_step(run, 4); i++) {
        struct wf_quote *q = doc->quotes.items[i];
        struct own o;
        const struct wf_date *d;

        if (q->cue.end == 0)
            continue;
        o = own_of(doc, &q->cue, UINT_MAX);
        d = o.verb ? own_date(doc, &o) : NULL;
        if (d != NULL && !wf_span_overlaps(d->fact.at.span, q->fact.at.span))
            q->time = d->time;
    }
}
