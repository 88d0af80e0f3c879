/* SPDX-License-Identifier: Apache-2.0 */
/* What the counting benches count. */
#ifndef WF_BENCH_MEASURE_H
#define WF_BENCH_MEASURE_H

#include "worker/pipeline.h"

/* Takes a record and forgets it. */
enum wf_status wf_bench_emit(void *context, const struct wf_record *record);

/* One document through the pipeline; a function of its own by whose name callgrind counts each call. */
enum wf_status wf_bench_measure(wf_pipeline *pipeline, const struct wf_input *in, struct wf_error *err);

#endif
