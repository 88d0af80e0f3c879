/* SPDX-License-Identifier: Apache-2.0 */
/* `wirefact demo`: the whole way through Kafka in one process, on librdkafka's simulated cluster. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "consumer/file.h"
#include "worker/settings.h"

#define INPUT "demo.reports"
#define PARTITIONS 2
#define SHOWN 240 /* bytes of an example */

static const char sample[] =
#include "demo_report.inc"
    ;

struct demo {
    rd_kafka_t *client; /* owns the cluster, sends the reports */
    rd_kafka_mock_cluster_t *cluster;
    wf_runner *runner;
    struct wf_error *err;
    int code;
    unsigned sent;
};

static bool
start_cluster(struct demo *demo, const struct wf_run_settings *run, struct wf_error *err)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char text[512];

    rd_kafka_conf_set(conf, "client.id", "demo", NULL, 0);
    rd_kafka_conf_set_log_cb(conf, NULL);
    demo->client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (demo->client == NULL) {
        rd_kafka_conf_destroy(conf);
        (void)wf_error_set(err, WF_EBROKER, NULL, 0, "%s", text);
        return false;
    }
    demo->cluster = rd_kafka_mock_cluster_new(demo->client, 1);
    if (demo->cluster == NULL) {
        (void)wf_error_set(err, WF_EBROKER, NULL, 0, "the simulated cluster does not start");
        return false;
    }
    rd_kafka_mock_topic_create(demo->cluster, INPUT, PARTITIONS, 1);
    for (int i = 0; i < WF_RECORD_LAYER_COUNT; i++)
        rd_kafka_mock_topic_create(demo->cluster, run->outputs[i], PARTITIONS, 1);
    rd_kafka_mock_topic_create(demo->cluster, run->dead_letters, PARTITIONS, 1);
    return true;
}

/* A producer that knows the simulated brokers; the client that owns them does not. */
static rd_kafka_t *
client_of(struct demo *demo, rd_kafka_type_t type, struct wf_error *err)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char text[512];
    rd_kafka_t *client;

    rd_kafka_conf_set(conf, "bootstrap.servers", rd_kafka_mock_cluster_bootstraps(demo->cluster), NULL, 0);
    if (type == RD_KAFKA_CONSUMER) {
        rd_kafka_conf_set(conf, "group.id", "demo-reader", NULL, 0);
        rd_kafka_conf_set(conf, "enable.partition.eof", "true", NULL, 0);
        rd_kafka_conf_set(conf, "fetch.wait.max.ms", "10", NULL, 0);
    }
    rd_kafka_conf_set_log_cb(conf, NULL);
    client = rd_kafka_new(type, conf, text, sizeof text);
    if (client == NULL) {
        rd_kafka_conf_destroy(conf);
        (void)wf_error_set(err, WF_EBROKER, NULL, 0, "%s", text);
    }
    return client;
}

static bool
send_one(struct demo *demo, rd_kafka_t *producer, const struct wf_input *in, struct wf_error *err)
{
    rd_kafka_resp_err_t result = rd_kafka_producev(producer, RD_KAFKA_V_TOPIC(INPUT),
        RD_KAFKA_V_KEY(in->key.data, in->key.len), RD_KAFKA_V_VALUE((void *)(uintptr_t)in->value.data, in->value.len),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);

    if (result != RD_KAFKA_RESP_ERR_NO_ERROR) {
        (void)wf_error_set(err, WF_EBROKER, in->key.data, 0, "cannot be sent: %s", rd_kafka_err2str(result));
        return false;
    }
    demo->sent++;
    return true;
}

static bool
send_reports(struct demo *demo, const struct wf_arguments *args, struct wf_error *err)
{
    rd_kafka_t *producer = client_of(demo, RD_KAFKA_PRODUCER, err);
    struct wf_input own = { .key = WF_SLICE("demo-report"), .value = WF_SLICE(sample) };
    bool ok = producer != NULL;

    if (ok && args->operand_count == 0)
        ok = send_one(demo, producer, &own, err);
    for (int i = 0; ok && i < args->operand_count; i++) {
        wf_file *file = wf_file_open(args->operands[i], err);
        struct wf_input in;

        while (ok && file != NULL && wf_file_next(file, 0, &in, err))
            ok = send_one(demo, producer, &in, err);
        wf_file_close(file);
        ok = err->status == WF_OK;
    }
    if (ok && rd_kafka_flush(producer, 10000) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        (void)wf_error_set(err, WF_EBROKER, NULL, 0, "the simulated cluster did not take the reports");
        ok = false;
    }
    if (producer != NULL)
        rd_kafka_destroy(producer);
    return ok;
}

/* Everything in one topic: how many records, and the first for show. */
static unsigned
read_topic(rd_kafka_t *consumer, const char *topic, struct wf_buffer *example)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(PARTITIONS);
    unsigned count = 0, ends = 0;

    for (int i = 0; i < PARTITIONS; i++)
        rd_kafka_topic_partition_list_add(list, topic, i)->offset = RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_assign(consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
    while (ends < PARTITIONS) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer, 5000);

        if (message == NULL)
            break;
        if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            ends++;
        } else if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            if (count++ == 0 && message->payload != NULL)
                wf_buffer_append(example, message->payload, message->len);
        }
        rd_kafka_message_destroy(message);
    }
    return count;
}

/* From the `span` on: the parts before it are the same in all records of a document. */
static void
print_topic(const char *topic, unsigned count, const struct wf_buffer *example)
{
    const char *text = example->len == 0 ? "" : example->data, *from = NULL;
    size_t len = example->len, shown;

    printf("%-24s %5u record%s\n", topic, count, count == 1 ? "" : "s");
    for (size_t i = 0; i + 8 < len && from == NULL; i++) {
        if (memcmp(text + i, "\"text\":", 7) == 0)
            from = text + i;
    }
    if (len == 0)
        return;
    if (from != NULL) {
        len -= (size_t)(from - text);
        text = from;
    }
    shown = len > SHOWN ? SHOWN : len;
    while (shown < len && shown > 0 && ((unsigned char)text[shown] & 0xc0) == 0x80)
        shown--; /* not in the middle of a character */
    printf("    %s%.*s%s\n", from != NULL ? "..." : "", (int)shown, text, shown < len ? "..." : "");
}

static bool
show(struct demo *demo, const struct wf_run_settings *run, struct wf_error *err)
{
    rd_kafka_t *consumer = client_of(demo, RD_KAFKA_CONSUMER, err);

    if (consumer == NULL)
        return false;
    printf("\nWhat is on the output topics now:\n\n");
    for (int i = 0; i <= WF_RECORD_LAYER_COUNT; i++) {
        const char *topic = i < WF_RECORD_LAYER_COUNT ? run->outputs[i] : run->dead_letters;
        struct wf_buffer example = WF_BUFFER_INIT;
        unsigned count = read_topic(consumer, topic, &example);

        print_topic(topic, count, &example);
        wf_buffer_free(&example);
    }
    rd_kafka_consumer_close(consumer);
    rd_kafka_destroy(consumer);
    return true;
}

static int
work(struct demo *demo, struct wf_settings *settings, const struct wf_arguments *args, struct wf_error *err)
{
    static const char *const topics[] = { INPUT, NULL };
    wf_chain *chain = wf_chain_new(&settings->chain, err);
    int code;

    if (chain == NULL || !start_cluster(demo, &settings->run, err) || !send_reports(demo, args, err)) {
        wf_chain_free(chain);
        return wf_fail(err);
    }
    settings->run.brokers = rd_kafka_mock_cluster_bootstraps(demo->cluster);
    settings->run.topics = topics;
    settings->run.until_end = true;
    settings->run.signals = true;
    printf("A simulated cluster at %s; %u report%s sent to %s.\nThe worker joins its group, which takes some seconds ...\n",
        settings->run.brokers, demo->sent, demo->sent == 1 ? "" : "s", INPUT);
    fflush(stdout);
    demo->runner = wf_runner_new(chain, &settings->run, err);
    code = demo->runner == NULL ? wf_fail(err) : (int)wf_run(demo->runner, err);
    if (demo->runner != NULL && err->status != WF_OK)
        code = wf_fail(err);
    if (code == WF_EXIT_OK && !show(demo, &settings->run, err))
        code = wf_fail(err);
    if (code == WF_EXIT_OK)
        printf("\nNext: wirefact extract --format table FILE shows what is in a text of yours;\n"
               "scripts/demo does all this on a real broker; docs/operating.md says how to run it.\n");
    wf_runner_free(demo->runner);
    wf_chain_free(chain);
    return code;
}

int
wf_cmd_demo(const struct wf_arguments *args)
{
    struct demo demo = { 0 };
    struct wf_settings settings;
    struct wf_error err = WF_ERROR_INIT;
    int code = wf_settings_load(&settings, args);

    if (code != WF_EXIT_OK)
        return code;
    settings.log.least = WF_LOG_ERROR; /* the simulation is old-fashioned, and librdkafka says so at length */
    code = work(&demo, &settings, args, &err);
    if (demo.cluster != NULL)
        rd_kafka_mock_cluster_destroy(demo.cluster);
    if (demo.client != NULL)
        rd_kafka_destroy(demo.client);
    wf_settings_free(&settings);
    return code;
}
