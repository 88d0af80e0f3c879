/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/lane.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "consumer/kafka.h"
#include "producer/kafka.h"
#include "worker/outbox.h"

#define POLL_MS 100
#define CALL_MS 5000          /* one call to the brokers; repeated until its budget is used up */
#define REVOKE_MS 10000       /* for the commit inside a rebalance: others wait for it */
#define SMALLEST_BATCH 16384  /* bytes of a request; below that the records themselves are the trouble */
#define CONDEMNED_MAX 16

/* A document by its place. */
struct place {
    char topic[250];
    int32_t partition;
    int64_t offset;
};

/* A document that is known not to go through, from an aborted transaction. */
struct condemned {
    struct place place;
    enum wf_status reason;
    bool without_value; /* even its dead letter was refused */
    char message[300];
};

struct wf_lane {
    struct wf_lane_common *common;
    const struct wf_run_settings *settings;
    struct wf_lane_view view;
    unsigned index;
    char client_id[300], instance[300], transactional_id[600];
    pthread_t thread;
    bool started;

    wf_consumer *consumer;
    wf_producer *producer;
    wf_pipeline *pipeline;
    wf_outbox *outbox;
    struct wf_chain_share *chain;
    unsigned chain_version;

    /* the open transaction */
    bool open;
    int64_t opened_at;
    struct place *batch;
    unsigned documents;
    size_t bytes;
    struct wf_run_counters pending; /* counted when it is committed */

    /* recovery */
    enum wf_status interrupted; /* by a rebalance, inside a poll */
    struct wf_error interruption;
    unsigned aborts, rebuilds, fences; /* in a row */
    unsigned solo;                     /* documents still to be sent in a transaction each */
    unsigned batch_size;
    struct condemned condemned[CONDEMNED_MAX];
    unsigned condemned_count;

    enum wf_exit exit;
    struct wf_error error;
};

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

static bool
stopping(const struct wf_lane *lane)
{
    return atomic_load_explicit(&lane->common->stop, memory_order_relaxed);
}

#define COUNT(lane, name) atomic_fetch_add_explicit(&(lane)->view.counters.name, 1, memory_order_relaxed)

/* Sleep, but not through a stop. */
static void
pause_ms(const struct wf_lane *lane, unsigned ms)
{
    struct timespec slice = { 0, 20000000 };

    for (unsigned done = 0; done < ms && !stopping(lane); done += 20)
        nanosleep(&slice, NULL);
}

static void
note(struct wf_lane *lane, enum wf_log_level level, const char *what, const struct wf_error *err)
{
    char text[1200];

    wf_run_log(lane->settings, level, "lane %u: %s: %s", lane->index, what,
        wf_error_print(err, text, sizeof text));
}

static void
on_client_log(void *context, int level, const char *text)
{
    struct wf_lane *lane = context;

    wf_run_log(lane->settings, level <= 3 ? WF_LOG_ERROR : level <= 4 ? WF_LOG_WARNING
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

static void
count_committed(struct wf_lane *lane, uint64_t nanoseconds)
{
    struct wf_lane_atomics *to = &lane->view.counters;
    const struct wf_run_counters *from = &lane->pending;

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
    atomic_fetch_add_explicit(&to->commit_ns, nanoseconds, memory_order_relaxed);
    atomic_store_explicit(&to->gated, wf_consumer_gated(lane->consumer), memory_order_relaxed);
    atomic_store_explicit(&to->queue_full, wf_producer_queue_full(lane->producer), memory_order_relaxed);
    atomic_store_explicit(&lane->view.last_progress, wf_monotonic_ms(), memory_order_relaxed);
}

/* ---- the open transaction ---- */

static bool
same_place(const struct place *place, const char *topic, int32_t partition, int64_t offset)
{
    return place->offset == offset && place->partition == partition && strcmp(place->topic, topic) == 0;
}

static void
forget_batch(struct wf_lane *lane)
{
    lane->open = false;
    lane->documents = 0;
    lane->bytes = 0;
    memset(&lane->pending, 0, sizeof lane->pending);
}

static enum wf_status
begin(struct wf_lane *lane, struct wf_error *err)
{
    enum wf_status st;

    if (lane->open)
        return WF_OK;
    st = wf_producer_begin(lane->producer, err);
    if (st != WF_OK)
        return st;
    forget_batch(lane);
    lane->open = true;
    lane->opened_at = wf_monotonic_ms();
    return WF_OK;
}

/* Documents of a committed transaction need no remembering any more. */
static void
pardon(struct wf_lane *lane)
{
    for (unsigned i = 0; i < lane->documents; i++) {
        const struct place *place = &lane->batch[i];

        wf_marker_forget(lane->common->markers, place->topic, place->partition, place->offset);
        for (unsigned c = 0; c < lane->condemned_count; c++)
            if (same_place(&lane->condemned[c].place, place->topic, place->partition, place->offset))
                lane->condemned[c--] = lane->condemned[--lane->condemned_count];
    }
    lane->solo -= lane->solo < lane->documents ? lane->solo : lane->documents;
}

/* One try of everything that makes the batch final. */
static enum wf_status
commit_once(struct wf_lane *lane, struct wf_error *err)
{
    const struct rd_kafka_topic_partition_list_s *offsets;
    struct rd_kafka_consumer_group_metadata_s *metadata;
    enum wf_status st;

    if (lane->settings->delivery == WF_DELIVERY_AT_LEAST_ONCE) {
        st = wf_producer_commit(lane->producer, NULL, NULL, CALL_MS, err);
        return st != WF_OK ? st : wf_consumer_commit(lane->consumer, err);
    }
    offsets = wf_consumer_offsets(lane->consumer);
    metadata = wf_consumer_metadata(lane->consumer);
    st = wf_producer_commit(lane->producer, offsets, metadata, CALL_MS, err);
    wf_consumer_metadata_free(metadata);
    if (st == WF_OK)
        wf_consumer_committed(lane->consumer);
    return st;
}

static enum wf_status
commit(struct wf_lane *lane, unsigned budget_ms, struct wf_error *err)
{
    int64_t deadline = wf_monotonic_ms() + budget_ms;
    uint64_t start = wf_monotonic_ns();
    struct wf_error last = WF_ERROR_INIT;
    enum wf_status st;

    for (;;) {
        last = (struct wf_error)WF_ERROR_INIT;
        st = commit_once(lane, &last);
        if (st != WF_EAGAIN || wf_monotonic_ms() >= deadline)
            break;
        COUNT(lane, retries);
        pause_ms(lane, 20);
    }
    if (st == WF_EAGAIN) /* nobody knows whether it was committed: a new producer settles it */
        st = WF_EREBUILD;
    if (st != WF_OK)
        return wf_error_set(err, st, last.source, 0, "%s", last.text);
    count_committed(lane, wf_monotonic_ns() - start);
    pardon(lane);
    forget_batch(lane);
    lane->aborts = lane->rebuilds = lane->fences = 0;
    return WF_OK;
}

/* The group takes partitions away: finish what is in hand, or drop it. */
static void
on_revoke(void *context, bool lost)
{
    struct wf_lane *lane = context;
    enum wf_status st = WF_EABORT;
    struct wf_error err = WF_ERROR_INIT;

    COUNT(lane, rebalances);
    atomic_store(&lane->view.at_end, false);
    if (!lane->open)
        return;
    if (!lost) {
        st = commit(lane, REVOKE_MS, &err);
        if (st == WF_OK)
            return;
    } else
        wf_error_set(&err, st, "group", 0, "the partitions were lost before the transaction ended");
    lane->interrupted = st;
    lane->interruption = err;
    if (wf_status_action(st) == WF_ACTION_ABORT) {
        struct wf_error ignored = WF_ERROR_INIT;

        /* now, not after the rebalance: the new owner waits for this transaction's offsets */
        if (wf_producer_abort(lane->producer, CALL_MS, &ignored) != WF_OK)
            lane->interrupted = WF_EREBUILD;
    }
}

static void
on_assigned(void *context, unsigned partitions)
{
    struct wf_lane *lane = context;

    COUNT(lane, rebalances);
    atomic_store(&lane->view.at_end, false);
    wf_markers_reload(lane->common->markers);
    wf_run_log(lane->settings, WF_LOG_INFO, "lane %u: %u partitions", lane->index, partitions);
}

/* ---- one document ---- */

static const struct condemned *
find_condemned(const struct wf_lane *lane, const struct wf_origin *origin)
{
    for (unsigned i = 0; i < lane->condemned_count; i++)
        if (same_place(&lane->condemned[i].place, origin->topic, origin->partition, origin->offset))
            return &lane->condemned[i];
    return NULL;
}

static enum wf_status
process(struct wf_lane *lane, const struct wf_input *in, const char **stage, struct wf_error *err)
{
    const struct condemned *condemned = find_condemned(lane, &in->origin);
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
    atomic_fetch_add_explicit(&lane->view.counters.process_ns, wf_monotonic_ns() - start, memory_order_relaxed);
    COUNT(lane, processed);
    atomic_store_explicit(&lane->view.busy_since, 0, memory_order_relaxed);
    wf_marker_leave(lane->common->markers, lane->index);
    if (st == WF_OK) {
        st = wf_outbox_check(lane->outbox, lane->producer, err);
        *stage = "produce";
    }
    return st;
}

static enum wf_status
dead_letter(struct wf_lane *lane, const struct wf_input *in, enum wf_status reason, const char *stage,
    const struct wf_error *cause, uint32_t number, struct wf_error *err)
{
    const struct condemned *condemned = find_condemned(lane, &in->origin);
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
    if (lane->solo > 0)
        st = wf_producer_flush(lane->producer, CALL_MS, err);
    lane->pending.dead_lettered++;
    lane->pending.errors[reason]++;
    lane->bytes += in->value.len;
    wf_run_log(lane->settings, WF_LOG_WARNING, "lane %u: %s/%" PRId32 "/%" PRId64 ": dead-lettered (%s): %s",
        lane->index, in->origin.topic, in->origin.partition, in->origin.offset, wf_status_name(reason), why.message);
    return st;
}

static enum wf_status
publish(struct wf_lane *lane, const struct wf_input *in, uint32_t number, struct wf_error *err)
{
    const struct wf_document *doc = wf_pipeline_document(lane->pipeline);
    struct wf_outbox_size size;
    enum wf_status st = wf_outbox_send(lane->outbox, lane->producer, in, number, lane->solo > 0,
        (int)lane->settings->transaction_timeout_ms / 2, err);

    if (st != WF_OK)
        return st == WF_EAGAIN ? WF_EABORT : st;
    wf_outbox_measure(lane->outbox, &size);
    for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++)
        lane->pending.records[i] += size.records[i];
    lane->pending.output_bytes += size.bytes;
    lane->bytes += size.bytes;
    if (doc->status.len > 0 && size.facts == 0)
        lane->pending.filtered++;
    else
        lane->pending.emitted++;
    return WF_OK;
}

static enum wf_status
handle(struct wf_lane *lane, const struct wf_input *in, struct wf_error *err)
{
    struct wf_error cause = WF_ERROR_INIT;
    const char *stage = NULL;
    uint32_t number = lane->documents;
    struct place *place = &lane->batch[number];
    enum wf_status st = begin(lane, err);

    if (st != WF_OK)
        return st;
    snprintf(place->topic, sizeof place->topic, "%s", in->origin.topic);
    place->partition = in->origin.partition;
    place->offset = in->origin.offset;
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

/* ---- recovery: the four exits ---- */

static enum wf_status
open_producer(struct wf_lane *lane, struct wf_error *err)
{
    const struct wf_run_settings *s = lane->settings;
    struct wf_producer_settings settings = {
        .brokers = lane->common->brokers,
        .transactional_id = s->delivery == WF_DELIVERY_EXACTLY_ONCE ? lane->transactional_id : NULL,
        .client_id = lane->client_id,
        .transaction_timeout_ms = s->transaction_timeout_ms,
        .batch_size = lane->batch_size,
        .properties = s->producer_properties,
        .log = on_client_log,
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
        st = wf_producer_prepare(lane->producer, CALL_MS, &last);
        if (st != WF_EAGAIN || wf_monotonic_ms() >= deadline || stopping(lane))
            break;
        COUNT(lane, retries);
        pause_ms(lane, 100);
    }
    if (st == WF_OK) {
        atomic_store(&lane->view.producer_ready, true);
        return WF_OK;
    }
    return wf_error_set(err, st, last.source, 0, "%s", last.text);
}

/* A record was refused for what it is: find the document, by itself if need be, and condemn it. */
static void
convict(struct wf_lane *lane, uint32_t number)
{
    struct condemned *c = NULL;
    const struct place *place;

    if (number >= lane->documents)
        return;
    place = &lane->batch[number];
    if (lane->solo == 0) {
        /* the whole request was refused: one by one from here, and in smaller requests from now on */
        lane->solo = lane->documents;
        lane->batch_size = lane->batch_size == 0 ? 262144 : lane->batch_size / 2;
        if (lane->batch_size < SMALLEST_BATCH)
            lane->batch_size = SMALLEST_BATCH;
        return;
    }
    for (unsigned i = 0; i < lane->condemned_count; i++)
        if (same_place(&lane->condemned[i].place, place->topic, place->partition, place->offset))
            c = &lane->condemned[i];
    if (c != NULL) {
        c->without_value = true;
        return;
    }
    c = &lane->condemned[lane->condemned_count < CONDEMNED_MAX ? lane->condemned_count++ : 0];
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

        COUNT(lane, rebuilds);
        if (lane->producer != NULL && wf_producer_fenced(lane->producer)) {
            COUNT(lane, fences);
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
        pause_ms(lane, lane->rebuilds < 2 ? 0 : lane->rebuilds * 200);
        st = open_producer(lane, &cause);
        if (st != WF_OK)
            note(lane, WF_LOG_WARNING, "new producer", &cause);
        if (st != WF_OK && wf_status_action(st) == WF_ACTION_STOP)
            return wf_error_set(err, st, cause.source, 0, "%s", cause.text);
    } while (st != WF_OK && !stopping(lane));
    return WF_OK;
}

static enum wf_status
rewind_offsets(struct wf_lane *lane, struct wf_error *err)
{
    int64_t deadline = wf_monotonic_ms() + lane->settings->retry_ms;
    struct wf_error last = WF_ERROR_INIT;
    enum wf_status st;

    COUNT(lane, rewinds);
    for (;;) {
        last = (struct wf_error)WF_ERROR_INIT;
        st = wf_consumer_rewind(lane->consumer, CALL_MS, &last);
        if (st != WF_EAGAIN || stopping(lane) || wf_monotonic_ms() >= deadline)
            break;
        COUNT(lane, retries);
        pause_ms(lane, 50);
    }
    if (st == WF_OK || stopping(lane))
        return WF_OK; /* when leaving, nothing is read any more */
    lane->exit = WF_EXIT_GAVE_UP;
    return wf_error_set(err, WF_EBROKER, last.source, 0, "%s", last.text);
}

static enum wf_status
abort_transaction(struct wf_lane *lane)
{
    int64_t deadline = wf_monotonic_ms() + lane->settings->transaction_timeout_ms;
    struct wf_error err = WF_ERROR_INIT;
    enum wf_status st;

    COUNT(lane, aborts);
    for (;;) {
        err = (struct wf_error)WF_ERROR_INIT;
        st = wf_producer_abort(lane->producer, CALL_MS, &err);
        if (st != WF_EAGAIN || wf_monotonic_ms() >= deadline)
            break;
        COUNT(lane, retries);
    }
    if (st != WF_OK)
        note(lane, WF_LOG_WARNING, "abort", &err);
    return st;
}

/* WF_OK: go on. Anything else: the lane ends with it. */
static enum wf_status
recover(struct wf_lane *lane, enum wf_status st, struct wf_error *err)
{
    enum wf_action action = wf_status_action(st);
    uint32_t number;
    bool refused;

    if (action == WF_ACTION_STOP) {
        if (lane->open && lane->producer != NULL)
            abort_transaction(lane);
        forget_batch(lane);
        return st;
    }
    note(lane, WF_LOG_WARNING, action == WF_ACTION_REBUILD ? "rebuilding the producer" : "aborting", err);
    *err = (struct wf_error)WF_ERROR_INIT;
    if (action != WF_ACTION_REBUILD) {
        if (++lane->aborts > lane->settings->max_aborts) {
            lane->exit = WF_EXIT_GAVE_UP;
            return wf_error_set(err, WF_EBROKER, "transaction", 0, "gave up after %u aborts in a row",
                lane->settings->max_aborts);
        }
        st = abort_transaction(lane);
        if (lane->aborts > 1)
            pause_ms(lane, lane->aborts * 50);
    }
    refused = lane->producer != NULL && wf_producer_refused(lane->producer, &number);
    if (refused) /* its sequence numbers are out of step now, the next transaction would fail too */
        convict(lane, number);
    forget_batch(lane);
    if (st != WF_OK || refused) {
        if (wf_status_action(st) == WF_ACTION_STOP)
            return wf_error_set(err, st, "abort", 0, "%s", wf_status_message(st));
        st = rebuild(lane, err);
        if (st != WF_OK)
            return st;
    }
    return rewind_offsets(lane, err);
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
    pipeline = wf_pipeline_new(share->chain, &lane->settings->pipeline, err);
    if (pipeline == NULL) {
        pthread_mutex_lock(&c->chain_lock);
        wf_chain_share_drop(share);
        pthread_mutex_unlock(&c->chain_lock);
        return err->status == WF_OK ? WF_ENOMEM : err->status;
    }
    wf_pipeline_free(lane->pipeline);
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
            || (lane->solo > 0 && lane->documents > 0) || stopping(lane)
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
        st = handle(lane, &in, err);
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
        if (stopping(lane)) {
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
        st = commit(lane, lane->settings->retry_ms, err);
        if (st == WF_OK)
            show_partitions(lane);
    }
    atomic_store_explicit(&lane->view.joined, wf_consumer_joined(lane->consumer), memory_order_relaxed);
    return st;
}

static enum wf_status
open_consumer(struct wf_lane *lane, struct wf_error *err)
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
        .revoke = on_revoke,
        .assigned = on_assigned,
        .log = on_client_log,
        .context = lane,
    };

    lane->consumer = wf_consumer_new(&settings, err);
    return lane->consumer != NULL ? WF_OK : err->status == WF_OK ? WF_ENOMEM : err->status;
}

static enum wf_exit
lane_run(struct wf_lane *lane, struct wf_error *err)
{
    bool done = false;
    enum wf_status st = refresh_pipeline(lane, err);

    if (st == WF_OK)
        st = open_producer(lane, err);
    if (stopping(lane) && st == WF_EAGAIN)
        return WF_EXIT_OK;
    if (st == WF_OK) /* after the producer, so that the first transaction meets brokers that know it */
        st = open_consumer(lane, err);
    while (st == WF_OK && !done) {
        st = step(lane, &done, err);
        if (st != WF_OK)
            st = recover(lane, st, err);
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
    free(lane->batch);
    free(lane->view.partitions);
    pthread_mutex_destroy(&lane->view.lock);
    free(lane);
}

struct wf_lane_view *
wf_lane_view(wf_lane *lane)
{
    return &lane->view;
}
