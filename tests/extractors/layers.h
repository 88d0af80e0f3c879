/* SPDX-License-Identifier: Apache-2.0 */
/* One line a fact, for fixture files: `kind | trigger | actors | ...`. */
#ifndef WF_TESTS_LAYERS_H
#define WF_TESTS_LAYERS_H

#include <stdio.h>
#include <string.h>

#include "document/document.h"

static inline void
put_slice(struct wf_buffer *out, struct wf_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        wf_buffer_putc(out, s.data[i] == '\n' ? ' ' : s.data[i]);
}

static inline void
put_reference(struct wf_buffer *out, const struct wf_reference *ref)
{
    if (ref->entity != NULL)
        put_slice(out, ref->entity->name);
    else if (ref->name.data != NULL)
        put_slice(out, ref->name);
    else
        wf_buffer_putc(out, '-');
}

static inline void
put_references(struct wf_buffer *out, const wf_references *refs)
{
    for (unsigned i = 0; i < refs->count; i++) {
        if (i > 0)
            wf_buffer_puts(out, "; ");
        put_reference(out, &refs->items[i]);
    }
    if (refs->count == 0)
        wf_buffer_putc(out, '-');
}

static inline void
put_range(struct wf_buffer *out, const struct wf_document *doc, struct wf_range at)
{
    if (at.end > at.first)
        put_slice(out, wf_span_text(doc, at.span));
    else
        wf_buffer_putc(out, '-');
}

static inline void
put_time(struct wf_buffer *out, struct wf_time time)
{
    if (time.value.data != NULL)
        put_slice(out, time.value);
    else
        wf_buffer_putc(out, '-');
}

/* form | speaker | cue | words, and where there are any ` | to addressee` and ` | on date` */
static inline void
put_quotes(struct wf_buffer *out, const struct wf_document *doc)
{
    for (unsigned i = 0; i < doc->quotes.count; i++) {
        const struct wf_quote *q = doc->quotes.items[i];

        wf_buffer_puts(out, wf_quote_form_name(q->form));
        wf_buffer_puts(out, " | ");
        put_reference(out, &q->speaker);
        wf_buffer_puts(out, " | ");
        put_range(out, doc, q->cue);
        wf_buffer_puts(out, " | ");
        put_range(out, doc, q->fact.at);
        if (!(q->addressee.entity == NULL && q->addressee.name.data == NULL)) {
            wf_buffer_puts(out, " | to ");
            put_reference(out, &q->addressee);
        }
        if (q->time.value.data != NULL) {
            wf_buffer_puts(out, " | on ");
            put_time(out, q->time);
        }
        wf_buffer_putc(out, '\n');
    }
}

/* kind | status | parties | trigger | count | date | subjects */
static inline void
put_agreements(struct wf_buffer *out, const struct wf_document *doc)
{
    for (unsigned i = 0; i < doc->agreements.count; i++) {
        const struct wf_agreement *a = doc->agreements.items[i];
        char number[WF_DECIMAL_PRINT_MAX];

        wf_buffer_puts(out, a->kind);
        wf_buffer_puts(out, " | ");
        wf_buffer_puts(out, a->status != NULL ? a->status : "-");
        wf_buffer_puts(out, " | ");
        put_references(out, &a->parties);
        wf_buffer_puts(out, " | ");
        put_range(out, doc, a->trigger);
        wf_buffer_puts(out, " | ");
        if (a->count.known)
            wf_buffer_append(out, number, wf_decimal_print(a->count, number));
        else if (a->count_word.data != NULL)
            put_slice(out, a->count_word);
        else
            wf_buffer_putc(out, '-');
        wf_buffer_puts(out, " | ");
        put_time(out, a->time);
        wf_buffer_putc(out, '\n');
    }
}

/* kind | PLOVER type | trigger | actors | targets | place | factuality */
static inline void
put_events(struct wf_buffer *out, const struct wf_document *doc)
{
    for (unsigned i = 0; i < doc->events.count; i++) {
        const struct wf_event *e = doc->events.items[i];

        wf_buffer_puts(out, e->kind);
        wf_buffer_puts(out, " | ");
        wf_buffer_puts(out, e->plover_type != NULL ? e->plover_type : "-");
        wf_buffer_puts(out, " | ");
        put_range(out, doc, e->trigger);
        wf_buffer_puts(out, " | ");
        put_references(out, &e->actors);
        wf_buffer_puts(out, " | ");
        put_references(out, &e->targets);
        wf_buffer_puts(out, " | ");
        put_reference(out, &e->place);
        wf_buffer_puts(out, " | ");
        wf_buffer_puts(out, wf_factuality_name(e->factuality));
        wf_buffer_putc(out, '\n');
    }
}

#endif
