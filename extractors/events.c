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

const struct wf_quote *
wf_quote_over(const struct wf_document *doc, uint32_t token)
{
    const struct wf_quote *best = NULL;
    uint32_t low = 0, high = doc->quotes.count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (doc->quotes.items[middle]->fact.at.first <= token)
            low = middle + 1;
        else
            high = middle;
    }
    for (unsigned back = 0; low > 0 && back < 6 && best == NULL; back++)
        if (token < doc->quotes.items[--low]->fact.at.end)
            best = doc->quotes.items[low];
    return best;
}

bool
wf_references_hold(const wf_references *list, const struct wf_reference *ref)
{
    for (unsigned i = 0; i < list->count; i++)
        if (wf_reference_same(&list->items[i], ref) || wf_span_overlaps(list->items[i].at.span, ref->at.span))
            return true;
    return false;
}

/* Next participant after a chunk in its sentence, that is none of `not_these`; clauses with `that` are looked into. */
uint32_t
wf_event_any(const struct coder *c, uint32_t after, const wf_references *not_these)
{
    uint32_t first, end;

    wf_chunk_sentence(c->doc, after, &first, &end);
    for (uint32_t i = after + 1; i < end && i < after + 16; i++) {
        const struct wf_chunk *chunk = wf_chunk(c->doc, i);
        struct wf_reference ref;

        if (chunk->kind == WF_CHUNK_BREAK || chunk->kind == WF_CHUNK_SUB || chunk->kind == WF_CHUNK_BUT)
            break;
        if (chunk->kind == WF_CHUNK_COMMA && i + 2 < end && is_kind(c->doc, i + 1, WF_CHUNK_NOUN) &&
            is_kind(c->doc, i + 2, WF_CHUNK_VERB) && (wf_chunk(c->doc, i + 2)->flags & WF_VERB_FINITE))
            break; /* `, officials said` */
        if (chunk->kind == WF_CHUNK_PREP && chunk->end - chunk->first > 1)
            break; /* `according to` and the like */
        if (chunk->kind == WF_CHUNK_NOUN && wf_participant(&c->state->who, c->doc, i, &ref) && !wf_references_hold(not_these, &ref))
            return i;
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

static enum wf_status
events_run(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err)
{
    struct coder c = { .state = state, .doc = doc };
    const struct wf_matches *matches = doc->matches;

    (void)err;
    c.covered = wf_arena_zalloc(doc->arena, (size_t)doc->tokens.count + 1);
    if (c.covered == NULL)
        return WF_ELIMIT;
    if (!wf_step(run, matches->items.count))
        return WF_OK;
    for (uint32_t i = 0; i < matches->items.count; i++) {
        const struct wf_match *m = &matches->items.items[i];
        uint32_t chunk;

        if (m->entry->class_id != c.state->verbs.class_id && m->entry->class_id != c.state->nouns.class_id)
            continue;
        if (c.covered[m->first])
            continue;
        chunk = wf_chunk_of(doc, m->first);
        if (m->entry->class_id == c.state->verbs.class_id) {
            if (wf_chunk(doc, chunk)->kind == WF_CHUNK_VERB && wf_chunk(doc, chunk)->head == m->first)
                wf_event_from_verb(&c, m, chunk);
        } else if (wf_chunk(doc, chunk)->kind == WF_CHUNK_NOUN) {
            wf_event_from_noun(&c, m);
        }
    }
    wf_events_link(&c, run);
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
    status = wf_frames_load(s, setup, "event_verb", &s->verbs, err);
    if (status == WF_OK)
        status = wf_frames_load(s, setup, "event_noun", &s->nouns, err);
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
    free(s->verbs.items);
    free(s->nouns.items);
    wf_arena_free(s->memory);
    free(s);
}

const struct wf_extractor wf_extractor_events = {
    WF_EXTRACTOR_HEAD, "events", "visits, meetings, accusations, attacks ... with actors, targets and certainty",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES) | WF_LAYER(CLAUSES), WF_LAYER(EVENTS), NULL, events_init, events_run, events_fini
};
