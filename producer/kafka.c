/* SPDX-License-Identifier: Apache-2.0 */
#include "producer/kafka.h"

#include <inttypes.h>
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RECORD_OVERHEAD 128 /* what a record costs in a batch beyond its parts, rounded up */
#define SERVE_EVERY 64      /* records queued between two looks at delivery reports */
#define MISSING_TRIES 20    /* a topic just made is not known to all brokers at once */

/* Where the end of a transaction stopped, so that the call can be repeated. */
enum phase { PHASE_IDLE, PHASE_OPEN, PHASE_OFFSETS_SENT };

struct wf_producer {
    struct wf_producer_settings settings;
    rd_kafka_t *client;
    rd_kafka_topic_t *topics[WF_PRODUCER_TOPICS];
    int32_t partitions[WF_PRODUCER_TOPICS];
    size_t max_message;
    enum phase phase;
    bool initialised, fenced;
    unsigned missing;
    unsigned since_served;
    uint64_t queue_full;
    /* what delivery reports said in this transaction */
    rd_kafka_resp_err_t delivery_error;
    bool refused;
    uint32_t refused_document;
};

static void
on_log(const rd_kafka_t *client, int level, const char *facility, const char *text)
{
    struct wf_producer *p = rd_kafka_opaque(client);
    char line[512];

    if (p == NULL || p->settings.log == NULL)
        return;
    snprintf(line, sizeof line, "producer: %s: %s", facility, text);
    p->settings.log(p->settings.context, level, line);
}

static void
on_error(rd_kafka_t *client, int code, const char *reason, void *opaque)
{
    (void)client;
    (void)code;
    (void)reason;
    (void)opaque; /* every call returns its own error; without this the library prints to standard error */
}

static void
on_delivery(rd_kafka_t *client, const rd_kafka_message_t *message, void *opaque)
{
    struct wf_producer *p = opaque;
    uint32_t document = (uint32_t)(uintptr_t)message->_private;

    (void)client;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR || message->err == RD_KAFKA_RESP_ERR__PURGE_QUEUE
        || message->err == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT)
        return;
    if (p->delivery_error == RD_KAFKA_RESP_ERR_NO_ERROR)
        p->delivery_error = message->err;
    if ((message->err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE
            || message->err == RD_KAFKA_RESP_ERR_INVALID_RECORD)
        && (!p->refused || document < p->refused_document)) {
        p->refused = true;
        p->refused_document = document;
    }
}

/* ---- errors ---- */

/* Nothing but an operator can mend these. */
static bool
is_refusal(rd_kafka_resp_err_t code)
{
    switch ((int)code) {
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT:
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
        return true;
    default:
        return false;
    }
}

static bool
is_fencing(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR__FENCED || code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED
        || code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH;
}

enum wf_status
wf_producer_classify(const rd_kafka_error_t *error)
{
    rd_kafka_resp_err_t code = rd_kafka_error_code(error);

    if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
        return WF_OK;
    if (is_refusal(code))
        return WF_EBROKER;
    if (rd_kafka_error_is_fatal(error))
        return WF_EREBUILD;
    if (rd_kafka_error_txn_requires_abort(error))
        return WF_EABORT;
    if (rd_kafka_error_is_retriable(error) || code == RD_KAFKA_RESP_ERR__TIMED_OUT)
        return WF_EAGAIN;
    return WF_EREBUILD; /* wrong state: only a new producer has a known one */
}

/* Classify, describe and free an error; NULL is none. */
static enum wf_status
settle(struct wf_producer *p, const char *call, rd_kafka_error_t *error, struct wf_error *err)
{
    enum wf_status st;
    char text[256];
    rd_kafka_resp_err_t code;

    if (error == NULL)
        return WF_OK;
    st = wf_producer_classify(error);
    code = rd_kafka_error_code(error);
    /* the library says "fatal" for the call and keeps the cause apart */
    if (rd_kafka_error_is_fatal(error)) {
        rd_kafka_resp_err_t cause = rd_kafka_fatal_error(p->client, text, sizeof text);

        if (is_fencing(cause))
            code = cause;
        if (is_refusal(cause))
            st = WF_EBROKER;
    }
    p->fenced = is_fencing(code);
    wf_error_set(err, st, call, 0, "%s (%s)", rd_kafka_error_string(error), rd_kafka_err2name(code));
    rd_kafka_error_destroy(error);
    return st;
}

/* A call on a broken producer may hang (librdkafka #4420): look before each. */
static enum wf_status
check_fatal(struct wf_producer *p, const char *call, struct wf_error *err)
{
    char text[256];
    rd_kafka_resp_err_t code = rd_kafka_fatal_error(p->client, text, sizeof text);

    if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
        return WF_OK;
    p->fenced = is_fencing(code);
    return wf_error_set(err, is_refusal(code) ? WF_EBROKER : WF_EREBUILD, call, 0, "%s (%s)", text,
        rd_kafka_err2name(code));
}

/* ---- making one ---- */

static enum wf_status
set(rd_kafka_conf_t *conf, const char *name, const char *value, struct wf_error *err)
{
    char text[512];

    if (value == NULL || rd_kafka_conf_set(conf, name, value, text, sizeof text) == RD_KAFKA_CONF_OK)
        return WF_OK;
    return wf_error_set(err, WF_ECONFIG, name, 0, "%s", text);
}

static enum wf_status
configure(const struct wf_producer_settings *s, rd_kafka_conf_t *conf, struct wf_error *err)
{
    static const struct wf_property defaults[] = {
        { "compression.type", "lz4" },
        { "linger.ms", "5" },
        { "queue.buffering.max.kbytes", "65536" },
        { "queue.buffering.max.messages", "500000" },
        { "reconnect.backoff.max.ms", "500" },
        { "reconnect.backoff.ms", "50" },
        { "retry.backoff.ms", "20" }, /* the broker often answers CONCURRENT_TRANSACTIONS right after a commit */
        { "socket.nagle.disable", "true" },
        { NULL, NULL },
    };
    static const struct wf_property fixed[] = {
        { "enable.idempotence", "true" },
        { "acks", "all" },
        { "allow.auto.create.topics", "false" },
        { NULL, NULL },
    };
    const struct wf_property *lists[] = { defaults, s->properties, fixed };
    char number[16];
    enum wf_status st = WF_OK;

    if (s->transactional_id != NULL) {
        snprintf(number, sizeof number, "%u", s->transaction_timeout_ms);
        st = set(conf, "transaction.timeout.ms", number, err);
        if (st == WF_OK)
            st = set(conf, "transactional.id", s->transactional_id, err);
    }
    for (unsigned l = 0; l < 3; l++)
        for (const struct wf_property *p = lists[l]; st == WF_OK && p != NULL && p->name != NULL; p++)
            st = set(conf, p->name, p->value, err);
    if (st == WF_OK)
        st = set(conf, "bootstrap.servers", s->brokers, err);
    if (st == WF_OK)
        st = set(conf, "client.id", s->client_id, err);
    if (st == WF_OK && s->batch_size != 0) {
        snprintf(number, sizeof number, "%u", s->batch_size);
        st = set(conf, "batch.size", number, err);
    }
    return st;
}

static enum wf_status
make_topics(struct wf_producer *p, struct wf_error *err)
{
    for (unsigned i = 0; i < WF_PRODUCER_TOPICS; i++) {
        if (p->settings.topics[i] == NULL)
            continue;
        p->topics[i] = rd_kafka_topic_new(p->client, p->settings.topics[i], NULL);
        if (p->topics[i] == NULL)
            return wf_error_set(err, WF_ECONFIG, p->settings.topics[i], 0, "%s",
                rd_kafka_err2str(rd_kafka_last_error()));
    }
    return WF_OK;
}

wf_producer *
wf_producer_new(const struct wf_producer_settings *settings, struct wf_error *err)
{
    struct wf_producer *p = calloc(1, sizeof *p);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char text[512];
    size_t size = sizeof text;

    if (p == NULL) {
        wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for a producer");
        goto fail;
    }
    p->settings = *settings;
    if (configure(settings, conf, err) != WF_OK)
        goto fail;
    if (rd_kafka_conf_get(conf, "message.max.bytes", text, &size) == RD_KAFKA_CONF_OK)
        p->max_message = (size_t)strtoull(text, NULL, 10);
    rd_kafka_conf_set_opaque(conf, p);
    rd_kafka_conf_set_log_cb(conf, on_log);
    rd_kafka_conf_set_error_cb(conf, on_error);
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    p->client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (p->client == NULL) {
        wf_error_set(err, WF_ECONFIG, "producer", 0, "%s", text);
        goto fail;
    }
    conf = NULL; /* the client has it */
    if (make_topics(p, err) != WF_OK)
        goto fail;
    return p;
fail:
    if (conf != NULL)
        rd_kafka_conf_destroy(conf);
    wf_producer_free(p);
    return NULL;
}

void
wf_producer_free(wf_producer *p)
{
    if (p == NULL)
        return;
    if (p->client != NULL) {
        rd_kafka_purge(p->client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        for (unsigned i = 0; i < WF_PRODUCER_TOPICS; i++)
            if (p->topics[i] != NULL)
                rd_kafka_topic_destroy(p->topics[i]);
        rd_kafka_destroy(p->client);
    }
    free(p);
}

/* The partition counts decide where records go, so none may be guessed. */
static enum wf_status
learn_partitions(struct wf_producer *p, int timeout_ms, struct wf_error *err)
{
    const struct rd_kafka_metadata *metadata = NULL;
    rd_kafka_resp_err_t code = rd_kafka_metadata(p->client, 0, NULL, &metadata, timeout_ms);
    enum wf_status st = WF_OK;

    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return wf_error_set(err, WF_EAGAIN, "metadata", 0, "%s", rd_kafka_err2str(code));
    for (unsigned i = 0; st == WF_OK && i < WF_PRODUCER_TOPICS; i++) {
        const char *name = p->settings.topics[i];

        p->partitions[i] = 0;
        for (int t = 0; name != NULL && t < metadata->topic_cnt; t++) {
            const struct rd_kafka_metadata_topic *topic = &metadata->topics[t];

            if (strcmp(topic->topic, name) != 0)
                continue;
            if (topic->err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
                st = wf_error_set(err, WF_EBROKER, name, 0, "no right to write to this topic");
            else if (topic->err == RD_KAFKA_RESP_ERR_NO_ERROR)
                p->partitions[i] = topic->partition_cnt;
        }
        if (st == WF_OK && name != NULL && p->partitions[i] == 0)
            st = wf_error_set(err, ++p->missing > MISSING_TRIES ? WF_EBROKER : WF_EAGAIN, name, 0,
                "this topic does not exist");
    }
    rd_kafka_metadata_destroy(metadata);
    return st;
}

enum wf_status
wf_producer_prepare(wf_producer *p, int timeout_ms, struct wf_error *err)
{
    enum wf_status st = check_fatal(p, "init_transactions", err);

    if (st != WF_OK)
        return st;
    if (!p->initialised && p->settings.transactional_id != NULL) {
        st = settle(p, "init_transactions", rd_kafka_init_transactions(p->client, timeout_ms), err);
        if (st != WF_OK)
            return st;
    }
    p->initialised = true;
    return learn_partitions(p, timeout_ms, err);
}

/* ---- transactions ---- */

enum wf_status
wf_producer_begin(wf_producer *p, struct wf_error *err)
{
    enum wf_status st = check_fatal(p, "begin_transaction", err);

    p->delivery_error = RD_KAFKA_RESP_ERR_NO_ERROR;
    p->refused = false;
    if (st == WF_OK && p->settings.transactional_id != NULL)
        st = settle(p, "begin_transaction", rd_kafka_begin_transaction(p->client), err);
    if (st == WF_OK)
        p->phase = PHASE_OPEN;
    return st;
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
    enum wf_status st = check_fatal(p, topic, err);

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

static int64_t
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
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
            deadline = now_ms() + timeout_ms;
            p->queue_full++;
        } else if (now_ms() >= deadline)
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
    enum wf_status st = check_fatal(p, "flush", err);

    if (st != WF_OK)
        return st;
    if (p->delivery_error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return wf_error_set(err, is_refusal(p->delivery_error) ? WF_EBROKER : WF_EABORT, "flush", 0,
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
    st = settle(p, "send_offsets_to_transaction", error, err);
    return st == WF_EAGAIN ? WF_EABORT : st; /* the one call that cannot be resumed */
}

enum wf_status
wf_producer_commit(wf_producer *p, const rd_kafka_topic_partition_list_t *offsets,
    const rd_kafka_consumer_group_metadata_t *metadata, int timeout_ms, struct wf_error *err)
{
    enum wf_status st = check_fatal(p, "commit_transaction", err);

    if (st != WF_OK)
        return st;
    if (p->settings.transactional_id == NULL) {
        st = wf_producer_flush(p, timeout_ms, err);
        if (st == WF_OK)
            p->phase = PHASE_IDLE;
        return st;
    }
    if (p->phase == PHASE_OPEN && offsets != NULL && offsets->cnt > 0) {
        st = send_offsets(p, offsets, metadata, timeout_ms, err);
        if (st != WF_OK)
            return st;
    }
    p->phase = PHASE_OFFSETS_SENT;
    st = settle(p, "commit_transaction", rd_kafka_commit_transaction(p->client, timeout_ms), err);
    if (st == WF_OK)
        p->phase = PHASE_IDLE;
    return st;
}

enum wf_status
wf_producer_abort(wf_producer *p, int timeout_ms, struct wf_error *err)
{
    enum wf_status st = check_fatal(p, "abort_transaction", err);

    if (st != WF_OK || p->phase == PHASE_IDLE)
        return st;
    if (p->settings.transactional_id != NULL)
        st = settle(p, "abort_transaction", rd_kafka_abort_transaction(p->client, timeout_ms), err);
    else
        rd_kafka_purge(p->client, RD_KAFKA_PURGE_F_QUEUE);
    rd_kafka_poll(p->client, 0);
    if (st == WF_OK)
        p->phase = PHASE_IDLE;
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
