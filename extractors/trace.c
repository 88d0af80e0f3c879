/* SPDX-License-Identifier: Apache-2.0 */
/* Notes for `wirefact explain`: what each stage added in the focus. */
#include <stdarg.h>
#include <stdio.h>

#include "extractors/chain_private.h"
#include "extractors/pattern.h"

void
wf_trace_note(const struct wf_run *run, struct wf_span at, const char *rule, const char *format, ...)
{
    char text[400];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    run->trace->note(run->trace->context, at, rule, text);
}

void
wf_trace_before(struct wf_trace_seen *seen, const struct wf_document *doc)
{
    *seen = (struct wf_trace_seen){ doc->numbers.count, doc->mentions.count, doc->entities.count,
        doc->descriptions.count, doc->figures.count, doc->dates.count, doc->agreements.count,
        doc->events.count, doc->quotes.count, doc->patterns.count };
}

static int
shown(struct wf_slice text)
{
    return text.len > 80 ? 80 : (int)text.len;
}

/* The stage added a fact with this head. */
static void
note_fact(const struct wf_run *run, const struct wf_document *doc, const char *stage, const struct wf_fact *fact,
    const char *layer, const char *kind)
{
    struct wf_slice text = wf_span_text(doc, fact->at.span);

    WF_TRACE(run, fact->at.span, fact->rule == NULL ? NULL : fact->rule->name, "%s made %s %s `%.*s`", stage, layer,
        kind == NULL ? "" : kind, shown(text), text.data);
}

static void
note_mentions(const struct wf_trace_seen *seen, const struct wf_run *run, const struct wf_document *doc,
    const char *stage)
{
    for (unsigned i = seen->mentions; i < doc->mentions.count; i++) {
        const struct wf_mention *m = doc->mentions.items[i];
        struct wf_slice text = wf_span_text(doc, m->at.span);

        WF_TRACE(run, m->at.span, m->rule == NULL ? NULL : m->rule->name, "%s made mention %s `%.*s`%s", stage,
            wf_entity_type_name(m->type), shown(text), text.data, m->nested ? " (inside a longer name)" : "");
    }
    if (doc->entities.count > seen->entities)
        for (unsigned i = 0; i < doc->mentions.count; i++) {
            const struct wf_mention *m = doc->mentions.items[i];

            if (m->entity != NULL)
                WF_TRACE(run, m->at.span, NULL, "%s put it to entity %s `%.*s`", stage,
                    wf_entity_type_name(m->entity->type), shown(m->entity->name), m->entity->name.data);
        }
    for (unsigned i = seen->descriptions; i < doc->descriptions.count; i++) {
        const struct wf_reference *who = &doc->descriptions.items[i].who;
        struct wf_slice name = who->entity != NULL ? who->entity->name : who->name;

        WF_TRACE(run, who->at.span, NULL, "%s takes it for %s`%.*s`", stage, who->entity != NULL ? "" : "the unnamed ",
            shown(name), name.data == NULL ? "" : name.data);
    }
}

static void
note_numbers(const struct wf_trace_seen *seen, const struct wf_run *run, const struct wf_document *doc,
    const char *stage)
{
    for (unsigned i = seen->numbers; i < doc->numbers.count; i++) {
        char value[WF_DECIMAL_PRINT_MAX];

        (void)wf_decimal_print(doc->numbers.items[i].value, value);
        WF_TRACE(run, doc->numbers.items[i].at.span, NULL, "%s read %s %s", stage,
            doc->numbers.items[i].ordinal ? "ordinal" : "number", value);
    }
    for (unsigned i = seen->patterns; i < doc->patterns.count; i++)
        WF_TRACE(run, doc->patterns.items[i]->at.span, doc->patterns.items[i]->rule->name, "%s: a rule file's pattern matched",
            stage);
}

void
wf_trace_after(const struct wf_trace_seen *seen, const struct wf_run *run, const struct wf_document *doc,
    const char *stage)
{
    note_numbers(seen, run, doc, stage);
    note_mentions(seen, run, doc, stage);
    for (unsigned i = seen->figures; i < doc->figures.count; i++)
        note_fact(run, doc, stage, &doc->figures.items[i]->fact, "figure",
            wf_figure_kind_name(doc->figures.items[i]->kind));
    for (unsigned i = seen->dates; i < doc->dates.count; i++)
        note_fact(run, doc, stage, &doc->dates.items[i]->fact, "date", wf_date_type_name(doc->dates.items[i]->type));
    for (unsigned i = seen->agreements; i < doc->agreements.count; i++)
        note_fact(run, doc, stage, &doc->agreements.items[i]->fact, "agreement", doc->agreements.items[i]->kind);
    for (unsigned i = seen->events; i < doc->events.count; i++)
        note_fact(run, doc, stage, &doc->events.items[i]->fact, "event", doc->events.items[i]->kind);
    for (unsigned i = seen->quotes; i < doc->quotes.count; i++)
        note_fact(run, doc, stage, &doc->quotes.items[i]->fact, "quote",
            wf_quote_form_name(doc->quotes.items[i]->form));
}
