/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/envelope.h"

#include "consumer/json.h"

bool
wf_envelope_published(struct wf_document *doc, struct wf_slice text)
{
    int32_t day;

    if (doc->published.len > 0)
        return true;
    if (text.len == 0 || !wf_day_parse(text.data, text.len, &day))
        return false;
    doc->published = text;
    doc->published_day = day;
    doc->published_basis = WF_PUBLISHED_ENVELOPE;
    return true;
}

/* {"id","text","title"?,"published"?,"language"?,"publisher"?,"url"?,"version"?} */
static enum wf_status
read_own(struct wf_document *doc, const json_t *root, const char *path, struct wf_payload *out,
    struct wf_error *err)
{
    struct wf_slice published = WF_SLICE_NONE, type = WF_SLICE_NONE;
    wf_arena *arena = doc->arena;
    enum wf_status st;

    if ((st = wf_json_text(arena, root, path, "text", &out->text, err)) != WF_OK ||
        (st = wf_json_scalar(arena, root, path, "id", &doc->id, err)) != WF_OK ||
        (st = wf_json_text(arena, root, path, "title", &doc->title, err)) != WF_OK ||
        (st = wf_json_text(arena, root, path, "published", &published, err)) != WF_OK ||
        (st = wf_json_text(arena, root, path, "language", &doc->language, err)) != WF_OK ||
        (st = wf_json_text(arena, root, path, "publisher", &doc->publisher, err)) != WF_OK ||
        (st = wf_json_text(arena, root, path, "url", &doc->url, err)) != WF_OK ||
        (st = wf_json_scalar(arena, root, path, "version", &doc->version, err)) != WF_OK ||
        (st = wf_json_text(arena, root, path, "content_type", &type, err)) != WF_OK)
        return st;
    out->format = wf_format_of_type(type);
    if (published.len > 0 && !wf_envelope_published(doc, published))
        return wf_error_set(err, WF_EFORMAT, NULL, 0, "%s.published: `%.*s` is no ISO 8601 date", path,
            published.len > 40 ? 40 : (int)published.len, published.data);
    return WF_OK;
}

enum wf_status
wf_envelope_read(struct wf_document *doc, const json_t *root, const char *path, struct wf_payload *out,
    struct wf_error *err)
{
    if (!json_is_object(root))
        return wf_error_set(err, WF_EFORMAT, NULL, 0, "%s: expected an object (an envelope), found %s", path,
            wf_json_kind(root));
    if (wf_cloudevent_is(root))
        return wf_cloudevent_read(doc, root, path, out, err);
    if (json_object_get(root, "text") != NULL)
        return read_own(doc, root, path, out, err);
    if (wf_ninjs_is(root))
        return wf_ninjs_read(doc, root, path, out, err);
    return wf_error_set(err, WF_EFORMAT, NULL, 0,
        "%s: no known envelope: expected `text`, the members of ninjs, or those of a CloudEvent", path);
}
