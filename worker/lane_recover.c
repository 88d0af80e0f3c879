/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "worker/lane_state.h"

#define REPLACED_AGAIN_MS 15000 /* a double takes the place back within a few heartbeats */
#define SMALLEST_BATCH 16384 /* bytes of a request; below that the records themselves are the trouble */

enum wf_status
wf_lane_open_producer(struct wf_lane *lane, struct wf_error *err)
{
    const struct wf_run_settings *s = lane->settings;
    struct wf_producer_settings settings = {
        .brokers = lane->common->brokers,
        .transactional_id = s->delivery == WF_DELIVERY_EXACTLY_ONCE ? lane->transactional_id : NULL,
        .client_id = lane->client_id,
        .transaction_timeout_ms = s->transaction_timeout_ms,
        .batch_size = lane->batch_size,
        .properties = s->producer_properties,
        .log = wf_lane_client_log,
        .context = lane,
    };
    int64_t deadline = wf_monotonic_ms() + s->retry_ms;
    struct wf_error last = WF_ERROR_INIT;
    enum wf_status st;

    for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++)
        settings.topics[i] = s->outputs[i];
    settings.topics[WF_TOPIC_DEAD_LETTERS] = s->dead_letters;
    wf_producer_free(lane->producer);
    lane->producer = wf_producer_new(&settings, err);
    if (lane->producer == NULL)
        return err->status == WF_OK ? WF_ENOMEM : err->status;
    for (;;) {
        last = (struct wf_error)WF_ERROR_INIT;
        st = wf_producer_prepare(lane->producer, WF_CALL_MS, &last);
        if (st != WF_EAGAIN || wf_monotonic_ms() >= deadline || wf_lane_stopping(lane))
            break;
        WF_LANE_COUNT(lane, retries);
        wf_lane_pause(lane, 100);
    }
    if (st == WF_OK) {
        atomic_store(&lane->view.producer_ready, true);
        return WF_OK;
    }
    return wf_error_set(err, st, last.source, 0, "%s", last.text);
}

enum wf_status
wf_lane_open_consumer(struct wf_lane *lane, struct wf_error *err)
{
    static const enum wf_consumer_start starts[] = { [WF_START_EARLIEST] = WF_CONSUMER_EARLIEST,
        [WF_START_LATEST] = WF_CONSUMER_LATEST, [WF_START_ERROR] = WF_CONSUMER_ERROR };
    const struct wf_run_settings *s = lane->settings;
    struct wf_consumer_settings settings = {
        .brokers = lane->common->brokers,
        .group = s->group,
        .instance = s->instance != NULL ? lane->instance : NULL,
        .client_id = lane->client_id,
        .topics = s->topics,
        .start = starts[s->start],
        .session_timeout_ms = s->session_timeout_ms,
        .queue_kbytes = s->queue_kbytes,
        .properties = s->consumer_properties,
        .revoke = wf_lane_revoked,
        .assigned = wf_lane_assigned,
        .log = wf_lane_client_log,
        .context = lane,
    };

    wf_consumer_free(lane->consumer);
    lane->consumer = wf_consumer_new(&settings, err);
    return lane->consumer != NULL ? WF_OK : err->status == WF_OK ? WF_ENOMEM : err->status;
}

/*
 * A record was refused for what it is. The broker refuses the whole request, and says nothing about the rest of the
 * batch: halve it until the document at fault is alone, and condemn that one.
 */
static void
convict(struct wf_lane *lane, uint32_t number)
{
    struct wf_condemned *c = NULL;
    const struct wf_place *place;

    if (number >= lane->documents)
        return;
    if (!wf_lane_alone(lane)) {
        if (lane->suspects == 0) {
            /* a request may be over the topic's limit where none of its records is: smaller ones from now on */
            lane->batch_size = lane->batch_size == 0 ? 262144 : lane->batch_size / 2;
            if (lane->batch_size < SMALLEST_BATCH)
                lane->batch_size = SMALLEST_BATCH;
        }
        if (lane->suspects < lane->documents)
            lane->suspects = lane->documents;
        lane->suspect_limit = lane->documents > 1 ? lane->documents / 2 : 1;
        lane->aborts = lane->rebuilds = 0; /* this ends by itself, and fast: no budget, no pause */
        return;
    }
    place = &lane->batch[number];
    for (unsigned i = 0; i < lane->condemned_count; i++)
        if (wf_place_is(&lane->condemned[i].place, place->topic, place->partition, place->offset))
            c = &lane->condemned[i];
    if (c != NULL) {
        c->without_value = true;
        return;
    }
    c = &lane->condemned[lane->condemned_count < WF_CONDEMNED_MAX ? lane->condemned_count++ : 0];
    c->place = *place;
    c->reason = WF_ELIMIT;
    c->without_value = false;
    snprintf(c->message, sizeof c->message, "the broker does not accept one of its records: too large or not "
        "valid for the topic");
}

static enum wf_status
rebuild(struct wf_lane *lane, struct wf_error *err)
{
    const struct wf_run_settings *s = lane->settings;
    enum wf_status st;

    atomic_store(&lane->view.producer_ready, false);
    do {
        struct wf_error cause = WF_ERROR_INIT;

        WF_LANE_COUNT(lane, rebuilds);
        if (lane->producer != NULL && wf_producer_fenced(lane->producer)) {
            WF_LANE_COUNT(lane, fences);
            if (++lane->fences > s->max_fences) {
                lane->exit = WF_EXIT_FENCED;
                return wf_error_set(err, WF_EBROKER, lane->transactional_id, 0,
                    "another worker uses this transactional id; give each its own instance name");
            }
        }
        if (++lane->rebuilds > s->max_rebuilds) {
            lane->exit = WF_EXIT_GAVE_UP;
            return wf_error_set(err, WF_EBROKER, "producer", 0, "gave up after %u new producers in a row",
                s->max_rebuilds);
        }
        wf_lane_pause(lane, lane->rebuilds < 2 ? 0 : lane->rebuilds * 200);
        st = wf_lane_open_producer(lane, &cause);
        if (st != WF_OK)
            wf_lane_note(lane, WF_MESSAGE_PRODUCER_FAILED, "new producer", &cause);
        if (st != WF_OK && wf_status_action(st) == WF_ACTION_STOP)
            return wf_error_set(err, st, cause.source, 0, "%s", cause.text);
    } while (st != WF_OK && !wf_lane_stopping(lane));
    return WF_OK;
}

static enum wf_status
rewind_offsets(struct wf_lane *lane, struct wf_error *err)
{
    int64_t deadline = wf_monotonic_ms() + lane->settings->retry_ms;
    struct wf_error last = WF_ERROR_INIT;
    enum wf_status st;

    WF_LANE_COUNT(lane, rewinds);
    for (;;) {
        last = (struct wf_error)WF_ERROR_INIT;
        st = wf_consumer_rewind(lane->consumer, WF_CALL_MS, &last);
        if (st != WF_EAGAIN || wf_lane_stopping(lane) || wf_monotonic_ms() >= deadline)
            break;
        WF_LANE_COUNT(lane, retries);
        wf_lane_pause(lane, 50);
    }
    if (st == WF_OK || wf_lane_stopping(lane))
        return WF_OK; /* when leaving, nothing is read any more */
    if (st == WF_EAGAIN)
        lane->exit = WF_EXIT_GAVE_UP;
    return wf_error_set(err, WF_EBROKER, last.source, 0, "%s", last.text);
}

static enum wf_status
abort_transaction(struct wf_lane *lane)
{
    int64_t deadline = wf_monotonic_ms() + lane->settings->transaction_timeout_ms;
    struct wf_error err = WF_ERROR_INIT;
    enum wf_status st;
    uint64_t start;

    WF_LANE_COUNT(lane, aborts);
    start = wf_monotonic_ns();
    for (;;) {
        err = (struct wf_error)WF_ERROR_INIT;
        st = wf_producer_abort(lane->producer, WF_CALL_MS, &err);
        if (st != WF_EAGAIN || wf_monotonic_ms() >= deadline)
            break;
        WF_LANE_COUNT(lane, retries);
    }
    wf_measure_time(&lane->view.measure.phases[WF_PHASE_ABORT], wf_monotonic_ns() - start);
    if (st != WF_OK)
        wf_lane_note(lane, WF_MESSAGE_ABORT_FAILED, "abort", &err);
    return st;
}

/*
 * Another member took this one's place: another worker of the same name, or, after the group's coordinator was lost, an
 * earlier self that the new one still knows. Join again; who really has a double meets it again at once.
 */
static bool
join_again(struct wf_lane *lane, struct wf_error *err)
{
    int64_t now = wf_monotonic_ms();

    if (!wf_consumer_fenced(lane->consumer) || wf_lane_stopping(lane))
        return false;
    if (now - lane->replaced_at > REPLACED_AGAIN_MS)
        lane->replaced = 0;
    lane->replaced_at = now;
    if (++lane->replaced > lane->settings->max_fences)
        return false;
    wf_lane_note(lane, WF_MESSAGE_REJOINING, "joining the group again", err);
    *err = (struct wf_error)WF_ERROR_INIT;
    return wf_lane_open_consumer(lane, err) == WF_OK;
}

/* WF_OK: go on. Anything else: the lane ends with it. */
enum wf_status
wf_lane_recover(struct wf_lane *lane, enum wf_status st, struct wf_error *err)
{
    enum wf_action action = wf_status_action(st);
    uint32_t number;
    bool refused;

    if (action == WF_ACTION_STOP) {
        WF_LANE_COUNT(lane, exit_stop);
        if (lane->open && lane->producer != NULL)
            abort_transaction(lane);
        wf_lane_forget(lane);
        return join_again(lane, err) ? WF_OK : st;
    }
    if (action == WF_ACTION_REBUILD) {
        WF_LANE_COUNT(lane, exit_rebuild);
        wf_lane_note(lane, WF_MESSAGE_REBUILDING, "rebuilding the producer", err);
    } else {
        WF_LANE_COUNT(lane, exit_abort);
        wf_lane_note(lane, WF_MESSAGE_ABORTING, "aborting", err);
    }
    *err = (struct wf_error)WF_ERROR_INIT;
    if (action != WF_ACTION_REBUILD) {
        if (++lane->aborts > lane->settings->max_aborts) {
            lane->exit = WF_EXIT_GAVE_UP;
            return wf_error_set(err, WF_EBROKER, "transaction", 0, "gave up after %u aborts in a row",
                lane->settings->max_aborts);
        }
        st = abort_transaction(lane);
        if (lane->aborts > 1)
            wf_lane_pause(lane, lane->aborts * 50);
    }
    refused = lane->producer != NULL && wf_producer_refused(lane->producer, &number);
    if (refused) /* its sequence numbers are out of step now, the next transaction would fail too */
        convict(lane, number);
    wf_lane_forget(lane);
    if (st != WF_OK || refused) {
        if (wf_status_action(st) == WF_ACTION_STOP)
            return wf_error_set(err, st, "abort", 0, "%s", wf_status_message(st));
        st = rebuild(lane, err);
        if (st != WF_OK)
            return st;
    }
    st = rewind_offsets(lane, err);
    return st != WF_OK && join_again(lane, err) ? WF_OK : st;
}
