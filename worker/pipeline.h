/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decode, extract, encode: everything that happens to one document, without any idea of Kafka or files. One
 * pipeline a lane; the chain is shared. `run`, `extract`, `demo` and `bench` all go through here.
 */
#ifndef WF_PIPELINE_H
#define WF_PIPELINE_H

#include "consumer/decode.h"
#include "extractors/chain.h"
#include "producer/encode.h"

typedef struct wf_pipeline wf_pipeline; /* defined in pipeline.c */

struct wf_pipeline_settings {
    struct wf_decode_limits limits;
    size_t max_memory; /* arena of one document; 0: 64 MiB */
    size_t max_record; /* bytes of one record published; 0: none */
    size_t max_output; /* bytes of all records of a document; 0: none */
};

/* A new pipeline over `chain` (borrowed); NULL with *err. */
wf_pipeline *wf_pipeline_new(const wf_chain *chain, const struct wf_pipeline_settings *settings,
    struct wf_error *err);
void wf_pipeline_free(wf_pipeline *pipeline); /* accepts NULL */

/*
 * Process one input record. `emit` is called for each record published, the document's own last. On a
 * status whose action is WF_ACTION_DEAD_LETTER nothing useful was emitted: the caller drops what it was
 * given for this document. `stage` (may be NULL) is set to the name of the stage that failed: "decode",
 * "chain", "encode".
 */
enum wf_status wf_pipeline_process(wf_pipeline *pipeline, const struct wf_input *in,
    enum wf_status (*emit)(void *context, const struct wf_record *record), void *context,
    const char **stage, struct wf_error *err);

/* The document of the last process call, valid until the next one: for tables, pages and counts. */
const struct wf_document *wf_pipeline_document(const wf_pipeline *pipeline);

/* How long decoding, each stage and encoding took in the last document; filled only by a chain with timing. */
struct wf_stage_time {
    const char *name; /* borrowed from the chain */
    uint64_t nanoseconds;
};
const struct wf_stage_time *wf_pipeline_times(const wf_pipeline *pipeline, unsigned *count);

/* The most memory that one document took so far. */
size_t wf_pipeline_peak(const wf_pipeline *pipeline);

const struct wf_stage_stats *wf_pipeline_stats(const wf_pipeline *pipeline, unsigned *count);

/* Report what stages do in the focus of `trace` (borrowed) from the next document on; NULL ends it. */
void wf_pipeline_trace(wf_pipeline *pipeline, const struct wf_trace *trace);

#endif
