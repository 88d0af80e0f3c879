/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/decode.h"

#include <stdio.h>
#include <string.h>

#include "consumer/charset.h"
#include "consumer/envelope.h"
#include "consumer/json.h"
#include "consumer/language.h"
#include "document/utf8.h"

struct decoder {
    struct wf_document *doc;
    const struct wf_input *in;
    const struct wf_decode_limits *limits;
    struct wf_error *err;
};

static struct wf_slice
header_of(const struct wf_input *in, const char *name)
{
    size_t len = strlen(name);

    for (unsigned i = 0; i < in->header_count; i++) {
        const struct wf_slice *found = &in->headers[i].name;
        size_t k;

        for (k = 0; k < found->len && k < len; k++) {
            char c = found->data[k];

            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != name[k])
                break;
        }
        if (k == len && found->len == len)
            return in->headers[i].value;
    }
    return WF_SLICE_NONE;
}

static struct wf_slice
base_name(struct wf_slice name)
{
    for (size_t i = name.len; i > 0; i--) {
        if (name.data[i - 1] == '/')
            return (struct wf_slice){ name.data + i, name.len - i };
    }
    return name;
}

/* Keys come as bytes: only text can be an identifier. */
static void
set_id(struct decoder *d)
{
    struct wf_document *doc = d->doc;
    const struct wf_input *in = d->in;
    const char *made;

    if (doc->id.len > 0)
        return;
    if (in->key.len > 0 && wf_utf8_valid(in->key.data, in->key.len) == in->key.len) {
        doc->id = in->key;
    } else if (in->origin.topic != NULL) {
        made = wf_arena_printf(doc->arena, "%s/%d/%lld", in->origin.topic, (int)in->origin.partition,
            (long long)in->origin.offset);
        doc->id = wf_slice_of(made);
    } else {
        doc->id = base_name(in->name);
    }
}

/* Text of the title block, where the envelope gave no title. */
static void
set_title(struct wf_document *doc)
{
    if (doc->title.len > 0)
        return;
    for (uint32_t i = 0; i < doc->text.blocks.count; i++) {
        if (doc->text.blocks.items[i].kind == WF_BLOCK_TITLE) {
            doc->title = wf_span_text(doc, doc->text.blocks.items[i].span);
            return;
        }
    }
}

/* The date of last resort: that of the event, then that of the record. */
static void
set_published(struct decoder *d, const struct wf_payload *payload)
{
    struct wf_document *doc = d->doc;
    int64_t milliseconds = d->in->origin.timestamp, day;
    char iso[16];
    size_t len;

    if (doc->published.len > 0 || wf_envelope_published(doc, payload->time) || milliseconds < 0)
        return;
    day = milliseconds / 86400000;
    if (day > 2932896) /* 9999-12-31 */
        return;
    len = wf_day_print((int32_t)day, iso);
    doc->published.data = wf_arena_copy(doc->arena, iso, len);
    if (doc->published.data == NULL)
        return;
    doc->published.len = len;
    doc->published_day = (int32_t)day;
    doc->published_basis = WF_PUBLISHED_RECORD;
}

/* Over the limit of text: cut at the last white space before it, or refuse. */
static enum wf_status
limit_text(struct decoder *d, struct wf_slice *text)
{
    size_t most = d->limits->max_text, end;

    if (most == 0 || text->len <= most)
        return WF_OK;
    if (!d->limits->cut)
        return wf_error_set(d->err, WF_ELIMIT, NULL, 0, "a text of %zu bytes; at most %zu (limits.text_bytes)", text->len,
            most);
    end = wf_utf8_valid(text->data, most);
    for (size_t i = end; i > 0 && end - i < 200; i--) {
        if (text->data[i - 1] == ' ' || text->data[i - 1] == '\n') {
            end = i;
            break;
        }
    }
    wf_document_warn(d->doc, "cut-text", (struct wf_span){ 0, 0 }, "read %zu of %zu bytes of text (limits.text_bytes)", end,
        text->len);
    text->len = end;
    return WF_OK;
}

static enum wf_status
read_text(struct decoder *d, struct wf_slice text, enum wf_format format)
{
    enum wf_status st = limit_text(d, &text);

    if (st != WF_OK)
        return st;
    if (format == WF_FORMAT_UNKNOWN)
        format = wf_format_sniff(text);
    switch (format) {
    case WF_FORMAT_HTML:
        return wf_format_html(d->doc, text, d->limits, d->err);
    case WF_FORMAT_MARKDOWN:
        return wf_format_markdown(d->doc, text, d->limits, d->err);
    default:
        return wf_format_text(d->doc, text, d->limits, d->err);
    }
}

/* Text in any encoding that is known, made UTF-8; *text is borrowed or in the arena. */
static enum wf_status
recode(struct decoder *d, struct wf_slice *text, struct wf_slice type)
{
    return wf_charset_to_utf8(d->doc, wf_charset_of_type(type), text, d->err);
}

/* A value whose format is JSON: an envelope, and the text in it. */
static enum wf_status
read_json(struct decoder *d, struct wf_slice value, struct wf_payload *payload)
{
    bool duplicates;
    json_t *root = wf_json_parse(value, d->limits->max_depth, &duplicates, d->err);
    enum wf_status st;

    if (root == NULL)
        return d->err->status;
    st = wf_envelope_read(d->doc, root, "$", payload, d->err);
    json_decref(root);
    if (st == WF_OK && duplicates)
        wf_document_warn(d->doc, "duplicate-key", (struct wf_span){ 0, 0 },
            "the envelope has a member twice; the last one counts");
    return st;
}

/* Bytes that a CloudEvent carries are a record of their own, but no CloudEvent again. */
static enum wf_status
read_inner(struct decoder *d, struct wf_payload *payload)
{
    struct wf_payload inner = { .format = payload->format, .time = payload->time };
    struct wf_slice value = payload->text;
    enum wf_status st;

    if ((st = recode(d, &value, WF_SLICE_NONE)) != WF_OK)
        return st;
    if (inner.format == WF_FORMAT_UNKNOWN)
        inner.format = wf_format_sniff(value);
    if (inner.format == WF_FORMAT_JSON) {
        if ((st = read_json(d, value, &inner)) != WF_OK)
            return st;
        if (inner.binary)
            return wf_error_set(d->err, WF_ESUPPORT, NULL, 0, "$.data: a CloudEvent within a CloudEvent");
        if (inner.text.data == NULL)
            return WF_OK;
        value = inner.text;
    }
    return read_text(d, value, inner.format);
}

/* The first `most` bytes, less those of a character that does not end there. */
static size_t
whole_characters(struct wf_slice value, size_t most)
{
    size_t end = most;

    while (end > 0 && most - end < 3 && ((unsigned char)value.data[end] & 0xc0) == 0x80)
        end--;
    return end;
}

static enum wf_status
read_value(struct decoder *d, struct wf_payload *payload)
{
    struct wf_slice type = header_of(d->in, "content-type"), value = d->in->value;
    enum wf_format format = wf_format_of_type(type);
    enum wf_status st;

    if (format == WF_FORMAT_UNKNOWN)
        format = wf_format_of_name(d->in->name);
    if (d->limits->max_record != 0 && value.len > d->limits->max_record) { /* to be cut: no more is looked at */
        wf_document_warn(d->doc, "cut-text", (struct wf_span){ 0, 0 }, "read %zu of %zu bytes of the record (limits.record_bytes)",
            d->limits->max_record, value.len);
        value.len = whole_characters(value, d->limits->max_record);
    }
    if ((st = recode(d, &value, type)) != WF_OK)
        return st;
    if (format == WF_FORMAT_UNKNOWN)
        format = wf_format_sniff(value);
    if (format != WF_FORMAT_JSON && format != WF_FORMAT_CLOUDEVENTS)
        return read_text(d, value, format);
    if ((st = read_json(d, value, payload)) != WF_OK)
        return st;
    if (payload->binary)
        return read_inner(d, payload);
    if (payload->text.data == NULL)
        return WF_OK; /* withheld or canceled */
    return read_text(d, payload->text, payload->format);
}

/* A record that is text itself, of which the beginning can be read. */
static bool
is_plain(const struct wf_input *in)
{
    enum wf_format format = wf_format_of_type(header_of(in, "content-type"));

    if (format == WF_FORMAT_UNKNOWN)
        format = wf_format_of_name(in->name);
    if (format == WF_FORMAT_UNKNOWN)
        format = wf_format_sniff(in->value);
    return format != WF_FORMAT_JSON && format != WF_FORMAT_CLOUDEVENTS;
}

/* Where errors say they happened. */
static void
name_error(const struct wf_input *in, struct wf_error *err)
{
    if (err->source[0] != '\0')
        return;
    if (in->name.len > 0)
        snprintf(err->source, sizeof err->source, "%.*s", in->name.len > 200 ? 200 : (int)in->name.len,
            in->name.data);
    else if (in->origin.topic != NULL)
        snprintf(err->source, sizeof err->source, "%.120s/%d/%lld", in->origin.topic, (int)in->origin.partition,
            (long long)in->origin.offset);
}

enum wf_status
wf_decode(struct wf_document *doc, const struct wf_input *in, const struct wf_decode_limits *limits,
    struct wf_error *err)
{
    struct wf_error own = WF_ERROR_INIT;
    struct decoder d = { doc, in, limits, err != NULL ? err : &own };
    struct wf_payload payload = { 0 };
    enum wf_status st;

    doc->origin = in->origin;
    if (in->value.len == 0)
        st = wf_error_set(d.err, WF_EFORMAT, NULL, 0, "the record has no value");
    else if (limits->max_record != 0 && in->value.len > limits->max_record && !(limits->cut && is_plain(in)))
        st = wf_error_set(d.err, WF_ELIMIT, NULL, 0, "a record of %zu bytes; at most %zu (limits.record_bytes)",
            in->value.len, limits->max_record);
    else
        st = read_value(&d, &payload);
    wf_cloudevent_headers(doc, in, &payload);
    set_id(&d);
    if (st != WF_OK) {
        name_error(in, d.err);
        return st;
    }
    if (doc->text.arena == NULL && (st = wf_text_begin(&doc->text, doc->arena, WF_SLICE(""), d.err)) != WF_OK)
        return st;
    set_title(doc);
    set_published(&d, &payload);
    if (doc->status.len == 0)
        wf_language_check(doc);
    if (wf_arena_failed(doc->arena))
        return wf_error_set(d.err, WF_ELIMIT, NULL, 0, "the document does not fit into its memory (limits.memory)");
    return WF_OK;
}
