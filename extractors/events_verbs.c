/* SPDX-License-Identifier: Apache-2.0 */
/* Events from verbs: who stands where around them, and whether the frame is filled. */
#include "extractors/events_private.h"

#include <string.h>

static bool
is_kind(const struct wf_document *doc, uint32_t chunk, enum wf_chunk_kind kind)
{
    return wf_chunk(doc, chunk)->kind == kind;
}

/* `condemned the attack on Goma`: not Goma is blamed. */
static bool
blames_event(const struct coder *c, const struct verb_trigger *t)
{
    return t->object != WF_NO_CHUNK && t->frame->type != NULL && strcmp(t->frame->type, "ACCUSE") == 0 &&
           wf_match_at(c->doc, wf_chunk(c->doc, t->object)->head, c->state->nouns.class_id) != NULL;
}

static uint32_t
at_place(const struct coder *c, const struct verb_trigger *t, uint8_t place, const wf_references *not_these)
{
    switch (place) {
    case PLACE_OBJECT:
        return t->passive ? t->subject : t->object;
    case PLACE_SUBJECT:
        return t->subject;
    case PLACE_ANY:
        if (blames_event(c, t))
            return WF_NO_CHUNK;
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

static bool
is_town(const struct wf_mention *m)
{
    if (m->type != WF_ENTITY_GPE || m->entity == NULL)
        return m->type == WF_ENTITY_LOC || m->type == WF_ENTITY_FAC;
    for (unsigned i = 0; i < m->entity->identifiers.count; i++)
        if (strcmp(m->entity->identifiers.items[i].scheme, "iso3166") == 0)
            return false;
    return true;
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
        if (m->nested || m->type == WF_ENTITY_LAW || m->type == WF_ENTITY_EVENT || is_town(m))
            continue; /* the Nairobi process */
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

/* What happens is nobody: `condemned the bombing`. */
static void
drop_happenings(wf_references *list)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < list->count; i++)
        if (list->items[i].entity != NULL ||
            (list->items[i].type != WF_ENTITY_EVENT && list->items[i].type != WF_ENTITY_PRODUCT))
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static void
fill_targets(struct coder *c, const struct verb_trigger *t, struct wf_event *event)
{
    for (unsigned i = 0; i < EVENT_PLACES && t->frame->targets[i] != PLACE_END && event->targets.count == 0; i++) {
        uint32_t chunk = at_place(c, t, t->frame->targets[i], &event->actors);

        if (chunk == WF_NO_CHUNK)
            continue;
        (void)wf_participants_add(&c->state->who, c->doc, chunk, &event->targets);
        drop_happenings(&event->targets);
        if (event->targets.count == 0)
            (void)name_inside(c, chunk, &event->targets, &event->actors);
        if (event->targets.count == 0 && t->frame->targets[i] == PLACE_OBJECT && !blames_event(c, t)) { /* `the offices of the ministry` */
            uint32_t of = wf_chunk_of_noun(c->doc, chunk, c->state->who.of);

            if (of != WF_NO_CHUNK)
                (void)wf_participants_add(&c->state->who, c->doc, of, &event->targets);
        }
    }
}

static void
fill_actors(struct coder *c, const struct verb_trigger *t, struct wf_event *event)
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

/* What is only said, demanded or refused does not count as another event. */
static void
cover_complement(struct coder *c, const struct verb_trigger *t)
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

/* Say for `explain` what was looked at and why it is no event. */
#define NOTE(c, t, ...) WF_TRACE((c)->run, wf_range_of((c)->doc, (t)->match->first, (t)->match->end).span, "events/verb", __VA_ARGS__)

/* Why the verb cannot tell of an event here whoever stands around it; NULL where it can. */
static const char *
hopeless(const struct coder *c, const struct verb_trigger *t)
{
    if ((t->frame->flags & FRAME_WEAK) && is_purpose(c, t->verb))
        return "it is the mere purpose of something else (weak=1)";
    if ((t->frame->flags & FRAME_INFINITIVE) && wf_event_infinitive(c, t->last) == WF_NO_CHUNK && t->object == WF_NO_CHUNK)
        return "neither infinitive nor object behind it (needinf=1)";
    return NULL;
}

/* `helped him win` */
static bool
helps_only(const struct coder *c, const struct verb_trigger *t)
{
    return strcmp(t->frame->kind, "aid") == 0 && t->frame->need == NEED_ACTOR && t->object != WF_NO_CHUNK &&
           t->object + 1 < c->doc->clauses->chunks.count && is_kind(c->doc, t->object + 1, WF_CHUNK_VERB);
}

/* Who says it and when is known from the quotation. */
static void
say(struct coder *c, struct wf_event *event, const struct wf_quote *quote)
{
    struct wf_reference *slot;

    if (!wf_reference_empty(&quote->speaker) && (slot = wf_vector_push(c->doc->arena, &event->actors)) != NULL)
        *slot = quote->speaker;
}

static void
cover(struct coder *c, const struct wf_match *m)
{
    for (uint32_t k = m->first; k < m->end; k++)
        c->covered[k] = 1;
}

/* The frame is filled: how certain it is, where, when, who says so. */
static void
finish(struct coder *c, const struct verb_trigger *t, struct wf_event *event)
{
    event->factuality = wf_certainty_of_verb(&c->state->certainty, c->doc, t->verb);
    event->place = wf_place_near(&c->state->who, c->doc, t->verb);
    event->time = wf_time_near(c->doc, t->verb);
    wf_event_shift(event, wf_chunk(c->doc, t->verb)->flags,
        wf_certainty_is_announced(&c->state->certainty, c->doc, t->verb));
    event->source = wf_sources_of(c->doc, event->trigger.first, &event->sources);
    NOTE(c, t, "frame %s is filled: %u actors, %u targets, %s", t->frame->kind, event->actors.count, event->targets.count,
        wf_factuality_name(event->factuality));
    cover(c, t->match);
    if (t->frame->flags & FRAME_SPEECH)
        cover_complement(c, t);
    else if (t->frame->need == NEED_CLASS && t->object != WF_NO_CHUNK)
        for (uint32_t k = wf_chunk(c->doc, t->object)->first; k <= wf_chunk(c->doc, t->object)->head; k++)
            c->covered[k] = 1; /* lifted the curfew, won the presidential election: one event */
    wf_event_keep(c, event, false, false);
}

void
wf_event_from_verb(struct coder *c, const struct wf_match *m, uint32_t verb)
{
    const struct wf_chunk *v = wf_chunk(c->doc, verb);
    struct verb_trigger t = { .match = m, .verb = verb, .last = wf_chunk_of(c->doc, m->end - 1) };
    bool finite = (v->flags & WF_VERB_FINITE) != 0;
    const struct wf_quote *quote;
    struct wf_event *event;
    const char *why;

    if (m->entry->index >= c->state->verbs.count || c->covered[m->first])
        return;
    t.frame = &c->state->verbs.items[m->entry->index];
    t.passive = (v->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED)) != 0 && !(t.frame->flags & FRAME_STATE);
    t.subject = wf_chunk_subject(c->doc, verb);
    t.object = wf_chunk_object(c->doc, t.last);
    why = hopeless(c, &t);
    if (why != NULL) {
        NOTE(c, &t, "frame %s: %s", t.frame->kind, why);
        return;
    }
    event = wf_event_new(c, t.frame, c->state->rules[EVENT_BY_VERB], v->head, m->end);
    if (event == NULL)
        return;
    quote = (t.frame->flags & FRAME_PLAIN) && c->cues[m->first] ? wf_quote_by_cue(c->doc, m->first) : NULL;
    if (quote != NULL)
        say(c, event, quote);
    else
        fill_actors(c, &t, event);
    fill_targets(c, &t, event);
    if (strcmp(event->kind, "agreement_signing") == 0 && event->actors.count == 0)
        wf_event_signers(c, event);
    if ((quote == NULL && !wf_event_needs_met(c, &t, event)) || helps_only(c, &t)) {
        NOTE(c, &t, "frame %s: needs %s, has %u actors, %u targets%s", t.frame->kind, wf_event_need_text(t.frame),
            event->actors.count, event->targets.count, t.object == WF_NO_CHUNK ? ", no object" : "");
    } else if (event->actors.count == 0 && event->targets.count == 0 && !wf_event_stands_without(c, &t)) {
        NOTE(c, &t, "frame %s: neither doer nor target is known", t.frame->kind);
    } else if ((t.frame->flags & FRAME_FOLLOWS) &&
               (wf_event_follows(c, event, finite) || !finite || event->actors.count == 0)) {
        NOTE(c, &t, "frame %s: tells more of the meeting before it, if of anything (follows=1)", t.frame->kind);
        cover(c, m);
    } else {
        finish(c, &t, event);
    }
}
