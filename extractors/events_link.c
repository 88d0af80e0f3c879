/* SPDX-License-Identifier: Apache-2.0 */
/* One record an event: further mentions, statements of quotations, visits and what belongs to them. */
#include "extractors/events_private.h"

#include <stdlib.h>
#include <string.h>

#include "document/bisect.h"

#define SAME_REACH 60       /* events looked at for an earlier mention */
#define AGREEMENT_REACH 60  /* tokens between the word for a signing and what is signed */
#define CUES_NEAR 4          /* cues around the place where one should stand */
#define AGREEMENTS_ASKED 80 /* agreements looked at for it */

static bool
share(const wf_references *a, const wf_references *b)
{
    for (unsigned i = 0; i < a->count; i++)
        for (unsigned k = 0; k < b->count; k++)
            if (wf_reference_same(&a->items[i], &b->items[k]))
                return true;
    return false;
}

/* Described only, as in `a neighbouring country`: anybody of that kind. */
static bool
is_vague(const wf_references *list)
{
    for (unsigned i = 0; i < list->count; i++)
        if (list->items[i].entity != NULL)
            return false;
    return true;
}

static bool
may_be_same(const wf_references *a, const wf_references *b)
{
    return is_vague(a) || is_vague(b) || share(a, b);
}

static bool
same_time(const struct wf_time *a, const struct wf_time *b)
{
    return a->value.data == NULL || b->value.data == NULL || wf_slice_equal(a->value, b->value);
}

/* Kinds of which a report tells again and again under one noun. */
static bool
is_lasting(const char *kind)
{
    return strcmp(kind, "visit") == 0 || strcmp(kind, "election") == 0 || strcmp(kind, "war") == 0 ||
           strcmp(kind, "sanction") == 0 || strcmp(kind, "scandal") == 0 || strcmp(kind, "theft") == 0;
}

/* The word that says where an agreement stands, at its first mention or a later one. */
static bool
is_cue(const struct wf_agreement *a, uint32_t token)
{
    unsigned low;

    if (a->status_cue.end > 0 && a->status_cue.first == token)
        return true;
    /* an agreement that is told of all the time has many, in the order of the text but for neighbours */
    WF_BISECT(low, a->more_cues.count,
        a->more_cues.items[middle].first < token);
    for (unsigned i = low > CUES_NEAR ? low - CUES_NEAR : 0; i < a->more_cues.count && i < low + CUES_NEAR; i++)
        if (a->more_cues.items[i].first == token)
            return true;
    return false;
}

const struct wf_agreement *
wf_event_agreement(const struct coder *c, uint32_t token)
{
    unsigned low;

    WF_BISECT(low, c->doc->agreements.count,
        c->doc->agreements.items[middle]->trigger.first <= token + AGREEMENT_REACH);
    for (unsigned asked = 0; low > 0 && asked < AGREEMENTS_ASKED; asked++)
        if (is_cue(c->doc->agreements.items[--low], token))
            return c->doc->agreements.items[low];
    return NULL;
}

void
wf_event_signers(struct coder *c, struct wf_event *event)
{
    const struct wf_agreement *a = wf_event_agreement(c, event->trigger.first);

    for (unsigned k = 0; a != NULL && k < a->parties.count; k++) {
        struct wf_reference *slot = wf_vector_push(c->doc->arena, &event->actors);

        if (slot != NULL)
            *slot = a->parties.items[k];
    }
}

/* The signing of an agreement is one event however often it is told: found by the agreement's own cues. */
static struct wf_event *
same_signing(const struct coder *c, const struct wf_event *event)
{
    const struct wf_agreement *a = wf_event_agreement(c, event->trigger.first);

    for (unsigned i = c->doc->events.count, asked = 0; a != NULL && i > 0 && asked < SAME_REACH; i--, asked++) {
        struct wf_event *e = c->doc->events.items[i - 1];

        if (strcmp(e->kind, event->kind) == 0 && e->factuality == event->factuality &&
            wf_event_agreement(c, e->trigger.first) == a)
            return e;
    }
    return NULL;
}

static bool
only_places(const wf_references *list)
{
    for (unsigned i = 0; i < list->count; i++) {
        const struct wf_reference *r = &list->items[i];
        enum wf_entity_type type = r->entity != NULL ? r->entity->type : r->type;

        if (type != WF_ENTITY_GPE && type != WF_ENTITY_LOC && type != WF_ENTITY_FAC)
            return false;
    }
    return true;
}

static bool
is_participle(const struct coder *c, const struct wf_event *event)
{
    const struct wf_chunk *v = wf_chunk(c->doc, wf_chunk_of(c->doc, event->trigger.first));

    return v->kind == WF_CHUNK_VERB && (v->flags & WF_VERB_ING);
}

/* `25 people were killed when a car bomb exploded in a market`: one attack. */
static struct wf_event *
same_attack(const struct coder *c, const struct wf_event *event)
{
    unsigned count = c->doc->events.count;

    for (unsigned i = count; i > 0 && count - i < 3; i--) {
        struct wf_event *e = c->doc->events.items[i - 1];

        if (e->fact.sentence != event->fact.sentence)
            break;
        if (strcmp(e->kind, "attack") != 0)
            continue;
        if (is_participle(c, event) && share(&e->actors, &event->actors)) /* `attacked a bus, killing 11` */
            return e;
        if (e->factuality == event->factuality &&
            (e->actors.count == 0 || event->actors.count == 0) && (only_places(&e->targets) || only_places(&event->targets)))
            return e;
    }
    return NULL;
}

static struct wf_event *
earlier(const struct coder *c, const struct wf_event *event, bool definite, bool noun)
{
    unsigned count = c->doc->events.count;
    bool bare = event->actors.count == 0 && event->targets.count == 0;

    if (strcmp(event->kind, "statement") == 0)
        return NULL;
    if (strcmp(event->kind, "agreement_signing") == 0 && same_signing(c, event) != NULL)
        return same_signing(c, event);
    if (strcmp(event->kind, "attack") == 0 && event->fact.rule != NULL && same_attack(c, event) != NULL)
        return same_attack(c, event);
    for (unsigned i = count; i > 0 && count - i < SAME_REACH; i--) {
        struct wf_event *e = c->doc->events.items[i - 1];

        if (strcmp(e->kind, event->kind) != 0 || !same_time(&e->time, &event->time))
            continue;
        if (e->factuality != event->factuality && !(noun && definite))
            continue;
        if (bare && event->fact.rule != NULL) { /* `parliamentary elections`: the same words or another event */
            if (wf_slice_equal(wf_span_text(c->doc, e->trigger.span), wf_span_text(c->doc, event->trigger.span)))
                return e;
            continue;
        }
        if (bare) {
            if (noun && (definite || is_lasting(event->kind)))
                return e;
            continue;
        }
        if (!may_be_same(&e->actors, &event->actors) || !may_be_same(&e->targets, &event->targets))
            continue;
        if (noun && (definite || is_lasting(event->kind)) &&
            (share(&e->actors, &event->actors) || share(&e->targets, &event->targets)))
            return e;
        if (share(&e->actors, &event->actors) && share(&e->targets, &event->targets) &&
            e->fact.sentence != event->fact.sentence && is_lasting(event->kind))
            return e;
    }
    return NULL;
}

static void
take_all(struct coder *c, wf_references *to, const wf_references *from)
{
    if (to->count > 0)
        return;
    for (unsigned i = 0; i < from->count; i++) {
        struct wf_reference *slot = wf_vector_push(c->doc->arena, to);

        if (slot != NULL)
            *slot = from->items[i];
    }
}

void
wf_event_keep(struct coder *c, struct wf_event *event, bool definite, bool noun)
{
    struct wf_event *e = earlier(c, event, definite, noun), **slot;

    if (e != NULL) {
        struct wf_range *more = wf_vector_push(c->doc->arena, &e->more_triggers);
        struct wf_slice words = wf_span_text(c->doc, e->trigger.span);

        WF_TRACE(c->run, event->trigger.span, NULL, "another mention of the %s `%.*s`", e->kind, (int)words.len, words.data);

        if (more != NULL)
            *more = event->trigger;
        take_all(c, &e->actors, &event->actors);
        take_all(c, &e->targets, &event->targets);
        if (e->time.value.data == NULL)
            e->time = event->time;
        if (wf_reference_empty(&e->place))
            e->place = event->place;
        return;
    }
    if (event->fact.rule == NULL)
        return;
    slot = wf_vector_push(c->doc->arena, &c->doc->events);
    if (slot != NULL)
        *slot = event;
}

bool
wf_event_follows(struct coder *c, const struct wf_event *event, bool finite)
{
    unsigned count = c->doc->events.count;

    for (unsigned i = count; i > 0 && count - i < 8; i--) {
        struct wf_event *e = c->doc->events.items[i - 1];
        struct wf_range *more;

        if (strcmp(e->kind, "meeting") != 0 && strcmp(e->kind, "talks") != 0)
            continue;
        if (c->doc->sentences.items[e->fact.sentence].block != c->doc->sentences.items[event->fact.sentence].block ||
            event->fact.sentence - e->fact.sentence > 3)
            return false;
        if (finite && !is_vague(&event->actors) && !share(&e->actors, &event->actors) && !share(&e->targets, &event->actors))
            continue;
        more = wf_vector_push(c->doc->arena, &e->more_triggers);
        if (more != NULL)
            *more = event->trigger;
        return true;
    }
    return false;
}

static void
statements(struct coder *c)
{
    static const struct frame statement = { .kind = "statement" }, demand = { .kind = "demand", .type = "REQUEST" };

    for (unsigned i = 0; i < c->doc->quotes.count; i++) {
        const struct wf_quote *q = c->doc->quotes.items[i];
        struct wf_event *event;
        struct wf_reference *slot;

        if (q->cue.end <= q->cue.first || wf_reference_empty(&q->speaker))
            continue;
        if (c->covered[q->cue.first] || wf_match_at(c->doc, q->cue.first, c->state->cue_verb) == NULL)
            continue;
        c->covered[q->cue.first] = 1;
        event = wf_event_new(c, &statement, c->state->rules[EVENT_STATEMENT], q->cue.first, q->cue.end);
        if (event == NULL)
            return;
        slot = wf_vector_push(c->doc->arena, &event->actors);
        if (slot != NULL)
            *slot = q->speaker;
        if (!wf_reference_empty(&q->addressee) && (slot = wf_vector_push(c->doc->arena, &event->targets)) != NULL)
            *slot = q->addressee;
        event->time = q->time;
        wf_event_keep(c, event, false, false);
    }
    for (unsigned i = 0; i < c->doc->quotes.count; i++) { /* said that X must ... */
        const struct wf_quote *q = c->doc->quotes.items[i];
        uint32_t chunk, last;

        if (q->form == WF_QUOTE_DIRECT || wf_reference_empty(&q->speaker))
            continue;
        last = wf_chunk_of(c->doc, q->fact.at.end - 1);
        for (chunk = wf_chunk_of(c->doc, q->fact.at.first); chunk <= last; chunk++)
            if (wf_chunk(c->doc, chunk)->kind == WF_CHUNK_VERB && (wf_chunk(c->doc, chunk)->flags & WF_VERB_FINITE))
                break;
        if (chunk > last || !(wf_chunk(c->doc, chunk)->flags & WF_VERB_MUST))
            continue;
        if (!c->covered[wf_chunk(c->doc, chunk)->head]) {
            const struct wf_chunk *v = wf_chunk(c->doc, chunk);
            struct wf_event *event = wf_event_new(c, &demand, c->state->rules[EVENT_DEMAND], v->first, v->end);
            uint32_t subject = wf_chunk_subject(c->doc, chunk);
            struct wf_reference *slot;

            if (event == NULL)
                return;
            slot = wf_vector_push(c->doc->arena, &event->actors);
            if (slot != NULL)
                *slot = q->speaker;
            if (subject != WF_NO_CHUNK)
                (void)wf_participants_add(&c->state->who, c->doc, subject, &event->targets);
            event->time = q->time;
            if (event->targets.count > 0)
                wf_event_keep(c, event, false, false);
        }
    }
}

/* Last mention of a visit at most a paragraph before the token. */
static struct wf_event *
visit_before(const struct coder *c, uint32_t token, uint32_t *at)
{
    struct wf_event *best = NULL;
    uint32_t where = 0;

    for (unsigned i = 0; i < c->doc->events.count; i++) {
        struct wf_event *e = c->doc->events.items[i];

        if (strcmp(e->kind, "visit") != 0 || e->factuality == WF_FACTUALITY_DENIED)
            continue;
        if (e->trigger.first <= token + 60 && e->trigger.first >= where)
            best = e, where = e->trigger.first;
        for (unsigned k = 0; k < e->more_triggers.count; k++)
            if (e->more_triggers.items[k].first <= token + 60 && e->more_triggers.items[k].first >= where)
                best = e, where = e->more_triggers.items[k].first;
    }
    *at = where;
    return best;
}

static bool
same_stretch(const struct coder *c, uint32_t a, uint32_t b)
{
    const struct wf_token *x = &c->doc->tokens.items[a], *y = &c->doc->tokens.items[b];
    uint32_t first = x->sentence < y->sentence ? x->sentence : y->sentence;
    uint32_t last = x->sentence < y->sentence ? y->sentence : x->sentence;

    return last - first <= 2 && c->doc->sentences.items[first].block == c->doc->sentences.items[last].block;
}

static void
visits(struct coder *c, struct wf_run *run)
{
    bool any = false;

    for (unsigned i = 0; i < c->doc->events.count && !any; i++)
        any = strcmp(c->doc->events.items[i]->kind, "visit") == 0;
    if (!any || !wf_step(run, (uint64_t)c->doc->events.count))
        return;
    for (unsigned i = 0; i < c->doc->events.count && i < 400; i++) {
        struct wf_event *e = c->doc->events.items[i], *visit;
        uint32_t at;

        if (strcmp(e->kind, "meeting") != 0 && strcmp(e->kind, "talks") != 0 && strcmp(e->kind, "agreement_signing") != 0)
            continue;
        if (e->factuality != WF_FACTUALITY_HAPPENED && e->factuality != WF_FACTUALITY_PLANNED)
            continue;
        visit = visit_before(c, e->trigger.first, &at);
        if (visit != NULL && e->factuality == WF_FACTUALITY_HAPPENED && visit->factuality != WF_FACTUALITY_HAPPENED)
            continue; /* last month's signing is no part of next month's visit */
        if (visit == NULL || visit == e || !same_stretch(c, at, e->trigger.first))
            continue;
        if (e->actors.count > 0 && strcmp(e->kind, "agreement_signing") != 0 && !share(&e->actors, &e->targets) && !share(&e->actors, &visit->actors) &&
            !share(&e->targets, &visit->actors) && strcmp(e->kind, "talks") != 0)
            continue;
        e->part_of = visit;
        if (e->time.value.data == NULL)
            e->time = visit->time;
        /* nobody meets himself: the pronoun stood for the traveller */
        if (share(&e->actors, &e->targets) && e->actors.count == 1 && e->targets.count > 1 && visit->actors.count > 0)
            e->actors.items[0] = visit->actors.items[0];
    }
}

static int
by_trigger(const void *a, const void *b)
{
    const struct wf_event *x = *(const struct wf_event *const *)a, *y = *(const struct wf_event *const *)b;

    if (x->trigger.first != y->trigger.first)
        return x->trigger.first < y->trigger.first ? -1 : 1;
    if (x->trigger.end != y->trigger.end)
        return x->trigger.end < y->trigger.end ? -1 : 1;
    return strcmp(x->kind, y->kind);
}

void
wf_events_link(struct coder *c, struct wf_run *run)
{
    statements(c);
    visits(c, run);
    if (c->doc->events.count > 1)
        qsort(c->doc->events.items, c->doc->events.count, sizeof *c->doc->events.items, by_trigger);
}
