/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "worker/lane_state.h"

#define REVOKE_MS 10000 /* for the commit inside a rebalance: others wait for it */

/* How long it took, and how old the documents are. */
static void
measure_committed(struct wf_lane *lane, uint64_t fill, uint64_t commit)
{
    struct wf_measure *m = &lane->view.measure;
    uint64_t offsets = wf_producer_offsets_ns(lane->producer);
    int64_t now = wf_wall_ms();

    wf_measure_time(&m->phases[WF_PHASE_FILL], fill);
    if (lane->settings->delivery == WF_DELIVERY_EXACTLY_ONCE)
        wf_measure_time(&m->phases[WF_PHASE_OFFSETS], offsets);
    wf_measure_time(&m->phases[WF_PHASE_COMMIT], commit > offsets ? commit - offsets : 0);
    for (unsigned i = 0; i < lane->documents; i++) {
        int64_t since = lane->batch[i].timestamp;

        if (since >= 0) /* clocks of other machines may be ahead */
            wf_measure_time(&m->latency, now > since ? (uint64_t)(now - since) * 1000000u : 0);
    }
    wf_measure_committed(m, lane->pending_rules);
}

static void
count_committed(struct wf_lane *lane)
{
    struct wf_lane_atomics *to = &lane->view.counters;
    const struct wf_run_counters *from = &lane->pending;

    pthread_mutex_lock(&lane->view.lock);
#define ADD(name, meaning) \
    if (from->name != 0) \
        atomic_fetch_add_explicit(&to->name, from->name, memory_order_relaxed);
    WF_RUN_COUNTER_MAP(ADD)
#undef ADD
    for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++)
        atomic_fetch_add_explicit(&to->records[i], from->records[i], memory_order_relaxed);
    for (unsigned i = 0; i < WF_STATUS_COUNT; i++)
        if (from->errors[i] != 0)
            atomic_fetch_add_explicit(&to->errors[i], from->errors[i], memory_order_relaxed);
    atomic_fetch_add_explicit(&to->commits, 1, memory_order_relaxed);
    pthread_mutex_unlock(&lane->view.lock);
    atomic_store_explicit(&to->gated, wf_consumer_gated(lane->consumer), memory_order_relaxed);
    atomic_store_explicit(&to->queue_full, wf_producer_queue_full(lane->producer), memory_order_relaxed);
    atomic_store_explicit(&lane->view.last_progress, wf_monotonic_ms(), memory_order_relaxed);
}

bool
wf_place_is(const struct wf_place *place, const char *topic, int32_t partition, int64_t offset)
{
    return place->offset == offset && place->partition == partition && strcmp(place->topic, topic) == 0;
}

void
wf_lane_forget(struct wf_lane *lane)
{
    lane->open = false;
    lane->documents = 0;
    lane->bytes = 0;
    memset(&lane->pending, 0, sizeof lane->pending);
    memset(lane->pending_rules, 0, sizeof lane->pending_rules);
    wf_recent_drop(&lane->recent);
}

enum wf_status
wf_lane_begin(struct wf_lane *lane, struct wf_error *err)
{
    enum wf_status st;

    if (lane->open)
        return WF_OK;
    st = wf_producer_begin(lane->producer, err);
    if (st != WF_OK)
        return st;
    wf_lane_forget(lane);
    lane->open = true;
    lane->opened_ns = wf_monotonic_ns();
    lane->opened_at = (int64_t)(lane->opened_ns / 1000000);
    return WF_OK;
}

/* Documents of a committed transaction need no remembering any more. */
static void
pardon(struct wf_lane *lane)
{
    for (unsigned i = 0; i < lane->documents; i++) {
        const struct wf_place *place = &lane->batch[i];

        wf_marker_forget(lane->common->markers, place->topic, place->partition, place->offset);
        for (unsigned c = 0; c < lane->condemned_count; c++)
            if (wf_place_is(&lane->condemned[c].place, place->topic, place->partition, place->offset))
                lane->condemned[c--] = lane->condemned[--lane->condemned_count];
    }
    lane->suspects -= lane->suspects < lane->documents ? lane->suspects : lane->documents;
}

/* One try of everything that makes the batch final. */
static enum wf_status
commit_once(struct wf_lane *lane, struct wf_error *err)
{
    const struct rd_kafka_topic_partition_list_s *offsets;
    struct rd_kafka_consumer_group_metadata_s *metadata;
    enum wf_status st;

    if (lane->settings->delivery == WF_DELIVERY_AT_LEAST_ONCE) {
        st = wf_producer_commit(lane->producer, NULL, NULL, WF_CALL_MS, err);
        return st != WF_OK ? st : wf_consumer_commit(lane->consumer, err);
    }
    offsets = wf_consumer_offsets(lane->consumer);
    metadata = wf_consumer_metadata(lane->consumer);
    st = wf_producer_commit(lane->producer, offsets, metadata, WF_CALL_MS, err);
    wf_consumer_metadata_free(metadata);
    if (st == WF_OK)
        wf_consumer_committed(lane->consumer);
    return st;
}

enum wf_status
wf_lane_commit(struct wf_lane *lane, unsigned budget_ms, struct wf_error *err)
{
    int64_t deadline = wf_monotonic_ms() + budget_ms;
    uint64_t start = wf_monotonic_ns();
    struct wf_error last = WF_ERROR_INIT;
    enum wf_status st;

    atomic_store_explicit(&lane->view.fetch_queue, wf_consumer_queued(lane->consumer), memory_order_relaxed);
    atomic_store_explicit(&lane->view.produce_queue, wf_producer_queued(lane->producer), memory_order_relaxed);
    for (;;) {
        last = (struct wf_error)WF_ERROR_INIT;
        st = commit_once(lane, &last);
        if (st != WF_EAGAIN || wf_monotonic_ms() >= deadline)
            break;
        WF_LANE_COUNT(lane, retries);
        wf_lane_pause(lane, 20);
    }
    if (st == WF_EAGAIN) /* nobody knows whether it was committed: a new producer settles it */
        st = WF_EREBUILD;
    if (st != WF_OK)
        return wf_error_set(err, st, last.source, 0, "%s", last.text);
    measure_committed(lane, start - lane->opened_ns, wf_monotonic_ns() - start);
    count_committed(lane);
    wf_recent_commit(lane->settings->recent, &lane->recent, wf_wall_ms());
    pardon(lane);
    wf_lane_forget(lane);
    lane->aborts = lane->rebuilds = lane->fences = 0;
    return WF_OK;
}

/* The group takes partitions away: finish what is in hand, or drop it. */
void
wf_lane_revoked(void *context, bool lost)
{
    struct wf_lane *lane = context;
    enum wf_status st = WF_EABORT;
    struct wf_error err = WF_ERROR_INIT;

    WF_LANE_COUNT(lane, rebalances);
    atomic_store(&lane->view.at_end, false);
    if (!lane->open)
        return;
    if (!lost) {
        st = wf_lane_commit(lane, REVOKE_MS, &err);
        if (st == WF_OK)
            return;
    } else
        wf_error_set(&err, st, "group", 0, "the partitions were lost before the transaction ended");
    lane->interrupted = st;
    lane->interruption = err;
    if (wf_status_action(st) == WF_ACTION_ABORT) {
        struct wf_error ignored = WF_ERROR_INIT;

        /* now, not after the rebalance: the new owner waits for this transaction's offsets */
        if (wf_producer_abort(lane->producer, WF_CALL_MS, &ignored) != WF_OK)
            lane->interrupted = WF_EREBUILD;
    }
}

void
wf_lane_assigned(void *context, unsigned partitions)
{
    struct wf_lane *lane = context;

    WF_LANE_COUNT(lane, rebalances);
    atomic_store(&lane->view.at_end, false);
    wf_markers_reload(lane->common->markers);
    wf_run_log(lane->settings, WF_MESSAGE_ASSIGNED, "lane %u: %u partitions", lane->index, partitions);
}
