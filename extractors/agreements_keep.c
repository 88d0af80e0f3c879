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

/* At most three sentences before it, in the same paragraph: `the agreement` is the one just told of. */
static bool
is_close(const struct wf_document *doc, const struct wf_agreement *e, const struct wf_agreement *a)
{
    return a->fact.sentence - e->fact.sentence <= 3 &&
           doc->sentences.items[e->fact.sentence].block == doc->sentences.items[a->fact.sentence].block;
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
        if (disjoint && !(definite && bare && is_close(f->doc, e, a)))
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

static bool
holds(const wf_references *list, const struct wf_reference *ref)
{
    for (unsigned i = 0; i < list->count; i++)
        if (wf_reference_same(&list->items[i], ref))
            return true;
    return false;
}

void
wf_agreement_merge(struct finder *f, struct wf_agreement *e, const struct wf_agreement *a)
{
    struct wf_range *more = wf_vector_push(f->doc->arena, &e->more_triggers);
    bool take = a->parties.count > 0 && !a->parties_implied && (e->parties.count == 0 || (e->parties_implied &&
        (a->parties.count > 1 || !holds(&e->parties, &a->parties.items[0]))));

    if (more != NULL)
        *more = a->trigger;
    if (a->status_cue.end > a->status_cue.first && (more = wf_vector_push(f->doc->arena, &e->more_cues)) != NULL)
        *more = a->status_cue;
    if (take)
        e->parties.count = 0; /* what was only implied gives way to what is said */
    if (!take && e->parties.count == 1 && !e->parties_implied && !a->parties_implied)
        take = true; /* the other one is told later */
    for (unsigned i = 0; i < a->parties.count && take; i++)
        wf_party_add(f, &e->parties, &a->parties.items[i]);
    if (e->signatories.count == 0)
        e->signatories = a->signatories;
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

bool
wf_agreement_lists(const struct finder *f, uint32_t from, uint32_t to)
{
    for (uint32_t t = from; t < to; t++)
        if ((f->doc->tokens.items[t].flags & WF_TOKEN_COLON) || wf_match_at(f->doc, t, f->state->list_cue) != NULL)
            return true;
    return false;
}

static bool
may_belong(const struct finder *f, const struct wf_agreement *group, const struct wf_agreement *a)
{
    if (a->group != NULL || a->fact.at.first < group->fact.at.end || a->fact.sentence - group->fact.sentence > 1 ||
        f->doc->sentences.items[a->fact.sentence].block != f->doc->sentences.items[group->fact.sentence].block)
        return false;
    if (group->kind != a->kind && strcmp(group->kind, "other") != 0)
        return false;
    return wf_agreement_lists(f, group->fact.at.end, a->fact.at.first);
}

void
wf_agreements_group(struct finder *f)
{
    for (unsigned i = 0; i < f->doc->agreements.count; i++) {
        struct wf_agreement *group = f->doc->agreements.items[i];

        if (!group->count.known && group->count_word.data == NULL)
            continue;
        for (unsigned k = i + 1; k < f->doc->agreements.count && k - i < SAME_REACH; k++) {
            struct wf_agreement *a = f->doc->agreements.items[k];

            if (a->count.known || a->count_word.data != NULL || !may_belong(f, group, a))
                continue;
            a->group = group;
            group->members++;
        }
        if (group->count.known && wf_decimal_compare(group->count, wf_decimal_of(group->members)) < 0)
            wf_document_warn(f->doc, "count-mismatch", group->fact.at.span, "%u agreements named of a smaller number",
                group->members);
    }
}
