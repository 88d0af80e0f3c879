/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/measure.h"

#include <string.h>

#define US UINT64_C(1000)
#define MS UINT64_C(1000000)
#define S UINT64_C(1000000000)

const uint64_t wf_bucket_bounds[WF_BUCKETS] = { 10 * US, 25 * US, 50 * US, 100 * US, 250 * US, 500 * US, 1 * MS, 2500 * US,
    5 * MS, 10 * MS, 25 * MS, 50 * MS, 100 * MS, 250 * MS, 500 * MS, 1 * S, 2500 * MS, 10 * S, 60 * S, 600 * S };

const char *
wf_phase_name(enum wf_phase phase)
{
    static const char *const names[] = {
#define PHASE_NAME(name, label, meaning) label,
        WF_PHASE_MAP(PHASE_NAME)
#undef PHASE_NAME
    };

    return names[phase];
}

void
wf_measure_time(struct wf_live_histogram *h, uint64_t nanoseconds)
{
    unsigned at = 0;

    while (at < WF_BUCKETS && nanoseconds > wf_bucket_bounds[at])
        at++;
    atomic_fetch_add_explicit(&h->counts[at], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&h->sum, nanoseconds, memory_order_relaxed);
}

static void
set_name(char name[WF_MEASURE_NAME], const char *from, size_t len)
{
    if (len >= WF_MEASURE_NAME)
        len = WF_MEASURE_NAME - 1;
    memcpy(name, from, len);
    name[len] = '\0';
}

void
wf_measure_stage(struct wf_measure *m, const char *stage, uint64_t nanoseconds)
{
    unsigned at = 0;

    while (at < m->stage_count && strncmp(m->stages[at], stage, WF_MEASURE_NAME - 1) != 0)
        at++;
    if (at == WF_MEASURE_STAGES)
        return; /* a chain has fewer; only many reloads with new plug-ins come here */
    if (at == m->stage_count) {
        pthread_mutex_lock(&m->lock);
        set_name(m->stages[at], stage, strlen(stage));
        m->stage_count++;
        pthread_mutex_unlock(&m->lock);
    }
    wf_measure_time(&m->stage_times[at], nanoseconds);
}

static unsigned
find_rule(struct wf_measure *m, enum wf_record_layer layer, const char *rule)
{
    char name[WF_MEASURE_NAME];
    unsigned at = 0;

    set_name(name, rule, strlen(rule));
    while (at < m->rule_count && (m->rule_layers[at] != layer || strcmp(m->rules[at], name) != 0))
        at++;
    if (at >= WF_MEASURE_RULES - 1) {
        at = WF_MEASURE_RULES - 1;
        set_name(name, "other", 5);
    }
    if (at == m->rule_count) {
        pthread_mutex_lock(&m->lock);
        memcpy(m->rules[at], name, sizeof name);
        m->rule_layers[at] = layer;
        m->rule_count++;
        pthread_mutex_unlock(&m->lock);
    }
    return at;
}

static void
count_layer(struct wf_measure *m, enum wf_record_layer layer, const void *const *facts, unsigned count,
    uint32_t pending[WF_MEASURE_RULES])
{
    const unsigned places = sizeof m->known / sizeof m->known[0];

    for (unsigned i = 0; i < count; i++) {
        const struct wf_rule *rule = ((const struct wf_fact *)facts[i])->rule; /* every fact begins with its head */
        unsigned at;

        if (rule == NULL)
            continue;
        at = (rule->index * 8u + (unsigned)layer) % places;
        if (m->known[at].rule != rule || m->known[at].layer != layer) {
            m->known[at].rule = rule;
            m->known[at].layer = layer;
            m->known[at].place = find_rule(m, layer, rule->name);
        }
        pending[m->known[at].place]++;
    }
}

void
wf_measure_facts(struct wf_measure *m, const struct wf_document *doc, uint32_t pending[WF_MEASURE_RULES])
{
#define COUNT(layer, member) \
    count_layer(m, (layer), (const void *const *)doc->member.items, doc->member.count, pending)
    COUNT(WF_RECORD_ENTITY, entities);
    COUNT(WF_RECORD_FIGURE, figures);
    COUNT(WF_RECORD_DATE, dates);
    COUNT(WF_RECORD_AGREEMENT, agreements);
    COUNT(WF_RECORD_EVENT, events);
    COUNT(WF_RECORD_QUOTE, quotes);
#undef COUNT
}

void
wf_measure_new_rules(struct wf_measure *m)
{
    memset(m->known, 0, sizeof m->known);
}

void
wf_measure_committed(struct wf_measure *m, uint32_t pending[WF_MEASURE_RULES])
{
    for (unsigned i = 0; i < m->rule_count; i++) {
        if (pending[i] != 0)
            atomic_fetch_add_explicit(&m->rule_facts[i], pending[i], memory_order_relaxed);
        pending[i] = 0;
    }
}

/* ---- reading ---- */

static void
read_histogram(struct wf_live_histogram *from, struct wf_histogram *to)
{
    for (unsigned i = 0; i <= WF_BUCKETS; i++)
        to->counts[i] += atomic_load_explicit(&from->counts[i], memory_order_relaxed);
    to->sum += atomic_load_explicit(&from->sum, memory_order_relaxed);
}

static void
read_stage(struct wf_measure *m, unsigned from, struct wf_measured *out)
{
    unsigned at = 0;

    while (at < out->stage_count && strcmp(out->stages[at].name, m->stages[from]) != 0)
        at++;
    if (at == WF_MEASURE_STAGES)
        return;
    if (at == out->stage_count)
        memcpy(out->stages[out->stage_count++].name, m->stages[from], WF_MEASURE_NAME);
    read_histogram(&m->stage_times[from], &out->stages[at].time);
}

static void
read_rule(struct wf_measure *m, unsigned from, struct wf_measured *out)
{
    unsigned at = 0;

    while (at < out->rule_count
        && (out->rules[at].layer != m->rule_layers[from] || strcmp(out->rules[at].name, m->rules[from]) != 0))
        at++;
    if (at == WF_MEASURE_RULES)
        return;
    if (at == out->rule_count) {
        memcpy(out->rules[at].name, m->rules[from], WF_MEASURE_NAME);
        out->rules[at].layer = m->rule_layers[from];
        out->rule_count++;
    }
    out->rules[at].facts += atomic_load_explicit(&m->rule_facts[from], memory_order_relaxed);
}

void
wf_measure_read(struct wf_measure *m, struct wf_measured *out)
{
    read_histogram(&m->document, &out->document);
    read_histogram(&m->latency, &out->latency);
    for (unsigned i = 0; i < WF_PHASE_COUNT; i++)
        read_histogram(&m->phases[i], &out->phases[i]);
    pthread_mutex_lock(&m->lock);
    for (unsigned i = 0; i < m->stage_count; i++)
        read_stage(m, i, out);
    for (unsigned i = 0; i < m->rule_count; i++)
        read_rule(m, i, out);
    pthread_mutex_unlock(&m->lock);
}
