/* SPDX-License-Identifier: Apache-2.0 */
#include "producer/encode.h"

#include <stdlib.h>

#include "producer/json.h"
#include "producer/layers.h"

/* What facts of a document share is written once and copied: a report of 18 KB gives some 250 records. */
struct wf_encoder {
    const char *version;
    const char *digest;
    struct wf_buffer record;
    struct wf_buffer head;      /* the `document` object */
    struct wf_buffer sentences; /* `sentence` and `section` of those sentences that hold facts */
    struct wf_buffer ids;       /* the `facts` array of the document record */
    struct piece {
        size_t start, len; /* in sentences; len 0: not written yet */
    } *pieces;
    uint32_t piece_capacity;
    unsigned counts[WF_RECORD_LAYER_COUNT];
};

/* One call of wf_encode. */
struct job {
    struct wf_encoder *encoder;
    const struct wf_document *doc;
    size_t max_record;
    enum wf_status (*emit)(void *context, const struct wf_record *record);
    void *context;
    struct wf_error *err;
};

static const char *const layer_names[WF_RECORD_LAYER_COUNT] = { "entity", "figure", "date", "agreement", "event",
    "quote", "document" };

const char *
wf_record_layer_name(enum wf_record_layer layer)
{
    return (unsigned)layer < WF_RECORD_LAYER_COUNT ? layer_names[layer] : "";
}

wf_encoder *
wf_encoder_new(const char *version, const char *digest)
{
    wf_encoder *encoder = calloc(1, sizeof *encoder);

    if (encoder != NULL) {
        encoder->version = version;
        encoder->digest = digest;
    }
    return encoder;
}

void
wf_encoder_free(wf_encoder *encoder)
{
    if (encoder == NULL)
        return;
    wf_buffer_free(&encoder->record);
    wf_buffer_free(&encoder->head);
    wf_buffer_free(&encoder->sentences);
    wf_buffer_free(&encoder->ids);
    free(encoder->pieces);
    free(encoder);
}

/* `"id":..` to `"url":..`: the same in the `document` object of facts and in the document record. */
static void
put_metadata(struct wf_buffer *buf, const struct wf_document *doc)
{
    WF_JSON_PUT(buf, "\"version\":");
    wf_json_string(buf, doc->version);
    WF_JSON_PUT(buf, ",\"title\":");
    wf_json_string(buf, doc->title);
    WF_JSON_PUT(buf, ",\"published\":");
    if (doc->published.data != NULL)
        wf_json_string(buf, doc->published);
    else
        wf_json_day(buf, doc->published_basis == WF_PUBLISHED_UNKNOWN ? WF_DAY_NONE : doc->published_day);
    WF_JSON_PUT(buf, ",\"publisher\":");
    wf_json_string(buf, doc->publisher);
    WF_JSON_PUT(buf, ",\"language\":");
    wf_json_string(buf, doc->language);
    WF_JSON_PUT(buf, ",\"url\":");
    wf_json_string(buf, doc->url);
}

/* Empty the parts kept from the last document and write those of this one. */
static enum wf_status
begin(struct wf_encoder *encoder, const struct wf_document *doc, struct wf_error *err)
{
    uint32_t sentences = doc->sentences.count;

    wf_buffer_clear(&encoder->head);
    wf_buffer_clear(&encoder->sentences);
    wf_buffer_clear(&encoder->ids);
    memset(encoder->counts, 0, sizeof encoder->counts);
    if (sentences > encoder->piece_capacity) {
        struct piece *pieces = realloc(encoder->pieces, sentences * sizeof *pieces);

        if (pieces == NULL)
            return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the sentences of a document");
        encoder->pieces = pieces;
        encoder->piece_capacity = sentences;
    }
    if (sentences > 0)
        memset(encoder->pieces, 0, sentences * sizeof *encoder->pieces);

    WF_JSON_PUT(&encoder->head, ",\"document\":{\"id\":");
    wf_json_string(&encoder->head, doc->id);
    WF_JSON_PUT(&encoder->head, ",");
    put_metadata(&encoder->head, doc);
    WF_JSON_PUT(&encoder->head, "},\"span\":{");
    return WF_OK;
}

static void
write_sentence(struct wf_buffer *buf, const struct wf_document *doc, uint32_t index)
{
    const struct wf_sentence *sentence = &doc->sentences.items[index];
    struct wf_slice source;
    struct wf_span at = { 0, 0 };

    if (sentence->end > sentence->first)
        at = wf_range_of(doc, sentence->first, sentence->end).span;
    WF_JSON_PUT(buf, ",\"sentence\":{");
    wf_json_span(buf, wf_layer_span(doc, at, &source));
    WF_JSON_PUT(buf, ",\"text\":");
    wf_json_string(buf, wf_span_text(doc, at));
    WF_JSON_PUT(buf, "},\"section\":");
    wf_json_string(buf, wf_document_section(doc, index));
}

static void
put_sentence(struct wf_encoder *encoder, const struct wf_document *doc, uint32_t index)
{
    struct piece *piece;

    if (index >= doc->sentences.count) { /* a document without text */
        WF_JSON_PUT(&encoder->record, ",\"sentence\":{\"start\":0,\"end\":0,\"text\":\"\"},\"section\":null");
        return;
    }
    piece = &encoder->pieces[index];
    if (piece->len == 0) {
        piece->start = encoder->sentences.len;
        write_sentence(&encoder->sentences, doc, index);
        piece->len = encoder->sentences.len - piece->start;
    }
    wf_json_raw(&encoder->record, encoder->sentences.data + piece->start, piece->len);
}

/* The fields that every fact has. */
static void
put_head(struct wf_encoder *encoder, const struct wf_document *doc, enum wf_record_layer layer,
    const struct wf_fact *fact)
{
    struct wf_buffer *buf = &encoder->record;
    struct wf_slice source;

    wf_buffer_clear(buf);
    WF_JSON_PUT(buf, "{\"id\":");
    wf_json_name(buf, fact->id);
    WF_JSON_PUT(buf, ",\"layer\":");
    wf_json_name(buf, layer_names[layer]);
    wf_json_raw(buf, encoder->head.data, encoder->head.len);
    wf_json_span(buf, wf_layer_span(doc, fact->at.span, &source));
    WF_JSON_PUT(buf, "},\"text\":");
    wf_json_string(buf, source);
    put_sentence(encoder, doc, fact->sentence);
    WF_JSON_PUT(buf, ",\"rule\":");
    wf_json_name(buf, fact->rule == NULL ? NULL : fact->rule->name);
    WF_JSON_PUT(buf, ",\"confidence\":");
    if (fact->rule == NULL || fact->rule->precision < 0)
        WF_JSON_PUT(buf, "null");
    else
        wf_json_thousandths(buf, (unsigned)fact->rule->precision);
}

static enum wf_status
send(struct job *job, enum wf_record_layer layer, struct wf_slice id)
{
    struct wf_encoder *encoder = job->encoder;
    struct wf_record record = { layer, id, job->doc->id, { encoder->record.data, encoder->record.len } };

    if (encoder->record.failed || encoder->head.failed || encoder->sentences.failed || encoder->ids.failed)
        return wf_error_set(job->err, WF_ENOMEM, NULL, 0, "no memory for a record");
    if (job->max_record != 0 && record.value.len > job->max_record)
        return wf_error_set(job->err, WF_ELIMIT, NULL, 0,
            "a record of layer %s has %zu bytes, more than the limit of %zu", layer_names[layer],
            record.value.len, job->max_record);
    return job->emit(job->context, &record);
}

static enum wf_status
end_fact(struct job *job, enum wf_record_layer layer, const struct wf_fact *fact)
{
    struct wf_encoder *encoder = job->encoder;

    WF_JSON_PUT(&encoder->record, "}");
    if (encoder->ids.len > 0)
        WF_JSON_PUT(&encoder->ids, ",");
    wf_json_name(&encoder->ids, fact->id);
    encoder->counts[layer]++;
    return send(job, layer, wf_slice_of(fact->id));
}

/* All facts of one layer. `member` is the vector of the document, `write` the writer of the layer's own fields. */
#define WF_ENCODE_LAYER(job, name, member, write, status)                                                   \
    for (unsigned i_ = 0; (status) == WF_OK && i_ < (job)->doc->member.count; i_++) {                       \
        put_head((job)->encoder, (job)->doc, (name), &(job)->doc->member.items[i_]->fact);                  \
        write(&(job)->encoder->record, (job)->doc, (job)->doc->member.items[i_]);                           \
        (status) = end_fact((job), (name), &(job)->doc->member.items[i_]->fact);                            \
    }

static const char *
basis_name(enum wf_published_basis basis)
{
    switch (basis) {
    case WF_PUBLISHED_ENVELOPE: return "envelope";
    case WF_PUBLISHED_TEXT: return "text";
    case WF_PUBLISHED_RECORD: return "record";
    case WF_PUBLISHED_UNKNOWN: break;
    }
    return NULL;
}

static void
put_input(struct wf_buffer *buf, const struct wf_origin *origin)
{
    WF_JSON_PUT(buf, ",\"input\":");
    if (origin->topic == NULL) {
        WF_JSON_PUT(buf, "null");
        return;
    }
    WF_JSON_PUT(buf, "{\"topic\":");
    wf_json_string(buf, wf_slice_of(origin->topic));
    WF_JSON_PUT(buf, ",\"partition\":");
    wf_json_int(buf, origin->partition);
    WF_JSON_PUT(buf, ",\"offset\":");
    wf_json_int(buf, origin->offset);
    WF_JSON_PUT(buf, "}");
}

static void
put_sections(struct wf_buffer *buf, const struct wf_document *doc)
{
    struct wf_slice source;

    WF_JSON_PUT(buf, ",\"sections\":[");
    for (unsigned i = 0; i < doc->sections.count; i++) {
        const struct wf_section *section = &doc->sections.items[i];

        if (i > 0)
            WF_JSON_PUT(buf, ",");
        WF_JSON_PUT(buf, "{\"title\":");
        wf_json_string(buf, section->heading == WF_NO_HEADING
                ? WF_SLICE_NONE
                : wf_span_text(doc, doc->text.blocks.items[section->heading].span));
        WF_JSON_PUT(buf, ",\"level\":");
        wf_json_uint(buf, section->level);
        WF_JSON_PUT(buf, ",");
        wf_json_span(buf, wf_layer_span(doc, section->span, &source));
        WF_JSON_PUT(buf, "}");
    }
    WF_JSON_PUT(buf, "]");
}

static void
put_warnings(struct wf_buffer *buf, const struct wf_document *doc)
{
    struct wf_slice source;

    WF_JSON_PUT(buf, ",\"warnings\":[");
    for (unsigned i = 0; i < doc->warnings.count; i++) {
        const struct wf_warning *warning = &doc->warnings.items[i];

        if (i > 0)
            WF_JSON_PUT(buf, ",");
        WF_JSON_PUT(buf, "{\"code\":");
        wf_json_name(buf, warning->code);
        WF_JSON_PUT(buf, ",\"text\":");
        wf_json_string(buf, warning->text);
        WF_JSON_PUT(buf, ",");
        if (warning->span.end > warning->span.start)
            wf_json_span(buf, wf_layer_span(doc, warning->span, &source));
        else
            WF_JSON_PUT(buf, "\"start\":null,\"end\":null");
        WF_JSON_PUT(buf, "}");
    }
    WF_JSON_PUT(buf, "]");
}

static void
put_document(struct wf_encoder *encoder, const struct wf_document *doc)
{
    struct wf_buffer *buf = &encoder->record;

    wf_buffer_clear(buf);
    WF_JSON_PUT(buf, "{\"id\":");
    wf_json_string(buf, doc->id);
    WF_JSON_PUT(buf, ",\"layer\":\"document\",");
    put_metadata(buf, doc);
    WF_JSON_PUT(buf, ",\"published_basis\":");
    wf_json_name(buf, basis_name(doc->published_basis));
    WF_JSON_PUT(buf, ",\"status\":");
    wf_json_string(buf, doc->status);
    WF_JSON_PUT(buf, ",\"urgency\":");
    if (doc->urgency > 0)
        wf_json_uint(buf, (unsigned)doc->urgency);
    else
        WF_JSON_PUT(buf, "null");
    put_input(buf, &doc->origin);
    put_sections(buf, doc);
    WF_JSON_PUT(buf, ",\"counts\":{");
    for (unsigned layer = 0; layer < WF_RECORD_DOCUMENT; layer++) {
        if (layer > 0)
            WF_JSON_PUT(buf, ",");
        wf_json_name(buf, layer_names[layer]);
        WF_JSON_PUT(buf, ":");
        wf_json_uint(buf, encoder->counts[layer]);
    }
    WF_JSON_PUT(buf, "},\"facts\":[");
    if (encoder->ids.len > 0)
        wf_json_raw(buf, encoder->ids.data, encoder->ids.len);
    WF_JSON_PUT(buf, "]");
    put_warnings(buf, doc);
    WF_JSON_PUT(buf, ",\"producer\":{\"name\":\"wirefact\",\"version\":");
    wf_json_name(buf, encoder->version);
    WF_JSON_PUT(buf, ",\"rules\":");
    wf_json_name(buf, encoder->digest);
    WF_JSON_PUT(buf, "}}");
}

enum wf_status
wf_encode(wf_encoder *encoder, const struct wf_document *doc, size_t max_record,
    enum wf_status (*emit)(void *context, const struct wf_record *record), void *context, struct wf_error *err)
{
    struct job job = { encoder, doc, max_record, emit, context, err };
    enum wf_status st = begin(encoder, doc, err);

    WF_ENCODE_LAYER(&job, WF_RECORD_ENTITY, entities, wf_layer_entity, st)
    WF_ENCODE_LAYER(&job, WF_RECORD_FIGURE, figures, wf_layer_figure, st)
    WF_ENCODE_LAYER(&job, WF_RECORD_DATE, dates, wf_layer_date, st)
    WF_ENCODE_LAYER(&job, WF_RECORD_AGREEMENT, agreements, wf_layer_agreement, st)
    WF_ENCODE_LAYER(&job, WF_RECORD_EVENT, events, wf_layer_event, st)
    WF_ENCODE_LAYER(&job, WF_RECORD_QUOTE, quotes, wf_layer_quote, st)
    if (st != WF_OK)
        return st;
    put_document(encoder, doc);
    return send(&job, WF_RECORD_DOCUMENT, doc->id);
}
