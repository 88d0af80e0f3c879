/* SPDX-License-Identifier: Apache-2.0 */
/* What the status page shows, as one line of JSON: the counters, partitions, latest facts and dead letters. */
#ifndef WF_OVERVIEW_H
#define WF_OVERVIEW_H

#include "worker/metrics.h"
#include "worker/recent.h"

/*
 * Append the object, without line end. `recent` may be NULL; of its facts and dead letters those numbered above *seen,
 * which moves on.
 */
void wf_overview_print(struct wf_buffer *out, const struct wf_run_snapshot *snapshot, const struct wf_measured *measured,
    const struct wf_metrics_info *info, wf_recent *recent, uint64_t *seen);

#endif
