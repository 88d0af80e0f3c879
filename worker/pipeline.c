/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/pipeline.h"

#include <stdlib.h>
#include <time.h>

#define MEMORY_STANDARD ((size_t)64 * 1024 * 1024)

struct wf_pipeline {
    const wf_chain *chain;
    struct wf_pipeline_settings settings;
    wf_arena *arena;
    wf_lane_state *lane;
    wf_encoder *encoder;
    struct wf_document document;
    struct wf_stage_time *times; /* decode, the chain's stages, encode */
    unsigned time_count;
    bool timing;
};

#ifndef WF_VERSION
#define WF_VERSION "0"
#endif

wf_pipeline *
wf_pipeline_new(const wf_chain *chain, const struct wf_pipeline_settings *settings, struct wf_error *err)
{
    wf_pipeline *p = calloc(1, sizeof *p);

    if (p != NULL) {
        p->chain = chain;
        p->settings = *settings;
        p->settings.limits.known = wf_chain_vocabulary(chain);
        p->arena = wf_arena_new(settings->max_memory == 0 ? MEMORY_STANDARD : settings->max_memory);
        p->lane = wf_lane_state_new(chain);
        p->timing = wf_chain_timing(chain);
        p->encoder = wf_encoder_new(WF_VERSION, wf_chain_digest(chain));
    }
    if (p != NULL && p->lane != NULL) {
        const struct wf_stage_stats *stats = wf_lane_stats(p->lane, &p->time_count);

        p->time_count += 2;
        p->times = calloc(p->time_count, sizeof *p->times);
        for (unsigned i = 1; p->times != NULL && i + 1 < p->time_count; i++)
            p->times[i].name = stats[i - 1].name;
    }
    if (p == NULL || p->arena == NULL || p->lane == NULL || p->encoder == NULL || p->times == NULL) {
        wf_pipeline_free(p);
        (void)wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for a lane");
        return NULL;
    }
    wf_document_reset(&p->document, p->arena);
    return p;
}

void
wf_pipeline_free(wf_pipeline *p)
{
    if (p == NULL)
        return;
    wf_arena_free(p->arena);
    wf_lane_state_free(p->lane);
    wf_encoder_free(p->encoder);
    free(p->times);
    free(p);
}

/* Counts what a document publishes on the way to the caller. */
struct counter {
    enum wf_status (*emit)(void *context, const struct wf_record *record);
    void *context;
    size_t total, limit;
    struct wf_error *err;
};

static enum wf_status
count(void *context, const struct wf_record *record)
{
    struct counter *c = context;

    c->total += record->value.len;
    if (c->limit != 0 && c->total > c->limit)
        return wf_error_set(c->err, WF_ELIMIT, NULL, 0,
            "the document's records have more than %zu bytes together (limits.output_bytes)", c->limit);
    return c->emit(c->context, record);
}

static uint64_t
now_ns(const wf_pipeline *p)
{
    struct timespec now;

    if (!p->timing)
        return 0;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* What the chain's stages took in this document: their books are kept over all. */
static void
read_stages(wf_pipeline *p, bool after)
{
    const struct wf_stage_stats *stats = wf_lane_stats(p->lane, &(unsigned){ 0 });

    for (unsigned i = 1; p->timing && i + 1 < p->time_count; i++)
        p->times[i].nanoseconds = after ? stats[i - 1].nanoseconds - p->times[i].nanoseconds : stats[i - 1].nanoseconds;
}

enum wf_status
wf_pipeline_process(wf_pipeline *p, const struct wf_input *in,
    enum wf_status (*emit)(void *context, const struct wf_record *record), void *context,
    const char **stage, struct wf_error *err)
{
    const char *at = "decode";
    uint64_t start = now_ns(p);
    bool encoding = false;
    enum wf_status status;

    wf_document_reset(&p->document, p->arena);
    status = wf_decode(&p->document, in, &p->settings.limits, err);
    p->times[0] = (struct wf_stage_time){ at, now_ns(p) - start };
    read_stages(p, false);
    if (status == WF_OK) {
        at = "chain";
        status = wf_chain_run(p->chain, p->lane, &p->document, err);
    }
    read_stages(p, true);
    start = now_ns(p);
    if (status == WF_OK) {
        at = "encode";
        encoding = true;
        status = wf_encode(p->encoder, &p->document, p->settings.max_record, count,
            &(struct counter){ emit, context, 0, p->settings.max_output, err }, err);
    }
    p->times[p->time_count - 1] = (struct wf_stage_time){ "encode", encoding ? now_ns(p) - start : 0 };
    if (status != WF_OK && stage != NULL)
        *stage = at;
    return status;
}

const struct wf_document *
wf_pipeline_document(const wf_pipeline *p)
{
    return &p->document;
}

const struct wf_stage_time *
wf_pipeline_times(const wf_pipeline *p, unsigned *count)
{
    *count = p->timing ? p->time_count : 0;
    return p->times;
}

size_t
wf_pipeline_peak(const wf_pipeline *p)
{
    return wf_arena_peak(p->arena);
}

const struct wf_stage_stats *
wf_pipeline_stats(const wf_pipeline *p, unsigned *count)
{
    return wf_lane_stats(p->lane, count);
}

void
wf_pipeline_trace(wf_pipeline *p, const struct wf_trace *trace)
{
    wf_lane_trace(p->lane, trace);
}
