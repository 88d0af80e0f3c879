/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON around a text: wirefact's own envelope, ninjs in its branches, CloudEvents. Each fills the metadata of
 * the document and says what the text is and how to read it. Unknown members are ignored; known ones of a
 * wrong type are WF_EFORMAT with their JSON path.
 */
#ifndef WF_ENVELOPE_H
#define WF_ENVELOPE_H

#include <jansson.h>

#include "consumer/format.h"

struct wf_payload {
    struct wf_slice text;   /* in the arena; data NULL: there is none */
    enum wf_format format;  /* WF_FORMAT_UNKNOWN: look at the text */
    bool binary;            /* bytes of another record (CloudEvents data): decode them as such */
    struct wf_slice time;   /* when the event happened: the date of a text that has none of its own */
};

/* Which of the three `root` is, and read it. `path` names root in messages ("$", "$.data"). */
enum wf_status wf_envelope_read(struct wf_document *doc, const json_t *root, const char *path,
    struct wf_payload *out, struct wf_error *err);

bool wf_ninjs_is(const json_t *root);
enum wf_status wf_ninjs_read(struct wf_document *doc, const json_t *root, const char *path,
    struct wf_payload *out, struct wf_error *err);

bool wf_cloudevent_is(const json_t *root);
enum wf_status wf_cloudevent_read(struct wf_document *doc, const json_t *root, const char *path,
    struct wf_payload *out, struct wf_error *err);

/*
 * Attributes of a CloudEvent in binary mode, from the record's headers: fills what the payload left open (the
 * document's id) and out->time. False where it is no CloudEvent.
 */
bool wf_cloudevent_headers(struct wf_document *doc, const struct wf_input *in, struct wf_payload *out);

/* Take `text` (ISO 8601) as the document's date, unless it has one. False where it is no date. */
bool wf_envelope_published(struct wf_document *doc, struct wf_slice text);

#endif
