/* SPDX-License-Identifier: Apache-2.0 */
/* The formats of a text, each of them made into reading text through a draft (consumer/draft.h). */
#ifndef WF_FORMAT_H
#define WF_FORMAT_H

#include "consumer/decode.h"

enum wf_format {
    WF_FORMAT_UNKNOWN,
    WF_FORMAT_TEXT,
    WF_FORMAT_MARKDOWN,
    WF_FORMAT_HTML,
    WF_FORMAT_JSON,        /* some envelope */
    WF_FORMAT_CLOUDEVENTS  /* structured mode */
};

/*
 * Make `text` (valid UTF-8, borrowed until the arena is reset) doc->text. Metadata that the text states
 * (title, date, publisher, language) fills the fields that are still empty. WF_ELIMIT, WF_EFORMAT.
 */
enum wf_status wf_format_text(struct wf_document *doc, struct wf_slice text, const struct wf_decode_limits *limits,
    struct wf_error *err);
enum wf_status wf_format_markdown(struct wf_document *doc, struct wf_slice text, const struct wf_decode_limits *limits,
    struct wf_error *err);
enum wf_status wf_format_html(struct wf_document *doc, struct wf_slice text, const struct wf_decode_limits *limits,
    struct wf_error *err);

/* What the first bytes look like: JSON, HTML, Markdown or text. */
enum wf_format wf_format_sniff(struct wf_slice text);

/* From a media type (parameters ignored) or a file name; WF_FORMAT_UNKNOWN where they say nothing. */
enum wf_format wf_format_of_type(struct wf_slice media_type);
enum wf_format wf_format_of_name(struct wf_slice file_name);

#endif
