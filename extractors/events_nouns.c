/* SPDX-License-Identifier: Apache-2.0 */
/* Events from nouns: `Pezeshkian's visit to Iraq` alone, `imposed a curfew` with the verb that carries them. */
#include "extractors/events_private.h"

#include <string.h>

#define NEAR 8 /* chunks between a noun and its own prepositions */

struct noun_trigger {
    const struct frame *frame;
    uint32_t noun, carrier; /* chunks; WF_NO_CHUNK where no verb carries it */
    bool light, passive;
};

static bool
is_kind(const struct wf_document *doc, uint32_t chunk, enum wf_chunk_kind kind)
{
    return wf_chunk(doc, chunk)->kind == kind;
}

/* Noun group under a preposition right behind the noun: no verb, comma or other clause between. */
static uint32_t
under(const struct coder *c, uint32_t noun, uint32_t word)
{
    uint32_t first, end, near = noun + 1;

    wf_chunk_sentence(c->doc, noun, &first, &end);
    if (near < end && is_kind(c->doc, near, WF_CHUNK_NOUN) && (wf_chunk(c->doc, near)->flags & WF_NOUN_TIME))
        near++; /* `the signing last week of a treaty` */
    for (uint32_t i = noun + 1; i + 1 < end && i < noun + NEAR; i++) {
        const struct wf_chunk *p = wf_chunk(c->doc, i);

        switch (p->kind) {
        case WF_CHUNK_PREP:
            if (word == c->state->who.of && i > near)
                return WF_NO_CHUNK; /* of something else */
            if (c->doc->tokens.items[p->first].word == word && is_kind(c->doc, i + 1, WF_CHUNK_NOUN)) {
                uint32_t n = i + 1;

                while (n + 1 < end && (wf_chunk(c->doc, n)->flags & WF_NOUN_POSSESSOR) &&
                       is_kind(c->doc, n + 1, WF_CHUNK_NOUN))
                    n++;
                return n;
            }
            continue;
        case WF_CHUNK_NOUN:
        case WF_CHUNK_ADVERB:
        case WF_CHUNK_QUOTE:
        case WF_CHUNK_CONJ:
            continue;
        default:
            return WF_NO_CHUNK;
        }
    }
    return WF_NO_CHUNK;
}

/* A possessive pronoun in front: who it stands for. */
static bool
possessive(const struct coder *c, uint32_t noun, struct wf_reference *ref)
{
    const struct wf_chunk *n = wf_chunk(c->doc, noun);
    const struct wf_description *d;

    if (!(n->flags & WF_NOUN_POSSESSED))
        return false;
    d = wf_description_at(c->doc, n->first);
    if (d == NULL || d->who.at.first != n->first)
        return false;
    *ref = d->who;
    return true;
}

static void
push(struct coder *c, wf_references *list, const struct wf_reference *ref)
{
    struct wf_reference *slot;

    for (unsigned i = 0; i < list->count; i++)
        if (wf_reference_same(&list->items[i], ref))
            return;
    slot = wf_vector_push(c->doc->arena, list);
    if (slot != NULL)
        *slot = *ref;
}

static void
modifiers(struct coder *c, uint32_t noun, bool deed, wf_references *list)
{
    const struct wf_chunk *n = wf_chunk(c->doc, noun);

    for (uint32_t i = wf_mention_from(c->doc, n->first); i < c->doc->mentions.count; i++) {
        const struct wf_mention *m = c->doc->mentions.items[i];
        struct wf_reference ref;

        if (m->at.first >= n->head)
            break;
        if (m->nested || m->type == WF_ENTITY_LAW || m->type == WF_ENTITY_EVENT)
            continue;
        ref = (struct wf_reference){ .entity = m->entity, .type = m->type, .at = m->at };
        if (m->entity == NULL)
            ref.name = wf_span_text(c->doc, m->at.span);
        push(c, list, &ref);
    }
    if (deed && list->count == 0 && n->first < n->head) { /* `rebel attacks`, not `official visit` */
        const struct wf_match *actor = wf_match_at(c->doc, n->head - 1, c->state->who.actor_noun);
        struct wf_reference ref;

        if (actor == NULL || actor->end > n->head)
            return;
        memset(&ref, 0, sizeof ref);
        ref.at = wf_range_of(c->doc, actor->first, actor->end);
        ref.name = wf_span_text(c->doc, ref.at.span);
        ref.type = wf_entity_type_of(actor->entry->value);
        push(c, list, &ref);
    }
}

static bool
is_deed(const struct frame *frame)
{
    return frame->type != NULL && (strcmp(frame->type, "ASSAULT") == 0 || strcmp(frame->type, "PROTEST") == 0 ||
                                      strcmp(frame->type, "COERCE") == 0);
}

static void
fill(struct coder *c, const struct noun_trigger *t, const uint8_t *places, wf_references *list)
{
    for (unsigned i = 0; i < EVENT_PLACES && places[i] != PLACE_END && list->count == 0; i++) {
        uint32_t chunk = WF_NO_CHUNK;
        struct wf_reference ref;

        switch (places[i]) {
        case PLACE_NONE:
            return;
        case PLACE_OWNER:
            chunk = wf_chunk_owner(c->doc, t->noun);
            if (chunk == WF_NO_CHUNK && possessive(c, t->noun, &ref))
                push(c, list, &ref);
            if (chunk == WF_NO_CHUNK && list->count == 0)
                modifiers(c, t->noun, is_deed(t->frame), list);
            if (chunk != WF_NO_CHUNK && wf_participant(&c->state->who, c->doc, chunk, &ref))
                push(c, list, &ref);
            continue;
        case PLACE_MODIFIER:
            modifiers(c, t->noun, is_deed(t->frame), list);
            continue;
        case PLACE_OBJECT: case PLACE_SUBJECT: case PLACE_ANY:
            continue;
        default:
            chunk = under(c, t->noun, c->state->prepositions[places[i] - PLACE_PREPOSITION]);
            break;
        }
        if (chunk == WF_NO_CHUNK && t->light && list->count == 0) /* `strikes using aircraft against X` */
            chunk = wf_chunk_under(c->doc, t->noun, &c->state->prepositions[places[i] - PLACE_PREPOSITION], 1);
        if (chunk == WF_NO_CHUNK)
            continue;
        (void)wf_participants_add(&c->state->who, c->doc, chunk, list);
        if (list->count == 0)
            modifiers(c, chunk, true, list);
        if (list->count == 0 && wf_chunk_owner(c->doc, chunk) != WF_NO_CHUNK) /* on Russia's defence industry */
            (void)wf_participants_add(&c->state->who, c->doc, wf_chunk_owner(c->doc, chunk), list);
    }
}

/* The verb whose object (or passive subject) the noun is. */
static void
find_carrier(const struct coder *c, struct noun_trigger *t)
{
    uint32_t verb = wf_chunk_verb_of(c->doc, t->noun);
    const struct wf_match *m;
    const struct wf_chunk *v;
    bool object;

    t->carrier = WF_NO_CHUNK;
    if (verb == WF_NO_CHUNK)
        return;
    v = wf_chunk(c->doc, verb);
    if (verb < t->noun) {
        uint32_t list[8], first = wf_chunk_object(c->doc, verb);
        unsigned count = first == WF_NO_CHUNK ? 0 : wf_chunk_members(c->doc, first, list, 8);

        object = first == t->noun;
        for (unsigned i = 0; i < count; i++)
            object |= list[i] == t->noun;
        if (!object && wf_match_at(c->doc, v->head, c->state->light) != NULL &&
            wf_match_at(c->doc, v->head, c->state->light)->end > v->head + 1)
            object = t->noun <= verb + 3;
    } else {
        object = (v->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED)) != 0 && wf_chunk_preposition(c->doc, t->noun) == WF_NO_CHUNK;
    }
    if (!object)
        return;
    t->carrier = verb;
    t->passive = verb > t->noun;
    m = wf_match_at(c->doc, v->head, c->state->light);
    t->light = m != NULL && !((wf_chunk(c->doc, t->noun)->flags & WF_NOUN_DEFINITE) &&
                                wf_entry_attribute(m->entry, "indefinite").data != NULL);
}

/* `a roadside bombing killed`: the verb tells the event, the noun is who did it. */
static bool
acts(const struct coder *c, const struct noun_trigger *t)
{
    uint32_t verb = wf_chunk_verb_of(c->doc, t->noun);
    const struct wf_match *m;
    const struct frame *frame;

    if (verb == WF_NO_CHUNK || t->frame->type == NULL)
        return false;
    m = wf_match_at(c->doc, wf_chunk(c->doc, verb)->head, c->state->verbs.class_id);
    if (m == NULL || m->entry->index >= c->state->verbs.count)
        return false;
    frame = &c->state->verbs.items[m->entry->index];
    if (frame->type == NULL || strcmp(frame->type, t->frame->type) != 0)
        return false;
    if (verb < t->noun) { /* `killed in an attack on the town` */
        uint32_t prep = wf_chunk_preposition(c->doc, t->noun);

        return prep != WF_NO_CHUNK && c->doc->tokens.items[wf_chunk(c->doc, prep)->first].word == c->state->who.in;
    }
    return !(wf_chunk(c->doc, verb)->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED)) &&
           wf_chunk_subject(c->doc, verb) == t->noun;
}

static void
from_carrier(struct coder *c, const struct noun_trigger *t, struct wf_event *event)
{
    const struct wf_match *m;
    uint32_t chunk;

    if (t->carrier == WF_NO_CHUNK || t->frame->actors[0] == PLACE_NONE || !t->light)
        return;
    m = wf_match_at(c->doc, wf_chunk(c->doc, t->carrier)->head, c->state->light);
    if (m != NULL && wf_entry_attribute(m->entry, "noactor").data != NULL)
        return; /* who ends or suffers a siege does not lay it */
    chunk = t->passive ? wf_chunk_under(c->doc, t->carrier, &c->state->who.by, 1) : wf_chunk_subject(c->doc, t->carrier);
    if (chunk != WF_NO_CHUNK) {
        (void)wf_participants_add(&c->state->who, c->doc, chunk, &event->actors);
        if (event->actors.count == 0)
            modifiers(c, chunk, true, &event->actors);
    }
}

static bool
needs_met(const struct coder *c, const struct noun_trigger *t, const struct wf_event *event, bool own)
{
    const struct wf_document *doc = c->doc;
    const struct wf_chunk *n = wf_chunk(doc, t->noun);
    bool actors = event->actors.count > 0, targets = event->targets.count > 0;

    switch ((enum event_need)t->frame->need) {
    case NEED_NOTHING:
        return true;
    case NEED_TARGET:
        return targets || (t->light && actors);
    case NEED_ANY:
        return actors || targets || (t->light && t->passive);
    case NEED_OWNER:
        return own || (t->light && actors);
    case NEED_LIGHT:
        return (t->light && actors) || (actors && targets);
    case NEED_LIGHT_ONLY:
        return t->light && actors;
    case NEED_INFINITIVE:
        return t->noun + 1 < doc->clauses->chunks.count && is_kind(doc, t->noun + 1, WF_CHUNK_VERB) &&
               (wf_chunk(doc, t->noun + 1)->flags & WF_VERB_TO);
    case NEED_BOTH:
        return actors && targets;
    case NEED_OF:
        return under(c, t->noun, c->state->who.of) != WF_NO_CHUNK;
    case NEED_MODIFIER:
        return n->head > n->first && !(n->flags & (WF_NOUN_INDEFINITE));
    case NEED_NAMED:
        return wf_mention_at(doc, n->head) != NULL;
    case NEED_AGREEMENT_OF:
    case NEED_RESTRICTION_OF: {
        uint32_t of = under(c, t->noun, c->state->who.of);
        const struct wf_match *m;
        bool agreement = t->frame->need == NEED_AGREEMENT_OF;

        if (of == WF_NO_CHUNK)
            return false;
        m = wf_match_at(doc, wf_chunk(doc, of)->head, c->state->object_noun);
        return m != NULL && wf_slice_is(m->entry->value, agreement ? "agreement" : "restriction");
    }
    default:
        return targets;
    }
}

/* `Iran's demand for the extradition of ...`: what a demand is for is not another event. */
static bool
is_asked_for(const struct coder *c, uint32_t noun)
{
    uint32_t prep = wf_chunk_preposition(c->doc, noun);
    const struct wf_match *m;

    if (prep == WF_NO_CHUNK || prep == 0 || !is_kind(c->doc, prep - 1, WF_CHUNK_NOUN) ||
        c->doc->tokens.items[wf_chunk(c->doc, prep)->first].word != c->state->for_)
        return false;
    m = wf_match_at(c->doc, wf_chunk(c->doc, prep - 1)->head, c->state->nouns.class_id);
    return m != NULL && m->entry->index < c->state->nouns.count &&
           strcmp(c->state->nouns.items[m->entry->index].kind, "demand") == 0;
}

/* Say for `explain` what was looked at and why it is no event. */
#define NOTE(c, m, ...) WF_TRACE((c)->run, wf_range_of((c)->doc, (m)->first, (m)->end).span, "events/noun", __VA_ARGS__)

/* Why the noun cannot tell of an event here whoever stands around it; NULL where it can. */
static const char *
hopeless(const struct coder *c, const struct wf_match *m)
{
    const struct wf_chunk *n = wf_chunk(c->doc, wf_chunk_of(c->doc, m->first));
    const struct wf_mention *name = wf_mention_at(c->doc, m->first);

    /* the head of its group, and no part of a name: `war crimes tribunal` tells of no war */
    if (n->head < m->first || n->head >= m->end)
        return "it is not the head of its noun group";
    if (name != NULL && name->type != WF_ENTITY_EVENT)
        return "it is part of a name";
    if (m->first > 0 && (c->doc->tokens.items[m->first - 1].flags & WF_TOKEN_QUOTE))
        return "it begins a nickname in quotation marks"; /* theft of the century */
    if (m->end < c->doc->tokens.count && (c->doc->tokens.items[m->end].flags & WF_TOKEN_HYPHEN))
        return "a hyphen follows";
    if (m->inflection == WF_INFLECTION_PLURAL && strcmp(c->state->nouns.items[m->entry->index].kind, "statement") == 0)
        return "statements in general"; /* `his statements` */
    return NULL;
}

static void
fill_all(struct coder *c, struct noun_trigger *t, struct wf_event *event, bool *own)
{
    fill(c, t, t->frame->targets, &event->targets);
    fill(c, t, t->frame->actors, &event->actors);
    *own = event->actors.count > 0;
    if (!*own)
        from_carrier(c, t, event);
    if ((t->frame->flags & FRAME_SYMMETRIC) && event->actors.count == 0 && event->targets.count > 1) {
        event->actors = event->targets; /* talks between A and B */
        event->targets = (wf_references){ 0 };
    }
    if (event->targets.count == 0 && t->light && t->frame->targets[0] != PLACE_NONE) {
        uint32_t any = wf_event_any(c, t->passive ? t->carrier : t->noun, t->frame->flags | FRAME_NOWHERE, &event->actors);

        if (any != WF_NO_CHUNK)
            (void)wf_participants_add(&c->state->who, c->doc, any, &event->targets);
    }
    if (strcmp(event->kind, "agreement_signing") == 0 && event->actors.count == 0) {
        event->targets = (wf_references){ 0 };
        wf_event_signers(c, event);
    }
}

void
wf_event_from_noun(struct coder *c, const struct wf_match *m)
{
    struct noun_trigger t = { .noun = wf_chunk_of(c->doc, m->first) };
    const struct wf_chunk *n = wf_chunk(c->doc, t.noun);
    struct wf_event *event;
    bool own, definite;
    const char *why;

    if (m->entry->index >= c->state->nouns.count)
        return;
    t.frame = &c->state->nouns.items[m->entry->index];
    why = hopeless(c, m);
    if (why == NULL) {
        find_carrier(c, &t);
        why = acts(c, &t) ? "the verb beside it tells the same" : is_asked_for(c, t.noun) ? "it is what a demand is for" : NULL;
    }
    if (why != NULL) {
        NOTE(c, m, "frame %s: %s", t.frame->kind, why);
        return;
    }
    event = wf_event_new(c, t.frame, c->state->rules[EVENT_BY_NOUN], m->first, m->end);
    if (event == NULL)
        return;
    fill_all(c, &t, event, &own);
    definite = (n->flags & (WF_NOUN_DEFINITE | WF_NOUN_POSSESSED)) || wf_chunk_owner(c->doc, t.noun) != WF_NO_CHUNK;
    event->factuality = wf_certainty_of_noun(&c->state->certainty, c->doc, t.noun);
    if (!needs_met(c, &t, event, own)) {
        NOTE(c, m, "frame %s: needs %s, has %u actors, %u targets%s; at most a further mention of an event before",
            t.frame->kind, wf_event_need_text(t.frame), event->actors.count, event->targets.count,
            t.light ? "" : ", no verb that only carries it");
        event->fact.rule = NULL; /* only a further mention, if anything */
    } else {
        event->place = wf_place_near(&c->state->who, c->doc, t.noun);
        event->time = t.light || (t.carrier == WF_NO_CHUNK && wf_chunk_preposition(c->doc, t.noun) == WF_NO_CHUNK)
                          ? wf_time_near(c->doc, t.noun) : wf_time_own(c->doc, t.noun);
        if (t.carrier != WF_NO_CHUNK)
            wf_event_shift(event, wf_chunk(c->doc, t.carrier)->flags,
                wf_certainty_is_announced(&c->state->certainty, c->doc, t.carrier));
        event->source = wf_sources_of(c->doc, event->trigger.first, &event->sources);
        NOTE(c, m, "frame %s is filled: %u actors, %u targets, %s", t.frame->kind, event->actors.count, event->targets.count,
            wf_factuality_name(event->factuality));
    }
    for (uint32_t k = m->first; k < m->end; k++)
        c->covered[k] = 1;
    wf_event_keep(c, event, definite, true);
}
