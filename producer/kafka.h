/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records to Kafka, in transactions or (at least once) without. One thread owns a producer. Every failure
 * is one of the actions of document/status.h: WF_EAGAIN repeat the same call, WF_EABORT abort and rewind,
 * WF_EREBUILD free this producer, make a new one and rewind, WF_EBROKER stop and tell the operator.
 *
 * librdkafka's types appear only as names, so that its header stays in kafka*.c.
 */
#ifndef WF_PRODUCER_KAFKA_H
#define WF_PRODUCER_KAFKA_H

#include <stdint.h>

#include "config/property.h"
#include "document/buffer.h"
#include "document/status.h"

struct rd_kafka_topic_partition_list_s;
struct rd_kafka_consumer_group_metadata_s;
struct rd_kafka_error_s;

typedef struct wf_producer wf_producer; /* defined in kafka_state.h */

#define WF_PRODUCER_TOPICS 16

struct wf_producer_settings {
    const char *brokers;
    const char *transactional_id; /* NULL: no transactions, idempotent */
    const char *client_id;
    unsigned transaction_timeout_ms;
    unsigned batch_size; /* bytes of one request to a partition; 0: librdkafka's */
    const char *topics[WF_PRODUCER_TOPICS]; /* sent to by index; NULL where unused */
    const struct wf_property *properties;   /* ended by a NULL name; NULL: none */
    void (*log)(void *context, int level, const char *text); /* any thread */
    void *context;
};

struct wf_outgoing_header {
    const char *name;
    struct wf_slice value; /* {NULL, 0}: null */
};

struct wf_outgoing {
    unsigned topic;                /* index in settings.topics */
    struct wf_slice partition_key; /* murmur2 of it decides the partition ... */
    int32_t partition;             /* ... unless it is {NULL, 0}: then partition mod partitions */
    struct wf_slice key, value;    /* {NULL, 0}: null */
    const struct wf_outgoing_header *headers;
    unsigned header_count;
    uint32_t document;             /* number in the batch, for wf_producer_refused */
};

/*
 * A new producer; nothing was asked of the brokers yet, wf_producer_prepare does. NULL with *err:
 * WF_ECONFIG for a property that the library refuses.
 */
wf_producer *wf_producer_new(const struct wf_producer_settings *settings, struct wf_error *err);

/* Accepts NULL. What is still queued is thrown away; an open transaction is left to the next prepare. */
void wf_producer_free(wf_producer *producer);

/*
 * Fence earlier producers of this id, and learn the partitions of all topics. WF_EAGAIN when the brokers do
 * not answer within timeout_ms.
 */
enum wf_status wf_producer_prepare(wf_producer *producer, int timeout_ms, struct wf_error *err);

/*
 * Open a transaction; without transactions does nothing. WF_EREBUILD after a transaction in which a connection was
 * lost: requests of it may arrive late, and only a new producer is safe from them.
 */
enum wf_status wf_producer_begin(wf_producer *producer, struct wf_error *err);

/*
 * Queue one record; everything is copied. Waits while the queue is full, at most timeout_ms (WF_EAGAIN).
 * WF_ELIMIT: larger than message.max.bytes, nothing was queued.
 */
enum wf_status wf_producer_send(wf_producer *producer, const struct wf_outgoing *record, int timeout_ms,
    struct wf_error *err);

/* Would this record fit message.max.bytes? So that a document is refused before any of it is queued. */
bool wf_producer_fits(const wf_producer *producer, size_t key, size_t value, size_t headers);

/* Wait until everything queued is acknowledged: WF_OK, WF_EAGAIN, or as the failed record demands. */
enum wf_status wf_producer_flush(wf_producer *producer, int timeout_ms, struct wf_error *err);

/*
 * End the transaction: offsets (NULL: none) for the group, then flush and commit. Repeat the call on
 * WF_EAGAIN, it goes on where it was. Without transactions: flush only.
 */
enum wf_status wf_producer_commit(wf_producer *producer,
    const struct rd_kafka_topic_partition_list_s *offsets,
    const struct rd_kafka_consumer_group_metadata_s *metadata, int timeout_ms, struct wf_error *err);

/* Throw the transaction away. */
enum wf_status wf_producer_abort(wf_producer *producer, int timeout_ms, struct wf_error *err);

/*
 * Smallest document number of the transaction of which the broker refused a record for itself (too large, not valid for the topic); false
 * when there is none. Stays until the next begin. The broker refuses whole requests, so its neighbours may
 * be the cause unless it was sent alone.
 */
bool wf_producer_refused(const wf_producer *producer, uint32_t *document);

/* True when the failure was another producer with the same transactional id. */
bool wf_producer_fenced(const wf_producer *producer);

uint64_t wf_producer_queue_full(const wf_producer *producer);

/* Records queued and not yet acknowledged. */
size_t wf_producer_queued(const wf_producer *producer);

/* How long the last commit took to send the group's offsets, in nanoseconds. */
uint64_t wf_producer_offsets_ns(const wf_producer *producer);

/*
 * The action for an error of librdkafka, by its class: fatal, retriable, abortable, and its code. Borrowed.
 * Exported for the tests of the error table.
 */
enum wf_status wf_producer_classify(const struct rd_kafka_error_s *error);

#endif
