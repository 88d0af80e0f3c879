/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a lane measures besides its counters: how long documents, their stages and the phases of transactions take, and
 * which rules find facts. One lane writes, anybody reads.
 */
#ifndef WF_MEASURE_H
#define WF_MEASURE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "producer/encode.h"

/* Upper bounds of all buckets, in nanoseconds; a last one holds what is beyond. */
#define WF_BUCKETS 20
extern const uint64_t wf_bucket_bounds[WF_BUCKETS];

#define WF_MEASURE_STAGES 64
#define WF_MEASURE_RULES 256
#define WF_MEASURE_NAME 48

/* Phases of a transaction. X(NAME, label, meaning) */
#define WF_PHASE_MAP(X)                                                                        \
    X(FILL, "fill", "from its first document to its end: reading, extracting, queueing")      \
    X(OFFSETS, "offsets", "sending the group's offsets")                                      \
    X(COMMIT, "commit", "waiting for the records and the commit")                             \
    X(ABORT, "abort", "aborting instead")

enum wf_phase {
#define WF_PHASE_ENUM(name, label, meaning) WF_PHASE_##name,
    WF_PHASE_MAP(WF_PHASE_ENUM)
#undef WF_PHASE_ENUM
        WF_PHASE_COUNT
};
const char *wf_phase_name(enum wf_phase phase);

/* Numbers at one time, of one lane or of several together. */
struct wf_histogram {
    uint64_t counts[WF_BUCKETS + 1];
    uint64_t sum; /* nanoseconds */
};

struct wf_measured {
    struct wf_histogram document; /* decoding, extraction and encoding of one */
    struct wf_histogram latency;  /* from a record's timestamp to its commit */
    struct wf_histogram phases[WF_PHASE_COUNT];
    unsigned stage_count, rule_count;
    struct {
        char name[WF_MEASURE_NAME];
        struct wf_histogram time;
    } stages[WF_MEASURE_STAGES];
    struct {
        char name[WF_MEASURE_NAME];
        enum wf_record_layer layer;
        uint64_t facts;
    } rules[WF_MEASURE_RULES];
};

/* The same while it is written; zeroed, with the lock made, to begin with. */
struct wf_live_histogram {
    _Atomic uint64_t counts[WF_BUCKETS + 1];
    _Atomic uint64_t sum;
};

struct wf_measure {
    struct wf_live_histogram document, latency, phases[WF_PHASE_COUNT], stage_times[WF_MEASURE_STAGES];
    _Atomic uint64_t rule_facts[WF_MEASURE_RULES];
    pthread_mutex_t lock; /* for others than the lane: over the names and their counts, which only grow */
    unsigned stage_count, rule_count;
    char stages[WF_MEASURE_STAGES][WF_MEASURE_NAME];
    char rules[WF_MEASURE_RULES][WF_MEASURE_NAME];
    enum wf_record_layer rule_layers[WF_MEASURE_RULES];
    /* the lane's own: places by rule, so that a fact costs one look */
    struct {
        const struct wf_rule *rule;
        enum wf_record_layer layer;
        unsigned place;
    } known[256];
};

/* By the lane. */
void wf_measure_time(struct wf_live_histogram *histogram, uint64_t nanoseconds);
void wf_measure_stage(struct wf_measure *measure, const char *stage, uint64_t nanoseconds);

/*
 * Count the document's facts in pending[], by layer and rule. The last place stands for all that do not fit, by the name
 * "other".
 */
void wf_measure_facts(struct wf_measure *measure, const struct wf_document *doc, uint32_t pending[WF_MEASURE_RULES]);

/* Other rules are in force: what is remembered of the old ones does not hold any more. */
void wf_measure_new_rules(struct wf_measure *measure);

/* What was counted is committed, and zero afterwards. */
void wf_measure_committed(struct wf_measure *measure, uint32_t pending[WF_MEASURE_RULES]);

/* By anybody: add a lane's to `out`, by names. */
void wf_measure_read(struct wf_measure *measure, struct wf_measured *out);

#endif
