/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From one document's records to what is sent: topics, keys, partitions and headers as the event contract
 * says. Records are kept until the whole document has succeeded, because half a document is never sent.
 */
#ifndef WF_OUTBOX_H
#define WF_OUTBOX_H

#include "producer/kafka.h"
#include "worker/run.h"

#define WF_TOPIC_DEAD_LETTERS WF_RECORD_LAYER_COUNT /* index of the topic after those of the layers */

typedef struct wf_outbox wf_outbox; /* defined in outbox.c; one a lane */

/* `settings` borrowed. NULL without memory. */
wf_outbox *wf_outbox_new(const struct wf_run_settings *settings);
void wf_outbox_free(wf_outbox *outbox); /* accepts NULL */

/* Forget the records of the last document. */
void wf_outbox_clear(wf_outbox *outbox);

/* The callback for wf_pipeline_process; the context is the outbox. Copies. WF_ENOMEM. */
enum wf_status wf_outbox_collect(void *outbox, const struct wf_record *record);

/* How many records and bytes were collected, in all and by layer. */
struct wf_outbox_size {
    uint64_t records[WF_RECORD_LAYER_COUNT];
    uint64_t facts; /* without the document's own record */
    size_t bytes;   /* of values */
};
void wf_outbox_measure(const wf_outbox *outbox, struct wf_outbox_size *size);

/* WF_ELIMIT with *err naming the record that is over the producer's limit; else WF_OK. */
enum wf_status wf_outbox_check(const wf_outbox *outbox, const wf_producer *producer, struct wf_error *err);

/*
 * Queue all records of the document. `alone`: each is acknowledged before the next, so that the broker's
 * limit can be pinned on one. Fails as wf_producer_send and _flush do.
 */
enum wf_status wf_outbox_send(wf_outbox *outbox, wf_producer *producer, const struct wf_input *in,
    uint32_t document, bool alone, int timeout_ms, struct wf_error *err);

/* Why a document is on the dead-letter topic. */
struct wf_dead_letter {
    enum wf_status reason;
    const char *stage;   /* "decode", "chain", "encode", "produce", "crash" */
    const char *message; /* for a person */
    bool without_value;  /* the value itself is too large for the topic: send the rest, and where it is */
};

/*
 * Queue the document as it came, with headers that say why and from where. WF_EBROKER without a dead-letter
 * topic.
 */
enum wf_status wf_outbox_dead_letter(wf_outbox *outbox, wf_producer *producer, const struct wf_input *in,
    const struct wf_dead_letter *why, uint32_t document, int timeout_ms, struct wf_error *err);

#endif
