/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/pipeline.h"

#include <stdlib.h>

#define MEMORY_STANDARD ((size_t)64 * 1024 * 1024)

struct wf_pipeline {
    const wf_chain *chain;
    struct wf_pipeline_settings settings;
    wf_arena *arena;
    wf_lane_state *lane;
    wf_encoder *encoder;
    struct wf_document document;
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
        p->arena = wf_arena_new(settings->max_memory == 0 ? MEMORY_STANDARD : settings->max_memory);
        p->lane = wf_lane_state_new(chain);
        p->encoder = wf_encoder_new(WF_VERSION, wf_chain_digest(chain));
    }
    if (p == NULL || p->arena == NULL || p->lane == NULL || p->encoder == NULL) {
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

enum wf_status
wf_pipeline_process(wf_pipeline *p, const struct wf_input *in,
    enum wf_status (*emit)(void *context, const struct wf_record *record), void *context,
    const char **stage, struct wf_error *err)
{
    const char *at = "decode";
    enum wf_status status;

    wf_document_reset(&p->document, p->arena);
    status = wf_decode(&p->document, in, &p->settings.limits, err);
    if (status == WF_OK) {
        at = "chain";
        status = wf_chain_run(p->chain, p->lane, &p->document, err);
    }
    if (status == WF_OK) {
        at = "encode";
        status = wf_encode(p->encoder, &p->document, p->settings.max_record, count,
            &(struct counter){ emit, context, 0, p->settings.max_output, err }, err);
    }
    if (status != WF_OK && stage != NULL)
        *stage = at;
    return status;
}

const struct wf_document *
wf_pipeline_document(const wf_pipeline *p)
{
    return &p->document;
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
