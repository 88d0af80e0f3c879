/* SPDX-License-Identifier: Apache-2.0 */
/* A producer's librdkafka client: settings, callbacks, beginning and end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "producer/kafka_state.h"

#define REACH_MS 500
#define REFUSED_MS 5000
#define MISSING_TRIES 20 /* a topic just made is not known to all brokers at once */

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

/* A connection that cannot be trusted, or that may not log in. What else goes wrong every call returns by itself. */
static void
on_error(rd_kafka_t *client, int code, const char *reason, void *opaque)
{
    struct wf_producer *p = opaque;

    (void)client;
    if (code != RD_KAFKA_RESP_ERR__AUTHENTICATION && strstr(reason, "certificate") == NULL)
        return;
    if (p->refused_at == 0)
        p->refused_at = wf_producer_now();
    snprintf(p->refusal, sizeof p->refusal, "%s", reason);
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

static int
on_close(int socket, void *opaque)
{
    struct wf_producer *p = opaque;

    atomic_fetch_add(&p->closed, 1);
    return close(socket);
}

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
    rd_kafka_conf_enable_sasl_queue(conf, 1);
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    rd_kafka_conf_set_closesocket_cb(conf, on_close);
    p->client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (p->client == NULL) {
        wf_error_set(err, WF_ECONFIG, "producer", 0, "%s", text);
        goto fail;
    }
    conf = NULL; /* the client has it */
    /* tokens are renewed in the library's thread, whatever call this one waits in; an error only when there are none */
    rd_kafka_error_destroy(rd_kafka_sasl_background_callbacks_enable(p->client));
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

/* librdkafka before 2.6.1 sends its nonce twice, which Kafka forgave up to 3.9 (librdkafka #4895). */
static const char *
scram_hint(const struct wf_producer *p)
{
    return rd_kafka_version() < 0x02060100 && strstr(p->refusal, "SCRAM") != NULL
        ? "; librdkafka before 2.6.1 cannot use SCRAM with Kafka 4"
        : "";
}

/*
 * Before a call is repeated: it is in vain where the brokers do not let us in. A broker that is starting may refuse a right
 * password for a moment.
 */
static enum wf_status
not_yet(struct wf_producer *p, enum wf_status st, struct wf_error *err)
{
    rd_kafka_poll(p->client, 0); /* for on_error */
    if (st != WF_EAGAIN || p->refused_at == 0 || wf_producer_now() - p->refused_at < REFUSED_MS)
        return st;
    *err = (struct wf_error)WF_ERROR_INIT;
    return wf_error_set(err, WF_EBROKER, p->settings.brokers, 0, "cannot log in: %s%s", p->refusal, scram_hint(p));
}

/* The partition counts decide where records go, so none may be guessed. */
static enum wf_status
learn_partitions(struct wf_producer *p, int timeout_ms, struct wf_error *err)
{
    const struct rd_kafka_metadata *metadata = NULL;
    rd_kafka_resp_err_t code = rd_kafka_metadata(p->client, 0, NULL, &metadata, timeout_ms);
    enum wf_status st = WF_OK;

    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return not_yet(p, wf_error_set(err, WF_EAGAIN, "metadata", 0, "%s", rd_kafka_err2str(code)), err);
    p->refused_at = 0;
    p->reached = true;
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

/* In short steps, since the library waits for its whole time in vain where it is not let in. */
static enum wf_status
reach_brokers(struct wf_producer *p, int timeout_ms, struct wf_error *err)
{
    enum wf_status st = WF_EAGAIN;

    p->reached = false;
    for (int waited = 0; st == WF_EAGAIN && !p->reached && waited < timeout_ms; waited += REACH_MS) {
        *err = (struct wf_error)WF_ERROR_INIT;
        st = learn_partitions(p, REACH_MS, err);
    }
    return st;
}

enum wf_status
wf_producer_prepare(wf_producer *p, int timeout_ms, struct wf_error *err)
{
    enum wf_status st = wf_producer_check(p, "init_transactions", err);

    if (st != WF_OK)
        return st;
    st = reach_brokers(p, timeout_ms, err);
    if (st != WF_OK)
        return st;
    if (!p->initialised && p->settings.transactional_id != NULL) {
        st = wf_producer_settle(p, "init_transactions", rd_kafka_init_transactions(p->client, timeout_ms), err);
        if (st != WF_OK)
            return st;
    }
    p->initialised = true;
    return WF_OK;
}
