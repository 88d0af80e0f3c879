/* SPDX-License-Identifier: Apache-2.0 */
/* A consumer's librdkafka client: settings, callbacks, beginning and end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/kafka_state.h"

void
wf_consumer_say(struct wf_consumer *c, int level, const char *text)
{
    if (c->settings.log != NULL)
        c->settings.log(c->settings.context, level, text);
}

static void
on_log(const rd_kafka_t *client, int level, const char *facility, const char *text)
{
    struct wf_consumer *c = rd_kafka_opaque(client);
    char line[512];

    snprintf(line, sizeof line, "consumer: %s: %s", facility, text);
    if (c != NULL)
        wf_consumer_say(c, level, line);
}

static void
on_error(rd_kafka_t *client, int code, const char *reason, void *opaque)
{
    struct wf_consumer *c = opaque;

    (void)client;
    if (code == RD_KAFKA_RESP_ERR__AUTHENTICATION || strstr(reason, "certificate") != NULL) {
        c->authentication_failures++;
        snprintf(c->reason, sizeof c->reason, "%s", reason);
    }
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
configure(const struct wf_consumer_settings *s, rd_kafka_conf_t *conf, struct wf_error *err)
{
    static const struct wf_property defaults[] = {
        { "partition.assignment.strategy", "range" },
        { "queued.min.messages", "1000" },
        { "fetch.wait.max.ms", "50" },
        { "reconnect.backoff.max.ms", "500" },
        { "reconnect.backoff.ms", "50" },
        { "socket.nagle.disable", "true" },
        { "check.crcs", "true" },
        { "topic.metadata.refresh.interval.ms", "30000" },
        { "statistics.interval.ms", "2000" }, /* for the last stable offsets */
        { NULL, NULL },
    };
    /* what the guarantee rests on comes last, so that nothing overrides it */
    static const struct wf_property fixed[] = {
        { "enable.auto.commit", "false" },
        { "enable.auto.offset.store", "false" },
        { "isolation.level", "read_committed" },
        { "auto.offset.reset", "error" },
        { "enable.partition.eof", "true" },
        { "allow.auto.create.topics", "false" },
        { NULL, NULL },
    };
    const struct wf_property *lists[] = { defaults, s->properties, fixed };
    char number[16];
    enum wf_status st = WF_OK;

    snprintf(number, sizeof number, "%u", s->queue_kbytes == 0 ? 16384 : s->queue_kbytes);
    st = set(conf, "queued.max.messages.kbytes", number, err);
    for (unsigned l = 0; l < 3; l++)
        for (const struct wf_property *p = lists[l]; st == WF_OK && p != NULL && p->name != NULL; p++)
            st = set(conf, p->name, p->value, err);
    if (st == WF_OK && s->session_timeout_ms != 0) {
        snprintf(number, sizeof number, "%u", s->session_timeout_ms);
        st = set(conf, "session.timeout.ms", number, err);
        snprintf(number, sizeof number, "%u", s->session_timeout_ms / 6 + 1);
        if (st == WF_OK)
            st = set(conf, "heartbeat.interval.ms", number, err);
    }
    if (st == WF_OK)
        st = set(conf, "bootstrap.servers", s->brokers, err);
    if (st == WF_OK)
        st = set(conf, "group.id", s->group, err);
    if (st == WF_OK)
        st = set(conf, "group.instance.id", s->instance, err);
    if (st == WF_OK)
        st = set(conf, "client.id", s->client_id, err);
    return st;
}

enum wf_status
wf_consumer_subscribe(struct wf_consumer *c, struct wf_error *err)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(4);
    rd_kafka_resp_err_t code;

    for (const char *const *topic = c->settings.topics; *topic != NULL; topic++)
        rd_kafka_topic_partition_list_add(list, *topic, RD_KAFKA_PARTITION_UA);
    code = rd_kafka_subscribe(c->client, list);
    rd_kafka_topic_partition_list_destroy(list);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return wf_error_set(err, WF_ECONFIG, c->settings.group, 0, "cannot subscribe: %s",
            rd_kafka_err2str(code));
    return WF_OK;
}

wf_consumer *
wf_consumer_new(const struct wf_consumer_settings *settings, struct wf_error *err)
{
    struct wf_consumer *c = calloc(1, sizeof *c);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char text[512];

    if (c == NULL) {
        wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for a consumer");
        goto fail;
    }
    c->settings = *settings;
    c->brokers_up = -1;
    if (configure(settings, conf, err) != WF_OK)
        goto fail;
    rd_kafka_conf_set_opaque(conf, c);
    rd_kafka_conf_set_log_cb(conf, on_log);
    rd_kafka_conf_set_error_cb(conf, on_error);
    rd_kafka_conf_enable_sasl_queue(conf, 1);
    rd_kafka_conf_set_rebalance_cb(conf, wf_consumer_rebalance);
    rd_kafka_conf_set_stats_cb(conf, wf_consumer_stats);
    c->client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof text);
    if (c->client == NULL) {
        wf_error_set(err, WF_ECONFIG, "consumer", 0, "%s", text);
        goto fail;
    }
    conf = NULL; /* the client has it */
    /* tokens are renewed in the library's thread, whatever call this one waits in; an error only when there are none */
    rd_kafka_error_destroy(rd_kafka_sasl_background_callbacks_enable(c->client));
    rd_kafka_poll_set_consumer(c->client);
    if (wf_consumer_subscribe(c, err) != WF_OK)
        goto fail;
    return c;
fail:
    if (conf != NULL)
        rd_kafka_conf_destroy(conf);
    wf_consumer_free(c);
    return NULL;
}

void
wf_consumer_free(wf_consumer *c)
{
    if (c == NULL)
        return;
    if (c->client != NULL) {
        if (c->message != NULL)
            rd_kafka_message_destroy(c->message);
        rd_kafka_consumer_close(c->client);
        rd_kafka_destroy_flags(c->client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    }
    if (c->offsets != NULL)
        rd_kafka_topic_partition_list_destroy(c->offsets);
    wf_consumer_clear(c);
    free(c->rows);
    free(c->view);
    free(c->headers);
    free(c);
}
