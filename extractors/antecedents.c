/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pronouns by the shape of sentences. Offices, `he` and `she` are the stage `descriptions`'; this is about those that
 * need to know subjects: they, it, and the we of a quotation.
 */
#include "extractors/participants.h"

#include <string.h>

#include "document/bisect.h"

#define LIST_MAX 12
#define CUE_REACH 60 /* tokens between a cue and its quotation */
#define LOOK_BACK 40 /* chunks */
#define QUOTES_ASKED 6 /* quotations before a place that may cover it */

const struct wf_quote *
wf_quote_over(const struct wf_document *doc, uint32_t token)
{
    const struct wf_quote *best = NULL;
    uint32_t low;

    WF_BISECT(low, doc->quotes.count, doc->quotes.items[middle]->fact.at.first <= token);
    for (unsigned back = 0; low > 0 && back < 6 && best == NULL; back++)
        if (token < doc->quotes.items[--low]->fact.at.end)
            best = doc->quotes.items[low];
    return best;
}

static bool
add(struct wf_document *doc, wf_references *list, const struct wf_reference *ref)
{
    struct wf_reference *slot;

    for (unsigned i = 0; i < list->count; i++)
        if (wf_reference_same(&list->items[i], ref))
            return false;
    slot = wf_vector_push(doc->arena, list);
    if (slot != NULL)
        *slot = *ref;
    return slot != NULL;
}

const struct wf_quote *
wf_quote_by_cue(const struct wf_document *doc, uint32_t token)
{
    uint32_t low;

    /* a cue stands near its quotation, before or behind */
    WF_BISECT(low, doc->quotes.count,
        doc->quotes.items[middle]->fact.at.end + CUE_REACH <= token);
    for (; low < doc->quotes.count && doc->quotes.items[low]->fact.at.first <= token + CUE_REACH; low++)
        if (doc->quotes.items[low]->cue.first == token && doc->quotes.items[low]->cue.end > token)
            return doc->quotes.items[low];
    return NULL;
}

struct wf_reference
wf_sources_of(struct wf_document *doc, uint32_t token, wf_references *chain)
{
    struct wf_reference innermost;
    uint32_t low, from;

    memset(&innermost, 0, sizeof innermost);
    WF_BISECT(low, doc->quotes.count, doc->quotes.items[middle]->fact.at.first <= token);
    from = low > QUOTES_ASKED ? low - QUOTES_ASKED : 0;
    for (uint32_t i = from; i < low; i++) { /* by first token: an outer quotation comes before the one inside it */
        const struct wf_quote *q = doc->quotes.items[i];

        if (token >= q->fact.at.end || q->cue.first == token || wf_reference_empty(&q->speaker))
            continue;
        if (chain->count > 0 && wf_reference_same(&chain->items[chain->count - 1], &q->speaker))
            continue;
        (void)add(doc, chain, &q->speaker);
        innermost = q->speaker;
    }
    return innermost;
}

enum pronoun { NO_PRONOUN, PRONOUN_THEY, PRONOUN_IT, PRONOUN_WE, PRONOUN_TWO, PRONOUN_STATES };

/* `the two countries` are no persons */
static bool
is_states(const struct wf_document *doc, uint32_t chunk)
{
    struct wf_slice s = wf_token_text(doc, wf_chunk(doc, chunk)->head);

    return wf_slice_is(s, "countries") || wf_slice_is(s, "nations") || wf_slice_is(s, "states") ||
           wf_slice_is(s, "governments") || wf_slice_is(s, "neighbours") || wf_slice_is(s, "neighbors");
}

/* `the two leaders`, `both sides` */
static bool
is_two(const struct wf_participants *words, const struct wf_document *doc, uint32_t chunk)
{
    const struct wf_chunk *c = wf_chunk(doc, chunk);

    if (c->head == c->first || !(c->flags & WF_NOUN_PLURAL) || wf_match_at(doc, c->head, words->actor_noun) == NULL)
        return false;
    for (uint32_t t = c->first; t < c->head; t++) {
        struct wf_slice s = wf_token_text(doc, t);

        if (wf_slice_is(s, "both") || wf_slice_is(s, "Both") || (wf_slice_is(s, "two") && (c->flags & WF_NOUN_DEFINITE)))
            return true;
    }
    return false;
}

static enum pronoun
pronoun_of(const struct wf_document *doc, uint32_t chunk)
{
    static const struct { const char *word; enum pronoun pronoun; } words[] = {
        { "they", PRONOUN_THEY }, { "They", PRONOUN_THEY }, { "them", PRONOUN_THEY }, { "it", PRONOUN_IT },
        { "It", PRONOUN_IT }, { "we", PRONOUN_WE }, { "We", PRONOUN_WE }, { "I", PRONOUN_WE }, { "us", PRONOUN_WE },
        { "me", PRONOUN_WE },
    };
    struct wf_slice text = wf_token_text(doc, wf_chunk(doc, chunk)->head);

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (wf_slice_is(text, words[i].word))
            return words[i].pronoun;
    return NO_PRONOUN;
}

static enum wf_entity_type
type_of(const struct wf_reference *ref)
{
    return ref->entity != NULL ? ref->entity->type : ref->type;
}

/* `Lopes met with Petrov. They`: both. */
static unsigned
take_pair(const struct wf_participants *words, struct wf_document *doc, uint32_t noun, uint32_t verb,
    struct wf_range at, wf_references *list)
{
    uint32_t with = wf_chunk_under(doc, verb, &words->with, 1);
    unsigned before = list->count;
    struct wf_reference one, other;

    if (with == WF_NO_CHUNK && !(wf_chunk(doc, verb)->flags & WF_VERB_PASSIVE))
        with = wf_chunk_object(doc, verb); /* `Lopes met Petrov` */
    if (with == WF_NO_CHUNK || !wf_participant(words, doc, noun, &one) || !wf_participant(words, doc, with, &other) ||
        type_of(&one) == WF_ENTITY_NONE || type_of(&one) != type_of(&other))
        return 0;
    one.at = other.at = at;
    (void)add(doc, list, &one);
    (void)add(doc, list, &other);
    return list->count - before;
}

/* Take the noun group where the pronoun can stand for it. The words that refer are the pronoun's. */
static unsigned
take(const struct wf_participants *words, struct wf_document *doc, uint32_t noun, uint32_t verb, enum pronoun pronoun,
    struct wf_range at, wf_references *list)
{
    uint32_t members[LIST_MAX];
    unsigned count = wf_chunk_members(doc, noun, members, LIST_MAX), before = list->count;
    bool plural = count > 1 || (wf_chunk(doc, noun)->flags & WF_NOUN_PLURAL);

    if (pronoun == PRONOUN_TWO || pronoun == PRONOUN_STATES) {
        if (count == 2)
            (void)wf_participants_add(words, doc, noun, list);
        else if (count == 1)
            (void)take_pair(words, doc, noun, verb, at, list);
        if (list->count - before == 2 && (pronoun == PRONOUN_TWO || (type_of(&list->items[before]) == WF_ENTITY_GPE &&
                                                                        type_of(&list->items[before + 1]) == WF_ENTITY_GPE)))
            return 2;
        list->count = before;
        return 0;
    }
    if (plural != (pronoun == PRONOUN_THEY))
        return pronoun == PRONOUN_THEY ? take_pair(words, doc, noun, verb, at, list) : 0;
    if (pronoun == PRONOUN_IT) {
        struct wf_reference ref;

        if (!wf_participant(words, doc, noun, &ref) || (type_of(&ref) != WF_ENTITY_ORG && type_of(&ref) != WF_ENTITY_GPE))
            return 0;
        ref.at = at;
        return add(doc, list, &ref);
    }
    if (wf_chunk(doc, noun)->flags & WF_NOUN_PRONOUN)
        return 0;
    (void)wf_participants_add(words, doc, noun, list);
    for (unsigned i = before; i < list->count; i++)
        list->items[i].at = at;
    return list->count - before;
}

/* Subjects of the finite verbs before `from`, nearest first, not below `low`. */
static unsigned
subjects(const struct wf_participants *words, struct wf_document *doc, uint32_t from, uint32_t low, uint32_t self,
    enum pronoun pronoun, struct wf_range at, wf_references *list)
{
    for (uint32_t i = from; i > low && from - i < LOOK_BACK;) {
        const struct wf_chunk *v = wf_chunk(doc, --i);
        uint32_t subject;
        unsigned added;

        if (v->kind != WF_CHUNK_VERB || !(v->flags & WF_VERB_FINITE))
            continue;
        subject = wf_chunk_subject(doc, i);
        if (subject == WF_NO_CHUNK || subject == self || subject >= from)
            continue;
        added = take(words, doc, subject, i, pronoun, at, list);
        if (added > 0)
            return added;
    }
    return 0;
}

unsigned
wf_antecedents_add(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk, wf_references *list)
{
    enum pronoun pronoun = is_two(words, doc, chunk) ? (is_states(doc, chunk) ? PRONOUN_STATES : PRONOUN_TWO)
                                                     : pronoun_of(doc, chunk);
    struct wf_range at = wf_range_of(doc, wf_chunk(doc, chunk)->first, wf_chunk(doc, chunk)->end);
    uint32_t sentence = doc->tokens.items[at.first].sentence, first, end;
    unsigned added;

    if (pronoun == NO_PRONOUN)
        return 0;
    if (pronoun == PRONOUN_WE) {
        const struct wf_quote *quote = wf_quote_over(doc, at.first);
        struct wf_reference ref;

        if (quote == NULL || quote->form == WF_QUOTE_INDIRECT || wf_reference_empty(&quote->speaker))
            return 0;
        ref = quote->speaker;
        ref.at = at;
        return add(doc, list, &ref);
    }
    wf_chunk_sentence(doc, chunk, &first, &end);
    added = subjects(words, doc, chunk, first, chunk, pronoun, at, list);
    for (unsigned back = 1; added == 0 && back <= (pronoun == PRONOUN_IT ? 1u : 3u) && sentence >= back; back++) {
        if (doc->sentences.items[sentence].block != doc->sentences.items[sentence - back].block)
            break;
        added = subjects(words, doc, doc->clauses->starts[sentence - back + 1], doc->clauses->starts[sentence - back], chunk,
            pronoun, at, list);
    }
    return added;
}
