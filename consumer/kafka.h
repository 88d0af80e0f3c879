/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents from Kafka: one member of a consumer group with manual commits. It keeps its own table of the
 * next offset of each partition: a record behind the table is dropped, and what is committed is what the
 * table says, not what the library fetched. One thread owns a consumer and all its callbacks run in it.
 *
 * librdkafka's types appear only as names, so that its header stays in kafka*.c.
 */
#ifndef WF_CONSUMER_KAFKA_H
#define WF_CONSUMER_KAFKA_H

#include "config/property.h"
#include "consumer/decode.h"

struct rd_kafka_topic_partition_list_s;
struct rd_kafka_consumer_group_metadata_s;

typedef struct wf_consumer wf_consumer; /* defined in kafka_state.h */

/* Where a partition begins that the group has no committed offset for. */
enum wf_consumer_start { WF_CONSUMER_EARLIEST, WF_CONSUMER_LATEST, WF_CONSUMER_ERROR };

struct wf_consumer_settings {
    const char *brokers, *group;
    const char *instance; /* group.instance.id; NULL: dynamic membership */
    const char *client_id;
    const char *const *topics; /* NULL-terminated */
    enum wf_consumer_start start;
    unsigned session_timeout_ms; /* 0: librdkafka's default */
    unsigned queue_kbytes;       /* 0: 16384 */
    const struct wf_property *properties; /* ended by a NULL name; NULL: none */

    /*
     * Called inside wf_consumer_poll or _close before partitions are taken away: settle the open transaction.
     * `lost` means that others may own them already: then there is nothing to commit any more.
     */
    void (*revoke)(void *context, bool lost);
    void (*assigned)(void *context, unsigned partitions); /* after the assignment changed; may be NULL */
    /* syslog level (3 error ... 7 debug), library's own messages; called from any thread */
    void (*log)(void *context, int level, const char *text);
    void *context;
};

/* What wf_consumer_poll found. */
enum wf_consumer_event {
    WF_CONSUMER_NOTHING,
    WF_CONSUMER_RECORD, /* *in is filled, borrowed until wf_consumer_release */
    WF_CONSUMER_END     /* a partition was read to its end for now */
};

/* One row of the table. */
struct wf_consumer_partition {
    const char *topic; /* borrowed */
    int32_t partition;
    int64_t next;      /* -1: nothing read since the assignment */
    int64_t end;       /* last stable offset as last heard: behind it is only what nobody may read yet; -1: unknown */
    bool at_end;
};

/* A new consumer that has subscribed; NULL with *err: WF_ECONFIG for a property that the library refuses. */
wf_consumer *wf_consumer_new(const struct wf_consumer_settings *settings, struct wf_error *err);

/*
 * Leave the group, with the revoke callback, and free. Accepts NULL. May take as long as the group
 * coordinator does: the caller bounds it.
 */
void wf_consumer_free(wf_consumer *consumer);

/*
 * Wait up to timeout_ms. Errors that heal by themselves are WF_OK with WF_CONSUMER_NOTHING. WF_EABORT: fell
 * out of the group, rejoining: the work in hand is lost. WF_EBROKER: rights, missing topic, offset out of
 * range, fenced instance.
 */
enum wf_status wf_consumer_poll(wf_consumer *consumer, int timeout_ms, enum wf_consumer_event *event,
    struct wf_input *in, struct wf_error *err);

/* Give the last record back; done: the table moves behind it, so that the next commit covers it. */
void wf_consumer_release(wf_consumer *consumer, bool done);

/* Offsets to commit: the rows that moved since the last wf_consumer_committed. Borrowed until the next call. */
const struct rd_kafka_topic_partition_list_s *wf_consumer_offsets(wf_consumer *consumer);

/* Group metadata for the producer's transaction; NULL when not a member. Freed by the _free call. */
struct rd_kafka_consumer_group_metadata_s *wf_consumer_metadata(wf_consumer *consumer);
void wf_consumer_metadata_free(struct rd_kafka_consumer_group_metadata_s *metadata); /* accepts NULL */

/* The offsets given by wf_consumer_offsets were committed by the producer's transaction. */
void wf_consumer_committed(wf_consumer *consumer);

/* Commit the table here, without a transaction. WF_EAGAIN: repeat; WF_EABORT: no longer ours. */
enum wf_status wf_consumer_commit(wf_consumer *consumer, struct wf_error *err);

/*
 * Ask the broker for the committed offsets and go back to them. WF_EAGAIN: it did not answer within
 * timeout_ms, repeat the call. WF_EBROKER: as wf_consumer_poll.
 */
enum wf_status wf_consumer_rewind(wf_consumer *consumer, int timeout_ms, struct wf_error *err);

/* True once the group has given an assignment, even an empty one. */
bool wf_consumer_joined(const wf_consumer *consumer);

/* True when every assigned partition was read to its end. */
bool wf_consumer_at_end(const wf_consumer *consumer);

/* True when the failure was another member with the same instance name. */
bool wf_consumer_fenced(const wf_consumer *consumer);

/* Records dropped because the table was past them. */
uint64_t wf_consumer_gated(const wf_consumer *consumer);

/* Connections to brokers that are up, as heard in the last seconds; -1: not heard yet. */
int wf_consumer_brokers_up(const wf_consumer *consumer);

/* Records fetched and not yet polled. */
size_t wf_consumer_queued(const wf_consumer *consumer);

/* The table; borrowed until the next call of any function. */
const struct wf_consumer_partition *wf_consumer_partitions(wf_consumer *consumer, unsigned *count);

#endif
