/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a document with facts to records: JSON values, keys and CloudEvents attributes as the event contract
 * says (docs/events.md). Same document, same chain: same bytes.
 */
#ifndef WF_ENCODE_H
#define WF_ENCODE_H

#include "document/document.h"

enum wf_record_layer {
    WF_RECORD_ENTITY, WF_RECORD_FIGURE, WF_RECORD_DATE, WF_RECORD_AGREEMENT, WF_RECORD_EVENT, WF_RECORD_QUOTE,
    WF_RECORD_DOCUMENT, WF_RECORD_LAYER_COUNT
};

/* One record, borrowed from the encoder until the next one. */
struct wf_record {
    enum wf_record_layer layer;
    struct wf_slice id;    /* key: event id, or document id for WF_RECORD_DOCUMENT */
    struct wf_slice document_id; /* decides the partition */
    struct wf_slice value; /* JSON, without line end */
};

typedef struct wf_encoder wf_encoder; /* defined in encode.c; one a lane */

/* A new encoder; `version` and `digest` go into the document record (borrowed). NULL without memory. */
wf_encoder *wf_encoder_new(const char *version, const char *digest);
void wf_encoder_free(wf_encoder *encoder); /* accepts NULL */

/*
 * Call `emit` for every record, facts in the order of the contract's table, the document record last. Returns WF_OK, what
 * `emit` returned, WF_ELIMIT when a record is larger than max_record (0: no limit), or WF_ENOMEM.
 */
enum wf_status wf_encode(wf_encoder *encoder, const struct wf_document *doc, size_t max_record,
    enum wf_status (*emit)(void *context, const struct wf_record *record), void *context, struct wf_error *err);

/* "entity", "figure" ... */
const char *wf_record_layer_name(enum wf_record_layer layer);

#endif
