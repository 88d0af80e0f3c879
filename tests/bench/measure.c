/* SPDX-License-Identifier: Apache-2.0 */
#include "measure.h"

enum wf_status
wf_bench_emit(void *context, const struct wf_record *record)
{
    (void)context;
    (void)record;
    return WF_OK;
}

__attribute__((noinline)) enum wf_status
wf_bench_measure(wf_pipeline *pipeline, const struct wf_input *in, struct wf_error *err)
{
    return wf_pipeline_process(pipeline, in, wf_bench_emit, NULL, NULL, err);
}
