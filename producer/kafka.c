/* SPDX-License-Identifier: Apache-2.0 */
#include "producer/kafka.h"

#include <stdlib.h>
#include <time.h>

#include "producer/kafka_state.h"

#define RECORD_OVERHEAD 128 /* what a record costs in a batch beyond its parts, rounded up */
#define SERVE_EVERY 64      /* records queued between two looks at delivery reports */

enum wf_status
wf_producer_begin(wf_producer *p, struct wf_error *err)
{
    enum wf_status st = wf_producer_check(p, "begin_transaction", err);

    p->delivery_error = RD_KAFKA_RESP_ERR_NO_ERROR;
    p->refused = false;
    if (st == WF_OK && p->unsettled)
        st = wf_error_set(err, WF_EREBUILD, "begin_transaction", 0,
            "a connection was lost in the last transaction: a new epoch keeps out what may still be on its way");
    p->closed_at_begin = atomic_load(&p->closed);
    if (st == WF_OK && p->settings.transactional_id != NULL)
        st = wf_producer_settle(p, "begin_transaction", rd_kafka_begin_transaction(p->client), err);
    if (st == WF_OK)
        p->phase = PHASE_OPEN;
    return st;
}

/*
 * The transaction has ended as this side knows it. A request that was lost with its connection may still arrive,
 * and a broker of today takes it for one of the next transaction of the same epoch: a late end would commit half of
 * that, late offsets would move the group back. Only a new epoch, of a new producer, shuts them out.
 */
static void
end_transaction(struct wf_producer *p)
{
    p->phase = PHASE_IDLE;
    if (p->settings.transactional_id != NULL && atomic_load(&p->closed) != p->closed_at_begin)
        p->unsettled = true;
}

bool
wf_producer_fits(const wf_producer *p, size_t key, size_t value, size_t headers)
{
    return key + value + headers + RECORD_OVERHEAD <= p->max_message;
}

static enum wf_status
send_failed(struct wf_producer *p, const struct wf_outgoing *record, rd_kafka_resp_err_t code,
    struct wf_error *err)
{
    const char *topic = p->settings.topics[record->topic];
    enum wf_status st = wf_producer_check(p, topic, err);

    if (st != WF_OK)
        return st;
    if (code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)
        return wf_error_set(err, WF_ELIMIT, topic, 0, "a record of %zu bytes is over message.max.bytes",
            record->value.len);
    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL)
        return wf_error_set(err, WF_EAGAIN, topic, 0, "the producer's queue stays full");
    if (code == RD_KAFKA_RESP_ERR__STATE) /* an earlier record failed: the transaction is lost */
        return wf_error_set(err, p->settings.transactional_id != NULL ? WF_EABORT : WF_EREBUILD, topic, 0,
            "an earlier record of the transaction failed (%s)", rd_kafka_err2name(p->delivery_error));
    return wf_error_set(err, WF_EABORT, topic, 0, "%s", rd_kafka_err2str(code));
}

static rd_kafka_headers_t *
make_headers(const struct wf_outgoing *record)
{
    rd_kafka_headers_t *headers;

    if (record->header_count == 0)
        return NULL;
    headers = rd_kafka_headers_new(record->header_count);
    for (unsigned i = 0; i < record->header_count; i++)
        rd_kafka_header_add(headers, record->headers[i].name, -1, record->headers[i].value.data,
            (ssize_t)record->headers[i].value.len);
    return headers;
}

static uint64_t
now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int64_t
wf_producer_now(void)
{
    return (int64_t)(now_ns() / 1000000);
}

enum wf_status
wf_producer_send(wf_producer *p, const struct wf_outgoing *record, int timeout_ms, struct wf_error *err)
{
    int32_t count = p->partitions[record->topic], partition;
    rd_kafka_headers_t *headers = make_headers(record);
    rd_kafka_resp_err_t code;
    int64_t deadline = 0;

    if (record->partition_key.data != NULL)
        partition = rd_kafka_msg_partitioner_murmur2(p->topics[record->topic], record->partition_key.data,
            record->partition_key.len, count, NULL, NULL);
    else
        partition = record->partition % count;
    for (;;) {
        code = rd_kafka_producev(p->client, RD_KAFKA_V_RKT(p->topics[record->topic]),
            RD_KAFKA_V_PARTITION(partition), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
            RD_KAFKA_V_KEY(record->key.data, record->key.len),
            RD_KAFKA_V_VALUE((void *)(uintptr_t)record->value.data, record->value.len),
            RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE((void *)(uintptr_t)record->document),
            RD_KAFKA_V_END);
        if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL)
            break;
        if (deadline == 0) {
            deadline = wf_producer_now() + timeout_ms;
            p->queue_full++;
        } else if (wf_producer_now() >= deadline)
            break;
        rd_kafka_poll(p->client, 50);
    }
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        if (++p->since_served >= SERVE_EVERY) {
            p->since_served = 0;
            rd_kafka_poll(p->client, 0);
        }
        return WF_OK;
    }
    if (headers != NULL)
        rd_kafka_headers_destroy(headers);
    return send_failed(p, record, code, err);
}

enum wf_status
wf_producer_flush(wf_producer *p, int timeout_ms, struct wf_error *err)
{
    rd_kafka_resp_err_t code = rd_kafka_flush(p->client, timeout_ms);
    enum wf_status st = wf_producer_check(p, "flush", err);

    if (st != WF_OK)
        return st;
    if (p->delivery_error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return wf_error_set(err, wf_producer_is_refusal(p->delivery_error) ? WF_EBROKER : WF_EABORT, "flush", 0,
            "a record was not accepted: %s", rd_kafka_err2str(p->delivery_error));
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return wf_error_set(err, WF_EAGAIN, "flush", 0, "%s", rd_kafka_err2str(code));
    return WF_OK;
}

/*
 * While the last records are on their way: one wait instead of two. When one of them has already put the transaction
 * into its error state, this call says only that; the commit, which cannot succeed any more, says why, and a missing
 * right must stop the worker instead of being tried again.
 */
static enum wf_status
send_offsets(struct wf_producer *p, const rd_kafka_topic_partition_list_t *offsets,
    const rd_kafka_consumer_group_metadata_t *metadata, int timeout_ms, struct wf_error *err)
{
    rd_kafka_error_t *error = rd_kafka_send_offsets_to_transaction(p->client, offsets, metadata, timeout_ms), *cause;
    enum wf_status st;

    if (error != NULL && rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR__STATE
        && rd_kafka_error_txn_requires_abort(error)) {
        cause = rd_kafka_commit_transaction(p->client, timeout_ms);
        if (cause != NULL) {
            rd_kafka_error_destroy(error);
            error = cause;
        }
    }
    st = wf_producer_settle(p, "send_offsets_to_transaction", error, err);
    return st == WF_EAGAIN ? WF_EABORT : st; /* the one call that cannot be resumed */
}

enum wf_status
wf_producer_commit(wf_producer *p, const rd_kafka_topic_partition_list_t *offsets,
    const rd_kafka_consumer_group_metadata_t *metadata, int timeout_ms, struct wf_error *err)
{
    enum wf_status st = wf_producer_check(p, "commit_transaction", err);
    uint64_t start;

    if (st != WF_OK)
        return st;
    if (p->settings.transactional_id == NULL) {
        st = wf_producer_flush(p, timeout_ms, err);
        if (st == WF_OK)
            p->phase = PHASE_IDLE;
        return st;
    }
    if (p->phase == PHASE_OPEN)
        p->offsets_ns = 0;
    if (p->phase == PHASE_OPEN && offsets != NULL && offsets->cnt > 0) {
        start = now_ns();
        st = send_offsets(p, offsets, metadata, timeout_ms, err);
        p->offsets_ns = now_ns() - start;
        if (st != WF_OK)
            return st;
    }
    p->phase = PHASE_OFFSETS_SENT;
    st = wf_producer_settle(p, "commit_transaction", rd_kafka_commit_transaction(p->client, timeout_ms), err);
    if (st == WF_OK)
        end_transaction(p);
    return st;
}

enum wf_status
wf_producer_abort(wf_producer *p, int timeout_ms, struct wf_error *err)
{
    enum wf_status st = wf_producer_check(p, "abort_transaction", err);

    if (st != WF_OK || p->phase == PHASE_IDLE)
        return st;
    if (p->settings.transactional_id != NULL)
        st = wf_producer_settle(p, "abort_transaction", rd_kafka_abort_transaction(p->client, timeout_ms), err);
    else
        rd_kafka_purge(p->client, RD_KAFKA_PURGE_F_QUEUE);
    rd_kafka_poll(p->client, 0);
    if (st == WF_OK)
        end_transaction(p);
    return st;
}

bool
wf_producer_refused(const wf_producer *p, uint32_t *document)
{
    *document = p->refused_document;
    return p->refused;
}

bool
wf_producer_fenced(const wf_producer *p)
{
    return p->fenced;
}

uint64_t
wf_producer_queue_full(const wf_producer *p)
{
    return p->queue_full;
}

size_t
wf_producer_queued(const wf_producer *p)
{
    return (size_t)rd_kafka_outq_len(p->client);
}

uint64_t
wf_producer_offsets_ns(const wf_producer *p)
{
    return p->offsets_ns;
}
