/* SPDX-License-Identifier: Apache-2.0 */
/* CloudEvents 1.0 over Kafka: structured mode (one JSON object) and binary mode (attributes as headers). */
#include "consumer/envelope.h"

#include <string.h>

#include "consumer/json.h"

bool
wf_cloudevent_is(const json_t *root)
{
    return json_object_get(root, "specversion") != NULL &&
        (json_object_get(root, "data") != NULL || json_object_get(root, "data_base64") != NULL ||
            json_object_get(root, "type") != NULL);
}

static int
base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

static enum wf_status
decode_base64(wf_arena *arena, struct wf_slice in, struct wf_slice *out, const char *path, struct wf_error *err)
{
    char *bytes = wf_arena_alloc(arena, in.len / 4 * 3 + 4);
    uint32_t bits = 0;
    unsigned held = 0;
    size_t n = 0;

    if (bytes == NULL)
        return wf_error_set(err, WF_ELIMIT, NULL, 0, "the record does not fit into the memory of one document");
    while (in.len > 0 && in.data[in.len - 1] == '=')
        in.len--;
    for (size_t i = 0; i < in.len; i++) {
        int value = base64_value(in.data[i]);

        if (in.data[i] == '\n' || in.data[i] == '\r')
            continue;
        if (value < 0)
            return wf_error_set(err, WF_EFORMAT, NULL, 0, "%s.data_base64: not Base64 at byte %zu", path, i);
        bits = bits << 6 | (uint32_t)value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes[n++] = (char)(bits >> held & 0xff);
        }
    }
    *out = (struct wf_slice){ bytes, n };
    return WF_OK;
}

/* What the event says about itself, where its payload does not say it. */
static void
set_missing(struct wf_slice *field, struct wf_slice value)
{
    if (field->len == 0 && value.len > 0)
        *field = value;
}

enum wf_status
wf_cloudevent_read(struct wf_document *doc, const json_t *root, const char *path, struct wf_payload *out,
    struct wf_error *err)
{
    struct wf_slice id = WF_SLICE_NONE, time = WF_SLICE_NONE, type = WF_SLICE_NONE, subject = WF_SLICE_NONE,
                    base64 = WF_SLICE_NONE, version = WF_SLICE_NONE;
    const json_t *data = json_object_get(root, "data");
    enum wf_status st;
    char at[64];

    if ((st = wf_json_text(doc->arena, root, path, "specversion", &version, err)) != WF_OK ||
        (st = wf_json_text(doc->arena, root, path, "id", &id, err)) != WF_OK ||
        (st = wf_json_text(doc->arena, root, path, "subject", &subject, err)) != WF_OK ||
        (st = wf_json_text(doc->arena, root, path, "time", &time, err)) != WF_OK ||
        (st = wf_json_text(doc->arena, root, path, "datacontenttype", &type, err)) != WF_OK ||
        (st = wf_json_text(doc->arena, root, path, "data_base64", &base64, err)) != WF_OK)
        return st;
    if (version.len < 2 || memcmp(version.data, "1.", 2) != 0)
        return wf_error_set(err, WF_ESUPPORT, NULL, 0, "%s.specversion: CloudEvents `%.*s`; expected 1.0", path,
            version.len > 20 ? 20 : (int)version.len, version.data);
    snprintf(at, sizeof at, "%s.data", path);
    if (json_is_object(data)) {
        if (wf_cloudevent_is(data))
            return wf_error_set(err, WF_ESUPPORT, NULL, 0, "%s: a CloudEvent within a CloudEvent", at);
        st = wf_envelope_read(doc, data, at, out, err);
    } else if (json_is_string(data)) {
        st = wf_json_text(doc->arena, root, path, "data", &out->text, err);
        out->format = wf_format_of_type(type);
        out->binary = out->format == WF_FORMAT_JSON;
    } else if (base64.data != NULL) {
        st = decode_base64(doc->arena, base64, &out->text, path, err);
        out->format = wf_format_of_type(type);
        out->binary = true;
    } else if (data == NULL || json_is_null(data)) {
        st = wf_error_set(err, WF_EFORMAT, NULL, 0, "%s: a CloudEvent without data", path);
    } else {
        st = wf_error_set(err, WF_EFORMAT, NULL, 0, "%s: expected an object or a string, found %s", at,
            wf_json_kind(data));
    }
    if (st != WF_OK)
        return st;
    /* the payload's own identifier and date come first */
    set_missing(&doc->id, subject.len > 0 ? subject : id);
    out->time = time;
    return WF_OK;
}

bool
wf_cloudevent_headers(struct wf_document *doc, const struct wf_input *in, struct wf_payload *out)
{
    struct wf_slice id = WF_SLICE_NONE, subject = WF_SLICE_NONE;
    bool found = false;

    for (unsigned i = 0; i < in->header_count; i++) {
        const struct wf_header *header = &in->headers[i];

        if (wf_slice_is(header->name, "ce_specversion"))
            found = true;
        else if (wf_slice_is(header->name, "ce_id"))
            id = header->value;
        else if (wf_slice_is(header->name, "ce_subject"))
            subject = header->value;
        else if (wf_slice_is(header->name, "ce_time") && header->value.len > 0)
            out->time = header->value;
    }
    if (found)
        set_missing(&doc->id, subject.len > 0 ? subject : id);
    return found;
}
