/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/outbox.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADERS_OF_RECORD 9
#define HEADERS_OF_DEAD_LETTER 20
#define TYPE_SIZE 48

/* A record collected; offsets into the buffer, which may move. */
struct item {
    enum wf_record_layer layer;
    size_t id, id_len, value, value_len;
};

struct wf_outbox {
    const struct wf_run_settings *settings;
    struct wf_buffer bytes;
    struct item *items;
    unsigned count, capacity;
    size_t document_id, document_id_len;
    char types[WF_RECORD_LAYER_COUNT][TYPE_SIZE]; /* ce_type */
    struct wf_outgoing_header *headers;           /* of dead letters */
    unsigned header_capacity;
};

wf_outbox *
wf_outbox_new(const struct wf_run_settings *settings)
{
    struct wf_outbox *d = calloc(1, sizeof *d);

    if (d == NULL)
        return NULL;
    d->settings = settings;
    for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++)
        snprintf(d->types[i], TYPE_SIZE, "wirefact.%s.v1", wf_record_layer_name((enum wf_record_layer)i));
    return d;
}

void
wf_outbox_free(wf_outbox *d)
{
    if (d == NULL)
        return;
    wf_buffer_free(&d->bytes);
    free(d->items);
    free(d->headers);
    free(d);
}

void
wf_outbox_clear(wf_outbox *d)
{
    wf_buffer_clear(&d->bytes);
    d->count = 0;
    d->document_id_len = 0;
}

static size_t
keep(struct wf_outbox *d, struct wf_slice slice)
{
    size_t at = d->bytes.len;

    wf_buffer_append_slice(&d->bytes, slice);
    return at;
}

enum wf_status
wf_outbox_collect(void *context, const struct wf_record *record)
{
    struct wf_outbox *d = context;
    struct item *item;

    if (d->settings->outputs[record->layer] == NULL)
        return WF_OK;
    if (d->count == d->capacity) {
        unsigned capacity = d->capacity == 0 ? 256 : d->capacity * 2;
        struct item *grown = realloc(d->items, capacity * sizeof *grown);

        if (grown == NULL)
            return WF_ENOMEM;
        d->items = grown;
        d->capacity = capacity;
    }
    if (d->count == 0) {
        d->document_id = keep(d, record->document_id);
        d->document_id_len = record->document_id.len;
    }
    item = &d->items[d->count++];
    item->layer = record->layer;
    item->id = keep(d, record->id);
    item->id_len = record->id.len;
    item->value = keep(d, record->value);
    item->value_len = record->value.len;
    return d->bytes.failed ? WF_ENOMEM : WF_OK;
}

void
wf_outbox_measure(const wf_outbox *d, struct wf_outbox_size *size)
{
    memset(size, 0, sizeof *size);
    for (unsigned i = 0; i < d->count; i++) {
        size->records[d->items[i].layer]++;
        size->facts += d->items[i].layer != WF_RECORD_DOCUMENT;
        size->bytes += d->items[i].value_len;
    }
}

/* ---- facts ---- */

/* RFC 3339 in UTC with milliseconds. The length, 0 where the time is unknown. */
static size_t
print_time(int64_t ms, char out[40])
{
    int64_t days = ms / 86400000, rest = ms % 86400000;
    struct wf_civil civil;

    out[0] = '\0';
    if (ms < 0 || days > 2932896) /* year 9999 */
        return 0;
    civil = wf_civil_of((int32_t)days);
    return (size_t)snprintf(out, 40, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", (int)civil.year, civil.month,
        civil.day, (int)(rest / 3600000), (int)(rest / 60000 % 60), (int)(rest / 1000 % 60), (int)(rest % 1000));
}

static struct wf_slice
find_header(const struct wf_input *in, const char *name)
{
    for (unsigned i = 0; i < in->header_count; i++)
        if (wf_slice_is(in->headers[i].name, name))
            return in->headers[i].value;
    return WF_SLICE_NONE;
}

static unsigned
add(struct wf_outgoing_header *headers, unsigned count, const char *name, struct wf_slice value)
{
    headers[count].name = name;
    headers[count].value = value;
    return count + 1;
}

/* What is the same for all records of a document; slots 1 and 3 are filled for each. */
static unsigned
common_headers(const struct wf_outbox *d, const struct wf_input *in, const char *time, size_t time_len,
    struct wf_outgoing_header *headers)
{
    struct wf_slice document = { d->bytes.data + d->document_id, d->document_id_len };
    struct wf_slice parent = find_header(in, "traceparent"), state = find_header(in, "tracestate");
    unsigned n = 0;

    n = add(headers, n, "ce_specversion", WF_SLICE("1.0"));
    n = add(headers, n, "ce_id", WF_SLICE_NONE);
    n = add(headers, n, "ce_source", wf_slice_of(d->settings->source));
    n = add(headers, n, "ce_type", WF_SLICE_NONE);
    n = add(headers, n, "ce_subject", document);
    if (time_len > 0)
        n = add(headers, n, "ce_time", (struct wf_slice){ time, time_len });
    n = add(headers, n, "content-type", WF_SLICE("application/json"));
    if (parent.data != NULL)
        n = add(headers, n, "traceparent", parent);
    if (state.data != NULL)
        n = add(headers, n, "tracestate", state);
    return n;
}

static size_t
headers_size(const struct wf_outgoing_header *headers, unsigned count)
{
    size_t size = 0;

    for (unsigned i = 0; i < count; i++)
        size += strlen(headers[i].name) + headers[i].value.len + 10; /* two varints of at most 5 bytes */
    return size;
}

enum wf_status
wf_outbox_check(const wf_outbox *d, const wf_producer *producer, struct wf_error *err)
{
    size_t headers = 1024 + d->document_id_len + strlen(d->settings->source);

    for (unsigned i = 0; i < d->count; i++)
        if (!wf_producer_fits(producer, d->items[i].id_len, d->items[i].value_len, headers))
            return wf_error_set(err, WF_ELIMIT, d->settings->outputs[d->items[i].layer], 0,
                "a record of %zu bytes is over message.max.bytes", d->items[i].value_len);
    return WF_OK;
}

enum wf_status
wf_outbox_send(wf_outbox *d, wf_producer *producer, const struct wf_input *in, uint32_t document, bool alone,
    int timeout_ms, struct wf_error *err)
{
    struct wf_outgoing_header headers[HEADERS_OF_RECORD];
    struct wf_outgoing out = { .headers = headers, .document = document };
    enum wf_status st = WF_OK;
    char time[40];
    size_t time_len = print_time(in->origin.timestamp, time);

    if (d->count == 0)
        return WF_OK;
    out.header_count = common_headers(d, in, time, time_len, headers);
    out.partition_key = (struct wf_slice){ d->bytes.data + d->document_id, d->document_id_len };
    for (unsigned i = 0; st == WF_OK && i < d->count; i++) {
        const struct item *item = &d->items[i];

        out.topic = item->layer;
        out.key = (struct wf_slice){ d->bytes.data + item->id, item->id_len };
        out.value = (struct wf_slice){ d->bytes.data + item->value, item->value_len };
        headers[1].value = out.key;
        headers[3].value = wf_slice_of(d->types[item->layer]);
        st = wf_producer_send(producer, &out, timeout_ms, err);
        if (st == WF_OK && alone)
            st = wf_producer_flush(producer, timeout_ms, err);
    }
    return st;
}

/* ---- dead letters ---- */

static bool
room_for_headers(struct wf_outbox *d, unsigned count)
{
    struct wf_outgoing_header *grown;

    if (count <= d->header_capacity)
        return true;
    grown = realloc(d->headers, count * sizeof *grown);
    if (grown == NULL)
        return false;
    d->headers = grown;
    d->header_capacity = count;
    return true;
}

enum wf_status
wf_outbox_dead_letter(wf_outbox *d, wf_producer *producer, const struct wf_input *in,
    const struct wf_dead_letter *why, uint32_t document, int timeout_ms, struct wf_error *err)
{
    struct wf_outgoing out = { .topic = WF_TOPIC_DEAD_LETTERS, .document = document };
    struct wf_slice topic = wf_slice_of(in->origin.topic), message = wf_slice_of(why->message);
    char partition[16], offset[24], timestamp[24], reason[64], length[24], stage[64];
    bool decoding = strcmp(why->stage, "decode") == 0;
    struct wf_outgoing_header *h;
    unsigned n = 0;

    if (d->settings->dead_letters == NULL)
        return wf_error_set(err, WF_EBROKER, in->origin.topic, 0,
            "document %" PRId32 "/%" PRId64 " cannot be processed and there is no dead-letter topic: %s",
            in->origin.partition, in->origin.offset, why->message);
    if (!room_for_headers(d, in->header_count + HEADERS_OF_DEAD_LETTER))
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for headers");
    h = d->headers;
    snprintf(partition, sizeof partition, "%" PRId32, in->origin.partition);
    snprintf(offset, sizeof offset, "%" PRId64, in->origin.offset);
    snprintf(timestamp, sizeof timestamp, "%" PRId64, in->origin.timestamp);
    snprintf(reason, sizeof reason, "wirefact.%s", wf_status_name(why->reason));
    snprintf(length, sizeof length, "%zu", in->value.len);
    snprintf(stage, sizeof stage, "wirefact.%s", why->stage);

    /* names of Kafka headers end at the first zero byte in the library, so those are terminated already */
    for (unsigned i = 0; i < in->header_count; i++)
        n = add(h, n, in->headers[i].name.data, in->headers[i].value);
    n = add(h, n, "wirefact.error.reason", wf_slice_of(wf_status_name(why->reason)));
    n = add(h, n, "wirefact.error.stage", wf_slice_of(why->stage));
    n = add(h, n, "wirefact.error.message", message);
    n = add(h, n, "wirefact.error.topic", topic);
    n = add(h, n, "wirefact.error.partition", wf_slice_of(partition));
    n = add(h, n, "wirefact.error.offset", wf_slice_of(offset));
    n = add(h, n, "wirefact.error.timestamp", wf_slice_of(timestamp));
    n = add(h, n, "wirefact.error.group", wf_slice_of(d->settings->group));
    n = add(h, n, "__connect.errors.topic", topic);
    n = add(h, n, "__connect.errors.partition", wf_slice_of(partition));
    n = add(h, n, "__connect.errors.offset", wf_slice_of(offset));
    n = add(h, n, "__connect.errors.connector.name", wf_slice_of(d->settings->group));
    n = add(h, n, "__connect.errors.task.id", WF_SLICE("0"));
    n = add(h, n, "__connect.errors.stage", decoding ? WF_SLICE("VALUE_CONVERTER") : WF_SLICE("TRANSFORMATION"));
    n = add(h, n, "__connect.errors.class.name", wf_slice_of(stage));
    n = add(h, n, "__connect.errors.exception.class.name", wf_slice_of(reason));
    n = add(h, n, "__connect.errors.exception.message", message);
    out.key = in->key;
    out.value = in->value;
    out.partition_key = in->key;
    out.partition = in->origin.partition;
    if (why->without_value
        || !wf_producer_fits(producer, in->key.len, in->value.len, headers_size(h, n) + 64)) {
        /* the original is still where the headers point to */
        out.value = WF_SLICE_NONE;
        n = add(h, n, "wirefact.error.value-length", wf_slice_of(length));
    }
    out.headers = h;
    out.header_count = n;
    return wf_producer_send(producer, &out, timeout_ms, err);
}
