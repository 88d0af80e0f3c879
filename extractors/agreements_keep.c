/* SPDX-License-Identifier: Apache-2.0 */
/* One record an agreement: which mentions are worth one, and which tell of one that is there already. */
#include "extractors/agreements_private.h"

#include <string.h>

#define SAME_REACH 40 /* agreements looked at for an earlier mention */

static bool
same_words(struct wf_slice a, struct wf_slice b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if ((a.data[i] | 0x20) != (b.data[i] | 0x20))
            return false;
    return true;
}

/* An agreement that this one is another mention of; NULL for a new one. */
struct wf_agreement *
wf_agreement_earlier(const struct finder *f, const struct wf_agreement *a, bool definite, bool bare)
{
    unsigned count = f->doc->agreements.count;

    for (unsigned i = count; i > 0 && count - i < SAME_REACH; i--) {
        struct wf_agreement *e = f->doc->agreements.items[i - 1];
        bool disjoint = e->parties.count > 0 && a->parties.count > 0 && !a->parties_implied && !e->parties_implied;

        if (e->count.known || e->count_word.data != NULL || a->count.known || a->count_word.data != NULL)
            continue;
        for (unsigned k = 0; k < e->parties.count && disjoint; k++)
            for (unsigned j = 0; j < a->parties.count; j++)
                if (wf_reference_same(&e->parties.items[k], &a->parties.items[j]))
                    disjoint = false;
        if (disjoint)
            continue;
        if (same_words(e->name, a->name) && e->kind == a->kind && (definite || !bare))
            return e;
        if (definite && bare && (e->kind == a->kind || strcmp(a->kind, "other") == 0 || strcmp(a->kind, "accord") == 0))
            return e;
        if (definite && e->kind == a->kind && strcmp(a->kind, "other") != 0)
            return e;
    }
    return NULL;
}

void
wf_agreement_merge(struct finder *f, struct wf_agreement *e, const struct wf_agreement *a)
{
    for (unsigned i = 0; i < a->parties.count && (e->parties.count == 0 || e->parties_implied); i++)
        if (!a->parties_implied)
            wf_party_add(f, &e->parties, &a->parties.items[i]);
    if (a->parties.count > 0 && !a->parties_implied)
        e->parties_implied = false;
    if (e->status == NULL && a->status != NULL) {
        e->status = a->status;
        e->status_cue = a->status_cue;
    }
    if (e->time.value.data == NULL && (a->status == NULL || e->status == a->status))
        e->time = a->time; /* the date of another step is not the date of this one */
    if (e->subjects.count == 0)
        e->subjects.items = a->subjects.items, e->subjects.count = a->subjects.count,
        e->subjects.capacity = a->subjects.capacity;
}

void
wf_agreement_keep(struct finder *f, struct wf_agreement *a)
{
    struct wf_agreement **slot = wf_vector_push(f->doc->arena, &f->doc->agreements);

    if (slot != NULL)
        *slot = a;
}

/* Money said in the clause of the agreement. */
void
wf_agreement_amounts(struct finder *f, struct wf_agreement *a, uint32_t chunk)
{
    uint32_t first = wf_chunk(f->doc, wf_chunk_clause_start(f->doc, chunk))->first;
    uint32_t stop = wf_chunk_clause_end(f->doc, chunk), end;

    end = stop < f->doc->clauses->chunks.count ? wf_chunk(f->doc, stop)->first : f->doc->tokens.count;
    for (; f->figure < f->doc->figures.count && f->doc->figures.items[f->figure]->fact.at.first < first; f->figure++) {
    }
    for (unsigned i = f->figure; i < f->doc->figures.count; i++) {
        struct wf_figure *figure = f->doc->figures.items[i], **slot;

        if (figure->fact.at.first >= end)
            break;
        if (figure->kind != WF_FIGURE_MONEY)
            continue;
        slot = wf_vector_push(f->doc->arena, &a->amounts);
        if (slot != NULL)
            *slot = figure;
    }
}

bool
wf_agreement_wanted(const struct wf_agreement *a, const struct wf_match *m, const struct agreement_status *s, bool definite, bool named,
    bool modified)
{
    bool strong = wf_entry_attribute(m->entry, "strong").data != NULL;
    bool weak = wf_entry_attribute(m->entry, "weak").data != NULL;
    bool stated = a->parties.count > 0 && !a->parties_implied;

    if (s->name.data != NULL && s->cue.end > s->cue.first && s->factuality != WF_FACTUALITY_DENIED)
        return true;
    if (stated || named)
        return true;
    if (a->count.known || a->count_word.data != NULL)
        return strong && s->name.data != NULL;
    if (weak || m->inflection == WF_INFLECTION_PLURAL)
        return false;
    return definite && (strong || strcmp(a->kind, "other") != 0) && modified;
}
