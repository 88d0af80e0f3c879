/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "consumer/kafka_state.h"

#define COMMITTED_TRIES 3

struct wf_consumer_row *
wf_consumer_row(struct wf_consumer *c, const char *topic, int32_t partition)
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
    struct wf_consumer_row *row = wf_consumer_row(c, topic, partition);

    if (row == NULL) {
        if (c->row_count == c->row_capacity) {
            unsigned capacity = c->row_capacity == 0 ? 16 : c->row_capacity * 2;
            struct wf_consumer_row *rows = realloc(c->rows, capacity * sizeof *rows);

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
    row->open = 0;
    return true;
}

static void
row_remove(struct wf_consumer *c, const char *topic, int32_t partition)
{
    struct wf_consumer_row *row = wf_consumer_row(c, topic, partition);

    if (row == NULL)
        return;
    free(row->topic);
    *row = c->rows[--c->row_count];
    c->row_hint = 0;
}

void
wf_consumer_clear(struct wf_consumer *c)
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
start_offset(const struct wf_consumer *c, const struct wf_consumer_row *row, int64_t committed)
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

rd_kafka_resp_err_t
wf_consumer_resolve(struct wf_consumer *c, rd_kafka_topic_partition_list_t *list, int timeout_ms)
{
    rd_kafka_resp_err_t code = rd_kafka_committed(c->client, list, timeout_ms);

    for (int i = 0; code == RD_KAFKA_RESP_ERR_NO_ERROR && i < list->cnt; i++) {
        rd_kafka_topic_partition_t *item = &list->elems[i];
        struct wf_consumer_row *row = wf_consumer_row(c, item->topic, item->partition);

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

/*
 * A static member that comes back within its session gets its old assignment without being asked what it subscribes to
 * now. What is not ours is left out, and the group joined again.
 */
static void
leave_out_foreign(struct wf_consumer *c, rd_kafka_topic_partition_list_t *list)
{
    for (int i = list->cnt - 1; i >= 0; i--) {
        const char *const *topic = c->settings.topics;

        while (*topic != NULL && strcmp(*topic, list->elems[i].topic) != 0)
            topic++;
        if (*topic != NULL)
            continue;
        c->foreign = true;
        rd_kafka_topic_partition_list_del_by_idx(list, i);
    }
}

static void
assign(struct wf_consumer *c, rd_kafka_topic_partition_list_t *list, bool cooperative)
{
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;

    leave_out_foreign(c, list);
    if (!cooperative)
        wf_consumer_clear(c);
    for (int i = 0; i < list->cnt; i++)
        if (!row_add(c, list->elems[i].topic, list->elems[i].partition))
            c->unresolved = true;
    for (int i = 0; i < COMMITTED_TRIES && list->cnt > 0; i++) {
        code = wf_consumer_resolve(c, list, 5000);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
            break;
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        c->unresolved = true; /* the next poll asks for a rewind before anything is read */
    if (cooperative)
        rd_kafka_error_destroy(rd_kafka_incremental_assign(c->client, list));
    else
        rd_kafka_assign(c->client, list);
    c->joined = !c->foreign;
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
        wf_consumer_clear(c);
        rd_kafka_assign(c->client, NULL);
    }
    c->joined = c->row_count > 0;
    c->unresolved = c->unresolved && c->row_count > 0;
}

void
wf_consumer_rebalance(rd_kafka_t *client, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t *list, void *opaque)
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
