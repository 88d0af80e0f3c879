/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of the four exits each error of the brokers leads to, by injecting it into librdkafka's mock cluster. After the
 * exit is taken the next transactions must come through, as they must in the worker.
 */
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "producer/kafka.h"

/*
 * librdkafka 2.0.2 now and then loses an operation of its own when a client is destroyed while it retries.
 * Only this test destroys clients in the middle of injected errors; everywhere else leaks are reported.
 */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
    return "leak:librdkafka.so\n";
}

#define CALL_MS 8000
#define TRIES 4 /* one cause may take two transactions with it */

enum request { PRODUCE = 0, INIT = 22, ADD_PARTITIONS = 24, ADD_OFFSETS = 25, END = 26, COMMIT_OFFSETS = 28 };

#define E(name) RD_KAFKA_RESP_ERR_##name

static const struct {
    const char *name;
    enum request request;
    rd_kafka_resp_err_t code;
    unsigned times;
    enum wf_status expected;
    bool fenced;  /* the worker counts it as such */
    bool refused; /* the document is named as the cause */
} cases[] = {
    { "no error",                      END,            E(NO_ERROR),                    1, WF_OK, 0, 0 },
    { "leader moved",                  PRODUCE,        E(NOT_LEADER_FOR_PARTITION),    1, WF_OK, 0, 0 },
    { "produce timed out",             PRODUCE,        E(REQUEST_TIMED_OUT),           1, WF_OK, 0, 0 },
    { "disconnected in produce",       PRODUCE,        E(_TRANSPORT),                  1, WF_OK, 0, 0 },
    { "too few replicas",              PRODUCE,        E(NOT_ENOUGH_REPLICAS),         3, WF_OK, 0, 0 },
    { "too few replicas, appended",    PRODUCE,        E(NOT_ENOUGH_REPLICAS_AFTER_APPEND), 1, WF_OK, 0, 0 },
    { "broker's disk",                 PRODUCE,        E(KAFKA_STORAGE_ERROR),         1, WF_OK, 0, 0 },
    { "record too large",              PRODUCE,        E(MSG_SIZE_TOO_LARGE),          1, WF_EABORT, 0, 1 },
    { "record invalid",                PRODUCE,        E(INVALID_RECORD),              1, WF_EABORT, 0, 1 },
    { "no right to the topic",         PRODUCE,        E(TOPIC_AUTHORIZATION_FAILED),  1, WF_EBROKER, 0, 0 },
    { "producer forgotten",            PRODUCE,        E(UNKNOWN_PRODUCER_ID),         1, WF_EABORT, 0, 0 },
    { "sequence broken",               PRODUCE,        E(OUT_OF_ORDER_SEQUENCE_NUMBER), 1, WF_EREBUILD, 0, 0 },
    { "old epoch in produce",          PRODUCE,        E(INVALID_PRODUCER_EPOCH),      1, WF_EREBUILD, 1, 0 },
    { "last transaction still ending", ADD_PARTITIONS, E(CONCURRENT_TRANSACTIONS),     2, WF_OK, 0, 0 },
    { "coordinator loading",           ADD_PARTITIONS, E(COORDINATOR_LOAD_IN_PROGRESS), 1, WF_OK, 0, 0 },
    { "fenced at the first record",    ADD_PARTITIONS, E(PRODUCER_FENCED),             1, WF_EREBUILD, 1, 0 },
    { "id expired",                    ADD_PARTITIONS, E(INVALID_PRODUCER_ID_MAPPING), 1, WF_EABORT, 0, 0 },
    { "no right, first record",        ADD_PARTITIONS, E(TOPIC_AUTHORIZATION_FAILED),  1, WF_EBROKER, 0, 0 },
    { "coordinator moved",             ADD_OFFSETS,    E(NOT_COORDINATOR),             1, WF_OK, 0, 0 },
    { "no right to the group",         ADD_OFFSETS,    E(GROUP_AUTHORIZATION_FAILED),  1, WF_EBROKER, 0, 0 },
    { "old generation",                COMMIT_OFFSETS, E(ILLEGAL_GENERATION),          1, WF_EABORT, 0, 0 },
    { "no longer a member",            COMMIT_OFFSETS, E(UNKNOWN_MEMBER_ID),           1, WF_EABORT, 0, 0 },
    { "instance taken over",           COMMIT_OFFSETS, E(FENCED_INSTANCE_ID),          1, WF_EABORT, 0, 0 },
    { "rebalance",                     COMMIT_OFFSETS, E(REBALANCE_IN_PROGRESS),       1, WF_EABORT, 0, 0 },
    { "group coordinator away",        COMMIT_OFFSETS, E(COORDINATOR_NOT_AVAILABLE),   1, WF_OK, 0, 0 },
    { "disconnected, offsets",         COMMIT_OFFSETS, E(_TRANSPORT),                  1, WF_OK, 0, 0 },
    { "coordinator moved at the end",  END,            E(NOT_COORDINATOR),             1, WF_OK, 0, 0 },
    { "coordinator away at the end",   END,            E(COORDINATOR_NOT_AVAILABLE),   1, WF_OK, 0, 0 },
    { "disconnected at the end",       END,            E(_TRANSPORT),                  1, WF_OK, 0, 0 },
    { "fenced at the end",             END,            E(PRODUCER_FENCED),             1, WF_EREBUILD, 1, 0 },
    { "old epoch at the end",          END,            E(INVALID_PRODUCER_EPOCH),      1, WF_EREBUILD, 1, 0 },
    { "no such transaction",           END,            E(INVALID_TXN_STATE),           1, WF_EREBUILD, 0, 0 },
    { "coordinator away at the start", INIT,           E(COORDINATOR_NOT_AVAILABLE),   1, WF_OK, 0, 0 },
    { "predecessor still ending",      INIT,           E(CONCURRENT_TRANSACTIONS),     3, WF_OK, 0, 0 },
    { "no right to the id",            INIT,           E(TRANSACTIONAL_ID_AUTHORIZATION_FAILED), 1, WF_EBROKER, 0, 0 },
    { "time-out not allowed",          INIT,           E(INVALID_TRANSACTION_TIMEOUT), 1, WF_EBROKER, 0, 0 },
};

struct cluster {
    rd_kafka_t *client;
    rd_kafka_mock_cluster_t *mock;
};

static int
start(void **state)
{
    static struct cluster cluster;
    char text[256];

    cluster.client = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), text, sizeof text);
    cluster.mock = rd_kafka_mock_cluster_new(cluster.client, 1);
    rd_kafka_mock_topic_create(cluster.mock, "facts", 2, 1);
    rd_kafka_mock_topic_create(cluster.mock, "reports", 2, 1);
    *state = &cluster;
    return cluster.mock == NULL;
}

static int
stop(void **state)
{
    struct cluster *cluster = *state;

    rd_kafka_mock_cluster_destroy(cluster->mock);
    rd_kafka_destroy(cluster->client);
    return 0;
}

static void
quiet(void *context, int level, const char *text)
{
    (void)context;
    (void)level;
    (void)text;
}

static wf_producer *
open_producer(struct cluster *cluster, unsigned number, struct wf_error *err)
{
    char id[32];
    struct wf_producer_settings settings = { .brokers = rd_kafka_mock_cluster_bootstraps(cluster->mock),
        .transactional_id = id, .client_id = "test", .transaction_timeout_ms = 20000, .topics = { "facts" },
        .log = quiet };

    snprintf(id, sizeof id, "errors-%u", number);
    return wf_producer_new(&settings, err);
}

/* One record and one offset; what became of it. */
static enum wf_status
transaction(wf_producer *producer, struct wf_error *err)
{
    static const struct wf_outgoing record = { .partition_key = WF_SLICE("document"), .key = WF_SLICE("fact"),
        .value = WF_SLICE("{}"), .document = 7 };
    rd_kafka_topic_partition_list_t *offsets = rd_kafka_topic_partition_list_new(1);
    rd_kafka_consumer_group_metadata_t *group = rd_kafka_consumer_group_metadata_new("group");
    enum wf_status st = wf_producer_begin(producer, err);

    rd_kafka_topic_partition_list_add(offsets, "reports", 0)->offset = 5;
    if (st == WF_OK)
        st = wf_producer_send(producer, &record, CALL_MS, err);
    if (st == WF_OK)
        st = wf_producer_commit(producer, offsets, group, CALL_MS, err);
    rd_kafka_topic_partition_list_destroy(offsets);
    rd_kafka_consumer_group_metadata_destroy(group);
    return st;
}

/* Take the exit that the status names and go on, until a transaction is committed. */
static bool
comes_through(struct cluster *cluster, wf_producer **producer, unsigned number, enum wf_status st)
{
    for (unsigned i = 0; i < TRIES; i++) {
        struct wf_error err = WF_ERROR_INIT;

        if (st == WF_EABORT)
            st = wf_producer_abort(*producer, CALL_MS, &err);
        if (st != WF_OK) {
            wf_producer_free(*producer);
            *producer = open_producer(cluster, number, &err);
            if (*producer == NULL || wf_producer_prepare(*producer, CALL_MS, &err) != WF_OK)
                return false;
        }
        st = transaction(*producer, &err);
        if (st == WF_OK)
            return true;
    }
    return false;
}

static void
test_every_error_has_its_exit(void **state)
{
    struct cluster *cluster = *state;
    unsigned wrong = 0;

    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wf_error err = WF_ERROR_INIT;
        wf_producer *producer = open_producer(cluster, i, &err);
        rd_kafka_resp_err_t errors[3] = { cases[i].code, cases[i].code, cases[i].code };
        enum wf_status st = WF_OK, after;
        uint32_t document = 0;
        bool refused, fenced;

        assert_non_null(producer);
        if (cases[i].request != INIT) {
            st = wf_producer_prepare(producer, CALL_MS, &err);
            assert_int_equal(WF_OK, st);
        }
        rd_kafka_mock_push_request_errors_array(cluster->mock, (int16_t)cases[i].request, cases[i].times, errors);
        if (cases[i].request == INIT)
            st = wf_producer_prepare(producer, CALL_MS, &err);
        if (st == WF_OK)
            st = transaction(producer, &err);
        fenced = wf_producer_fenced(producer);
        /* as the loop does: the abort waits for the reports that tell which document was refused */
        after = st == WF_EABORT ? wf_producer_abort(producer, CALL_MS, NULL) : st;
        refused = wf_producer_refused(producer, &document);
        rd_kafka_mock_clear_request_errors(cluster->mock, (int16_t)cases[i].request);
        if (st != cases[i].expected || refused != cases[i].refused || (refused && document != 7)
            || fenced != cases[i].fenced) {
            print_error("%s: expected %s%s%s, got %s%s%s (%s)\n", cases[i].name, wf_status_name(cases[i].expected),
                cases[i].refused ? " refused" : "", cases[i].fenced ? " fenced" : "", wf_status_name(st),
                refused ? " refused" : "", fenced ? " fenced" : "", err.text);
            wrong++;
        }
        if (!comes_through(cluster, &producer, i, after)) {
            print_error("%s: no transaction comes through afterwards\n", cases[i].name);
            wrong++;
        }
        wf_producer_free(producer);
    }
    assert_int_equal(0, wrong);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_error_has_its_exit, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
