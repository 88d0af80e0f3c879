/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/kafka.h"

#include <inttypes.h>
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMITTED_TRIES 3
#define AUTHENTICATION_TRIES 3 /* a broker that is starting may refuse a right password once */

/* A row of the table: what callers see, and what the commit needs. */
struct row {
    struct wf_consumer_partition seen;
    char *topic;
    int64_t first;     /* first offset read since the assignment, -1 before */
    int64_t committed; /* as far as this consumer knows */
};

struct wf_consumer {
    struct wf_consumer_settings settings;
    rd_kafka_t *client;
    rd_kafka_message_t *message; /* lent to the caller */
    struct row *rows;
    unsigned row_count, row_capacity, row_hint;
    struct row *current;          /* of the message lent */
    struct wf_consumer_partition *view;
    struct wf_header *headers;
    unsigned header_capacity;
    rd_kafka_topic_partition_list_t *offsets;
    uint64_t gated;
    unsigned authentication_failures;
    bool joined, unresolved, fenced;
    char reason[256]; /* of a failure seen in a callback */
};

static void
say(struct wf_consumer *c, int level, const char *text)
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
        say(c, level, line);
}

static void
on_error(rd_kafka_t *client, int code, const char *reason, void *opaque)
{
    struct wf_consumer *c = opaque;

    (void)client;
    if (code == RD_KAFKA_RESP_ERR__AUTHENTICATION) {
        c->authentication_failures++;
        snprintf(c->reason, sizeof c->reason, "%s", reason);
    }
}

/* ---- the table ---- */

static struct row *
row_find(struct wf_consumer *c, const char *topic, int32_t partition)
{
    for (unsigned i = 0; i < c->row_count; i++) {
        unsigned at = (c->row_hint + i) % c->row_count;

        if (c->rows[at].seen.partition == partition && strcmp(c->rows[at].topic, topic) == 0) {
            c->row_hint = at;
            return &c->rows[at];
        }
    }
    return NULL;
}

static bool
row_add(struct wf_consumer *c, const char *topic, int32_t partition)
{
    struct row *row = row_find(c, topic, partition);

    if (row == NULL) {
        if (c->row_count == c->row_capacity) {
            unsigned capacity = c->row_capacity == 0 ? 16 : c->row_capacity * 2;
            struct row *rows = realloc(c->rows, capacity * sizeof *rows);

            if (rows == NULL)
                return false;
            c->rows = rows;
            c->row_capacity = capacity;
        }
        row = &c->rows[c->row_count];
        row->topic = strdup(topic);
        if (row->topic == NULL)
            return false;
        c->row_count++;
    }
    row->seen = (struct wf_consumer_partition){ row->topic, partition, -1, -1, false };
    row->first = -1;
    row->committed = -1;
    return true;
}

static void
row_remove(struct wf_consumer *c, const char *topic, int32_t partition)
{
    struct row *row = row_find(c, topic, partition);

    if (row == NULL)
        return;
    free(row->topic);
    *row = c->rows[--c->row_count];
    c->row_hint = 0;
}

static void
rows_clear(struct wf_consumer *c)
{
    for (unsigned i = 0; i < c->row_count; i++)
        free(c->rows[i].topic);
    c->row_count = c->row_hint = 0;
}

/* ---- assignment ---- */

/*
 * Offset to begin at: the committed one; else the first read since the assignment (an aborted transaction
 * must not lose it); else where the operator says. Never the library's choice, whose only other setting would
 * hide that records were deleted before they were read.
 */
static int64_t
start_offset(const struct wf_consumer *c, const struct row *row, int64_t committed)
{
    if (committed >= 0)
        return committed;
    if (row != NULL && row->first >= 0)
        return row->first;
    switch (c->settings.start) {
    case WF_CONSUMER_EARLIEST:
        return RD_KAFKA_OFFSET_BEGINNING;
    case WF_CONSUMER_LATEST:
        return RD_KAFKA_OFFSET_END;
    case WF_CONSUMER_ERROR:
        break;
    }
    return RD_KAFKA_OFFSET_INVALID;
}

static rd_kafka_resp_err_t
resolve(struct wf_consumer *c, rd_kafka_topic_partition_list_t *list, int timeout_ms)
{
    rd_kafka_resp_err_t code = rd_kafka_committed(c->client, list, timeout_ms);

    for (int i = 0; code == RD_KAFKA_RESP_ERR_NO_ERROR && i < list->cnt; i++) {
        rd_kafka_topic_partition_t *item = &list->elems[i];
        struct row *row = row_find(c, item->topic, item->partition);

        if (item->err != RD_KAFKA_RESP_ERR_NO_ERROR)
            code = item->err;
        else {
            if (row != NULL)
                row->committed = item->offset >= 0 ? item->offset : -1;
            item->offset = start_offset(c, row, item->offset);
        }
    }
    return code;
}

static void
assign(struct wf_consumer *c, rd_kafka_topic_partition_list_t *list, bool cooperative)
{
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;

    if (!cooperative)
        rows_clear(c);
    for (int i = 0; i < list->cnt; i++)
        if (!row_add(c, list->elems[i].topic, list->elems[i].partition))
            c->unresolved = true;
    for (int i = 0; i < COMMITTED_TRIES && list->cnt > 0; i++) {
        code = resolve(c, list, 5000);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
            break;
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        c->unresolved = true; /* the next poll asks for a rewind before anything is read */
    if (cooperative)
        rd_kafka_error_destroy(rd_kafka_incremental_assign(c->client, list));
    else
        rd_kafka_assign(c->client, list);
    c->joined = true;
}

static void
unassign(struct wf_consumer *c, rd_kafka_topic_partition_list_t *list, bool cooperative)
{
    /* taken before the table changes: the callback commits what the table says */
    if (c->settings.revoke != NULL)
        c->settings.revoke(c->settings.context, rd_kafka_assignment_lost(c->client) != 0);
    if (cooperative) {
        for (int i = 0; i < list->cnt; i++)
            row_remove(c, list->elems[i].topic, list->elems[i].partition);
        rd_kafka_error_destroy(rd_kafka_incremental_unassign(c->client, list));
    } else {
        rows_clear(c);
        rd_kafka_assign(c->client, NULL);
    }
    c->joined = c->row_count > 0;
    c->unresolved = c->unresolved && c->row_count > 0;
}

static void
on_rebalance(rd_kafka_t *client, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t *list, void *opaque)
{
    struct wf_consumer *c = opaque;
    bool cooperative = strcmp(rd_kafka_rebalance_protocol(client), "COOPERATIVE") == 0;

    c->current = NULL;
    if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS)
        assign(c, list, cooperative);
    else
        unassign(c, list, cooperative);
    if (c->settings.assigned != NULL)
        c->settings.assigned(c->settings.context, c->row_count);
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

static enum wf_status
subscribe(struct wf_consumer *c, struct wf_error *err)
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
    if (configure(settings, conf, err) != WF_OK)
        goto fail;
    rd_kafka_conf_set_opaque(conf, c);
    rd_kafka_conf_set_log_cb(conf, on_log);
    rd_kafka_conf_set_error_cb(conf, on_error);
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    c->client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof text);
    if (c->client == NULL) {
        wf_error_set(err, WF_ECONFIG, "consumer", 0, "%s", text);
        goto fail;
    }
    conf = NULL; /* the client has it */
    rd_kafka_poll_set_consumer(c->client);
    if (subscribe(c, err) != WF_OK)
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
    rows_clear(c);
    free(c->rows);
    free(c->view);
    free(c->headers);
    free(c);
}

/* ---- reading ---- */

static enum wf_status
fill_headers(struct wf_consumer *c, struct wf_input *in, struct wf_error *err)
{
    rd_kafka_headers_t *headers = NULL;
    const char *name;
    const void *value;
    size_t size;
    unsigned count;

    in->headers = NULL;
    in->header_count = 0;
    if (rd_kafka_message_headers(c->message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return WF_OK; /* none */
    count = (unsigned)rd_kafka_header_cnt(headers);
    if (count > c->header_capacity) {
        struct wf_header *grown = realloc(c->headers, count * sizeof *grown);

        if (grown == NULL)
            return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for %u headers", count);
        c->headers = grown;
        c->header_capacity = count;
    }
    for (unsigned i = 0; i < count; i++) {
        if (rd_kafka_header_get_all(headers, i, &name, &value, &size) != RD_KAFKA_RESP_ERR_NO_ERROR)
            break;
        c->headers[i].name = wf_slice_of(name);
        c->headers[i].value = (struct wf_slice){ value, value == NULL ? 0 : size };
        in->header_count++;
    }
    in->headers = c->headers;
    return WF_OK;
}

static enum wf_status
take_record(struct wf_consumer *c, struct wf_input *in, struct wf_error *err)
{
    const rd_kafka_message_t *m = c->message;
    rd_kafka_timestamp_type_t type;

    memset(in, 0, sizeof *in);
    in->key = (struct wf_slice){ m->key, m->key == NULL ? 0 : m->key_len };
    in->value = (struct wf_slice){ m->payload, m->payload == NULL ? 0 : m->len };
    in->origin.topic = rd_kafka_topic_name(m->rkt);
    in->origin.partition = m->partition;
    in->origin.offset = m->offset;
    in->origin.timestamp = rd_kafka_message_timestamp(m, &type);
    if (type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE)
        in->origin.timestamp = -1;
    return fill_headers(c, in, err);
}

/* What an error that the library hands out as a message means. */
static enum wf_status
message_error(struct wf_consumer *c, struct wf_error *err)
{
    const rd_kafka_message_t *m = c->message;
    char place[300] = "consumer", line[512];

    if (m->rkt != NULL)
        snprintf(place, sizeof place, "%s/%" PRId32, rd_kafka_topic_name(m->rkt), m->partition);
    switch ((int)m->err) {
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
        return wf_error_set(err, WF_EBROKER, place, 0,
            "no valid offset to go on from: records were deleted before they were read, or the group is new "
            "and `start` is `error` (%s)", rd_kafka_message_errstr(m));
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_INVALID_GROUP_ID:
    case RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL:
        return wf_error_set(err, WF_EBROKER, place, 0, "the broker refused: %s", rd_kafka_message_errstr(m));
    case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
        c->fenced = true;
        return wf_error_set(err, WF_EBROKER, place, 0,
            "another member uses the same instance name: %s", rd_kafka_message_errstr(m));
    case RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED:
        return wf_error_set(err, WF_EABORT, place, 0, "%s", rd_kafka_message_errstr(m));
    default:
        snprintf(line, sizeof line, "consumer: %s: %s", place, rd_kafka_message_errstr(m));
        say(c, 4, line);
        return WF_OK;
    }
}

static enum wf_status
check_fatal(struct wf_consumer *c, struct wf_error *err)
{
    char text[256];
    rd_kafka_resp_err_t code = rd_kafka_fatal_error(c->client, text, sizeof text);

    if (code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID) {
        c->fenced = true;
        return wf_error_set(err, WF_EBROKER, c->settings.instance, 0,
            "another member uses the same instance name: %s", text);
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return wf_error_set(err, WF_EBROKER, "consumer", 0, "%s", text);
    if (c->authentication_failures >= AUTHENTICATION_TRIES)
        return wf_error_set(err, WF_EBROKER, "consumer", 0, "cannot log in: %s", c->reason);
    if (c->unresolved) {
        c->unresolved = false;
        return wf_error_set(err, WF_EABORT, "consumer", 0, "the committed offsets could not be read");
    }
    return WF_OK;
}

static void
note_end(struct wf_consumer *c, struct row *row, int64_t end)
{
    (void)c;
    row->seen.end = end;
    row->seen.at_end = true;
}

static void
drop(struct wf_consumer *c)
{
    rd_kafka_message_destroy(c->message);
    c->message = NULL;
    c->current = NULL;
}

enum wf_status
wf_consumer_poll(wf_consumer *c, int timeout_ms, enum wf_consumer_event *event, struct wf_input *in,
    struct wf_error *err)
{
    enum wf_status st;
    struct row *row;

    *event = WF_CONSUMER_NOTHING;
    c->message = rd_kafka_consumer_poll(c->client, timeout_ms);
    st = check_fatal(c, err);
    if (c->message == NULL)
        return st;
    if (st != WF_OK) {
        drop(c);
        return st;
    }
    row = c->message->rkt == NULL
        ? NULL
        : row_find(c, rd_kafka_topic_name(c->message->rkt), c->message->partition);
    if (c->message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        if (row != NULL) {
            note_end(c, row, c->message->offset);
            *event = WF_CONSUMER_END;
        }
        drop(c);
        return WF_OK;
    }
    if (c->message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        st = message_error(c, err);
        drop(c);
        return st;
    }
    c->authentication_failures = 0;
    if (row == NULL || c->message->offset < row->seen.next) {
        c->gated++; /* of a partition that is gone, or from before a rewind */
        drop(c);
        return WF_OK;
    }
    if (row->first < 0)
        row->first = c->message->offset;
    row->seen.at_end = false;
    c->current = row;
    *event = WF_CONSUMER_RECORD;
    st = take_record(c, in, err);
    if (st != WF_OK)
        drop(c);
    return st;
}

void
wf_consumer_release(wf_consumer *c, bool done)
{
    if (c->message == NULL)
        return;
    if (done && c->current != NULL)
        c->current->seen.next = c->message->offset + 1;
    drop(c);
}

/* ---- committing and going back ---- */

const struct rd_kafka_topic_partition_list_s *
wf_consumer_offsets(wf_consumer *c)
{
    if (c->offsets != NULL)
        rd_kafka_topic_partition_list_destroy(c->offsets);
    c->offsets = rd_kafka_topic_partition_list_new((int)c->row_count);
    for (unsigned i = 0; i < c->row_count; i++) {
        const struct row *row = &c->rows[i];

        if (row->seen.next >= 0 && row->seen.next != row->committed)
            rd_kafka_topic_partition_list_add(c->offsets, row->topic, row->seen.partition)->offset =
                row->seen.next;
    }
    return c->offsets;
}

struct rd_kafka_consumer_group_metadata_s *
wf_consumer_metadata(wf_consumer *c)
{
    return rd_kafka_consumer_group_metadata(c->client);
}

void
wf_consumer_metadata_free(struct rd_kafka_consumer_group_metadata_s *metadata)
{
    if (metadata != NULL)
        rd_kafka_consumer_group_metadata_destroy(metadata);
}

void
wf_consumer_committed(wf_consumer *c)
{
    for (int i = 0; c->offsets != NULL && i < c->offsets->cnt; i++) {
        struct row *row = row_find(c, c->offsets->elems[i].topic, c->offsets->elems[i].partition);

        if (row != NULL)
            row->committed = c->offsets->elems[i].offset;
    }
}

enum wf_status
wf_consumer_commit(wf_consumer *c, struct wf_error *err)
{
    rd_kafka_resp_err_t code;

    wf_consumer_offsets(c);
    if (c->offsets->cnt == 0)
        return WF_OK;
    code = rd_kafka_commit(c->client, c->offsets, 0);
    switch ((int)code) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
        wf_consumer_committed(c);
        return WF_OK;
    case RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID:
    case RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
    case RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST:
        return wf_error_set(err, WF_EABORT, "commit", 0, "%s", rd_kafka_err2str(code));
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE:
        return wf_error_set(err, WF_EBROKER, "commit", 0, "%s", rd_kafka_err2str(code));
    default:
        return wf_error_set(err, WF_EAGAIN, "commit", 0, "%s", rd_kafka_err2str(code));
    }
}

enum wf_status
wf_consumer_rewind(wf_consumer *c, int timeout_ms, struct wf_error *err)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)c->row_count);
    enum wf_status st = WF_OK;
    rd_kafka_resp_err_t code;
    rd_kafka_error_t *error;

    for (unsigned i = 0; i < c->row_count; i++)
        rd_kafka_topic_partition_list_add(list, c->rows[i].topic, c->rows[i].seen.partition);
    if (list->cnt == 0)
        goto done;
    code = resolve(c, list, timeout_ms);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        st = wf_error_set(err, WF_EAGAIN, "rewind", 0, "cannot read the committed offsets: %s",
            rd_kafka_err2str(code));
        goto done;
    }
    error = rd_kafka_seek_partitions(c->client, list, timeout_ms);
    if (error != NULL) {
        st = wf_error_set(err, WF_EAGAIN, "rewind", 0, "%s", rd_kafka_error_string(error));
        rd_kafka_error_destroy(error);
        goto done;
    }
    for (int i = 0; i < list->cnt; i++) {
        struct row *row = row_find(c, list->elems[i].topic, list->elems[i].partition);

        if (list->elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR)
            st = wf_error_set(err, WF_EAGAIN, "rewind", 0, "%s/%" PRId32 ": %s", list->elems[i].topic,
                list->elems[i].partition, rd_kafka_err2str(list->elems[i].err));
        if (row == NULL)
            continue;
        row->seen.next = list->elems[i].offset >= 0 ? list->elems[i].offset : -1;
        row->seen.at_end = false;
    }
done:
    rd_kafka_topic_partition_list_destroy(list);
    return st;
}

bool
wf_consumer_joined(const wf_consumer *c)
{
    return c->joined;
}

bool
wf_consumer_fenced(const wf_consumer *c)
{
    return c->fenced;
}

bool
wf_consumer_at_end(const wf_consumer *c)
{
    for (unsigned i = 0; i < c->row_count; i++)
        if (!c->rows[i].seen.at_end)
            return false;
    return c->joined;
}

uint64_t
wf_consumer_gated(const wf_consumer *c)
{
    return c->gated;
}

const struct wf_consumer_partition *
wf_consumer_partitions(wf_consumer *c, unsigned *count)
{
    struct wf_consumer_partition *view = realloc(c->view, (c->row_count + 1) * sizeof *view);
    int64_t low, high;

    *count = 0;
    if (view == NULL)
        return NULL;
    c->view = view;
    for (unsigned i = 0; i < c->row_count; i++) {
        struct row *row = &c->rows[i];

        /* from the last fetch, without asking the broker */
        if (!row->seen.at_end
            && rd_kafka_get_watermark_offsets(c->client, row->topic, row->seen.partition, &low, &high)
                == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0)
            row->seen.end = high;
        view[i] = row->seen;
    }
    *count = c->row_count;
    return view;
}
