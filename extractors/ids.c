/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `ids`, the last: identifiers of all facts. An id is a UUIDv5 over document id, layer, discriminator,
 * exact text and the how-manieth such fact of the document it is, so that an unchanged fact keeps its id
 * when a document is revised or text is inserted before it.
 */
#include <string.h>

#include "document/bytes.h"
#include "extractors/extractor.h"

/* Facts with the same layer, discriminator and text, counted by the hash of those. */
struct seen {
    uint64_t hash;
    uint32_t count;
};

struct namer {
    struct wf_document *doc;
    struct wf_buffer *name;
    struct seen *seen; /* open addressing, mask + 1 places */
    uint32_t mask;
};

static uint32_t
how_many_before(struct namer *n, const char *data, size_t len)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325) ^ len;
    uint32_t i;

    for (; len > 0; data += len < 8 ? len : 8, len -= len < 8 ? len : 8) {
        h = (h ^ wf_bytes_load(data, len < 8 ? len : 8)) * UINT64_C(0xff51afd7ed558ccd);
        h ^= h >> 32;
    }
    h |= 1; /* 0 marks a free place */
    i = (uint32_t)(h >> 20) & n->mask;
    while (n->seen[i].hash != 0 && n->seen[i].hash != h)
        i = (i + 1) & n->mask;
    n->seen[i].hash = h;
    return n->seen[i].count++;
}

static void
name_fact(struct namer *n, struct wf_fact *fact, const char *layer, const char *discriminator,
    struct wf_slice text)
{
    struct wf_buffer *name = n->name;
    uint32_t before;

    wf_buffer_clear(name);
    wf_buffer_append_slice(name, n->doc->id);
    wf_buffer_putc(name, '\0');
    wf_buffer_puts(name, layer);
    wf_buffer_putc(name, '\0');
    wf_buffer_puts(name, discriminator == NULL ? "" : discriminator);
    wf_buffer_putc(name, '\0');
    wf_buffer_append_slice(name, text);
    before = how_many_before(n, name->data, name->len);
    wf_buffer_putc(name, '\0');
    wf_buffer_put_uint(name, before);
    wf_uuid_of(name->data, name->len, fact->id);
}

/* The words of a fact as received. */
static struct wf_slice
source_text(const struct wf_document *doc, const struct wf_fact *fact)
{
    struct wf_span span = wf_text_to_source(&doc->text, fact->at.span);

    return (struct wf_slice){ doc->text.source.data + span.start, span.end - span.start };
}

static void
name_all(struct namer *n)
{
    struct wf_document *doc = n->doc;

    for (unsigned i = 0; i < doc->entities.count; i++)
        name_fact(n, &doc->entities.items[i]->fact, "entity",
            wf_entity_type_name(doc->entities.items[i]->type), doc->entities.items[i]->name);
    for (unsigned i = 0; i < doc->figures.count; i++)
        name_fact(n, &doc->figures.items[i]->fact, "figure",
            wf_figure_kind_name(doc->figures.items[i]->kind), source_text(doc, &doc->figures.items[i]->fact));
    for (unsigned i = 0; i < doc->dates.count; i++)
        name_fact(n, &doc->dates.items[i]->fact, "date", wf_date_type_name(doc->dates.items[i]->type),
            source_text(doc, &doc->dates.items[i]->fact));
    for (unsigned i = 0; i < doc->agreements.count; i++)
        name_fact(n, &doc->agreements.items[i]->fact, "agreement", doc->agreements.items[i]->kind,
            source_text(doc, &doc->agreements.items[i]->fact));
    for (unsigned i = 0; i < doc->events.count; i++)
        name_fact(n, &doc->events.items[i]->fact, "event", doc->events.items[i]->kind,
            source_text(doc, &doc->events.items[i]->fact));
    for (unsigned i = 0; i < doc->quotes.count; i++)
        name_fact(n, &doc->quotes.items[i]->fact, "quote", wf_quote_form_name(doc->quotes.items[i]->form),
            source_text(doc, &doc->quotes.items[i]->fact));
}

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    uint32_t count = doc->entities.count + doc->figures.count + doc->dates.count + doc->agreements.count +
        doc->events.count + doc->quotes.count;
    struct wf_buffer name = WF_BUFFER_INIT;
    struct namer n = { .doc = doc, .name = &name, .mask = 15 };

    (void)state;
    (void)run_state;
    while (n.mask < count * 2)
        n.mask = n.mask * 2 + 1;
    n.seen = wf_arena_zalloc(doc->arena, ((size_t)n.mask + 1) * sizeof *n.seen);
    if (n.seen == NULL)
        return wf_error_set(err, WF_ELIMIT, NULL, 0, "no room for identifiers (limits.memory)");
    name_all(&n);
    wf_buffer_free(&name);
    return WF_OK;
}

const struct wf_extractor wf_extractor_ids = {
    WF_EXTRACTOR_HEAD, "ids", "identifiers of all facts", WF_LAYER(TOKENS), WF_LAYER(IDS), NULL, NULL, run,
    NULL,
};
