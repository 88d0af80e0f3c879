/* SPDX-License-Identifier: Apache-2.0 */
/* On what was agreed, what was promised, and who says so. */
#include "extractors/agreements_private.h"

#include <string.h>

#define LIST_MAX 16

static void
add_words(struct finder *f, struct wf_agreement *a, uint32_t first, uint32_t end)
{
    struct wf_slice *slot;

    if (first >= end || a->subjects.count >= LIST_MAX)
        return;
    slot = wf_vector_push(f->doc->arena, &a->subjects);
    if (slot != NULL)
        *slot = wf_span_text(f->doc, wf_range_of(f->doc, first, end).span);
}

static void
add_members(struct finder *f, struct wf_agreement *a, uint32_t chunk)
{
    uint32_t list[LIST_MAX];
    unsigned count = wf_chunk_members(f->doc, chunk, list, LIST_MAX);

    for (unsigned i = 0; i < count; i++) {
        const struct wf_chunk *c = wf_chunk(f->doc, list[i]);
        const struct wf_match *fw = wf_match_at(f->doc, c->first, f->state->function);
        uint32_t first = c->first;

        if (i > 0 && wf_match_at(f->doc, c->head, f->state->noun) != NULL)
            return; /* another agreement of the list */
        if (fw != NULL && wf_slice_is(fw->entry->value, "det") && first < c->head)
            first++;
        add_words(f, a, first, c->head + 1);
    }
}

void
wf_agreement_subjects(struct finder *f, struct wf_agreement *a, uint32_t after)
{
    uint32_t first, end;

    if (after >= f->doc->clauses->chunks.count)
        return;
    wf_chunk_sentence(f->doc, after, &first, &end);
    for (uint32_t i = after; i < end && i < after + 24; i++) {
        const struct wf_chunk *c = wf_chunk(f->doc, i);

        if (c->kind == WF_CHUNK_BREAK || c->kind == WF_CHUNK_SUB || c->kind == WF_CHUNK_WH ||
            (c->kind == WF_CHUNK_VERB && (c->flags & WF_VERB_FINITE) && !(c->flags & WF_VERB_PASSIVE)) || wf_match_at(f->doc, c->first, f->state->list_cue) != NULL)
            return;
        if (c->kind == WF_CHUNK_CONJ && i + 1 < end && wf_chunk(f->doc, i + 1)->kind == WF_CHUNK_VERB &&
            (wf_chunk(f->doc, i + 1)->flags & WF_VERB_FINITE))
            return;
        if (c->kind == WF_CHUNK_PREP && i + 1 < end && wf_chunk(f->doc, i + 1)->kind == WF_CHUNK_NOUN &&
            !(wf_chunk(f->doc, i + 1)->flags & WF_NOUN_TIME)) {
            for (unsigned k = 0; k < AGREEMENT_ABOUT; k++)
                if (f->doc->tokens.items[c->first].word == f->state->about[k] && c->end == c->first + 1) {
                    add_members(f, a, i + 1);
                    return;
                }
        }
        if (c->kind == WF_CHUNK_VERB && (c->flags & (WF_VERB_ING | WF_VERB_TO))) {
            uint32_t object = wf_chunk_object(f->doc, i);

            if (object != WF_NO_CHUNK)
                add_members(f, a, object);
            return;
        }
    }
}

void
wf_agreement_object(struct finder *f, struct wf_agreement *a, uint32_t verb, uint32_t next)
{
    uint32_t stop = wf_chunk_clause_end(f->doc, verb), end;

    if (wf_chunk(f->doc, next)->kind == WF_CHUNK_THAT)
        next++;
    if (next >= f->doc->clauses->chunks.count)
        return;
    if (stop <= next)
        stop = wf_chunk_clause_end(f->doc, next);
    end = wf_chunk(f->doc, stop - 1)->end;
    add_words(f, a, wf_chunk(f->doc, next)->first, end);
}

void
wf_promise(struct finder *f, struct wf_agreement *a, uint32_t noun, uint32_t after)
{
    uint32_t owner = wf_chunk_owner(f->doc, noun), count = f->doc->clauses->chunks.count, verb;
    bool infinitive = after < count && wf_chunk(f->doc, after)->kind == WF_CHUNK_VERB &&
                      (wf_chunk(f->doc, after)->flags & WF_VERB_TO);
    struct wf_agreement **slot;

    if (wf_chunk(f->doc, noun)->first > 0 &&
        wf_slice_is(wf_token_text(f->doc, wf_chunk(f->doc, noun)->first), "no"))
        return;
    if (!infinitive)
        return;
    verb = wf_chunk_verb_of(f->doc, noun);
    if (owner != WF_NO_CHUNK)
        wf_party_chunk(f, a, owner, false);
    else if (verb != WF_NO_CHUNK && verb < noun && wf_chunk_object(f->doc, verb) == noun) {
        uint32_t subject = wf_chunk_subject(f->doc, verb);

        if (subject != WF_NO_CHUNK)
            wf_party_chunk(f, a, subject, true);
    } else if (verb != WF_NO_CHUNK && verb < noun) { /* `released them in exchange for a promise to` */
        uint32_t object = wf_chunk_object(f->doc, verb);

        if (object != WF_NO_CHUNK)
            wf_party_chunk(f, a, object, true);
    }
    a->fact.rule = f->state->rules[AGREEMENT_PROMISE];
    a->parties_implied = a->parties.count == 0;
    a->factuality = wf_certainty_of_noun(&f->state->certainty, f->doc, noun);
    a->time = wf_time_near(f->doc, noun);
    wf_agreement_object(f, a, after, after);
    wf_agreement_source(f, a);
    slot = wf_vector_push(f->doc->arena, &f->doc->agreements);
    if (slot != NULL)
        *slot = a;
}

void
wf_agreement_source(struct finder *f, struct wf_agreement *a)
{
    a->source = wf_sources_of(f->doc, a->trigger.first, &a->sources);
}
