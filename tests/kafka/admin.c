/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Make topics, faster than starting a Java tool for each:
 *     kafka_admin BROKERS PARTITIONS TOPIC[,key=value]...
 */
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOPICS_MAX 64

static rd_kafka_NewTopic_t *
topic_of(char *text, int partitions)
{
    char error[256], *rest = strchr(text, ',');
    rd_kafka_NewTopic_t *topic;

    if (rest != NULL)
        *rest++ = '\0';
    topic = rd_kafka_NewTopic_new(text, partitions, -1, error, sizeof error);
    while (topic != NULL && rest != NULL) {
        char *next = strchr(rest, ','), *value = strchr(rest, '=');

        if (next != NULL)
            *next++ = '\0';
        if (value != NULL) {
            *value++ = '\0';
            rd_kafka_NewTopic_set_config(topic, rest, value);
        }
        rest = next;
    }
    return topic;
}

static int
failed(rd_kafka_event_t *event)
{
    const rd_kafka_topic_result_t **results;
    size_t count = 0;
    int bad = 0;

    if (event == NULL || rd_kafka_event_error(event) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        fprintf(stderr, "kafka_admin: %s\n", event == NULL ? "no answer" : rd_kafka_event_error_string(event));
        return 1;
    }
    results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
    for (size_t i = 0; i < count; i++) {
        rd_kafka_resp_err_t code = rd_kafka_topic_result_error(results[i]);

        if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
            continue;
        fprintf(stderr, "kafka_admin: %s: %s\n", rd_kafka_topic_result_name(results[i]),
            rd_kafka_topic_result_error_string(results[i]));
        bad = 1;
    }
    return bad;
}

int
main(int argc, char **argv)
{
    rd_kafka_NewTopic_t *topics[TOPICS_MAX];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_queue_t *queue;
    rd_kafka_event_t *event;
    rd_kafka_t *client;
    char error[512];
    size_t count = 0;
    int result;

    if (argc < 4) {
        fprintf(stderr, "usage: kafka_admin BROKERS PARTITIONS TOPIC[,key=value]...\n");
        return 2;
    }
    rd_kafka_conf_set(conf, "bootstrap.servers", argv[1], error, sizeof error);
    client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof error);
    if (client == NULL)
        return 1;
    for (int i = 3; i < argc && count < TOPICS_MAX; i++)
        topics[count++] = topic_of(argv[i], atoi(argv[2]));
    queue = rd_kafka_queue_new(client);
    rd_kafka_CreateTopics(client, topics, count, NULL, queue);
    event = rd_kafka_queue_poll(queue, 30000);
    result = failed(event);
    if (event != NULL)
        rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    for (size_t i = 0; i < count; i++)
        rd_kafka_NewTopic_destroy(topics[i]);
    rd_kafka_destroy(client);
    return result;
}
