/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Known mistakes, linked over the right functions (ld --wrap) into workers of their own, to prove that the checker of
 * the fault tests finds them. WF_BUG says which:
 *     1  offsets are committed outside the transaction
 *     2  a batch is torn: its beginning is committed alone
 *     3  after an abort the consumer is not rewound
 *     4  dead letters are sent outside the transaction
 *     5  the producer goes on with its epoch after a connection was lost in a transaction
 *     6  the client's position is committed instead of the table of next offsets
 */
#include <librdkafka/rdkafka.h>
#include <time.h>

#include "consumer/kafka_state.h"
#include "producer/kafka_state.h"
#include "worker/outbox.h"

#if WF_BUG == 1
enum wf_status __real_wf_producer_commit(wf_producer *producer, const rd_kafka_topic_partition_list_t *offsets,
    const rd_kafka_consumer_group_metadata_t *metadata, int timeout_ms, struct wf_error *err);
enum wf_status __wrap_wf_producer_commit(wf_producer *producer, const rd_kafka_topic_partition_list_t *offsets,
    const rd_kafka_consumer_group_metadata_t *metadata, int timeout_ms, struct wf_error *err);
void __wrap_wf_consumer_committed(wf_consumer *consumer);

enum wf_status
__wrap_wf_producer_commit(wf_producer *producer, const rd_kafka_topic_partition_list_t *offsets,
    const rd_kafka_consumer_group_metadata_t *metadata, int timeout_ms, struct wf_error *err)
{
    (void)offsets;
    return __real_wf_producer_commit(producer, NULL, metadata, timeout_ms, err);
}

void
__wrap_wf_consumer_committed(wf_consumer *consumer)
{
    struct wf_error err = WF_ERROR_INIT;
    struct timespec window = { 0, 60000000 }; /* wide enough for a kill to hit it */

    nanosleep(&window, NULL);
    wf_consumer_commit(consumer, &err);
}
#elif WF_BUG == 2
enum wf_status __wrap_wf_outbox_send(wf_outbox *outbox, wf_producer *producer, const struct wf_input *in,
    uint32_t document, bool alone, int timeout_ms, struct wf_error *err);
enum wf_status __real_wf_outbox_send(wf_outbox *outbox, wf_producer *producer, const struct wf_input *in,
    uint32_t document, bool alone, int timeout_ms, struct wf_error *err);

enum wf_status
__wrap_wf_outbox_send(wf_outbox *outbox, wf_producer *producer, const struct wf_input *in, uint32_t document, bool alone,
    int timeout_ms, struct wf_error *err)
{
    enum wf_status st = __real_wf_outbox_send(outbox, producer, in, document, alone, timeout_ms, err);

    if (st == WF_OK && document == 3)
        st = wf_producer_commit(producer, NULL, NULL, timeout_ms, err);
    if (st == WF_OK && document == 3)
        st = wf_producer_begin(producer, err);
    return st;
}
#elif WF_BUG == 3
enum wf_status __wrap_wf_consumer_rewind(wf_consumer *consumer, int timeout_ms, struct wf_error *err);

enum wf_status
__wrap_wf_consumer_rewind(wf_consumer *consumer, int timeout_ms, struct wf_error *err)
{
    (void)consumer;
    (void)timeout_ms;
    (void)err;
    return WF_OK;
}
#elif WF_BUG == 4
enum wf_status __wrap_wf_outbox_dead_letter(wf_outbox *outbox, wf_producer *producer, const struct wf_input *in,
    const struct wf_dead_letter *why, uint32_t document, int timeout_ms, struct wf_error *err);
enum wf_status __real_wf_outbox_dead_letter(wf_outbox *outbox, wf_producer *producer, const struct wf_input *in,
    const struct wf_dead_letter *why, uint32_t document, int timeout_ms, struct wf_error *err);
wf_producer *__wrap_wf_producer_new(const struct wf_producer_settings *settings, struct wf_error *err);
wf_producer *__real_wf_producer_new(const struct wf_producer_settings *settings, struct wf_error *err);

static wf_producer *outside;

wf_producer *
__wrap_wf_producer_new(const struct wf_producer_settings *settings, struct wf_error *err)
{
    struct wf_producer_settings own = *settings;

    own.transactional_id = NULL;
    if (outside == NULL) {
        outside = __real_wf_producer_new(&own, err);
        wf_producer_prepare(outside, 10000, err);
        *err = (struct wf_error)WF_ERROR_INIT;
    }
    return __real_wf_producer_new(settings, err);
}

enum wf_status
__wrap_wf_outbox_dead_letter(wf_outbox *outbox, wf_producer *producer, const struct wf_input *in,
    const struct wf_dead_letter *why, uint32_t document, int timeout_ms, struct wf_error *err)
{
    enum wf_status st = __real_wf_outbox_dead_letter(outbox, outside, in, why, document, timeout_ms, err);

    (void)producer;
    wf_producer_flush(outside, timeout_ms, err);
    return st;
}
#elif WF_BUG == 5
enum wf_status __wrap_wf_producer_begin(wf_producer *producer, struct wf_error *err);
enum wf_status __real_wf_producer_begin(wf_producer *producer, struct wf_error *err);

enum wf_status
__wrap_wf_producer_begin(wf_producer *producer, struct wf_error *err)
{
    producer->unsettled = false;
    return __real_wf_producer_begin(producer, err);
}
#elif WF_BUG == 6
const rd_kafka_topic_partition_list_t *__wrap_wf_consumer_offsets(wf_consumer *consumer);
const rd_kafka_topic_partition_list_t *__real_wf_consumer_offsets(wf_consumer *consumer);

const rd_kafka_topic_partition_list_t *
__wrap_wf_consumer_offsets(wf_consumer *consumer)
{
    const rd_kafka_topic_partition_list_t *offsets = __real_wf_consumer_offsets(consumer);

    for (int i = 0; i < offsets->cnt; i++) { /* what was fetched, not what was done */
        int64_t low, high;

        if (rd_kafka_get_watermark_offsets(consumer->client, offsets->elems[i].topic, offsets->elems[i].partition, &low,
                &high) == RD_KAFKA_RESP_ERR_NO_ERROR && high > offsets->elems[i].offset)
            offsets->elems[i].offset = high < offsets->elems[i].offset + 3 ? high : offsets->elems[i].offset + 3;
    }
    return offsets;
}
#endif
