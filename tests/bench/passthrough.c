/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The least a worker could do: for each document of a topic it sends records that were made before, in transactions with
 * the offsets. What wirefact needs beyond it is extraction and its own care.
 *     bench_passthrough BROKERS GROUP TOPIC PREFIX RECORDS BATCH_MS DOCUMENTS
 * RECORDS is what `wirefact extract` printed for the same documents. Ends after DOCUMENTS (0: at TERM).
 */
#include <jansson.h>
#include <librdkafka/rdkafka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH_DOCUMENTS 200
#define LAYERS 7

static const char *const layers[LAYERS] = { "entity", "figure", "date", "agreement", "event", "quote", "document" };
static const char *const plurals[LAYERS] = { "entities", "figures", "dates", "agreements", "events", "quotes", "documents" };

struct made {
    int layer;
    char *key, *value;
    size_t key_len, len;
};

struct document {
    char *id;
    struct made *records;
    size_t count;
};

static struct document *documents;
static size_t document_count;
static rd_kafka_topic_t *topics[LAYERS];
static rd_kafka_t *producer, *consumer;
static int32_t partitions;
static volatile sig_atomic_t stop;

static void
die(const char *what, const char *why)
{
    fprintf(stderr, "passthrough: %s: %s\n", what, why);
    exit(1);
}

static void
check(const char *what, rd_kafka_error_t *error)
{
    if (error != NULL)
        die(what, rd_kafka_error_string(error));
}

static void
on_term(int number)
{
    (void)number;
    stop = 1;
}

static int64_t
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- records made before ---- */

static int
by_id(const void *a, const void *b)
{
    const struct document *x = a, *y = b;

    return strcmp(x->id, y->id);
}

static void
load(const char *path)
{
    FILE *in = fopen(path, "r");
    struct document open = { 0 };
    char *line = NULL;
    size_t size = 0;
    ssize_t len;

    if (in == NULL)
        die(path, "cannot be read");
    while ((len = getline(&line, &size, in)) > 0) {
        json_t *json = json_loadb(line, (size_t)len, 0, NULL);
        const char *layer = json_string_value(json_object_get(json, "layer")), *id = json_string_value(json_object_get(json, "id"));
        struct made *record;
        int l = 0;

        if (layer == NULL || id == NULL)
            die(path, "not a record of wirefact");
        while (l < LAYERS - 1 && strcmp(layers[l], layer) != 0)
            l++;
        open.records = realloc(open.records, (open.count + 1) * sizeof *open.records);
        record = &open.records[open.count++];
        *record = (struct made){ l, strdup(id), strndup(line, (size_t)len - 1), strlen(id), (size_t)len - 1 };
        if (l == LAYERS - 1) { /* a document's own record comes last */
            open.id = strdup(id);
            documents = realloc(documents, (document_count + 1) * sizeof *documents);
            documents[document_count++] = open;
            open = (struct document){ 0 };
        }
        json_decref(json);
    }
    fclose(in);
    free(line);
    qsort(documents, document_count, sizeof *documents, by_id);
}

/* ---- clients, set up as the worker's ---- */

static void
set(rd_kafka_conf_t *conf, const char *name, const char *value)
{
    char text[256];

    if (rd_kafka_conf_set(conf, name, value, text, sizeof text) != RD_KAFKA_CONF_OK)
        die(name, text);
}

static rd_kafka_t *
client(rd_kafka_type_t type, const char *brokers, const char *group)
{
    static const char *const common[][2] = { { "reconnect.backoff.max.ms", "500" }, { "socket.nagle.disable", "true" },
        { "allow.auto.create.topics", "false" } };
    static const char *const producing[][2] = { { "compression.type", "lz4" }, { "linger.ms", "5" },
        { "queue.buffering.max.kbytes", "65536" }, { "queue.buffering.max.messages", "500000" }, { "retry.backoff.ms", "20" } };
    static const char *const consuming[][2] = { { "queued.min.messages", "1000" }, { "fetch.wait.max.ms", "50" },
        { "check.crcs", "true" }, { "enable.auto.commit", "false" }, { "enable.auto.offset.store", "false" },
        { "isolation.level", "read_committed" }, { "auto.offset.reset", "earliest" }, { "queued.max.messages.kbytes", "16384" } };
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char text[512];
    rd_kafka_t *made;

    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        set(conf, common[i][0], common[i][1]);
    if (type == RD_KAFKA_PRODUCER) {
        for (size_t i = 0; i < sizeof producing / sizeof producing[0]; i++)
            set(conf, producing[i][0], producing[i][1]);
        set(conf, "transactional.id", group);
    } else {
        for (size_t i = 0; i < sizeof consuming / sizeof consuming[0]; i++)
            set(conf, consuming[i][0], consuming[i][1]);
        set(conf, "group.id", group);
    }
    set(conf, "bootstrap.servers", brokers);
    made = rd_kafka_new(type, conf, text, sizeof text);
    if (made == NULL)
        die("client", text);
    return made;
}

/* Topics that were just made are not known to the broker at once. */
static void
learn_partitions(void)
{
    for (int l = 0; l < LAYERS; l++) {
        partitions = 0;
        for (int tries = 0; partitions == 0 && tries < 100; tries++) {
            const struct rd_kafka_metadata *metadata;

            if (rd_kafka_metadata(producer, 0, topics[l], &metadata, 10000) != RD_KAFKA_RESP_ERR_NO_ERROR)
                die("metadata", "no answer");
            partitions = metadata->topics[0].partition_cnt;
            rd_kafka_metadata_destroy(metadata);
            if (partitions == 0)
                rd_kafka_poll(producer, 50);
        }
        if (partitions == 0)
            die(plurals[l], "no such topic");
    }
}

/* ---- the loop ---- */

static void
send_document(const rd_kafka_message_t *m)
{
    char id[256], type[64];
    struct document wanted = { id, NULL, 0 }, *found;
    int32_t partition;

    snprintf(id, sizeof id, "%.*s", (int)m->key_len, (const char *)m->key);
    found = bsearch(&wanted, documents, document_count, sizeof *documents, by_id);
    if (found == NULL)
        die(id, "no records were made for this document");
    partition = rd_kafka_msg_partitioner_murmur2(topics[0], id, strlen(id), partitions, NULL, NULL);
    for (size_t i = 0; i < found->count; i++) {
        const struct made *r = &found->records[i];
        rd_kafka_headers_t *headers = rd_kafka_headers_new(7);
        rd_kafka_resp_err_t code;

        snprintf(type, sizeof type, "wirefact.%s.v1", layers[r->layer]);
        rd_kafka_header_add(headers, "ce_specversion", -1, "1.0", -1);
        rd_kafka_header_add(headers, "ce_id", -1, r->key, (ssize_t)r->key_len);
        rd_kafka_header_add(headers, "ce_source", -1, "/passthrough", -1);
        rd_kafka_header_add(headers, "ce_type", -1, type, -1);
        rd_kafka_header_add(headers, "ce_subject", -1, id, -1);
        rd_kafka_header_add(headers, "ce_time", -1, "2025-03-01T00:00:00.000Z", -1);
        rd_kafka_header_add(headers, "content-type", -1, "application/json", -1);
        while ((code = rd_kafka_producev(producer, RD_KAFKA_V_RKT(topics[r->layer]), RD_KAFKA_V_PARTITION(partition),
            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(r->key, r->key_len), RD_KAFKA_V_VALUE(r->value, r->len),
            RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END)) == RD_KAFKA_RESP_ERR__QUEUE_FULL)
            rd_kafka_poll(producer, 50);
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
            die("produce", rd_kafka_err2str(code));
    }
    rd_kafka_poll(producer, 0);
}

static void
commit(rd_kafka_topic_partition_list_t *offsets)
{
    rd_kafka_consumer_group_metadata_t *metadata = rd_kafka_consumer_group_metadata(consumer);

    check("send offsets", rd_kafka_send_offsets_to_transaction(producer, offsets, metadata, 30000));
    rd_kafka_consumer_group_metadata_destroy(metadata);
    check("commit", rd_kafka_commit_transaction(producer, 30000));
}

static size_t
run(int batch_ms, size_t limit)
{
    rd_kafka_topic_partition_list_t *offsets = rd_kafka_topic_partition_list_new(16);
    size_t done = 0, batch = 0;
    int64_t opened = 0;

    while (!stop && (limit == 0 || done < limit)) {
        int64_t left = batch > 0 ? batch_ms - (now_ms() - opened) : 100;
        rd_kafka_message_t *m = rd_kafka_consumer_poll(consumer, left > 0 ? (int)left : 0);

        if (m != NULL && m->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            rd_kafka_topic_partition_t *place;

            if (batch == 0) {
                check("begin", rd_kafka_begin_transaction(producer));
                opened = now_ms();
            }
            send_document(m);
            place = rd_kafka_topic_partition_list_find(offsets, rd_kafka_topic_name(m->rkt), m->partition);
            if (place == NULL)
                place = rd_kafka_topic_partition_list_add(offsets, rd_kafka_topic_name(m->rkt), m->partition);
            place->offset = m->offset + 1;
            batch++;
            done++;
        }
        if (m != NULL)
            rd_kafka_message_destroy(m);
        if (batch > 0 && (batch >= BATCH_DOCUMENTS || now_ms() - opened >= batch_ms || (limit != 0 && done >= limit))) {
            commit(offsets);
            batch = 0;
        }
    }
    if (batch > 0)
        commit(offsets);
    rd_kafka_topic_partition_list_destroy(offsets);
    return done;
}

int
main(int argc, char **argv)
{
    rd_kafka_topic_partition_list_t *subscription = rd_kafka_topic_partition_list_new(1);
    char name[300];

    if (argc == 3 && strcmp(argv[1], "--load-only") == 0) { /* what reading the records costs */
        load(argv[2]);
        return 0;
    }
    if (argc != 8)
        die("arguments", "BROKERS GROUP TOPIC PREFIX RECORDS BATCH_MS DOCUMENTS");
    signal(SIGTERM, on_term);
    load(argv[5]);
    producer = client(RD_KAFKA_PRODUCER, argv[1], argv[2]);
    for (int l = 0; l < LAYERS; l++) {
        snprintf(name, sizeof name, "%s.%s", argv[4], plurals[l]);
        topics[l] = rd_kafka_topic_new(producer, name, NULL);
    }
    check("init", rd_kafka_init_transactions(producer, 30000));
    learn_partitions();
    consumer = client(RD_KAFKA_CONSUMER, argv[1], argv[2]);
    rd_kafka_poll_set_consumer(consumer);
    rd_kafka_topic_partition_list_add(subscription, argv[3], RD_KAFKA_PARTITION_UA);
    rd_kafka_subscribe(consumer, subscription);
    rd_kafka_topic_partition_list_destroy(subscription);
    printf("%zu\n", run(atoi(argv[6]), (size_t)atol(argv[7])));
    rd_kafka_consumer_close(consumer);
    rd_kafka_destroy(consumer);
    for (int l = 0; l < LAYERS; l++)
        rd_kafka_topic_destroy(topics[l]);
    rd_kafka_destroy(producer);
    return 0;
}
