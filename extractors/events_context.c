/* SPDX-License-Identifier: Apache-2.0 */
/* PLOVER contexts: what an event is about, from the words around it (data/plover_contexts.tsv). */
#include "extractors/events_private.h"

#include <stdlib.h>
#include <string.h>

#define SENTENCE_READ 120 /* tokens on either side of a trigger */

enum wf_status
wf_contexts_load(struct events_state *state, struct wf_setup *setup, struct wf_error *err)
{
    const struct wf_lexicon_entry *const *entries;
    uint32_t count;

    state->context = wf_lexicon_class(setup->lexicon, "plover_context");
    entries = wf_lexicon_entries(setup->lexicon, state->context, &count);
    state->context_of = calloc((size_t)count + 1, 1);
    if (state->context_of == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage events");
    for (uint32_t i = 0; i < count; i++) {
        unsigned k = 0;

        while (k < state->context_count && !wf_slice_is(entries[i]->value, state->contexts[k]))
            k++;
        if (k == EVENT_CONTEXTS)
            return wf_error_set(err, WF_EDATA, "plover_context", 0, "more than %d contexts", EVENT_CONTEXTS);
        if (k == state->context_count) {
            state->contexts[k] = wf_arena_copy(state->memory, entries[i]->value.data, entries[i]->value.len);
            if (state->contexts[k] == NULL)
                return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage events");
            state->context_count++;
        }
        state->context_of[i] = (uint8_t)k;
    }
    return WF_OK;
}

/* Most words, then nearest to the trigger; NULL where there is none. */
static const char *
context(const struct coder *c, const struct wf_event *event)
{
    const struct wf_sentence *s = &c->doc->sentences.items[event->fact.sentence];
    uint32_t at = event->trigger.first, first = s->first, end = s->end, near[EVENT_CONTEXTS];
    uint8_t count[EVENT_CONTEXTS];
    int best = -1;

    memset(count, 0, sizeof count);
    if (at - first > SENTENCE_READ)
        first = at - SENTENCE_READ;
    if (end - at > SENTENCE_READ)
        end = at + SENTENCE_READ;
    for (uint32_t k = c->doc->matches->starts[first]; k < c->doc->matches->starts[end]; k++) {
        const struct wf_match *m = &c->doc->matches->items.items[k];
        uint32_t away = m->first > at ? m->first - at : at - m->first;
        unsigned i;

        if (m->class_id != c->state->context)
            continue;
        i = c->state->context_of[m->entry->index];
        if (count[i] == 0 || away < near[i])
            near[i] = away;
        if (count[i] < UINT8_MAX)
            count[i]++;
    }
    for (unsigned i = 0; i < c->state->context_count; i++)
        if (count[i] > 0 && (best < 0 || count[i] > count[best] || (count[i] == count[best] && near[i] < near[best])))
            best = (int)i;
    return best < 0 ? NULL : c->state->contexts[best];
}

void
wf_events_context(struct coder *c, struct wf_run *run)
{
    for (unsigned i = 0; i < c->doc->events.count && wf_step(run, 1); i++)
        if (c->doc->events.items[i]->plover_type != NULL)
            c->doc->events.items[i]->plover_context = context(c, c->doc->events.items[i]);
}
