/* SPDX-License-Identifier: Apache-2.0 */
/* A lane from inside: shared by the lane*.c files, and by nobody else. */
#ifndef WF_LANE_STATE_H
#define WF_LANE_STATE_H

#include "consumer/kafka.h"
#include "producer/kafka.h"
#include "worker/lane.h"
#include "worker/outbox.h"

#define WF_CALL_MS 5000 /* one call to the brokers; repeated until its budget is used up */
#define WF_CONDEMNED_MAX 16

/* A document by its place. */
struct wf_place {
    char topic[250];
    int32_t partition;
    int64_t offset;
    int64_t timestamp; /* the record's, -1 where unknown */
};

/* A document that is known not to go through, from an aborted transaction. */
struct wf_condemned {
    struct wf_place place;
    enum wf_status reason;
    bool without_value; /* even its dead letter was refused */
    char message[300];
};

struct wf_lane {
    struct wf_lane_common *common;
    const struct wf_run_settings *settings;
    struct wf_lane_view view;
    unsigned index;
    char client_id[300], instance[300], transactional_id[600];
    pthread_t thread;
    bool started;

    wf_consumer *consumer;
    wf_producer *producer;
    wf_pipeline *pipeline;
    wf_outbox *outbox;
    struct wf_chain_share *chain;
    unsigned chain_version;

    /* the open transaction */
    bool open;
    int64_t opened_at;
    uint64_t opened_ns;
    struct wf_place *batch;
    unsigned documents;
    size_t bytes;
    struct wf_run_counters pending; /* counted when it is committed */
    uint32_t pending_rules[WF_MEASURE_RULES]; /* likewise */
    struct wf_recent_batch recent;  /* shown then */

    /* recovery */
    enum wf_status interrupted; /* by a rebalance, inside a poll */
    struct wf_error interruption;
    unsigned aborts, rebuilds, fences; /* in a row */
    unsigned replaced;                 /* by another member, of late */
    int64_t replaced_at;
    unsigned suspects;                 /* documents of a batch that was refused, among them the one at fault */
    unsigned suspect_limit;            /* of them in a transaction: halved until the one is alone */
    unsigned batch_size;
    struct wf_condemned condemned[WF_CONDEMNED_MAX];
    unsigned condemned_count;

    enum wf_exit exit;
    struct wf_error error;
};

#define WF_LANE_COUNT(lane, name) \
    atomic_fetch_add_explicit(&(lane)->view.counters.name, 1, memory_order_relaxed)

/* ---- lane.c ---- */

bool wf_lane_stopping(const struct wf_lane *lane);

/* Sleep, but not through a stop. */
void wf_lane_pause(const struct wf_lane *lane, unsigned ms);

/* Log an error with what was being done. */
void wf_lane_note(struct wf_lane *lane, enum wf_message message, const char *what, const struct wf_error *err);

/* For the clients' own messages; the context is the lane. */
void wf_lane_client_log(void *context, int level, const char *text);

/* ---- lane_batch.c: the open transaction ---- */

bool wf_place_is(const struct wf_place *place, const char *topic, int32_t partition, int64_t offset);

/* Open a transaction unless one is open. */
enum wf_status wf_lane_begin(struct wf_lane *lane, struct wf_error *err);

/* End it, with the offsets; calls are repeated for budget_ms. */
enum wf_status wf_lane_commit(struct wf_lane *lane, unsigned budget_ms, struct wf_error *err);

/* No transaction is open any more, and nothing of it counts. */
void wf_lane_forget(struct wf_lane *lane);

/* Callbacks of the consumer; the context is the lane. */
void wf_lane_revoked(void *context, bool lost);
void wf_lane_assigned(void *context, unsigned partitions);

/* The open transaction is to hold one document, each of its records acknowledged by itself. */
static inline bool
wf_lane_alone(const struct wf_lane *lane)
{
    return lane->suspects > 0 && lane->suspect_limit == 1;
}

/* ---- lane_document.c ---- */

/* Everything for one document: process it, publish its records or dead-letter it, in the open transaction. */
enum wf_status wf_lane_handle(struct wf_lane *lane, const struct wf_input *in, struct wf_error *err);

/* ---- lane_recover.c: the four exits ---- */

/* A new producer in place of the old one. */
enum wf_status wf_lane_open_producer(struct wf_lane *lane, struct wf_error *err);

/* A new consumer in place of the old one. */
enum wf_status wf_lane_open_consumer(struct wf_lane *lane, struct wf_error *err);

/* After a failure. WF_OK: go on. Anything else: the lane ends with it. */
enum wf_status wf_lane_recover(struct wf_lane *lane, enum wf_status st, struct wf_error *err);

#endif
