/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The chain: vocabulary, lexicon, rules and stages in order. Built once from the configuration, read-only
 * afterwards, shared by all lanes. Running it turns a document with text into a document with facts.
 */
#ifndef WF_CHAIN_H
#define WF_CHAIN_H

#include "extractors/extractor.h"

typedef struct wf_chain wf_chain; /* defined in chain.c */

struct wf_chain_option {
    const char *stage;
    const char *name;
    const char *value;
};

/* How to build a chain. All strings are borrowed while it is built. Zero everything for the defaults. */
struct wf_chain_settings {
    const char *data_path;            /* NULL: that of wf_chain_data_path */
    const char *const *disabled;      /* names of stages to leave out, NULL-terminated; NULL for none */
    const char *const *lexicons;      /* an operator's own lexicon files, NULL-terminated */
    const char *const *rules;         /* an operator's own rule files, NULL-terminated */
    const char *const *plugins;       /* paths of shared objects, NULL-terminated */
    const struct wf_chain_option *options; /* ended by a NULL stage */
    uint32_t max_tokens;              /* a document; 0: none */
    uint32_t max_facts;               /* a document; 0: none */
    uint64_t max_steps;               /* a document; 0: none */
    uint32_t max_milliseconds;        /* a document; 0: none */
    bool cut;                         /* over max_tokens: read the beginning and warn, instead of WF_ELIMIT */
    bool whole;                       /* over a budget of facts, steps or time: WF_ELIMIT or WF_ETIMEOUT, no part */
    bool timing;                      /* measure each stage (wf_lane_stats) */
};

/* What one stage did in a lane, counted from wf_lane_state_new. */
struct wf_stage_stats {
    const char *name;
    uint64_t nanoseconds; /* only with settings.timing */
    uint64_t documents;
};

/* The mutable part: one a thread. */
typedef struct wf_lane_state wf_lane_state;

/*
 * A new chain, or NULL with *err: WF_EDATA with file and line, WF_ECONFIG for an unknown stage or option, a
 * stage whose needs nobody before it makes, WF_EABI, WF_ENOMEM.
 */
wf_chain *wf_chain_new(const struct wf_chain_settings *settings, struct wf_error *err);

/* Accepts NULL. All lane states must be gone. */
void wf_chain_free(wf_chain *chain);

/*
 * Where data files are: $WIREFACT_DATA, else ../share/wirefact/data beside the running program's folder, else the
 * source tree's that it was built from, else the installed folder. Writes it to out[size] and returns out.
 */
const char *wf_chain_data_path(char *out, size_t size);

wf_lane_state *wf_lane_state_new(const wf_chain *chain);
void wf_lane_state_free(wf_lane_state *lane); /* accepts NULL */

/* From now on report what stages do in the focus of `trace` (borrowed); NULL ends it. */
void wf_lane_trace(wf_lane_state *lane, const struct wf_trace *trace);

/*
 * Tokenise doc->text (wf_text_end was called) and run all stages. WF_OK, WF_ELIMIT over max_tokens or when
 * the arena is full. When a step, time or fact budget runs out the result is WF_OK, with a warning and the facts found so far,
 * unless the settings ask for all or nothing.
 */
enum wf_status wf_chain_run(const wf_chain *chain, wf_lane_state *lane, struct wf_document *doc,
    struct wf_error *err);

/* Stages in order, built-in and plug-ins; `count` may not be NULL. Borrowed from the chain. */
const struct wf_extractor *const *wf_chain_stages(const wf_chain *chain, unsigned *count);
const struct wf_stage_stats *wf_lane_stats(const wf_lane_state *lane, unsigned *count);

/* All registered rules; borrowed. */
const struct wf_rule *const *wf_chain_rules(const wf_chain *chain, unsigned *count);

/* True when the chain measures each stage. */
bool wf_chain_timing(const wf_chain *chain);

/* All words of lexicons, rules and word sets; borrowed. */
const wf_vocabulary *wf_chain_vocabulary(const wf_chain *chain);

/* Digest of all data files, rules, models and options, hexadecimal: two chains with the same digest publish the same. */
const char *wf_chain_digest(const wf_chain *chain);

const wf_lexicon *wf_chain_lexicon(const wf_chain *chain);

#endif
