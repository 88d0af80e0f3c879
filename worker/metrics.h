/* SPDX-License-Identifier: Apache-2.0 */
/* The worker's counters as Prometheus metrics. */
#ifndef WF_METRICS_H
#define WF_METRICS_H

#include "document/buffer.h"
#include "worker/run.h"

struct wf_metrics_info {
    const char *version;  /* of wirefact */
    const char *kafka;    /* of librdkafka */
    const char *digest;   /* of rules, word lists and models */
    const char *group;
    int64_t started;      /* seconds since 1970 */
    uint64_t reloads, failed_reloads;
};

/* Prometheus' text format, or OpenMetrics 1.0. */
void wf_metrics_write(struct wf_buffer *out, const struct wf_run_snapshot *snapshot, const struct wf_metrics_info *info,
    bool open_metrics);

/* The reference of all metrics in Markdown. */
void wf_metrics_reference(struct wf_buffer *out);

/* Bytes of memory that the process has now; 0 where unknown. */
uint64_t wf_metrics_resident(void);

#endif
