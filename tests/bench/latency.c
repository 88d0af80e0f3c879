/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Latency from produced to visible, open loop: documents are due at an even rate whatever happens to the ones before, and
 * each counts from the moment it was due until a read_committed reader has its record of the documents topic.
 *     bench_latency BROKERS TOPIC DOCUMENTS RATE SECONDS READ...
 * DOCUMENTS is a file of `key<TAB>value` lines; READ are documents topics of workers that all read TOPIC. Prints a line
 * "topic seen p50 p90 p99 max" in ms for each; the first fifth is warm-up.
 */
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define READERS_MAX 4
#define WAIT_US 30000000 /* for the last documents */

struct item {
    char *key, *value;
    size_t key_len, value_len;
    int64_t due;
    int64_t seen[READERS_MAX];
};

static struct item *items;
static size_t item_count, reader_count;
static char *readers[READERS_MAX];

static void
die(const char *what, const char *why)
{
    fprintf(stderr, "latency: %s: %s\n", what, why);
    exit(1);
}

static int64_t
now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int
by_key(const void *a, const void *b)
{
    const struct item *const *x = a, *const *y = b;

    return strcmp((*x)->key, (*y)->key);
}

static int
by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void
load(const char *path, size_t limit)
{
    FILE *in = fopen(path, "r");
    char *line = NULL, *tab;
    size_t size = 0;
    ssize_t len;

    if (in == NULL)
        die(path, "cannot be read");
    while (item_count < limit && (len = getline(&line, &size, in)) > 0) {
        tab = strchr(line, '\t');
        if (tab == NULL)
            die(path, "a line without tab");
        items = realloc(items, (item_count + 1) * sizeof *items);
        memset(&items[item_count], 0, sizeof *items);
        items[item_count].key = strndup(line, (size_t)(tab - line));
        items[item_count].key_len = (size_t)(tab - line);
        items[item_count].value_len = (size_t)(line + len - 1 - (tab + 1));
        items[item_count].value = strndup(tab + 1, items[item_count].value_len);
        item_count++;
    }
    fclose(in);
    free(line);
    if (item_count < limit)
        die(path, "too few documents");
}

static rd_kafka_t *
client(rd_kafka_type_t type, const char *brokers)
{
    static const char *const producing[][2] = { { "linger.ms", "0" }, { "socket.nagle.disable", "true" } };
    static const char *const consuming[][2] = { { "group.id", "latency" }, { "enable.auto.commit", "false" },
        { "isolation.level", "read_committed" }, { "fetch.wait.max.ms", "500" }, { "socket.nagle.disable", "true" } };
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char text[512];
    rd_kafka_t *made;

    rd_kafka_conf_set(conf, "bootstrap.servers", brokers, text, sizeof text);
    if (type == RD_KAFKA_PRODUCER)
        for (size_t i = 0; i < sizeof producing / sizeof producing[0]; i++)
            rd_kafka_conf_set(conf, producing[i][0], producing[i][1], text, sizeof text);
    else
        for (size_t i = 0; i < sizeof consuming / sizeof consuming[0]; i++)
            rd_kafka_conf_set(conf, consuming[i][0], consuming[i][1], text, sizeof text);
    made = rd_kafka_new(type, conf, text, sizeof text);
    if (made == NULL)
        die("client", text);
    return made;
}

static void
assign_end(rd_kafka_t *consumer)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(16);
    const struct rd_kafka_metadata *metadata;

    if (rd_kafka_metadata(consumer, 1, NULL, &metadata, 10000) != RD_KAFKA_RESP_ERR_NO_ERROR)
        die("metadata", "no answer");
    for (size_t r = 0; r < reader_count; r++)
        for (int t = 0; t < metadata->topic_cnt; t++)
            if (strcmp(metadata->topics[t].topic, readers[r]) == 0)
                for (int32_t p = 0; p < metadata->topics[t].partition_cnt; p++)
                    rd_kafka_topic_partition_list_add(list, readers[r], p)->offset = RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_metadata_destroy(metadata);
    rd_kafka_assign(consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
}

/* Take what has become visible; returns how many. */
static size_t
take(rd_kafka_t *consumer, struct item **sorted, int timeout_ms)
{
    size_t taken = 0;
    rd_kafka_message_t *m;

    while ((m = rd_kafka_consumer_poll(consumer, taken == 0 ? timeout_ms : 0)) != NULL) {
        if (m->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            char key[256];
            struct item wanted = { .key = key }, *pointer = &wanted, **found;

            snprintf(key, sizeof key, "%.*s", (int)m->key_len, (const char *)m->key);
            found = bsearch(&pointer, sorted, item_count, sizeof *sorted, by_key);
            for (size_t r = 0; found != NULL && r < reader_count; r++)
                if (strcmp(readers[r], rd_kafka_topic_name(m->rkt)) == 0 && (*found)->seen[r] == 0) {
                    (*found)->seen[r] = now_us();
                    taken++;
                }
        }
        rd_kafka_message_destroy(m);
    }
    return taken;
}

static void
report(size_t r)
{
    int64_t *delays = calloc(item_count, sizeof *delays);
    size_t count = 0;

    for (size_t i = item_count / 5; i < item_count; i++)
        if (items[i].seen[r] != 0)
            delays[count++] = items[i].seen[r] - items[i].due;
    if (count == 0)
        die(readers[r], "nothing became visible");
    qsort(delays, count, sizeof *delays, by_value);
    printf("%s %zu %.1f %.1f %.1f %.1f\n", readers[r], count, (double)delays[count / 2] / 1000,
        (double)delays[count * 9 / 10] / 1000, (double)delays[count * 99 / 100] / 1000, (double)delays[count - 1] / 1000);
    free(delays);
}

int
main(int argc, char **argv)
{
    rd_kafka_t *producer, *consumer;
    rd_kafka_topic_t *topic;
    struct item **sorted;
    size_t sent = 0, seen = 0;
    double rate;
    int64_t begin;

    if (argc < 7 || argc - 6 > READERS_MAX)
        die("arguments", "BROKERS TOPIC DOCUMENTS RATE SECONDS READ...");
    rate = atof(argv[4]);
    for (int i = 6; i < argc; i++)
        readers[reader_count++] = argv[i];
    load(argv[3], (size_t)(rate * atof(argv[5])));
    sorted = calloc(item_count, sizeof *sorted);
    for (size_t i = 0; i < item_count; i++)
        sorted[i] = &items[i];
    qsort(sorted, item_count, sizeof *sorted, by_key);
    producer = client(RD_KAFKA_PRODUCER, argv[1]);
    consumer = client(RD_KAFKA_CONSUMER, argv[1]);
    rd_kafka_poll_set_consumer(consumer);
    assign_end(consumer);
    topic = rd_kafka_topic_new(producer, argv[2], NULL);
    begin = now_us() + 1000000;
    while (seen < item_count * reader_count
        && now_us() < begin + (int64_t)((double)item_count * 1000000 / rate) + WAIT_US) {
        while (sent < item_count && now_us() >= begin + (int64_t)((double)sent * 1000000 / rate)) {
            items[sent].due = begin + (int64_t)((double)sent * 1000000 / rate);
            rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, items[sent].value, items[sent].value_len,
                items[sent].key, items[sent].key_len, NULL);
            sent++;
        }
        rd_kafka_poll(producer, 0);
        seen += take(consumer, sorted, 1);
    }
    for (size_t r = 0; r < reader_count; r++)
        report(r);
    rd_kafka_topic_destroy(topic);
    rd_kafka_consumer_close(consumer);
    rd_kafka_destroy(consumer);
    rd_kafka_destroy(producer);
    return seen == item_count * reader_count ? 0 : 1;
}
