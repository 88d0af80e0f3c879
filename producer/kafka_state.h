/* SPDX-License-Identifier: Apache-2.0 */
/* A producer from inside: shared by producer/kafka*.c, and by nobody else. */
#ifndef WF_PRODUCER_KAFKA_STATE_H
#define WF_PRODUCER_KAFKA_STATE_H

#include <librdkafka/rdkafka.h>
#include <stdatomic.h>

#include "producer/kafka.h"

/* Where the end of a transaction stopped, so that the call can be repeated. */
enum wf_producer_phase { PHASE_IDLE, PHASE_OPEN, PHASE_OFFSETS_SENT };

struct wf_producer {
    struct wf_producer_settings settings;
    rd_kafka_t *client;
    rd_kafka_topic_t *topics[WF_PRODUCER_TOPICS];
    int32_t partitions[WF_PRODUCER_TOPICS];
    size_t max_message;
    enum wf_producer_phase phase;
    bool initialised, fenced;
    unsigned missing;
    int64_t refused_at; /* when the brokers began not to let us in, 0 when they do */
    char refusal[256];
    bool reached; /* the brokers answered, whatever they said */
    unsigned since_served;
    uint64_t queue_full, offsets_ns;
    atomic_uint closed; /* connections, by any thread of the library */
    unsigned closed_at_begin;
    bool unsettled; /* a connection was lost while a transaction was open */
    /* what delivery reports said in this transaction */
    rd_kafka_resp_err_t delivery_error;
    bool refused;
    uint32_t refused_document;
};

/* ---- kafka.c ---- */

int64_t wf_producer_now(void); /* monotonic ms */

/* ---- kafka_error.c ---- */

/* Nothing but an operator can mend these. */
bool wf_producer_is_refusal(rd_kafka_resp_err_t code);

/* Classify, describe and free the error of a call; NULL is none. */
enum wf_status wf_producer_settle(struct wf_producer *p, const char *call, rd_kafka_error_t *error,
    struct wf_error *err);

/* A call on a broken producer may hang (librdkafka #4420): look before each. */
enum wf_status wf_producer_check(struct wf_producer *p, const char *call, struct wf_error *err);

#endif
