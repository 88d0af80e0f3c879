/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "worker/lane_state.h"

static const struct wf_condemned *
find_condemned(const struct wf_lane *lane, const struct wf_origin *origin)
{
    for (unsigned i = 0; i < lane->condemned_count; i++)
        if (wf_place_is(&lane->condemned[i].place, origin->topic, origin->partition, origin->offset))
            return &lane->condemned[i];
    return NULL;
}

/* How long the last document and its stages took, and how much memory the largest one so far. */
static void
measure(struct wf_lane *lane, uint64_t nanoseconds)
{
    struct wf_measure *m = &lane->view.measure;
    unsigned count;
    const struct wf_stage_time *times = wf_pipeline_times(lane->pipeline, &count);
    uint64_t peak = wf_pipeline_peak(lane->pipeline);

    wf_measure_time(&m->document, nanoseconds);
    for (unsigned i = 0; i < count; i++)
        if (times[i].nanoseconds > 0) /* 0: it did not run */
            wf_measure_stage(m, times[i].name, times[i].nanoseconds);
    if (peak > atomic_load_explicit(&lane->view.arena_peak, memory_order_relaxed))
        atomic_store_explicit(&lane->view.arena_peak, peak, memory_order_relaxed);
}

static enum wf_status
process(struct wf_lane *lane, const struct wf_input *in, const char **stage, struct wf_error *err)
{
    const struct wf_condemned *condemned = find_condemned(lane, &in->origin);
    const struct wf_origin *o = &in->origin;
    unsigned tries = wf_marker_tries(lane->common->markers, o->topic, o->partition, o->offset);
    uint64_t start;
    enum wf_status st;

    wf_outbox_clear(lane->outbox);
    if (condemned != NULL) {
        *stage = "produce";
        return wf_error_set(err, condemned->reason, NULL, 0, "%s", condemned->message);
    }
    if (tries >= lane->settings->poison_tries) {
        *stage = "crash";
        return wf_error_set(err, WF_EPOISON, NULL, 0, "the worker died in this document %u times", tries);
    }
    wf_marker_enter(lane->common->markers, lane->index, o->topic, o->partition, o->offset);
    atomic_store_explicit(&lane->view.busy_since, wf_monotonic_ms(), memory_order_relaxed);
    start = wf_monotonic_ns();
    st = wf_pipeline_process(lane->pipeline, in, wf_outbox_collect, lane->outbox, stage, err);
    measure(lane, wf_monotonic_ns() - start);
    WF_LANE_COUNT(lane, processed);
    atomic_store_explicit(&lane->view.busy_since, 0, memory_order_relaxed);
    wf_marker_leave(lane->common->markers, lane->index);
    if (st == WF_OK) {
        st = wf_outbox_check(lane->outbox, lane->producer, err);
        *stage = "produce";
    }
    return st;
}

/* Words of the document stand between backquotes, or at the end of what the JSON parser says: not for the log. */
static void
hide_words(char *message)
{
    char *near = strstr(message, " near '"), *from, *to;

    if (near != NULL)
        *near = '\0';
    for (char *at = message; (from = strchr(at, '`')) != NULL; at = from + 2) {
        to = strchr(from + 1, '`');
        if (to == NULL) {
            from[1] = '\0';
            return;
        }
        memmove(from + 1, to, strlen(to) + 1);
    }
}

static enum wf_status
dead_letter(struct wf_lane *lane, const struct wf_input *in, enum wf_status reason, const char *stage,
    const struct wf_error *cause, uint32_t number, struct wf_error *err)
{
    const struct wf_condemned *condemned = find_condemned(lane, &in->origin);
    char message[1200];
    struct wf_dead_letter why = { .reason = reason, .stage = stage == NULL ? "chain" : stage };
    enum wf_status st;

    why.message = cause->status == WF_OK ? wf_status_message(reason)
                                         : wf_error_print(cause, message, sizeof message);
    why.without_value = condemned != NULL && condemned->without_value;
    st = wf_outbox_dead_letter(lane->outbox, lane->producer, in, &why, number,
        (int)lane->settings->transaction_timeout_ms / 2, err);
    if (st != WF_OK)
        return st;
    if (wf_lane_alone(lane))
        st = wf_producer_flush(lane->producer, WF_CALL_MS, err);
    lane->pending.dead_lettered++;
    lane->pending.errors[reason]++;
    wf_recent_letter(lane->settings->recent, &lane->recent, &in->origin, reason, why.stage, why.message);
    lane->bytes += in->value.len;
    if (!lane->settings->log_text && cause->status != WF_OK)
        hide_words(message);
    wf_run_log(lane->settings, WF_MESSAGE_DEAD_LETTER, "lane %u: %s/%" PRId32 "/%" PRId64 ": dead-lettered (%s): %s",
        lane->index, in->origin.topic, in->origin.partition, in->origin.offset, wf_status_name(reason), why.message);
    return st;
}

static enum wf_status
publish(struct wf_lane *lane, const struct wf_input *in, uint32_t number, struct wf_error *err)
{
    const struct wf_document *doc = wf_pipeline_document(lane->pipeline);
    struct wf_outbox_size size;
    enum wf_status st = wf_outbox_send(lane->outbox, lane->producer, in, number, wf_lane_alone(lane),
        (int)lane->settings->transaction_timeout_ms / 2, err);

    if (st != WF_OK)
        return st == WF_EAGAIN ? WF_EABORT : st;
    wf_outbox_measure(lane->outbox, &size);
    for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++)
        lane->pending.records[i] += size.records[i];
    lane->pending.output_bytes += size.bytes;
    lane->pending.tokens += doc->tokens.count;
    wf_measure_facts(&lane->view.measure, doc, lane->pending_rules);
    lane->bytes += size.bytes;
    wf_recent_take(lane->settings->recent, &lane->recent, doc, wf_monotonic_ms());
    if (doc->status.len > 0 && size.facts == 0)
        lane->pending.filtered++;
    else
        lane->pending.emitted++;
    return WF_OK;
}

enum wf_status
wf_lane_handle(struct wf_lane *lane, const struct wf_input *in, struct wf_error *err)
{
    struct wf_error cause = WF_ERROR_INIT;
    const char *stage = NULL;
    uint32_t number = lane->documents;
    struct wf_place *place = &lane->batch[number];
    enum wf_status st = wf_lane_begin(lane, err);

    if (st != WF_OK)
        return st;
    snprintf(place->topic, sizeof place->topic, "%s", in->origin.topic);
    place->partition = in->origin.partition;
    place->offset = in->origin.offset;
    place->timestamp = in->origin.timestamp;
    lane->documents++;
    st = process(lane, in, &stage, &cause);
    if (st == WF_OK)
        st = publish(lane, in, number, err);
    else if (wf_status_action(st) == WF_ACTION_DEAD_LETTER)
        st = dead_letter(lane, in, st, stage, &cause, number, err);
    else
        *err = cause;
    if (st == WF_OK) {
        lane->pending.consumed++;
        lane->pending.input_bytes += in->value.len;
    }
    return st;
}
