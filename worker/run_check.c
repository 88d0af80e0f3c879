/* SPDX-License-Identifier: Apache-2.0 */
/* check --connect */
#include <librdkafka/rdkafka.h>
#include <string.h>

#include "worker/run.h"

#define CHECK_MS 10000

static enum wf_status
check_topics(const struct wf_run_settings *s, const struct rd_kafka_metadata *metadata, struct wf_error *err)
{
    const char *names[WF_RECORD_LAYER_COUNT + 1 + 64];
    unsigned count = 0;

    for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++)
        if (s->outputs[i] != NULL)
            names[count++] = s->outputs[i];
    if (s->dead_letters != NULL)
        names[count++] = s->dead_letters;
    for (const char *const *t = s->topics; *t != NULL && count < sizeof names / sizeof names[0]; t++)
        names[count++] = *t;
    for (unsigned i = 0; i < count; i++) {
        bool found = false;

        for (int t = 0; t < metadata->topic_cnt && !found; t++)
            found = strcmp(metadata->topics[t].topic, names[i]) == 0
                && metadata->topics[t].err == RD_KAFKA_RESP_ERR_NO_ERROR;
        if (!found)
            return wf_error_set(err, WF_EBROKER, names[i], 0,
                "this topic does not exist, or may not be described");
    }
    return WF_OK;
}

enum wf_status
wf_run_check(const struct wf_run_settings *settings, struct wf_error *err)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    const struct rd_kafka_metadata *metadata = NULL;
    rd_kafka_t *client = NULL;
    rd_kafka_resp_err_t code;
    enum wf_status st = WF_OK;
    char text[512];

    rd_kafka_conf_set_log_cb(conf, NULL);
    for (const struct wf_property *p = settings->producer_properties; p != NULL && p->name != NULL; p++)
        if (rd_kafka_conf_set(conf, p->name, p->value, text, sizeof text) != RD_KAFKA_CONF_OK)
            st = wf_error_set(err, WF_ECONFIG, p->name, 0, "%s", text);
    if (rd_kafka_conf_set(conf, "bootstrap.servers", settings->brokers, text, sizeof text) != RD_KAFKA_CONF_OK)
        st = wf_error_set(err, WF_ECONFIG, "brokers", 0, "%s", text);
    if (st != WF_OK)
        goto done;
    client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (client == NULL) {
        st = wf_error_set(err, WF_ECONFIG, "brokers", 0, "%s", text);
        goto done;
    }
    conf = NULL; /* the client has it */
    code = rd_kafka_metadata(client, 1, NULL, &metadata, CHECK_MS);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        st = wf_error_set(err, WF_EBROKER, settings->brokers, 0, "no answer: %s", rd_kafka_err2str(code));
    else
        st = check_topics(settings, metadata, err);
done:
    if (metadata != NULL)
        rd_kafka_metadata_destroy(metadata);
    if (client != NULL)
        rd_kafka_destroy(client);
    if (conf != NULL)
        rd_kafka_conf_destroy(conf);
    return st;
}
