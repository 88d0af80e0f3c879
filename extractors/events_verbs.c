/* SPDX-License-Identifier: Apache-2.0 */
/* Events from verbs: who stands where around them, and whether the frame is filled. */
#include "extractors/events_private.h"

#include <string.h>

#define AGREEMENT_REACH 60  /* tokens between the word for a signing and what is signed */
#define AGREEMENTS_ASKED 80 /* agreements looked at for it */

static bool
is_kind(const struct wf_document *doc, uint32_t chunk, enum wf_chunk_kind kind)
{
    return wf_chunk(doc, chunk)->kind == kind;
}

struct trigger {
    const struct frame *frame;
    const struct wf_match *match;
    uint32_t verb, last; /* chunks of its verb and of its last word */
    uint32_t subject, object;
    bool passive;
};

static uint32_t
at_place(const struct coder *c, const struct trigger *t, uint8_t place, const wf_references *not_these)
{
    switch (place) {
    case PLACE_OBJECT:
        return t->passive ? t->subject : t->object;
    case PLACE_SUBJECT:
        return t->subject;
    case PLACE_ANY:
        if (t->passive && t->subject != WF_NO_CHUNK)
            return t->subject;
        return wf_event_any(c, t->frame->need == NEED_CLASS && t->object != WF_NO_CHUNK ? t->object : t->last,
            t->frame->flags, not_these);
    case PLACE_NONE:
    case PLACE_OWNER:
    case PLACE_MODIFIER:
        return WF_NO_CHUNK;
    default:
        return wf_chunk_under(c->doc, t->last, &c->state->prepositions[place - PLACE_PREPOSITION], 1);
    }
}

/* Names in the premodifiers of a thing: `a US request`, `the Senegalese plan`, `Serbia's decision`. */
static bool
name_inside(struct coder *c, uint32_t noun, wf_references *list, const wf_references *not_these)
{
    uint32_t owner = wf_chunk_owner(c->doc, noun), first = wf_chunk(c->doc, owner != WF_NO_CHUNK ? owner : noun)->first;
    bool added = false;

    for (uint32_t i = wf_mention_from(c->doc, first); i < c->doc->mentions.count; i++) {
        const struct wf_mention *m = c->doc->mentions.items[i];
        struct wf_reference ref, *slot;

        if (m->at.first > wf_chunk(c->doc, noun)->head)
            break;
        if (m->nested || m->type == WF_ENTITY_LAW || m->type == WF_ENTITY_EVENT)
            continue;
        ref = (struct wf_reference){ .entity = m->entity, .type = m->type, .at = m->at };
        if (m->entity == NULL)
            ref.name = wf_span_text(c->doc, m->at.span);
        if (wf_references_hold(not_these, &ref) || wf_references_hold(list, &ref))
            continue;
        slot = wf_vector_push(c->doc->arena, list);
        if (slot != NULL)
            *slot = ref;
        added = true;
    }
    return added;
}

static void
fill_targets(struct coder *c, const struct trigger *t, struct wf_event *event)
{
    for (unsigned i = 0; i < EVENT_PLACES && t->frame->targets[i] != PLACE_END && event->targets.count == 0; i++) {
        uint32_t chunk = at_place(c, t, t->frame->targets[i], &event->actors);

        if (chunk == WF_NO_CHUNK)
            continue;
        (void)wf_participants_add(&c->state->who, c->doc, chunk, &event->targets);
        if (event->targets.count == 0)
            (void)name_inside(c, chunk, &event->targets, &event->actors);
        if (event->targets.count == 0 && t->frame->targets[i] == PLACE_OBJECT) { /* `the offices of the ministry` */
            uint32_t of = wf_chunk_of_noun(c->doc, chunk, c->state->who.of);

            if (of != WF_NO_CHUNK)
                (void)wf_participants_add(&c->state->who, c->doc, of, &event->targets);
        }
    }
}

static void
fill_actors(struct coder *c, const struct trigger *t, struct wf_event *event)
{
    const struct wf_quote *quote;
    uint32_t chunk;

    if (t->frame->actors[0] == PLACE_NONE)
        return;
    chunk = t->passive ? wf_chunk_under(c->doc, t->last, &c->state->who.by, 1) : t->subject;
    if (chunk == WF_NO_CHUNK)
        return;
    if (!t->passive && (wf_chunk(c->doc, chunk)->flags & WF_NOUN_PRONOUN) &&
        wf_description_at(c->doc, wf_chunk(c->doc, chunk)->head) == NULL) {
        quote = wf_quote_over(c->doc, event->trigger.first); /* `X said it would ...` */
        if (quote != NULL && quote->form != WF_QUOTE_DIRECT && !wf_reference_empty(&quote->speaker)) {
            struct wf_reference *slot = wf_vector_push(c->doc->arena, &event->actors);

            if (slot != NULL)
                *slot = quote->speaker;
        }
    }
    if (event->actors.count == 0)
        (void)wf_participants_add(&c->state->who, c->doc, chunk, &event->actors);
    if (event->actors.count == 0)
        (void)name_inside(c, chunk, &event->actors, &event->targets);
}

/* A sum of money in the noun group. */
static bool
is_money(const struct coder *c, uint32_t chunk)
{
    const struct wf_chunk *n = wf_chunk(c->doc, chunk);
    unsigned low = 0, high = c->doc->figures.count;

    while (low < high) {
        unsigned middle = low + (high - low) / 2;

        if (c->doc->figures.items[middle]->fact.at.end <= n->first)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->doc->figures.count && c->doc->figures.items[low]->kind == WF_FIGURE_MONEY &&
           c->doc->figures.items[low]->fact.at.first < n->end;
}

static bool
object_is(const struct coder *c, uint32_t object, const char *wanted)
{
    uint32_t list[8];
    unsigned count;

    if (object == WF_NO_CHUNK)
        return false;
    if ((strcmp(wanted, "money") == 0 || strcmp(wanted, "aid") == 0) && is_money(c, object))
        return true;
    count = wf_chunk_members(c->doc, object, list, 8);
    for (unsigned i = 0; i < count; i++) {
        const struct wf_chunk *n = wf_chunk(c->doc, list[i]);
        uint32_t head = n->head;
        const uint32_t of = c->state->who.of;

        for (unsigned step = 0; step < 2; step++) {
            uint32_t from = c->doc->matches->starts[head], to = c->doc->matches->starts[head + 1];

            for (uint32_t k = from; k < to; k++) {
                const struct wf_match *m = &c->doc->matches->items.items[k];

                if (m->entry->class_id == c->state->object_noun && wf_slice_is(m->entry->value, wanted))
                    return true;
            }
            /* `two batches of medicine` */
            if (list[i] + 2 >= c->doc->clauses->chunks.count || !is_kind(c->doc, list[i] + 1, WF_CHUNK_PREP) ||
                c->doc->tokens.items[wf_chunk(c->doc, list[i] + 1)->first].word != of ||
                !is_kind(c->doc, list[i] + 2, WF_CHUNK_NOUN))
                break;
            head = wf_chunk(c->doc, list[i] + 2)->head;
        }
    }
    return false;
}

static bool
is_person(const struct wf_reference *ref)
{
    enum wf_entity_type type = ref->entity != NULL ? ref->entity->type : ref->type;

    return type == WF_ENTITY_PERSON || type == WF_ENTITY_NORP || type == WF_ENTITY_NONE;
}

static bool
is_personal(const struct coder *c, uint32_t chunk)
{
    struct wf_slice word;

    if (chunk == WF_NO_CHUNK || !(wf_chunk(c->doc, chunk)->flags & WF_NOUN_PRONOUN))
        return false;
    word = wf_token_text(c->doc, wf_chunk(c->doc, chunk)->head);
    return wf_slice_is(word, "them") || wf_slice_is(word, "him") || wf_slice_is(word, "her") || wf_slice_is(word, "they") ||
           wf_slice_is(word, "They") || wf_slice_is(word, "he") || wf_slice_is(word, "He") || wf_slice_is(word, "she") ||
           wf_slice_is(word, "She") || wf_slice_is(word, "us") || wf_slice_is(word, "we") || wf_slice_is(word, "We");
}

static uint32_t
infinitive_after(const struct coder *c, uint32_t chunk)
{
    uint32_t first, end;

    wf_chunk_sentence(c->doc, chunk, &first, &end);
    for (uint32_t i = chunk + 1; i < end && i < chunk + 6; i++) {
        const struct wf_chunk *n = wf_chunk(c->doc, i);

        if (n->kind == WF_CHUNK_VERB && (n->flags & WF_VERB_TO))
            return i;
        if (n->kind != WF_CHUNK_NOUN && n->kind != WF_CHUNK_ADVERB && n->kind != WF_CHUNK_PREP)
            break;
    }
    return WF_NO_CHUNK;
}

/* `warned Iran against attacking ships`, `warned them not to move`, `warned of retaliation`; a forecast is no threat. */
static bool
is_threat(const struct coder *c, const struct trigger *t, uint32_t object)
{
    uint32_t next = (object != WF_NO_CHUNK && !t->passive ? object : t->last) + 1, first, end, under;

    wf_chunk_sentence(c->doc, t->verb, &first, &end);
    under = wf_chunk_under(c->doc, t->last, &c->state->who.of, 1);
    if (object_is(c, object, "threat") || (under != WF_NO_CHUNK && object_is(c, under, "threat")))
        return true;
    if (object == WF_NO_CHUNK || next >= end)
        return false;
    if (is_kind(c->doc, next, WF_CHUNK_PREP))
        return c->doc->tokens.items[wf_chunk(c->doc, next)->first].word == c->state->against;
    if (is_kind(c->doc, next, WF_CHUNK_ADVERB))
        next++;
    return next < end && is_kind(c->doc, next, WF_CHUNK_VERB) && (wf_chunk(c->doc, next)->flags & WF_VERB_TO);
}

/* Somebody who can say something: a person, a body, a state. */
static bool
is_speaker(const struct wf_event *event)
{
    enum wf_entity_type type;

    if (event->actors.count == 0)
        return false;
    type = event->actors.items[0].entity != NULL ? event->actors.items[0].entity->type : event->actors.items[0].type;
    return type == WF_ENTITY_PERSON || type == WF_ENTITY_ORG || type == WF_ENTITY_GPE || type == WF_ENTITY_NORP;
}

static bool
needs_met(const struct coder *c, const struct trigger *t, const struct wf_event *event)
{
    uint32_t object = t->passive ? t->subject : t->object, next = t->last + 1;
    bool bare = object != WF_NO_CHUNK;

    if ((t->frame->flags & FRAME_PERSON) && (event->actors.count == 0 || !is_person(&event->actors.items[0])))
        return false;
    switch ((enum event_need)t->frame->need) {
    case NEED_TARGET:
        return event->targets.count > 0 || is_personal(c, object);
    case NEED_OBJECT:
        return bare;
    case NEED_NO_OBJECT:
        return !bare || t->passive;
    case NEED_PERSON:
        return is_personal(c, object) || (event->targets.count > 0 && is_person(&event->targets.items[0]));
    case NEED_ACTOR: {
        struct wf_reference ref;

        return bare && wf_participant(&c->state->who, c->doc, object, &ref);
    }
    case NEED_ARMED:
        return bare && t->subject != WF_NO_CHUNK && !t->passive && object_is(c, t->subject, "armed");
    case NEED_FIGHT: {
        struct wf_reference ref;

        return bare && wf_participant(&c->state->who, c->doc, object, &ref) &&
               event->actors.count > 0;
    }
    case NEED_WITH:
        return event->targets.count > 0;
    case NEED_NO_THAT:
        return next >= c->doc->clauses->chunks.count || !is_kind(c->doc, next, WF_CHUNK_THAT);
    case NEED_LOW_OBJECT: {
        const struct wf_chunk *n;

        if (!bare)
            return false;
        n = wf_chunk(c->doc, object);
        return !(c->doc->tokens.items[n->head].flags & WF_TOKEN_CAPITAL) && event->actors.count > 0;
    }
    case NEED_DO:
        return bare && (event->actors.count > 0 || is_personal(c, t->subject));
    case NEED_CROWD:
        return !bare && (event->actors.count > 0 || is_personal(c, t->subject));
    case NEED_NAMED:
        return bare && wf_mention_at(c->doc, wf_chunk(c->doc, object)->head) != NULL && event->actors.count > 0;
    case NEED_INFINITIVE:
        return infinitive_after(c, t->last) != WF_NO_CHUNK;
    case NEED_AGREEMENT_UNDER: {
        uint32_t from = wf_chunk_under(c->doc, t->last, &c->state->who.from, 1);

        return from != WF_NO_CHUNK && object_is(c, from, "agreement");
    }
    case NEED_SPEAKER:
        return bare && !t->passive && (is_speaker(event) || is_personal(c, t->subject));
    case NEED_SUBJECT_PERSON:
        return event->actors.count + event->targets.count > 0 &&
               is_person(event->targets.count > 0 ? &event->targets.items[0] : &event->actors.items[0]);
    case NEED_COURT:
        return t->subject != WF_NO_CHUNK && !t->passive && object_is(c, t->subject, "court");
    case NEED_CLASS:
        if (strcmp(t->frame->wanted, "threat") == 0)
            return is_threat(c, t, object);
        if (strcmp(t->frame->wanted, "forces") == 0 && !bare && t->subject != WF_NO_CHUNK)
            return object_is(c, t->subject, "forces"); /* `the troops withdrew` */
        return object_is(c, object, t->frame->wanted);
    default:
        return true;
    }
}

/* Nobody is named, but the object says enough: a law passed, `they were arrested`. */
static bool
stands_without(const struct coder *c, const struct trigger *t)
{
    if (t->frame->need == NEED_CLASS && t->frame->type == NULL)
        return true;
    if (t->frame->need == NEED_CLASS && strcmp(t->frame->kind, "agreement_signing") == 0)
        return true;
    return is_personal(c, t->passive ? t->subject : t->object) || (!t->passive && is_personal(c, t->subject));
}

/* What is only said, demanded or refused does not count as another event. */
static void
cover_complement(struct coder *c, const struct trigger *t)
{
    uint32_t first, end, stop;

    wf_chunk_sentence(c->doc, t->verb, &first, &end);
    for (stop = t->last + 1; stop < end; stop++) {
        const struct wf_chunk *n = wf_chunk(c->doc, stop);

        if (n->kind == WF_CHUNK_BREAK || n->kind == WF_CHUNK_BUT || n->kind == WF_CHUNK_SUB)
            break;
        if (n->kind == WF_CHUNK_COMMA && stop + 1 < end) {
            uint8_t next = wf_chunk(c->doc, stop + 1)->kind;

            if (next == WF_CHUNK_WH || next == WF_CHUNK_VERB || next == WF_CHUNK_CONJ || next == WF_CHUNK_PREP)
                break;
            if (next == WF_CHUNK_NOUN && stop + 2 < end && is_kind(c->doc, stop + 2, WF_CHUNK_VERB))
                break;
        }
        if (n->kind == WF_CHUNK_CONJ && stop + 1 < end && is_kind(c->doc, stop + 1, WF_CHUNK_VERB) &&
            (wf_chunk(c->doc, stop + 1)->flags & WF_VERB_FINITE))
            break;
    }
    for (uint32_t k = t->match->end; k < wf_chunk(c->doc, stop - 1)->end; k++)
        c->covered[k] = 1;
}

/* The word that says where an agreement stands, at its first mention or a later one. */
static bool
is_cue(const struct wf_agreement *a, uint32_t token)
{
    if (a->status_cue.end > 0 && a->status_cue.first == token)
        return true;
    for (unsigned i = 0; i < a->more_cues.count; i++)
        if (a->more_cues.items[i].first == token)
            return true;
    return false;
}

const struct wf_agreement *
wf_event_agreement(const struct coder *c, uint32_t token)
{
    unsigned low = 0, high = c->doc->agreements.count;

    while (low < high) {
        unsigned middle = low + (high - low) / 2;

        if (c->doc->agreements.items[middle]->trigger.first <= token + AGREEMENT_REACH)
            low = middle + 1;
        else
            high = middle;
    }
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

/* `..., to help families`: an infinitive that is no complement of the verb before it. */
static bool
is_purpose(const struct coder *c, uint32_t verb)
{
    uint32_t i = verb;

    if (!(wf_chunk(c->doc, verb)->flags & WF_VERB_TO)) /* `by selling shares` */
        return (wf_chunk(c->doc, verb)->flags & WF_VERB_ING) && i > 0 && is_kind(c->doc, i - 1, WF_CHUNK_PREP);
    while (i > 0 && is_kind(c->doc, i - 1, WF_CHUNK_ADVERB))
        i--;
    if (i == 0)
        return true;
    i--;
    return !is_kind(c->doc, i, WF_CHUNK_VERB) && !is_kind(c->doc, i, WF_CHUNK_CONJ) &&
           !(is_kind(c->doc, i, WF_CHUNK_OTHER) && i > 0 && is_kind(c->doc, i - 1, WF_CHUNK_VERB));
}

void
wf_event_from_verb(struct coder *c, const struct wf_match *m, uint32_t verb)
{
    const struct wf_chunk *v = wf_chunk(c->doc, verb);
    struct trigger t = { .match = m, .verb = verb, .last = wf_chunk_of(c->doc, m->end - 1) };
    struct wf_event *event;

    if (m->entry->index >= c->state->verbs.count || c->covered[m->first])
        return;
    t.frame = &c->state->verbs.items[m->entry->index];
    t.passive = (v->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED)) != 0 && !(t.frame->flags & FRAME_STATE);
    if ((t.frame->flags & FRAME_WEAK) && is_purpose(c, verb))
        return;
    if ((t.frame->flags & FRAME_PLAIN) && c->cues[m->first])
        return;
    t.subject = wf_chunk_subject(c->doc, verb);
    t.object = wf_chunk_object(c->doc, t.last);
    if ((t.frame->flags & FRAME_INFINITIVE) && infinitive_after(c, t.last) == WF_NO_CHUNK && t.object == WF_NO_CHUNK)
        return;
    event = wf_event_new(c, t.frame, c->state->rules[EVENT_BY_VERB], v->head, m->end);
    if (event == NULL)
        return;
    fill_actors(c, &t, event);
    fill_targets(c, &t, event);
    if (strcmp(event->kind, "agreement_signing") == 0 && event->actors.count == 0)
        wf_event_signers(c, event);
    if (!needs_met(c, &t, event) || (event->actors.count == 0 && event->targets.count == 0 && !stands_without(c, &t)))
        return;
    if (strcmp(event->kind, "aid") == 0 && t.frame->need == NEED_ACTOR && t.object != WF_NO_CHUNK &&
        t.object + 1 < c->doc->clauses->chunks.count && is_kind(c->doc, t.object + 1, WF_CHUNK_VERB))
        return; /* `helped him win` */
    if ((t.frame->flags & FRAME_FOLLOWS) &&
        (wf_event_follows(c, event, (v->flags & WF_VERB_FINITE) != 0) || !(v->flags & WF_VERB_FINITE) ||
            event->actors.count == 0)) {
        for (uint32_t k = m->first; k < m->end; k++)
            c->covered[k] = 1;
        return;
    }
    event->factuality = wf_certainty_of_verb(&c->state->certainty, c->doc, verb);
    event->place = wf_place_near(&c->state->who, c->doc, verb);
    event->time = wf_time_near(c->doc, verb);
    wf_event_shift(event, v->flags, wf_certainty_is_announced(&c->state->certainty, c->doc, verb));
    event->source = wf_sources_of(c->doc, event->trigger.first, &event->sources);
    for (uint32_t k = m->first; k < m->end; k++)
        c->covered[k] = 1;
    if (t.frame->flags & FRAME_SPEECH)
        cover_complement(c, &t);
    else if (t.frame->need == NEED_CLASS && t.object != WF_NO_CHUNK)
        c->covered[wf_chunk(c->doc, t.object)->head] = 1; /* lifted the curfew: one event */
    wf_event_keep(c, event, false, false);
}
