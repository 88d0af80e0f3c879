/* SPDX-License-Identifier: Apache-2.0 */
/* Running a chain; chain_build.c makes it. */
#include "extractors/chain.h"

#include <stdlib.h>
#include <time.h>

#include "extractors/chain_private.h"

static uint64_t
now_nanoseconds(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec;
}

wf_lane_state *
wf_lane_state_new(const wf_chain *chain)
{
    wf_lane_state *lane = calloc(1, sizeof *lane);

    if (lane == NULL)
        return NULL;
    lane->stats = calloc(chain->stage_count + 1, sizeof *lane->stats);
    if (lane->stats == NULL) {
        free(lane);
        return NULL;
    }
    lane->stats[0].name = "tokens";
    for (unsigned i = 0; i < chain->stage_count; i++)
        lane->stats[i + 1].name = chain->stages[i]->name;
    lane->stat_count = chain->stage_count + 1;
    return lane;
}

void
wf_lane_state_free(wf_lane_state *lane)
{
    if (lane == NULL)
        return;
    free(lane->stats);
    free(lane);
}

const struct wf_stage_stats *
wf_lane_stats(const wf_lane_state *lane, unsigned *count)
{
    *count = lane->stat_count;
    return lane->stats;
}

bool
wf_chain_timing(const wf_chain *chain)
{
    return chain->settings.timing;
}

void
wf_lane_trace(wf_lane_state *lane, const struct wf_trace *trace)
{
    lane->trace = trace;
}

/* Close the books on one stage; `before` is when it began, 0 without timing. Returns the time now. */
static uint64_t
account(const wf_chain *chain, wf_lane_state *lane, unsigned stage, uint64_t before)
{
    uint64_t now = chain->settings.timing ? now_nanoseconds() : 0;

    lane->stats[stage].documents++;
    lane->stats[stage].nanoseconds += now - before;
    return now;
}

static uint32_t
fact_count(const struct wf_document *doc)
{
    return doc->entities.count + doc->figures.count + doc->dates.count + doc->agreements.count +
        doc->events.count + doc->quotes.count;
}

/* Leave out facts over the limit, the layers that build on others first. */
static void
trim_facts(struct wf_document *doc, uint32_t limit)
{
    unsigned *counts[] = { &doc->events.count, &doc->quotes.count, &doc->agreements.count,
        &doc->figures.count, &doc->dates.count, &doc->entities.count };
    uint32_t all = fact_count(doc);

    if (limit == 0 || all <= limit)
        return;
    wf_document_warn(doc, "fact-limit", (struct wf_span){ 0, 0 },
        "%u facts found, %u published (limits.facts)", all, limit);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0] && all > limit; i++) {
        uint32_t drop = all - limit < *counts[i] ? all - limit : *counts[i];

        *counts[i] -= drop;
        all -= drop;
    }
}

/* Whether the document's time is used up; asked between stages. */
static bool
late(const wf_chain *chain, uint64_t start)
{
    return chain->settings.max_milliseconds != 0 &&
        now_nanoseconds() - start > (uint64_t)chain->settings.max_milliseconds * 1000000u;
}

static enum wf_status
run_stages(const wf_chain *chain, wf_lane_state *lane, struct wf_document *doc, uint64_t start,
    struct wf_error *err)
{
    struct wf_run run = { .step_limit = chain->settings.max_steps,
        .trace = lane->trace, .lane = lane };
    uint64_t before = chain->settings.timing ? now_nanoseconds() : 0;
    struct wf_trace_seen seen;

    for (unsigned i = 0; i < chain->stage_count; i++) {
        enum wf_status status;

        /* a budget that ran out skips what is left but for the stage that gives identifiers */
        if (run.exhausted && (chain->stages[i]->makes & WF_LAYER(IDS)) == 0)
            continue;
        if (lane->trace != NULL)
            wf_trace_before(&seen, doc);
        status = chain->stages[i]->run(chain->states[i], &run, doc, err);
        if (lane->trace != NULL)
            wf_trace_after(&seen, &run, doc, chain->stages[i]->name);
        before = account(chain, lane, i + 1, before);
        if (status == WF_OK && wf_arena_failed(doc->arena))
            status = WF_ELIMIT;
        if (status != WF_OK)
            return wf_error_set(err, status, chain->stages[i]->name, 0,
                "the document needs more memory than allowed (limits.memory)");
        if (!run.exhausted && late(chain, start))
            run.exhausted = true;
        if (run.exhausted && chain->settings.whole)
            return wf_error_set(err, WF_ETIMEOUT, chain->stages[i]->name, 0,
                "the budget of steps or time ran out (limits.steps, limits.time)");
        if (run.exhausted && lane->warned_at != doc) {
            wf_document_warn(doc, "budget", (struct wf_span){ 0, 0 },
                "the budget of steps or time ran out in stage %s (limits.steps, limits.time)",
                chain->stages[i]->name);
            lane->warned_at = doc;
        }
    }
    lane->warned_at = NULL;
    return WF_OK;
}

/* Tokens and sentences; over the limit those of the document's beginning, where the settings say so. */
static enum wf_status
tokenise(const wf_chain *chain, struct wf_document *doc, struct wf_error *err)
{
    uint32_t most = chain->settings.max_tokens, last;
    struct wf_error why = WF_ERROR_INIT;
    enum wf_status status = wf_tokenise(doc, chain->vocabulary, most, &why);

    if (status != WF_ELIMIT || !chain->settings.cut || wf_arena_failed(doc->arena)) {
        if (status != WF_OK && err != NULL)
            *err = why;
        return status;
    }
    wf_document_warn(doc, "cut-text", (struct wf_span){ 0, 0 }, "read %u words and marks of the text (limits.tokens)", most);
    last = doc->tokens.items[most - 1].start;
    while (doc->text.blocks.items[doc->text.blocks.count - 1].span.start > last)
        doc->text.blocks.count--;
    return wf_split_sentences(doc, err);
}

enum wf_status
wf_chain_run(const wf_chain *chain, wf_lane_state *lane, struct wf_document *doc, struct wf_error *err)
{
    uint64_t start = chain->settings.timing || chain->settings.max_milliseconds ? now_nanoseconds() : 0;
    enum wf_status status;

    status = tokenise(chain, doc, err);
    if (status == WF_OK && !doc->no_facts)
        status = wf_lexicon_match(chain->lexicon, doc, err);
    (void)account(chain, lane, 0, start);
    if (status != WF_OK || doc->no_facts)
        return status;
    status = run_stages(chain, lane, doc, start, err);
    if (status == WF_OK && chain->settings.whole && chain->settings.max_facts != 0 &&
        fact_count(doc) > chain->settings.max_facts)
        return wf_error_set(err, WF_ELIMIT, NULL, 0, "the document has %u facts; at most %u (limits.facts)", fact_count(doc),
            chain->settings.max_facts);
    if (status == WF_OK)
        trim_facts(doc, chain->settings.max_facts);
    return status;
}
