/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/kafka.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/kafka_state.h"

#define AUTHENTICATION_TRIES 3 /* a broker that is starting may refuse a right password once */

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
        wf_consumer_say(c, 4, line);
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
note_end(struct wf_consumer *c, struct wf_consumer_row *row, int64_t end)
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
    struct wf_consumer_row *row;

    *event = WF_CONSUMER_NOTHING;
    if (c->foreign) {
        c->foreign = false;
        st = wf_consumer_subscribe(c, err);
        if (st != WF_OK)
            return st;
    }
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
        : wf_consumer_row(c, rd_kafka_topic_name(c->message->rkt), c->message->partition);
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
        const struct wf_consumer_row *row = &c->rows[i];

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
        struct wf_consumer_row *row = wf_consumer_row(c, c->offsets->elems[i].topic, c->offsets->elems[i].partition);

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
    rd_kafka_topic_partition_list_t *list;
    enum wf_status st;
    rd_kafka_resp_err_t code;
    rd_kafka_error_t *error;

    c->unresolved = false; /* what it asks for is being done */
    st = check_fatal(c, err);
    if (st != WF_OK)
        return st;
    list = rd_kafka_topic_partition_list_new((int)c->row_count);
    for (unsigned i = 0; i < c->row_count; i++)
        rd_kafka_topic_partition_list_add(list, c->rows[i].topic, c->rows[i].seen.partition);
    if (list->cnt == 0)
        goto done;
    code = wf_consumer_resolve(c, list, timeout_ms);
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
        struct wf_consumer_row *row = wf_consumer_row(c, list->elems[i].topic, list->elems[i].partition);

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

int
wf_consumer_brokers_up(const wf_consumer *c)
{
    return c->brokers_up;
}

size_t
wf_consumer_queued(const wf_consumer *c)
{
    rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(c->client);
    size_t length = queue == NULL ? 0 : rd_kafka_queue_length(queue);

    if (queue != NULL)
        rd_kafka_queue_destroy(queue);
    return length;
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
        struct wf_consumer_row *row = &c->rows[i];

        /* from the last fetch, without asking the broker */
        if (!row->seen.at_end
            && rd_kafka_get_watermark_offsets(c->client, row->topic, row->seen.partition, &low, &high)
                == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0)
            row->seen.end = high - row->open; /* what nobody may read yet is not behind */
        view[i] = row->seen;
    }
    *count = c->row_count;
    return view;
}
