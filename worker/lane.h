/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One lane of the worker: a thread with a consumer, a producer and a pipeline of its own. Internal to the
 * worker; run.c starts lanes and watches them.
 */
#ifndef WF_LANE_H
#define WF_LANE_H

#include <pthread.h>
#include <stdatomic.h>

#include "worker/marker.h"
#include "worker/run.h"

/* A chain that lanes share, and that the last one to leave frees. */
struct wf_chain_share {
    const wf_chain *chain;
    wf_chain *owned; /* the same, when it is ours to free */
    struct wf_pipeline_settings pipeline; /* the limits that came with it */
    unsigned users;
};

/* What lanes share with the runner. */
struct wf_lane_common {
    const struct wf_run_settings *settings; /* with all defaults filled in */
    const char *brokers;
    const char *instance; /* name within the group, never NULL */
    wf_markers *markers;
    atomic_bool stop;
    pthread_mutex_t chain_lock;
    struct wf_chain_share *chain;
    atomic_uint chain_version;
};

struct wf_lane_atomics {
#define WF_LANE_ATOMIC(name, meaning) _Atomic uint64_t name;
    WF_RUN_COUNTER_MAP(WF_LANE_ATOMIC)
#undef WF_LANE_ATOMIC
    _Atomic uint64_t records[WF_RECORD_LAYER_COUNT];
    _Atomic uint64_t errors[WF_STATUS_COUNT];
};

typedef struct wf_lane wf_lane; /* defined in lane_state.h */

/* What others may read of a lane at any time. */
struct wf_lane_view {
    struct wf_lane_atomics counters;
    atomic_bool joined, producer_ready, at_end, finished;
    _Atomic int64_t busy_since;    /* monotonic ms, 0 between documents */
    _Atomic int64_t last_progress; /* monotonic ms of the last commit, or of having nothing to do */
    atomic_int brokers_up;         /* connections of the consumer; -1: not known yet */
    _Atomic uint64_t arena_peak, fetch_queue, produce_queue;
    struct wf_measure measure;
    pthread_mutex_t lock;          /* for the rest, and held while a commit is counted, so that sums hold */
    struct wf_run_partition *partitions;
    unsigned partition_count, partition_capacity;
};

/* A new lane, not started; NULL with *err. */
wf_lane *wf_lane_new(struct wf_lane_common *common, unsigned index, struct wf_error *err);

/* Start the thread. */
enum wf_status wf_lane_start(wf_lane *lane, struct wf_error *err);

/* After `finished`: wait for the thread; how the lane ended, with *err where it was a failure. */
enum wf_exit wf_lane_join(wf_lane *lane, struct wf_error *err);

/* Accepts NULL. The thread must have been joined. */
void wf_lane_free(wf_lane *lane);

struct wf_lane_view *wf_lane_view(wf_lane *lane);

/* Drop a use of a chain, under chain_lock. */
void wf_chain_share_drop(struct wf_chain_share *share);

/* Print to the settings' log. */
#define wf_run_log(settings, message, ...) \
    wf_run_log_at((settings), (message), wf_message_level(message), __VA_ARGS__)
void wf_run_log_at(const struct wf_run_settings *settings, enum wf_message message, enum wf_log_level level,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

int64_t wf_monotonic_ms(void);
int64_t wf_wall_ms(void); /* since 1970 */
uint64_t wf_monotonic_ns(void);

#endif
