/* SPDX-License-Identifier: Apache-2.0 */
/* A consumer from inside: shared by consumer/kafka*.c, and by nobody else. */
#ifndef WF_CONSUMER_KAFKA_STATE_H
#define WF_CONSUMER_KAFKA_STATE_H

#include <librdkafka/rdkafka.h>

#include "consumer/kafka.h"

/* A row of the table: what callers see, and what the commit needs. */
struct wf_consumer_row {
    struct wf_consumer_partition seen;
    char *topic;
    int64_t first;     /* first offset read since the assignment, -1 before */
    int64_t committed; /* as far as this consumer knows */
    int64_t open;      /* records at the end that belong to transactions still open, as last heard */
};

struct wf_consumer {
    struct wf_consumer_settings settings;
    rd_kafka_t *client;
    rd_kafka_message_t *message; /* lent to the caller */
    struct wf_consumer_row *rows;
    unsigned row_count, row_capacity, row_hint;
    struct wf_consumer_row *current;          /* of the message lent */
    struct wf_consumer_partition *view;
    struct wf_header *headers;
    unsigned header_capacity;
    rd_kafka_topic_partition_list_t *offsets;
    uint64_t gated;
    int brokers_up; /* connections, as last heard; -1: not yet */
    unsigned authentication_failures;
    bool joined, unresolved, fenced;
    bool foreign; /* assigned a topic that is not subscribed to (any more) */
    char reason[256]; /* of a failure seen in a callback */
};

/* ---- kafka_client.c ---- */

/* Log, where somebody listens. */
void wf_consumer_say(struct wf_consumer *c, int level, const char *text);

/* Join the group, or join it again. WF_ECONFIG. */
enum wf_status wf_consumer_subscribe(struct wf_consumer *c, struct wf_error *err);

/* ---- kafka_stats.c: what only the library's statistics say ---- */

typedef void wf_consumer_open(void *context, const char *topic, int32_t partition, int64_t records);

/*
 * For each partition in the library's JSON: how many records lie between its last stable offset and its end. Returns how
 * many connections to brokers (the group's coordinator counts as one) are up, -1 where it does not say.
 */
int wf_consumer_read_stats(const char *text, size_t len, wf_consumer_open *open, void *context);

/* The library's callback; the opaque is the consumer. */
int wf_consumer_stats(rd_kafka_t *client, char *text, size_t len, void *opaque);

/* ---- kafka_table.c: which partitions are ours, and how far each is ---- */

struct wf_consumer_row *wf_consumer_row(struct wf_consumer *c, const char *topic, int32_t partition);
void wf_consumer_clear(struct wf_consumer *c);

/* Fill in the offsets to begin at, which are asked of the broker. */
rd_kafka_resp_err_t wf_consumer_resolve(struct wf_consumer *c, rd_kafka_topic_partition_list_t *list, int timeout_ms);

/* The library's callback; the opaque is the consumer. */
void wf_consumer_rebalance(rd_kafka_t *client, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t *list,
    void *opaque);

#endif
