/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the bytes of a record or file to a document with metadata and reading text. Recognises the format by
 * the content type, else by the first bytes.
 */
#ifndef WF_DECODE_H
#define WF_DECODE_H

#include "document/document.h"
#include "document/vocabulary.h"

struct wf_header {
    struct wf_slice name;
    struct wf_slice value; /* {NULL, 0} for a null value */
};

/* One input record, borrowed from whoever read it. */
struct wf_input {
    struct wf_slice key;   /* {NULL, 0} where there is none */
    struct wf_slice value; /* likewise */
    const struct wf_header *headers;
    unsigned header_count;
    struct wf_origin origin;
    struct wf_slice name;  /* file name for `extract`: decides the format, names errors; none for Kafka */
};

struct wf_decode_limits {
    size_t max_record; /* bytes of a value; 0: none */
    size_t max_text;   /* bytes of the text in it; 0: none */
    unsigned max_depth; /* nesting of JSON and HTML; 0: none */
    bool cut;          /* over a limit (but in JSON): read the beginning and warn, instead of WF_ELIMIT */
    const wf_vocabulary *known; /* words there are, to tell the printer's hyphens from the writer's; may be NULL */
};

/*
 * Fill *doc (reset before) from *in. WF_EFORMAT with JSON path or place, WF_EUTF8, WF_ELIMIT, WF_ESUPPORT. A
 * null or empty value is WF_EFORMAT.
 */
enum wf_status wf_decode(struct wf_document *doc, const struct wf_input *in,
    const struct wf_decode_limits *limits, struct wf_error *err);

#endif
