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
    unsigned streams;     /* status pages that are followed */
};

/* Prometheus' text format, or OpenMetrics 1.0. */
void wf_metrics_write(struct wf_buffer *out, const struct wf_run_snapshot *snapshot, const struct wf_measured *measured,
    const struct wf_metrics_info *info, bool open_metrics);

/*
 * True when a scraper that sent this `Accept` (may be NULL) gets OpenMetrics: it names the format, and with no lower
 * quality than plain text.
 */
bool wf_metrics_wants_open(const char *accept);

/* The reference of all metrics in Markdown. */
void wf_metrics_reference(struct wf_buffer *out);

/* Bytes of memory that the process has now; 0 where unknown. */
uint64_t wf_metrics_resident(void);

#endif
