/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/recent.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "document/utf8.h"
#include "producer/describe.h"
#include "producer/encode.h"

#define WANTED_MS 10000
#define EVERY_MS 500       /* between two documents that facts are taken from */
#define FACTS_OF_ONE 4     /* taken from one document */
#define SIDE 240           /* bytes of the sentence on either side of the words */
#define WORDS 400          /* bytes of the words themselves */
#define MESSAGE 400

struct kept {
    uint64_t number; /* 0: empty */
    struct wf_buffer json;
};

struct wf_recent {
    bool with_facts;
    _Atomic int64_t wanted_until;
    pthread_mutex_t lock; /* over what follows */
    uint64_t last;
    unsigned next_fact, next_letter;
    struct kept facts[WF_RECENT_FACTS], letters[WF_RECENT_LETTERS];
};

wf_recent *
wf_recent_new(bool facts)
{
    wf_recent *r = calloc(1, sizeof *r);

    if (r == NULL)
        return NULL;
    r->with_facts = facts;
    pthread_mutex_init(&r->lock, NULL);
    return r;
}

void
wf_recent_free(wf_recent *r)
{
    if (r == NULL)
        return;
    for (unsigned i = 0; i < WF_RECENT_FACTS; i++)
        wf_buffer_free(&r->facts[i].json);
    for (unsigned i = 0; i < WF_RECENT_LETTERS; i++)
        wf_buffer_free(&r->letters[i].json);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

void
wf_recent_want(wf_recent *r, int64_t now_ms)
{
    if (r != NULL)
        atomic_store_explicit(&r->wanted_until, now_ms + WANTED_MS, memory_order_relaxed);
}

static void
print_ring(const struct kept *ring, unsigned size, unsigned oldest, uint64_t seen, struct wf_buffer *out)
{
    bool first = true;

    for (unsigned i = 0; i < size; i++) {
        const struct kept *k = &ring[(oldest + i) % size];

        if (k->number <= seen)
            continue;
        if (!first)
            wf_buffer_putc(out, ',');
        first = false;
        wf_buffer_append(out, k->json.data, k->json.len);
    }
}

void
wf_recent_print(wf_recent *r, uint64_t *seen, struct wf_buffer *out)
{
    wf_buffer_puts(out, "\"facts\":[");
    if (r != NULL) {
        pthread_mutex_lock(&r->lock);
        print_ring(r->facts, WF_RECENT_FACTS, r->next_fact, *seen, out);
    }
    wf_buffer_puts(out, "],\"letters\":[");
    if (r != NULL) {
        print_ring(r->letters, WF_RECENT_LETTERS, r->next_letter, *seen, out);
        *seen = r->last;
        pthread_mutex_unlock(&r->lock);
    }
    wf_buffer_putc(out, ']');
}

/* ---- taking ---- */

/* `text` without more than `most` bytes, cut at a code point: its end, or with `tail` its beginning, is left out. */
static struct wf_slice
cut(struct wf_slice text, size_t most, bool tail)
{
    size_t at;

    if (text.len <= most)
        return text;
    if (tail) {
        for (at = text.len - most; at < text.len && ((unsigned char)text.data[at] & 0xc0) == 0x80;)
            at++;
        return (struct wf_slice){ text.data + at, text.len - at };
    }
    for (at = most; at > 0 && ((unsigned char)text.data[at] & 0xc0) == 0x80;)
        at--;
    return (struct wf_slice){ text.data, at };
}

static void
put_text(struct wf_buffer *out, const char *name, struct wf_slice text, size_t most, bool tail)
{
    wf_buffer_printf(out, ",\"%s\":", name);
    wf_buffer_put_json(out, text.data == NULL ? WF_SLICE("") : cut(text, most, tail));
}

static void
put_described(struct wf_buffer *out, const char *name, const struct wf_document *doc, enum wf_record_layer layer,
    const void *fact, void (*describe)(struct wf_buffer *, const struct wf_document *, enum wf_record_layer, const void *))
{
    struct wf_buffer words = WF_BUFFER_INIT;

    describe(&words, doc, layer, fact);
    put_text(out, name, (struct wf_slice){ words.data, words.len }, SIDE, false);
    wf_buffer_free(&words);
}

static void
put_fact(struct wf_buffer *out, const struct wf_document *doc, enum wf_record_layer layer, const struct wf_fact *fact)
{
    struct wf_span words = fact->at.span, all = words;
    struct wf_slice text = { doc->text.reading.data, doc->text.reading.len };

    if (fact->sentence < doc->sentences.count) {
        const struct wf_sentence *s = &doc->sentences.items[fact->sentence];

        all = wf_range_of(doc, s->first, s->end).span;
    }
    if (all.start > words.start)
        all.start = words.start;
    if (all.end < words.end)
        all.end = words.end;
    wf_buffer_printf(out, "{\"layer\":\"%s\"", wf_record_layer_name(layer));
    put_text(out, "document", doc->id, 120, false);
    put_text(out, "rule", wf_slice_of(fact->rule == NULL ? "" : fact->rule->name), 120, false);
    put_described(out, "title", doc, layer, fact, wf_describe_title);
    put_described(out, "details", doc, layer, fact, wf_describe_details);
    put_text(out, "before", (struct wf_slice){ text.data + all.start, words.start - all.start }, SIDE, true);
    put_text(out, "words", (struct wf_slice){ text.data + words.start, words.end - words.start }, WORDS, false);
    put_text(out, "after", (struct wf_slice){ text.data + words.end, all.end - words.end }, SIDE, false);
}

/* The facts of a layer. */
struct list {
    const void *const *items;
    unsigned count;
};

#define LIST(vector) { (const void *const *)(vector).items, (vector).count }

void
wf_recent_take(const wf_recent *r, struct wf_recent_batch *batch, const struct wf_document *doc, int64_t now_ms)
{
    const struct list lists[] = { [WF_RECORD_ENTITY] = LIST(doc->entities), [WF_RECORD_FIGURE] = LIST(doc->figures),
        [WF_RECORD_DATE] = LIST(doc->dates), [WF_RECORD_AGREEMENT] = LIST(doc->agreements),
        [WF_RECORD_EVENT] = LIST(doc->events), [WF_RECORD_QUOTE] = LIST(doc->quotes) };
    const unsigned layers = sizeof lists / sizeof lists[0];

    if (r == NULL || !r->with_facts || now_ms - batch->taken_ms < EVERY_MS
        || atomic_load_explicit(&r->wanted_until, memory_order_relaxed) < now_ms)
        return;
    batch->taken_ms = now_ms;
    batch->turn++;
    for (unsigned i = 0, taken = 0; i < layers && taken < FACTS_OF_ONE && batch->fact_count < WF_RECENT_FACTS; i++) {
        unsigned layer = (batch->turn + i) % layers;

        if (lists[layer].count == 0)
            continue;
        /* every fact begins with its head; another place in the list each time, so that not all are datelines */
        put_fact(&batch->facts[batch->fact_count++], doc, (enum wf_record_layer)layer,
            lists[layer].items[batch->turn * 7 % lists[layer].count]);
        taken++;
    }
}

void
wf_recent_letter(const wf_recent *r, struct wf_recent_batch *batch, const struct wf_origin *origin,
    enum wf_status reason, const char *stage, const char *message)
{
    struct wf_buffer *out;

    if (r == NULL)
        return;
    /* of more than fit the last ones */
    out = &batch->letters[batch->letter_count++ % WF_RECENT_LETTERS];
    wf_buffer_clear(out);
    wf_buffer_printf(out, "{\"reason\":\"%s\",\"meaning\":\"%s\",\"stage\":\"%s\"", wf_status_name(reason),
        wf_status_message(reason), stage);
    put_text(out, "topic", wf_slice_of(origin->topic), 250, false);
    wf_buffer_printf(out, ",\"partition\":%d,\"offset\":%lld", (int)origin->partition, (long long)origin->offset);
    put_text(out, "message", wf_slice_of(message), MESSAGE, false);
}

/* Into the oldest place of a ring, with number and time; the place's old memory goes to the batch. */
static void
keep(wf_recent *r, struct kept *k, struct wf_buffer *json, int64_t time_ms)
{
    struct wf_buffer old = k->json;

    wf_buffer_printf(json, ",\"number\":%llu,\"time\":%lld}", (unsigned long long)(r->last + 1), (long long)time_ms);
    if (json->failed)
        return; /* no memory: it is only not shown */
    k->number = ++r->last;
    k->json = *json;
    *json = old;
}

void
wf_recent_commit(wf_recent *r, struct wf_recent_batch *batch, int64_t time_ms)
{
    unsigned letters = batch->letter_count < WF_RECENT_LETTERS ? batch->letter_count : WF_RECENT_LETTERS;

    if (r == NULL || (batch->fact_count == 0 && batch->letter_count == 0))
        return;
    pthread_mutex_lock(&r->lock);
    for (unsigned i = 0; i < batch->fact_count; i++) {
        keep(r, &r->facts[r->next_fact], &batch->facts[i], time_ms);
        r->next_fact = (r->next_fact + 1) % WF_RECENT_FACTS;
    }
    for (unsigned i = 0; i < letters; i++) {
        unsigned oldest = batch->letter_count - letters;

        keep(r, &r->letters[r->next_letter], &batch->letters[(oldest + i) % WF_RECENT_LETTERS], time_ms);
        r->next_letter = (r->next_letter + 1) % WF_RECENT_LETTERS;
    }
    pthread_mutex_unlock(&r->lock);
    wf_recent_drop(batch);
}

void
wf_recent_drop(struct wf_recent_batch *batch)
{
    if (batch->fact_count == 0 && batch->letter_count == 0)
        return; /* as most are */
    for (unsigned i = 0; i < WF_RECENT_FACTS; i++)
        wf_buffer_clear(&batch->facts[i]);
    for (unsigned i = 0; i < WF_RECENT_LETTERS; i++)
        wf_buffer_clear(&batch->letters[i]);
    batch->fact_count = batch->letter_count = 0;
}

void
wf_recent_batch_free(struct wf_recent_batch *batch)
{
    for (unsigned i = 0; i < WF_RECENT_FACTS; i++)
        wf_buffer_free(&batch->facts[i]);
    for (unsigned i = 0; i < WF_RECENT_LETTERS; i++)
        wf_buffer_free(&batch->letters[i]);
}
