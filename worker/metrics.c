/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/metrics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/*
 * How each counter of the run is exported. Rows of one metric stand together. X(counter, metric, label, scale)
 * with `scale` the divisor that gives base units; the family's own text is in `families`.
 */
#define WF_METRIC_MAP(X)                                                                            \
    X(consumed, "wirefact_documents_consumed", "", 1)                                               \
    X(emitted, "wirefact_documents", "outcome=\"emitted\"", 1)                                      \
    X(filtered, "wirefact_documents", "outcome=\"filtered\"", 1)                                    \
    X(dead_lettered, "wirefact_documents", "outcome=\"dead_lettered\"", 1)                          \
    X(processed, "wirefact_documents_processed", "", 1)                                             \
    X(tokens, "wirefact_tokens", "", 1)                                                             \
    X(input_bytes, "wirefact_input_bytes", "", 1)                                                   \
    X(output_bytes, "wirefact_output_bytes", "", 1)                                                 \
    X(commits, "wirefact_transactions", "result=\"committed\"", 1)                                  \
    X(aborts, "wirefact_transactions", "result=\"aborted\"", 1)                                     \
    X(rebuilds, "wirefact_producer_rebuilds", "", 1)                                                \
    X(fences, "wirefact_producer_fences", "", 1)                                                    \
    X(retries, "wirefact_failures", "exit=\"retry\"", 1)                                            \
    X(exit_abort, "wirefact_failures", "exit=\"abort\"", 1)                                         \
    X(exit_rebuild, "wirefact_failures", "exit=\"rebuild\"", 1)                                     \
    X(exit_stop, "wirefact_failures", "exit=\"stop\"", 1)                                           \
    X(rewinds, "wirefact_rewinds", "", 1)                                                           \
    X(rebalances, "wirefact_rebalances", "", 1)                                                     \
    X(gated, "wirefact_records_gated", "", 1)                                                       \
    X(queue_full, "wirefact_producer_queue_full", "", 1)

static const struct row {
    const char *counter, *metric, *label;
    uint64_t scale;
} rows[] = {
#define WF_METRIC_ROW(counter, metric, label, scale) { #counter, metric, label, scale },
    WF_METRIC_MAP(WF_METRIC_ROW)
#undef WF_METRIC_ROW
};

/* Name without `_total`, type, help. Order of output. */
static const struct family {
    const char *name, *type, *help;
} families[] = {
    { "wirefact_build", "info", "Versions and the digest of rules, word lists and models." },
    { "wirefact_ready", "gauge", "1 while every lane is a member of its group, has its producer and is connected." },
    { "wirefact_connected", "gauge", "0 while a lane has no connection to any broker." },
    { "wirefact_alive", "gauge", "1 while no lane is stuck and where there is lag there is progress." },
    { "wirefact_lanes", "gauge", "Threads that consume and produce." },
    { "wirefact_documents_consumed", "counter", "Documents of committed transactions; the sum of wirefact_documents_total." },
    { "wirefact_documents", "counter", "Documents of committed transactions, by outcome." },
    { "wirefact_documents_processed", "counter", "Documents processed, those of aborted transactions too." },
    { "wirefact_records", "counter", "Committed records, by layer." },
    { "wirefact_facts", "counter", "Committed facts, by layer and rule." },
    { "wirefact_tokens", "counter", "Words and marks of committed documents." },
    { "wirefact_dead_letters", "counter", "Committed dead letters, by reason." },
    { "wirefact_input_bytes", "counter", "Bytes of the values of committed documents." },
    { "wirefact_output_bytes", "counter", "Bytes of the values of committed records." },
    { "wirefact_transactions", "counter", "Transactions, by result." },
    { "wirefact_producer_rebuilds", "counter", "Producers made again after a fatal error." },
    { "wirefact_producer_fences", "counter", "Rebuilds because another producer took the transactional id." },
    { "wirefact_failures", "counter", "Failures, by how they were answered: the call repeated, the transaction aborted, a new producer, the worker stopped." },
    { "wirefact_rewinds", "counter", "Returns to the committed offsets." },
    { "wirefact_rebalances", "counter", "Partitions assigned or revoked by the group." },
    { "wirefact_records_gated", "counter", "Records dropped because they were done already." },
    { "wirefact_producer_queue_full", "counter", "Times a lane waited for room in its producer's queue." },
    { "wirefact_document_seconds", "histogram", "Time to decode, extract and encode one document." },
    { "wirefact_stage_seconds", "histogram", "The same, by stage." },
    { "wirefact_phase_seconds", "histogram", "Time of a transaction, by phase: filling it, sending offsets, commit, abort." },
    { "wirefact_latency_seconds", "histogram", "From the timestamp of a document's record to the commit of its facts." },
    { "wirefact_queue_records", "gauge", "Records fetched and not yet taken, and sent and not yet acknowledged when a transaction ended." },
    { "wirefact_arena_peak_bytes", "gauge", "Memory of the document that took most." },
    { "wirefact_streams", "gauge", "Status pages that are followed now." },
    { "wirefact_reloads", "counter", "Reloads of rules and word lists, by result." },
    { "wirefact_partition_lag", "gauge", "Documents behind the last stable offset of the partition." },
    { "wirefact_partition_next_offset", "gauge", "Offset of the next document of the partition." },
    { "process_start_time_seconds", "gauge", "Start of the process, seconds since 1970." },
    { "process_resident_memory_bytes", "gauge", "Resident memory." },
    { "process_cpu_seconds", "counter", "Processor time used." },
};

struct writer {
    struct wf_buffer *out;
    bool open_metrics;
    const struct family *family;
    const struct wf_run_snapshot *snapshot;
    const struct wf_measured *measured;
    const struct wf_metrics_info *info;
};

static void
put_label(struct wf_buffer *out, const char *value)
{
    for (; *value != '\0'; value++) {
        if (*value == '"' || *value == '\\')
            wf_buffer_putc(out, '\\');
        wf_buffer_putc(out, *value == '\n' ? ' ' : *value);
    }
}

static void
begin_family(struct writer *w, const struct family *family)
{
    bool info = strcmp(family->type, "info") == 0, counter = strcmp(family->type, "counter") == 0;
    const char *suffix = w->open_metrics ? "" : info ? "_info" : counter ? "_total" : "";

    w->family = family;
    wf_buffer_printf(w->out, "# HELP %s%s %s\n# TYPE %s%s %s\n", family->name, suffix, family->help, family->name, suffix,
        info && !w->open_metrics ? "gauge" : family->type);
}

/* Name, then labels between braces where there are any, then a space. */
static void
begin_sample(struct writer *w, const char *labels)
{
    bool info = strcmp(w->family->type, "info") == 0, counter = strcmp(w->family->type, "counter") == 0;

    wf_buffer_printf(w->out, "%s%s", w->family->name, info ? "_info" : counter ? "_total" : "");
    if (labels[0] != '\0')
        wf_buffer_printf(w->out, "{%s}", labels);
    wf_buffer_putc(w->out, ' ');
}

static void
sample(struct writer *w, const char *labels, uint64_t value, uint64_t scale)
{
    begin_sample(w, labels);
    if (scale == 1)
        wf_buffer_put_uint(w->out, value);
    else
        wf_buffer_printf(w->out, "%llu.%09llu", (unsigned long long)(value / scale),
            (unsigned long long)(value % scale * (1000000000 / scale)));
    wf_buffer_putc(w->out, '\n');
}

static void
counter_samples(struct writer *w, const struct wf_run_counters *counters)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].metric, w->family->name) != 0)
            continue;
        for (unsigned c = 0; c < wf_run_counter_count(); c++) {
            if (strcmp(wf_run_counter_name(c), rows[i].counter) == 0)
                sample(w, rows[i].label, wf_run_counter_value(counters, c), rows[i].scale);
        }
    }
}

static void
partition_samples(struct writer *w, const struct wf_run_snapshot *snapshot, bool lag)
{
    for (unsigned i = 0; i < snapshot->partition_count; i++) {
        const struct wf_run_partition *p = &snapshot->partitions[i];
        int64_t value = lag ? p->lag : p->next;

        if (value < 0)
            continue; /* not known yet: better no sample than a wrong one */
        wf_buffer_printf(w->out, "%s{topic=\"", w->family->name);
        put_label(w->out, p->topic);
        wf_buffer_printf(w->out, "\",partition=\"%d\"} %lld\n", (int)p->partition, (long long)value);
    }
}

static void
labelled_samples(struct writer *w, const struct wf_run_snapshot *snapshot)
{
    char label[128];

    if (strcmp(w->family->name, "wirefact_records") == 0) {
        for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++) {
            snprintf(label, sizeof label, "layer=\"%s\"", wf_record_layer_name((enum wf_record_layer)i));
            sample(w, label, snapshot->total.records[i], 1);
        }
    } else {
        for (unsigned i = 0; i < WF_STATUS_COUNT; i++) {
            if (wf_status_action((enum wf_status)i) != WF_ACTION_DEAD_LETTER)
                continue;
            snprintf(label, sizeof label, "reason=\"%s\"", wf_status_name((enum wf_status)i));
            sample(w, label, snapshot->total.errors[i], 1);
        }
    }
}

/* Seconds as a decimal without needless zeros: bounds are labels, and "0.0025" must not become "0.002500000". */
static void
put_seconds(struct wf_buffer *out, uint64_t nanoseconds)
{
    wf_buffer_printf(out, "%llu.%09llu", (unsigned long long)(nanoseconds / 1000000000), (unsigned long long)(nanoseconds % 1000000000));
    while (!out->failed && out->data[out->len - 1] == '0' && out->data[out->len - 2] != '.')
        out->len--;
}

/* The first `buckets`, and the last. */
static void
histogram(struct writer *w, const char *label, const struct wf_histogram *h, unsigned buckets)
{
    const char *name = w->family->name, *comma = label[0] == '\0' ? "" : ",";
    uint64_t count = 0;

    for (unsigned i = 0; i <= WF_BUCKETS; i++) {
        count += h->counts[i];
        if (i >= buckets && i < WF_BUCKETS)
            continue;
        wf_buffer_printf(w->out, "%s_bucket{%s%sle=\"", name, label, comma);
        if (i == WF_BUCKETS)
            wf_buffer_puts(w->out, "+Inf");
        else
            put_seconds(w->out, wf_bucket_bounds[i]);
        wf_buffer_puts(w->out, "\"} ");
        wf_buffer_put_uint(w->out, count);
        wf_buffer_putc(w->out, '\n');
    }
    wf_buffer_printf(w->out, label[0] == '\0' ? "%s_sum%s " : "%s_sum{%s} ", name, label);
    put_seconds(w->out, h->sum);
    wf_buffer_printf(w->out, label[0] == '\0' ? "\n%s_count%s " : "\n%s_count{%s} ", name, label);
    wf_buffer_put_uint(w->out, count);
    wf_buffer_putc(w->out, '\n');
}

#define STAGE_BUCKETS 16 /* up to a second */

static void
put_stages(struct writer *w)
{
    char label[64];

    for (unsigned i = 0; i < w->measured->stage_count; i++) {
        snprintf(label, sizeof label, "stage=\"%s\"", w->measured->stages[i].name);
        histogram(w, label, &w->measured->stages[i].time, STAGE_BUCKETS);
    }
}

static void
put_phases(struct writer *w)
{
    char label[64];

    for (unsigned i = 0; i < WF_PHASE_COUNT; i++) {
        snprintf(label, sizeof label, "phase=\"%s\"", wf_phase_name((enum wf_phase)i));
        histogram(w, label, &w->measured->phases[i], WF_BUCKETS);
    }
}

static void
put_facts(struct writer *w)
{
    for (unsigned i = 0; i < w->measured->rule_count; i++) {
        wf_buffer_printf(w->out, "%s_total{layer=\"%s\",rule=\"", w->family->name,
            wf_record_layer_name(w->measured->rules[i].layer));
        put_label(w->out, w->measured->rules[i].name);
        wf_buffer_puts(w->out, "\"} ");
        wf_buffer_put_uint(w->out, w->measured->rules[i].facts);
        wf_buffer_putc(w->out, '\n');
    }
}

static void
put_build(struct writer *w)
{
    wf_buffer_puts(w->out, "wirefact_build_info{version=\"");
    put_label(w->out, w->info->version);
    wf_buffer_puts(w->out, "\",librdkafka=\"");
    put_label(w->out, w->info->kafka);
    wf_buffer_puts(w->out, "\",rules=\"");
    put_label(w->out, w->info->digest);
    wf_buffer_puts(w->out, "\"} 1\n");
}

uint64_t
wf_metrics_resident(void)
{
    FILE *in = fopen("/proc/self/statm", "r");
    unsigned long long size = 0, resident = 0;

    if (in == NULL)
        return 0;
    if (fscanf(in, "%llu %llu", &size, &resident) != 2)
        resident = 0;
    fclose(in);
    return (uint64_t)resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

static uint64_t
processor_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void
put_queues(struct writer *w)
{
    sample(w, "queue=\"fetch\"", w->snapshot->fetch_queue, 1);
    sample(w, "queue=\"produce\"", w->snapshot->produce_queue, 1);
}

static void
put_reloads(struct writer *w)
{
    sample(w, "result=\"done\"", w->info->reloads, 1);
    sample(w, "result=\"refused\"", w->info->failed_reloads, 1);
}

static void
family_samples(struct writer *w)
{
    const char *name = w->family->name;

#define IS(other) (strcmp(name, "wirefact_" other) == 0)
    if (IS("build"))
        put_build(w);
    else if (IS("ready"))
        sample(w, "", w->snapshot->ready, 1);
    else if (IS("connected"))
        sample(w, "", w->snapshot->connected, 1);
    else if (IS("alive"))
        sample(w, "", w->snapshot->alive, 1);
    else if (IS("lanes"))
        sample(w, "", w->snapshot->lanes, 1);
    else if (IS("records") || IS("dead_letters"))
        labelled_samples(w, w->snapshot);
    else if (IS("facts"))
        put_facts(w);
    else if (IS("document_seconds"))
        histogram(w, "", &w->measured->document, WF_BUCKETS);
    else if (IS("stage_seconds"))
        put_stages(w);
    else if (IS("phase_seconds"))
        put_phases(w);
    else if (IS("latency_seconds"))
        histogram(w, "", &w->measured->latency, WF_BUCKETS);
    else if (IS("queue_records"))
        put_queues(w);
    else if (IS("arena_peak_bytes"))
        sample(w, "", w->snapshot->arena_peak, 1);
    else if (IS("streams"))
        sample(w, "", w->info->streams, 1);
    else if (IS("reloads"))
        put_reloads(w);
    else if (IS("partition_lag"))
        partition_samples(w, w->snapshot, true);
    else if (IS("partition_next_offset"))
        partition_samples(w, w->snapshot, false);
    else if (strcmp(name, "process_start_time_seconds") == 0)
        sample(w, "", (uint64_t)w->info->started, 1);
    else if (strcmp(name, "process_resident_memory_bytes") == 0)
        sample(w, "", wf_metrics_resident(), 1);
    else if (strcmp(name, "process_cpu_seconds") == 0)
        sample(w, "", processor_ns(), 1000000000);
    else
        counter_samples(w, &w->snapshot->total);
#undef IS
}

void
wf_metrics_write(struct wf_buffer *out, const struct wf_run_snapshot *snapshot, const struct wf_measured *measured,
    const struct wf_metrics_info *info, bool open_metrics)
{
    struct writer w = { out, open_metrics, NULL, snapshot, measured, info };

    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        begin_family(&w, &families[i]);
        family_samples(&w);
    }
    if (open_metrics)
        wf_buffer_puts(out, "# EOF\n");
}

/* The highest quality that `accept` gives to a type, in thousandths; -1 where it does not name it. */
static int
quality_of(const char *accept, const char *type)
{
    int best = -1;

    for (const char *at = accept; (at = strstr(at, type)) != NULL; at += strlen(type)) {
        size_t len = strcspn(at, ",");
        const char *q = strstr(at, "q=");
        int quality = 1000;

        if (q != NULL && q < at + len)
            quality = (int)(strtod(q + 2, NULL) * 1000);
        if (quality > best)
            best = quality;
    }
    return best;
}

bool
wf_metrics_wants_open(const char *accept)
{
    int open = accept == NULL ? -1 : quality_of(accept, "application/openmetrics-text");

    return open > 0 && open >= quality_of(accept, "text/plain");
}

void
wf_metrics_reference(struct wf_buffer *out)
{
    wf_buffer_puts(out, "| metric | type | meaning |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        const struct family *f = &families[i];

        wf_buffer_printf(out, "| `%s%s` | %s | %s |\n", f->name,
            strcmp(f->type, "counter") == 0      ? "_total"
                : strcmp(f->type, "info") == 0   ? "_info"
                                                 : "",
            f->type, f->help);
    }
}
