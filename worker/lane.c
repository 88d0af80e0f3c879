/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/lane.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "worker/lane_state.h"

#define POLL_MS 100

int64_t
wf_monotonic_ms(void)
{
    return (int64_t)(wf_monotonic_ns() / 1000000);
}

uint64_t
wf_monotonic_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int64_t
wf_wall_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool
wf_lane_stopping(const struct wf_lane *lane)
{
    return atomic_load_explicit(&lane->common->stop, memory_order_relaxed);
}

/* Sleep, but not through a stop. */
void
wf_lane_pause(const struct wf_lane *lane, unsigned ms)
{
    struct timespec slice = { 0, 20000000 };

    for (unsigned done = 0; done < ms && !wf_lane_stopping(lane); done += 20)
        nanosleep(&slice, NULL);
}

void
wf_lane_note(struct wf_lane *lane, enum wf_message message, const char *what, const struct wf_error *err)
{
    char text[1200];

    wf_run_log(lane->settings, message, "lane %u: %s: %s", lane->index, what,
        wf_error_print(err, text, sizeof text));
}

void
wf_lane_client_log(void *context, int level, const char *text)
{
    struct wf_lane *lane = context;

    wf_run_log_at(lane->settings, WF_MESSAGE_KAFKA, level <= 3 ? WF_LOG_ERROR : level <= 4 ? WF_LOG_WARNING
        : level <= 6 ? WF_LOG_INFO : WF_LOG_DEBUG, "lane %u: %s", lane->index, text);
}

/* ---- what others see ---- */

static void
show_partitions(struct wf_lane *lane)
{
    struct wf_lane_view *v = &lane->view;
    const struct wf_consumer_partition *table;
    unsigned count;

    table = wf_consumer_partitions(lane->consumer, &count);
    pthread_mutex_lock(&v->lock);
    if (count > v->partition_capacity) {
        struct wf_run_partition *grown = realloc(v->partitions, count * sizeof *grown);

        if (grown == NULL)
            count = v->partition_capacity;
        else {
            v->partitions = grown;
            v->partition_capacity = count;
        }
    }
    for (unsigned i = 0; i < count; i++) {
        struct wf_run_partition *out = &v->partitions[i];

        snprintf(out->topic, sizeof out->topic, "%s", table[i].topic);
        out->partition = table[i].partition;
        out->lane = lane->index;
        out->next = table[i].next;
        out->lag = table[i].at_end ? 0
            : table[i].end < 0 || table[i].next < 0 ? -1
            : table[i].end > table[i].next ? table[i].end - table[i].next : 0;
    }
    v->partition_count = count;
    pthread_mutex_unlock(&v->lock);
}

/* ---- the loop ---- */

static enum wf_status
refresh_pipeline(struct wf_lane *lane, struct wf_error *err)
{
    struct wf_lane_common *c = lane->common;
    struct wf_chain_share *share, *old = lane->chain;
    wf_pipeline *pipeline;

    if (lane->pipeline != NULL && lane->chain_version == atomic_load(&c->chain_version))
        return WF_OK;
    pthread_mutex_lock(&c->chain_lock);
    lane->chain_version = atomic_load(&c->chain_version);
    share = c->chain;
    share->users++;
    pthread_mutex_unlock(&c->chain_lock);
    pipeline = wf_pipeline_new(share->chain, &share->pipeline, err);
    if (pipeline == NULL) {
        pthread_mutex_lock(&c->chain_lock);
        wf_chain_share_drop(share);
        pthread_mutex_unlock(&c->chain_lock);
        return err->status == WF_OK ? WF_ENOMEM : err->status;
    }
    wf_pipeline_free(lane->pipeline);
    wf_measure_new_rules(&lane->view.measure);
    lane->pipeline = pipeline;
    lane->chain = share;
    if (old != NULL) {
        pthread_mutex_lock(&c->chain_lock);
        wf_chain_share_drop(old);
        pthread_mutex_unlock(&c->chain_lock);
    }
    return WF_OK;
}

static bool
batch_full(const struct wf_lane *lane)
{
    const struct wf_run_settings *s = lane->settings;

    return lane->open
        && (lane->documents >= s->batch_documents || lane->bytes >= s->batch_bytes
            || (lane->suspects > 0 && lane->documents >= lane->suspect_limit) || wf_lane_stopping(lane)
            || wf_monotonic_ms() - lane->opened_at >= s->batch_ms);
}

static int
poll_time(const struct wf_lane *lane)
{
    int64_t left = lane->settings->batch_ms - (wf_monotonic_ms() - lane->opened_at);

    if (!lane->open)
        return POLL_MS;
    return left < 0 ? 0 : left < POLL_MS ? (int)left : POLL_MS;
}

static enum wf_status
take(struct wf_lane *lane, struct wf_error *err)
{
    enum wf_consumer_event event;
    struct wf_input in;
    enum wf_status st = wf_consumer_poll(lane->consumer, poll_time(lane), &event, &in, err);

    if (lane->interrupted != WF_OK) { /* in a callback of that poll */
        if (st == WF_OK && event == WF_CONSUMER_RECORD)
            wf_consumer_release(lane->consumer, false);
        st = lane->interrupted;
        *err = lane->interruption;
        lane->interrupted = WF_OK;
        return st;
    }
    if (st != WF_OK)
        return st;
    if (event == WF_CONSUMER_RECORD) {
        atomic_store_explicit(&lane->view.at_end, false, memory_order_relaxed);
        st = wf_lane_handle(lane, &in, err);
        wf_consumer_release(lane->consumer, st == WF_OK);
    }
    if (event != WF_CONSUMER_RECORD && !lane->open) {
        bool end = wf_consumer_at_end(lane->consumer);

        atomic_store(&lane->view.at_end, end);
        if (end)
            atomic_store_explicit(&lane->view.last_progress, wf_monotonic_ms(), memory_order_relaxed);
        show_partitions(lane);
    }
    return st;
}

static enum wf_status
step(struct wf_lane *lane, bool *done, struct wf_error *err)
{
    enum wf_status st = WF_OK;

    if (!lane->open) {
        if (wf_lane_stopping(lane)) {
            *done = true;
            return WF_OK;
        }
        st = refresh_pipeline(lane, err);
        if (st != WF_OK)
            return st;
    }
    if (!batch_full(lane))
        st = take(lane, err);
    if (st == WF_OK && batch_full(lane)) {
        st = wf_lane_commit(lane, lane->settings->retry_ms, err);
        if (st == WF_OK)
            show_partitions(lane);
    }
    atomic_store_explicit(&lane->view.joined, wf_consumer_joined(lane->consumer), memory_order_relaxed);
    atomic_store_explicit(&lane->view.brokers_up, wf_consumer_brokers_up(lane->consumer), memory_order_relaxed);
    return st;
}

static enum wf_exit
lane_run(struct wf_lane *lane, struct wf_error *err)
{
    bool done = false;
    enum wf_status st = refresh_pipeline(lane, err);

    if (st == WF_OK)
        st = wf_lane_open_producer(lane, err);
    if (wf_lane_stopping(lane) && st == WF_EAGAIN)
        return WF_EXIT_OK;
    if (st == WF_OK) /* after the producer, so that the first transaction meets brokers that know it */
        st = wf_lane_open_consumer(lane, err);
    while (st == WF_OK && !done) {
        st = step(lane, &done, err);
        if (st != WF_OK)
            st = wf_lane_recover(lane, st, err);
    }
    if (st == WF_OK)
        return WF_EXIT_OK;
    if (lane->exit == WF_EXIT_OK && lane->consumer != NULL && wf_consumer_fenced(lane->consumer))
        return WF_EXIT_FENCED;
    return lane->exit != WF_EXIT_OK ? lane->exit : wf_exit_of(st);
}

static void *
lane_main(void *argument)
{
    struct wf_lane *lane = argument;

    lane->exit = lane_run(lane, &lane->error);
    if (lane->exit != WF_EXIT_OK)
        atomic_store(&lane->common->stop, true); /* the others drain */
    atomic_store(&lane->view.producer_ready, false);
    wf_consumer_free(lane->consumer); /* leaves the group */
    lane->consumer = NULL;
    wf_producer_free(lane->producer);
    lane->producer = NULL;
    atomic_store(&lane->view.joined, false);
    atomic_store(&lane->view.finished, true);
    return NULL;
}

wf_lane *
wf_lane_new(struct wf_lane_common *common, unsigned index, struct wf_error *err)
{
    const struct wf_run_settings *s = common->settings;
    struct wf_lane *lane = calloc(1, sizeof *lane);

    if (lane == NULL)
        goto fail;
    pthread_mutex_init(&lane->view.lock, NULL);
    atomic_init(&lane->view.brokers_up, -1);
    pthread_mutex_init(&lane->view.measure.lock, NULL);
    lane->common = common;
    lane->settings = s;
    lane->index = index;
    lane->outbox = wf_outbox_new(s);
    lane->batch = calloc(s->batch_documents, sizeof *lane->batch);
    if (lane->outbox == NULL || lane->batch == NULL)
        goto fail;
    snprintf(lane->instance, sizeof lane->instance, "%s-%u", common->instance, index);
    snprintf(lane->client_id, sizeof lane->client_id, "wirefact-%s-%u", common->instance, index);
    snprintf(lane->transactional_id, sizeof lane->transactional_id, "%s-%s-%u",
        s->transactional_id != NULL ? s->transactional_id : s->group, common->instance, index);
    return lane;
fail:
    wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for a lane");
    wf_lane_free(lane);
    return NULL;
}

enum wf_status
wf_lane_start(wf_lane *lane, struct wf_error *err)
{
    if (pthread_create(&lane->thread, NULL, lane_main, lane) != 0)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "cannot start a thread");
    lane->started = true;
    return WF_OK;
}

enum wf_exit
wf_lane_join(wf_lane *lane, struct wf_error *err)
{
    if (!lane->started)
        return WF_EXIT_OK;
    pthread_join(lane->thread, NULL);
    lane->started = false;
    if (lane->exit != WF_EXIT_OK && err != NULL && err->status == WF_OK)
        *err = lane->error;
    return lane->exit;
}

void
wf_lane_free(wf_lane *lane)
{
    if (lane == NULL)
        return;
    wf_pipeline_free(lane->pipeline);
    if (lane->chain != NULL) {
        pthread_mutex_lock(&lane->common->chain_lock);
        wf_chain_share_drop(lane->chain);
        pthread_mutex_unlock(&lane->common->chain_lock);
    }
    wf_outbox_free(lane->outbox);
    wf_recent_batch_free(&lane->recent);
    free(lane->batch);
    free(lane->view.partitions);
    pthread_mutex_destroy(&lane->view.measure.lock);
    pthread_mutex_destroy(&lane->view.lock);
    free(lane);
}

struct wf_lane_view *
wf_lane_view(wf_lane *lane)
{
    return &lane->view;
}
