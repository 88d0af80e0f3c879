/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by chain.c (running) and chain_build.c (building); nobody else includes it. */
#ifndef WF_CHAIN_PRIVATE_H
#define WF_CHAIN_PRIVATE_H

#include "extractors/chain.h"

#define WF_STAGES_MAX 64
#define WF_RULES_MAX 4096

struct wf_chain {
    struct wf_chain_settings settings; /* numbers only; its pointers are not kept */
    wf_vocabulary *vocabulary;
    wf_lexicon *lexicon;
    wf_arena *memory; /* rules, names, options */
    const struct wf_extractor *stages[WF_STAGES_MAX];
    void *states[WF_STAGES_MAX];
    void *libraries[WF_STAGES_MAX]; /* of plug-ins, NULL for built-in stages */
    bool started[WF_STAGES_MAX];
    unsigned stage_count;
    struct wf_rule *rules[WF_RULES_MAX];
    unsigned rule_count;
    char digest[WF_UUID_SIZE];
    char *data_path;
};

struct wf_lane_state {
    struct wf_stage_stats *stats;
    unsigned stat_count;
    const struct wf_document *warned_at;
    const struct wf_trace *trace;
};

/* What was there before a stage ran, so that `explain` can tell what it added. */
struct wf_trace_seen {
    unsigned numbers, mentions, entities, descriptions, figures, dates, agreements, events, quotes, patterns;
};

void wf_trace_before(struct wf_trace_seen *seen, const struct wf_document *doc);
void wf_trace_after(const struct wf_trace_seen *seen, const struct wf_run *run, const struct wf_document *doc,
    const char *stage);

#endif
