/* SPDX-License-Identifier: Apache-2.0 */
/* When and where: the dates and places of what a verb or noun tells. */
#include "extractors/participants.h"

#include <string.h>

#include "document/bisect.h"

static struct wf_reference
of_place(const struct wf_mention *m, const struct wf_document *doc)
{
    struct wf_reference ref = { .entity = m->entity, .type = m->type, .at = m->at };

    if (ref.entity == NULL)
        ref.name = wf_span_text(doc, m->at.span);
    return ref;
}

/* `X, who has led the union since 2015, added`: inside of a relative clause that is over at its comma. */
static bool
in_relative(const struct wf_document *doc, uint32_t chunk, uint32_t first, uint32_t verb)
{
    uint32_t comma = chunk + 1;

    while (comma < verb && comma < chunk + 4 && wf_chunk(doc, comma)->kind != WF_CHUNK_COMMA)
        comma++;
    if (comma >= verb || wf_chunk(doc, comma)->kind != WF_CHUNK_COMMA)
        return false;
    for (uint32_t i = chunk, steps = 0; i > first && steps < 12; i--, steps++) {
        uint8_t kind = wf_chunk(doc, i - 1)->kind;

        if (kind == WF_CHUNK_WH)
            return true;
        if (kind == WF_CHUNK_COMMA || kind == WF_CHUNK_BREAK)
            return false;
    }
    return false;
}

/* A date belongs to what it opens the sentence for, or to what no other verb stands between. */
static bool
reaches(const struct wf_document *doc, uint32_t date, uint32_t chunk)
{
    uint32_t there = wf_chunk_of(doc, date), first, end, from = there < chunk ? there : chunk;
    uint32_t to = there < chunk ? chunk : there;
    unsigned verbs = 0;

    wf_chunk_sentence(doc, chunk, &first, &end);
    if (there < chunk && there < first + 3)
        return true;
    if (there < chunk && in_relative(doc, there, first, chunk))
        return false;
    for (uint32_t i = from + 1; i < to && i < from + WF_CHUNK_WINDOW; i++) {
        const struct wf_chunk *c = wf_chunk(doc, i);

        verbs += c->kind == WF_CHUNK_VERB && (c->flags & WF_VERB_FINITE);
        if (there < chunk && c->kind == WF_CHUNK_WH)
            verbs++;
    }
    return verbs == 0;
}

struct wf_time
wf_time_near(const struct wf_document *doc, uint32_t chunk)
{
    uint32_t sentence = doc->tokens.items[wf_chunk(doc, chunk)->first].sentence;
    const struct wf_sentence *s = &doc->sentences.items[sentence];
    uint32_t first = wf_chunk(doc, wf_chunk_clause_start(doc, chunk))->first;
    uint32_t stop = wf_chunk_clause_end(doc, chunk);
    uint32_t end = stop < doc->clauses->chunks.count ? wf_chunk(doc, stop)->first : s->end, low;
    const struct wf_date *only = NULL, *inside = NULL;
    uint32_t head = wf_chunk(doc, chunk)->head, nearest = UINT32_MAX;
    unsigned count = 0;

    if (end > s->end || end < first)
        end = s->end;
    WF_BISECT(low, doc->dates.count, doc->dates.items[middle]->fact.at.first < s->first);
    for (; low < doc->dates.count && doc->dates.items[low]->fact.at.first < s->end; low++) {
        const struct wf_date *d = doc->dates.items[low];

        if (d->type == WF_DATE_DURATION || d->type == WF_DATE_SET || d->time.value.data == NULL ||
            d->time.value.data[0] < '0' || d->time.value.data[0] > '9')
            continue; /* `now`, `May` without a year: nothing that a fact could be dated by */
        count++;
        if (!reaches(doc, d->fact.at.first, chunk))
            continue;
        only = d;
        if (d->fact.at.first >= first && d->fact.at.first < end) {
            uint32_t away = d->fact.at.first > head ? d->fact.at.first - head : head - d->fact.at.first;

            /* `today's designations follow the seizure in March`: whatever is nearer */
            if (away < nearest)
                inside = d, nearest = away;
        }
    }
    if (inside != NULL)
        return inside->time;
    return count == 1 && only != NULL ? only->time : WF_TIME_NONE;
}

struct wf_time
wf_time_own(const struct wf_document *doc, uint32_t noun)
{
    const struct wf_chunk *n = wf_chunk(doc, noun);
    uint32_t owner = wf_chunk_owner(doc, noun), first = owner != WF_NO_CHUNK ? wf_chunk(doc, owner)->first : n->first;
    uint32_t sentence = doc->tokens.items[n->first].sentence, end = doc->sentences.items[sentence].end;
    uint32_t low;

    for (uint32_t i = noun + 1; i < doc->clauses->chunks.count && wf_chunk(doc, i)->first < end; i++)
        if (wf_chunk(doc, i)->kind != WF_CHUNK_NOUN && wf_chunk(doc, i)->kind != WF_CHUNK_PREP) {
            end = wf_chunk(doc, i)->first;
            break;
        }
    WF_BISECT(low, doc->dates.count, doc->dates.items[middle]->fact.at.first < first);
    for (; low < doc->dates.count && doc->dates.items[low]->fact.at.first < end; low++) {
        const struct wf_date *d = doc->dates.items[low];

        if (d->type == WF_DATE_DATE && d->time.value.data != NULL && d->time.value.data[0] >= '0' && d->time.value.data[0] <= '9')
            return d->time;
    }
    return WF_TIME_NONE;
}

struct wf_reference
wf_place_near(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk)
{
    uint32_t end = wf_chunk_clause_end(doc, chunk);
    const uint32_t near[] = { words->in, words->at, words->near, words->outside };
    struct wf_reference none;

    memset(&none, 0, sizeof none);
    for (uint32_t i = chunk + 1; i + 1 < end; i++) {
        const struct wf_chunk *prep = wf_chunk(doc, i);
        uint32_t word;
        const struct wf_mention *m;

        if (prep->kind != WF_CHUNK_PREP || wf_chunk(doc, i + 1)->kind != WF_CHUNK_NOUN)
            continue;
        word = doc->tokens.items[prep->first].word;
        if (word != near[0] && word != near[1] && word != near[2] && word != near[3])
            continue;
        m = wf_mention_at(doc, wf_chunk(doc, i + 1)->head);
        if (m != NULL && (m->type == WF_ENTITY_GPE || m->type == WF_ENTITY_LOC || m->type == WF_ENTITY_FAC))
            return of_place(m, doc);
    }
    return none;
}
