/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the frame of an event verb is filled: need=... of data/event_verbs.tsv. */
#include "extractors/events_private.h"

#include <string.h>

#include "document/bisect.h"

static bool
is_kind(const struct wf_document *doc, uint32_t chunk, enum wf_chunk_kind kind)
{
    return wf_chunk(doc, chunk)->kind == kind;
}

/* A sum of money in the noun group. */
static bool
is_money(const struct coder *c, uint32_t chunk)
{
    const struct wf_chunk *n = wf_chunk(c->doc, chunk);
    unsigned low;

    WF_BISECT(low, c->doc->figures.count, c->doc->figures.items[middle]->fact.at.end <= n->first);
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

/* Any word of the noun group is of the class: the Supreme Court of Kenya. */
static bool
holds_word(const struct coder *c, uint32_t chunk, const char *wanted)
{
    const struct wf_chunk *n = wf_chunk(c->doc, chunk);

    for (uint32_t t = n->first; t < n->end; t++) {
        const struct wf_match *m = wf_match_at(c->doc, t, c->state->object_noun);

        if (m != NULL && wf_slice_is(m->entry->value, wanted))
            return true;
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

uint32_t
wf_event_infinitive(const struct coder *c, uint32_t chunk)
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
is_threat(const struct coder *c, const struct verb_trigger *t, uint32_t object)
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

bool
wf_event_needs_met(const struct coder *c, const struct verb_trigger *t, const struct wf_event *event)
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
        if (wf_match_at(c->doc, n->head, c->state->nouns.class_id) != NULL)
            return false; /* launched an attack: the noun tells it */
        return !(c->doc->tokens.items[n->head].flags & WF_TOKEN_CAPITAL) && event->actors.count > 0;
    }
    case NEED_HIT: /* no earthquake strikes, no tone is struck */
        if (event->actors.count == 0 &&
            (!t->passive || wf_chunk_under(c->doc, t->last, &c->state->who.by, 1) != WF_NO_CHUNK))
            return false;
        return bare && (event->targets.count > 0 || object_is(c, object, "site"));
    case NEED_DO:
        return bare && (event->actors.count > 0 || is_personal(c, t->subject));
    case NEED_CROWD:
        return !bare && (event->actors.count > 0 || is_personal(c, t->subject));
    case NEED_NAMED:
        return bare && wf_mention_at(c->doc, wf_chunk(c->doc, object)->head) != NULL && event->actors.count > 0;
    case NEED_DOING:
        return next < c->doc->clauses->chunks.count && is_kind(c->doc, next, WF_CHUNK_VERB) &&
               (wf_chunk(c->doc, next)->flags & WF_VERB_ING);
    case NEED_INFINITIVE:
        return wf_event_infinitive(c, t->last) != WF_NO_CHUNK;
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
        return t->subject != WF_NO_CHUNK && !t->passive && holds_word(c, t->subject, "court");
    case NEED_CLASS:
        if (strcmp(t->frame->wanted, "threat") == 0)
            return is_threat(c, t, object);
        if (strcmp(t->frame->wanted, "forces") == 0 && !bare && t->subject != WF_NO_CHUNK)
            return object_is(c, t->subject, "forces"); /* `the troops withdrew` */
        return object_is(c, object, t->frame->wanted) || /* `gave Kenya 5 million dollars` */
               (bare && object + 1 < c->doc->clauses->chunks.count && is_kind(c->doc, object + 1, WF_CHUNK_NOUN) &&
                   object_is(c, object + 1, t->frame->wanted));
    default:
        return true;
    }
}

/* Nobody is named, but the object says enough: a law passed, `they were arrested`. */
bool
wf_event_stands_without(const struct coder *c, const struct verb_trigger *t)
{
    if (t->frame->need == NEED_CLASS && t->frame->type == NULL)
        return true;
    if (t->frame->need == NEED_CLASS && strcmp(t->frame->kind, "agreement_signing") == 0)
        return true;
    return is_personal(c, t->passive ? t->subject : t->object) || (!t->passive && is_personal(c, t->subject));
}

const char *
wf_event_need_text(const struct frame *frame)
{
    static const char *const texts[] = {
        [NEED_NOTHING] = "nothing", [NEED_TARGET] = "somebody it is done to", [NEED_OBJECT] = "an object",
        [NEED_PERSON] = "a person as its object", [NEED_ACTOR] = "somebody or some body as its object",
        [NEED_ANY] = "a doer or a target", [NEED_OWNER] = "an owner or a verb that carries it",
        [NEED_LIGHT] = "a verb that carries it, or doer and target", [NEED_BOTH] = "a doer and a target",
        [NEED_OF] = "a noun under `of`", [NEED_MODIFIER] = "a word before it", [NEED_NAMED] = "a name as its object",
        [NEED_AGREEMENT_OF] = "an agreement under `of`", [NEED_RESTRICTION_OF] = "a restriction under `of`",
        [NEED_WITH] = "somebody under its prepositions", [NEED_NO_THAT] = "no clause with `that`",
        [NEED_LOW_OBJECT] = "a doer and an object without a capital", [NEED_ARMED] = "armed doers and an object",
        [NEED_FIGHT] = "a doer, and somebody as its object", [NEED_NO_OBJECT] = "no object",
        [NEED_INFINITIVE] = "an infinitive behind it", [NEED_LIGHT_ONLY] = "a verb that carries it, and a doer",
        [NEED_DOING] = "a verb in -ing behind it",
        [NEED_HIT] = "a doer, and somebody or a site (data/event_objects.tsv) that it is done to", [NEED_DO] = "a doer and an object", [NEED_CROWD] = "a doer and no object",
        [NEED_AGREEMENT_UNDER] = "an agreement under `from`", [NEED_SPEAKER] = "somebody who speaks, and an object",
        [NEED_SUBJECT_PERSON] = "a person as its subject", [NEED_COURT] = "a court as its subject",
        [NEED_CLASS] = "an object of the class that it names (data/event_objects.tsv)",
    };

    return texts[frame->need] == NULL ? "something else" : texts[frame->need];
}
