/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ninjs (IPTC) in the branches that are in use, told apart by their members: 1.x and Superdesk's variant of it
 * (body_html, body_text, versioncreated), 2.x (bodies, all lower case) and 3.x (bodies, camel case).
 */
#include "consumer/envelope.h"

#include <string.h>

#include "consumer/json.h"

bool
wf_ninjs_is(const json_t *root)
{
    static const char *const marks[] = { "bodies", "body_html", "body_text", "body_xhtml", "pubstatus", "pubStatus",
        "headlines", "headline", "versioncreated", "versionCreated" };

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (json_object_get(root, marks[i]) != NULL)
            return true;
    }
    return false;
}

/* First of several names that is there. */
static enum wf_status
text_of(wf_arena *arena, const json_t *root, const char *path, const char *const *names, struct wf_slice *out,
    struct wf_error *err)
{
    for (; *names != NULL && out->len == 0; names++) {
        enum wf_status st = wf_json_text(arena, root, path, *names, out, err);

        if (st != WF_OK)
            return st;
    }
    return WF_OK;
}
#define TEXT(out, ...) text_of(doc->arena, root, path, (const char *const[]){ __VA_ARGS__, NULL }, out, err)

/*
 * Rank of a rendition in `bodies`: text of full length before summaries, HTML before plain text, since its
 * structure is the writer's own.
 */
static int
rank(struct wf_slice role, enum wf_format format)
{
    int points = format == WF_FORMAT_HTML ? 3 : format == WF_FORMAT_MARKDOWN ? 2 : format == WF_FORMAT_TEXT ? 1 : 0;

    if (role.len == 0 || wf_slice_is(role, "main") || wf_slice_is(role, "body") || wf_slice_is(role, "full"))
        points += 10;
    return points;
}

static enum wf_status
read_bodies(struct wf_document *doc, const json_t *root, const char *path, struct wf_payload *out,
    struct wf_error *err)
{
    const json_t *bodies;
    enum wf_status st = wf_json_objects(root, path, "bodies", &bodies, err);
    int best = -1;

    for (size_t i = 0; st == WF_OK && i < json_array_size(bodies); i++) {
        const json_t *body = json_array_get(bodies, i);
        struct wf_slice role = WF_SLICE_NONE, type = WF_SLICE_NONE, value = WF_SLICE_NONE;
        enum wf_format format;
        char at[64];

        snprintf(at, sizeof at, "%s.bodies[%zu]", path, i);
        if ((st = wf_json_text(doc->arena, body, at, "role", &role, err)) != WF_OK ||
            (st = wf_json_text(doc->arena, body, at, "contenttype", &type, err)) != WF_OK ||
            (st = wf_json_text(doc->arena, body, at, "contentType", &type, err)) != WF_OK)
            return st;
        format = wf_format_of_type(type);
        if (rank(role, format) <= best)
            continue;
        if ((st = wf_json_text(doc->arena, body, at, "value", &value, err)) != WF_OK)
            return st;
        if (value.len == 0)
            continue;
        best = rank(role, format);
        out->text = value;
        out->format = format;
    }
    return st;
}

static enum wf_status
read_body(struct wf_document *doc, const json_t *root, const char *path, struct wf_payload *out,
    struct wf_error *err)
{
    enum wf_status st = read_bodies(doc, root, path, out, err);

    if (st != WF_OK || out->text.len > 0)
        return st;
    if ((st = TEXT(&out->text, "body_html", "body_xhtml")) != WF_OK)
        return st;
    out->format = WF_FORMAT_HTML;
    if (out->text.len > 0)
        return WF_OK;
    out->format = WF_FORMAT_TEXT;
    return TEXT(&out->text, "body_text", "description_text", "description_html");
}

static enum wf_status
read_title(struct wf_document *doc, const json_t *root, const char *path, struct wf_error *err)
{
    const json_t *headlines;
    enum wf_status st = wf_json_objects(root, path, "headlines", &headlines, err);

    for (size_t i = 0; st == WF_OK && i < json_array_size(headlines) && doc->title.len == 0; i++) {
        char at[64];

        snprintf(at, sizeof at, "%s.headlines[%zu]", path, i);
        st = wf_json_text(doc->arena, json_array_get(headlines, i), at, "value", &doc->title, err);
    }
    return st == WF_OK ? TEXT(&doc->title, "headline", "title", "name") : st;
}

/* The body that published the item: Superdesk's `source`, else the first information source with that name. */
static enum wf_status
read_publisher(struct wf_document *doc, const json_t *root, const char *path, struct wf_error *err)
{
    static const char *const lists[] = { "infosources", "infoSources", "organisations" };
    enum wf_status st = TEXT(&doc->publisher, "source");

    for (size_t k = 0; st == WF_OK && k < 2 && doc->publisher.len == 0; k++) {
        const json_t *sources;

        st = wf_json_objects(root, path, lists[k], &sources, err);
        for (size_t i = 0; st == WF_OK && i < json_array_size(sources) && doc->publisher.len == 0; i++) {
            char at[64];

            snprintf(at, sizeof at, "%s.%s[%zu]", path, lists[k], i);
            st = wf_json_text(doc->arena, json_array_get(sources, i), at, "name", &doc->publisher, err);
        }
    }
    return st == WF_OK ? TEXT(&doc->publisher, "copyrightholder", "copyrightHolder") : st;
}

static enum wf_status
read_urgency(struct wf_document *doc, const json_t *root, const char *path, struct wf_error *err)
{
    const json_t *urgency = json_object_get(root, "urgency");
    double value;

    if (urgency == NULL || json_is_null(urgency))
        return WF_OK;
    if (!json_is_number(urgency))
        return wf_error_set(err, WF_EFORMAT, NULL, 0, "%s.urgency: expected a number, found %s", path,
            wf_json_kind(urgency));
    value = json_number_value(urgency);
    doc->urgency = value >= 1 && value <= 9 ? (int)value : 0;
    return WF_OK;
}

enum wf_status
wf_ninjs_read(struct wf_document *doc, const json_t *root, const char *path, struct wf_payload *out,
    struct wf_error *err)
{
    struct wf_slice published = WF_SLICE_NONE, status = WF_SLICE_NONE;
    enum wf_status st;

    if ((st = TEXT(&doc->id, "guid", "uri")) != WF_OK ||
        (st = wf_json_scalar(doc->arena, root, path, "version", &doc->version, err)) != WF_OK ||
        (st = TEXT(&doc->language, "language")) != WF_OK ||
        (st = TEXT(&doc->url, "url", "href")) != WF_OK ||
        (st = TEXT(&status, "pubstatus", "pubStatus")) != WF_OK ||
        (st = TEXT(&published, "firstpublished", "versioncreated", "versionCreated", "contentcreated",
             "contentCreated", "firstcreated", "firstCreated")) != WF_OK ||
        (st = read_title(doc, root, path, err)) != WF_OK || (st = read_publisher(doc, root, path, err)) != WF_OK ||
        (st = read_urgency(doc, root, path, err)) != WF_OK)
        return st;
    if (published.len > 0 && !wf_envelope_published(doc, published))
        return wf_error_set(err, WF_EFORMAT, NULL, 0, "%s: `%.*s` is no ISO 8601 date", path,
            published.len > 40 ? 40 : (int)published.len, published.data);
    if (status.len > 0 && !wf_slice_is(status, "usable")) {
        doc->status = status;
        if (wf_slice_is(status, "canceled") || wf_slice_is(status, "withheld"))
            return WF_OK; /* its text is not to be read */
        return wf_error_set(err, WF_EFORMAT, NULL, 0,
            "%s: publication status `%.*s`; expected usable, withheld or canceled", path,
            status.len > 40 ? 40 : (int)status.len, status.data);
    }
    if ((st = read_body(doc, root, path, out, err)) != WF_OK)
        return st;
    if (out->text.len == 0)
        return wf_error_set(err, WF_EFORMAT, NULL, 0, "%s: a ninjs item without a body", path);
    return WF_OK;
}
