/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `events`: who did what to whom, from trigger verbs and nouns (data/event_verbs.tsv, event_nouns.tsv)
 * with frames that say where the participants stand. A frame that is not filled gives no event.
 */
#include "extractors/events_private.h"

#include <stdlib.h>
#include <string.h>
static bool
is_kind(const struct wf_document *doc, uint32_t chunk, enum wf_chunk_kind kind)
{
    return wf_chunk(doc, chunk)->kind == kind;
}

bool
wf_references_hold(const wf_references *list, const struct wf_reference *ref)
{
    for (unsigned i = 0; i < list->count; i++)
        if (wf_reference_same(&list->items[i], ref) || wf_span_overlaps(list->items[i].at.span, ref->at.span))
            return true;
    return false;
}

/* Words of place and time in front of a noun group that is no target: `after the talks`, `during his visit`. */
static bool
is_adjunct(const struct coder *c, uint32_t prep)
{
    const struct wf_chunk *p = wf_chunk(c->doc, prep);
    const struct wf_match *m = wf_match_at(c->doc, p->first, c->state->adjunct);

    return p->end - p->first > 1 || m != NULL;
}

static bool
is_place(const struct wf_reference *ref)
{
    enum wf_entity_type type = ref->entity != NULL ? ref->entity->type : ref->type;

    return type == WF_ENTITY_GPE || type == WF_ENTITY_LOC || type == WF_ENTITY_FAC;
}

static bool
may_be_target(const struct coder *c, uint32_t noun, unsigned flags, const wf_references *not_these)
{
    enum wf_entity_type type;
    struct wf_reference ref;
    uint32_t word;

    if (!wf_participant(&c->state->who, c->doc, noun, &ref) || wf_references_hold(not_these, &ref))
        return false;
    type = ref.entity != NULL ? ref.entity->type : ref.type;
    if (type == WF_ENTITY_PRODUCT || type == WF_ENTITY_LAW || type == WF_ENTITY_EVENT || type == WF_ENTITY_WORK_OF_ART || type == WF_ENTITY_LANGUAGE)
        return false;
    if ((!(flags & FRAME_NOWHERE) && type != WF_ENTITY_LOC) || !is_place(&ref) || noun == 0 || !is_kind(c->doc, noun - 1, WF_CHUNK_PREP))
        return true;
    word = c->doc->tokens.items[wf_chunk(c->doc, noun - 1)->first].word;
    return word != c->state->who.in && word != c->state->who.at;
}

/* Behind a comma: a subject with its verb, `, the ministries of both countries said`. */
static bool
opens_clause(const struct coder *c, uint32_t comma, uint32_t end)
{
    for (uint32_t i = comma + 1; i < end && i < comma + 7; i++) {
        const struct wf_chunk *k = wf_chunk(c->doc, i);

        if (k->kind == WF_CHUNK_VERB)
            return i > comma + 1 && (k->flags & WF_VERB_FINITE);
        if (k->kind != WF_CHUNK_NOUN && k->kind != WF_CHUNK_PREP)
            return false;
    }
    return false;
}

uint32_t
wf_event_any(const struct coder *c, uint32_t after, unsigned flags, const wf_references *not_these)
{
    uint32_t first, end;
    bool said = false;

    wf_chunk_sentence(c->doc, after, &first, &end);
    for (uint32_t i = after + 1; i < end && i < after + 16; i++) {
        const struct wf_chunk *chunk = wf_chunk(c->doc, i);

        switch (chunk->kind) {
        case WF_CHUNK_BREAK: case WF_CHUNK_SUB: case WF_CHUNK_BUT: case WF_CHUNK_WH:
            return WF_NO_CHUNK;
        case WF_CHUNK_THAT:
            if (!(flags & FRAME_SPEECH) || said)
                return WF_NO_CHUNK;
            said = true;
            break;
        case WF_CHUNK_COMMA: /* `, officials said`, `, saying` */
            if (i + 1 < end && is_kind(c->doc, i + 1, WF_CHUNK_VERB))
                return WF_NO_CHUNK;
            if (opens_clause(c, i, end))
                return WF_NO_CHUNK;
            break;
        case WF_CHUNK_CONJ: /* `rejected the result and called on his supporters` */
            if (i + 1 < end && is_kind(c->doc, i + 1, WF_CHUNK_VERB) && (wf_chunk(c->doc, i + 1)->flags & WF_VERB_FINITE))
                return WF_NO_CHUNK;
            if (i + 2 < end && is_kind(c->doc, i + 1, WF_CHUNK_NOUN) && is_kind(c->doc, i + 2, WF_CHUNK_VERB) &&
                (wf_chunk(c->doc, i + 2)->flags & WF_VERB_FINITE))
                return WF_NO_CHUNK;
            break;
        case WF_CHUNK_VERB:
            if ((chunk->flags & WF_VERB_FINITE) && !(flags & FRAME_SPEECH))
                return WF_NO_CHUNK;
            break;
        case WF_CHUNK_PREP:
            if (is_adjunct(c, i))
                return WF_NO_CHUNK;
            break;
        case WF_CHUNK_NOUN:
            if (may_be_target(c, i, flags, not_these))
                return i;
            break;
        default:
            break;
        }
    }
    return WF_NO_CHUNK;
}

struct wf_event *
wf_event_new(struct coder *c, const struct frame *frame, const struct wf_rule *rule, uint32_t first, uint32_t end)
{
    struct wf_event *event = wf_fact_new(c->doc, sizeof *event, rule, first, end);

    if (event == NULL)
        return NULL;
    event->kind = frame->kind;
    event->plover_type = frame->type;
    event->plover_mode = frame->type != NULL ? frame->mode : NULL;
    event->trigger = event->fact.at;
    event->time = WF_TIME_NONE;
    return event;
}

void
wf_event_shift(struct wf_event *event, uint32_t verb_flags, bool announced)
{
    static const char *const cooperation[] = { "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT" };
    static const char *const conflict[] = { "SANCTION", "COERCE", "ASSAULT", "PROTEST", "MOBILIZE" };

    if (event->plover_type == NULL)
        return;
    for (size_t i = 0; i < sizeof cooperation / sizeof cooperation[0]; i++) {
        if (strcmp(event->plover_type, cooperation[i]) != 0)
            continue;
        if (event->factuality == WF_FACTUALITY_PLANNED && announced)
            event->plover_type = "AGREE", event->plover_mode = NULL;
        else if (event->factuality == WF_FACTUALITY_DENIED && (verb_flags & (WF_VERB_WILL | WF_VERB_WOULD)))
            event->plover_type = "REJECT", event->plover_mode = NULL;
        return;
    }
    if (!announced)
        return;
    for (size_t i = 0; i < sizeof conflict / sizeof conflict[0]; i++)
        if (strcmp(event->plover_type, conflict[i]) == 0)
            event->plover_type = "THREATEN", event->plover_mode = NULL;
}

static void
note(const struct coder *c, const struct wf_match *m, const char *why)
{
    bool verb = m->class_id == c->state->verbs.class_id;

    WF_TRACE(c->run, wf_range_of(c->doc, m->first, m->end).span, verb ? "events/verb" : "events/noun", "frame %.*s: %s",
        (int)m->entry->value.len, m->entry->value.data, why);
}

static enum wf_status
events_run(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err)
{
    struct coder c = { .state = state, .run = run, .doc = doc };
    const struct wf_matches *matches = doc->matches;

    (void)err;
    c.covered = wf_arena_zalloc(doc->arena, 2 * ((size_t)doc->tokens.count + 1));
    if (c.covered == NULL)
        return WF_ELIMIT;
    c.cues = c.covered + doc->tokens.count + 1;
    for (unsigned i = 0; i < doc->quotes.count; i++)
        if (doc->quotes.items[i]->cue.end > doc->quotes.items[i]->cue.first)
            c.cues[doc->quotes.items[i]->cue.first] = 1;
    if (!wf_step(run, matches->items.count))
        return WF_OK;
    for (uint32_t i = 0; i < matches->items.count; i++) {
        const struct wf_match *m = &matches->items.items[i];
        uint32_t chunk;

        if (m->class_id != c.state->verbs.class_id && m->class_id != c.state->nouns.class_id)
            continue;
        if (wf_match_is_dated(doc, m))
            continue;
        if (c.covered[m->first]) {
            note(&c, m, "belongs to an event already, or is only said or asked for");
            continue;
        }
        chunk = wf_chunk_of(doc, m->first);
        if (m->class_id == c.state->verbs.class_id) {
            if (wf_chunk(doc, chunk)->kind == WF_CHUNK_VERB && wf_chunk(doc, chunk)->head == m->first)
                wf_event_from_verb(&c, m, chunk);
            else
                note(&c, m, "no main verb here");
        } else if (wf_chunk(doc, chunk)->kind == WF_CHUNK_NOUN) {
            wf_event_from_noun(&c, m);
        } else {
            note(&c, m, "no noun here");
        }
    }
    wf_events_link(&c, run);
    wf_events_context(&c, run);
    return wf_arena_failed(doc->arena) ? WF_ELIMIT : WF_OK;
}

static enum wf_status
events_init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    static const char *const names[EVENT_RULES] = { "events/verb", "events/noun", "events/statement", "events/demand" };
    struct events_state *s = calloc(1, sizeof *s);
    enum wf_status status;

    *state = s;
    if (s == NULL || (s->memory = wf_arena_new((size_t)4 << 20)) == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage events");
    wf_participants_init(&s->who, setup->lexicon);
    wf_certainty_init(&s->certainty, setup->lexicon);
    s->light = wf_lexicon_class(setup->lexicon, "light_verb");
    s->object_noun = wf_lexicon_class(setup->lexicon, "event_object");
    s->cue_verb = wf_lexicon_class(setup->lexicon, "cue_verb");
    s->adjunct = wf_lexicon_class(setup->lexicon, "adjunct_word");
    s->for_ = wf_lexicon_word(setup->lexicon, "for");
    s->against = wf_lexicon_word(setup->lexicon, "against");
    status = wf_frames_load(s, setup, "event_verb", &s->verbs, err);
    if (status == WF_OK)
        status = wf_frames_load(s, setup, "event_noun", &s->nouns, err);
    if (status == WF_OK)
        status = wf_contexts_load(s, setup, err);
    for (unsigned i = 0; i < EVENT_RULES && status == WF_OK; i++) {
        s->rules[i] = setup->rule(setup, names[i]);
        if (s->rules[i] == NULL)
            status = wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the rules of the stage events");
    }
    return status;
}

static void
events_fini(void *state)
{
    struct events_state *s = state;

    if (s == NULL)
        return;
    free(s->context_of);
    free(s->verbs.items);
    free(s->nouns.items);
    wf_arena_free(s->memory);
    free(s);
}

const struct wf_extractor wf_extractor_events = {
    WF_EXTRACTOR_HEAD, "events", "visits, meetings, accusations, attacks ... with actors, targets and certainty",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES) | WF_LAYER(CLAUSES), WF_LAYER(EVENTS), NULL, events_init, events_run, events_fini
};
