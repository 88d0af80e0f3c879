/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/metrics.h"

#include <stdio.h>
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
    X(input_bytes, "wirefact_input_bytes", "", 1)                                                   \
    X(output_bytes, "wirefact_output_bytes", "", 1)                                                 \
    X(commits, "wirefact_transactions", "result=\"committed\"", 1)                                  \
    X(aborts, "wirefact_transactions", "result=\"aborted\"", 1)                                     \
    X(rebuilds, "wirefact_producer_rebuilds", "", 1)                                                \
    X(fences, "wirefact_producer_fences", "", 1)                                                    \
    X(retries, "wirefact_retries", "", 1)                                                           \
    X(rewinds, "wirefact_rewinds", "", 1)                                                           \
    X(rebalances, "wirefact_rebalances", "", 1)                                                     \
    X(gated, "wirefact_records_gated", "", 1)                                                       \
    X(queue_full, "wirefact_producer_queue_full", "", 1)                                            \
    X(process_ns, "wirefact_process_seconds", "", 1000000000)                                       \
    X(commit_ns, "wirefact_commit_seconds", "", 1000000000)

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
    { "wirefact_ready", "gauge", "1 while every lane is a member of its group and has its producer." },
    { "wirefact_alive", "gauge", "1 while no lane is stuck and where there is lag there is progress." },
    { "wirefact_lanes", "gauge", "Threads that consume and produce." },
    { "wirefact_documents_consumed", "counter", "Documents of committed transactions; the sum of wirefact_documents_total." },
    { "wirefact_documents", "counter", "Documents of committed transactions, by outcome." },
    { "wirefact_documents_processed", "counter", "Documents processed, those of aborted transactions too." },
    { "wirefact_records", "counter", "Committed records, by layer." },
    { "wirefact_dead_letters", "counter", "Committed dead letters, by reason." },
    { "wirefact_input_bytes", "counter", "Bytes of the values of committed documents." },
    { "wirefact_output_bytes", "counter", "Bytes of the values of committed records." },
    { "wirefact_transactions", "counter", "Transactions, by result." },
    { "wirefact_producer_rebuilds", "counter", "Producers made again after a fatal error." },
    { "wirefact_producer_fences", "counter", "Rebuilds because another producer took the transactional id." },
    { "wirefact_retries", "counter", "Calls to the broker repeated." },
    { "wirefact_rewinds", "counter", "Returns to the committed offsets." },
    { "wirefact_rebalances", "counter", "Partitions assigned or revoked by the group." },
    { "wirefact_records_gated", "counter", "Records dropped because they were done already." },
    { "wirefact_producer_queue_full", "counter", "Times a lane waited for room in its producer's queue." },
    { "wirefact_process_seconds", "counter", "Time in decoding, extraction and encoding." },
    { "wirefact_commit_seconds", "counter", "Time in commits." },
    { "wirefact_reloads", "counter", "Reloads of rules and word lists, by result." },
    { "wirefact_partition_lag", "gauge", "Documents behind the end of the partition." },
    { "wirefact_partition_next_offset", "gauge", "Offset of the next document of the partition." },
    { "process_start_time_seconds", "gauge", "Start of the process, seconds since 1970." },
    { "process_resident_memory_bytes", "gauge", "Resident memory." },
    { "process_cpu_seconds", "counter", "Processor time used." },
};

struct writer {
    struct wf_buffer *out;
    bool open_metrics;
    const struct family *family;
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
family_samples(struct writer *w, const struct wf_run_snapshot *snapshot, const struct wf_metrics_info *info)
{
    const char *name = w->family->name;

    if (strcmp(name, "wirefact_build") == 0) {
        wf_buffer_puts(w->out, "wirefact_build_info{version=\"");
        put_label(w->out, info->version);
        wf_buffer_puts(w->out, "\",librdkafka=\"");
        put_label(w->out, info->kafka);
        wf_buffer_puts(w->out, "\",rules=\"");
        put_label(w->out, info->digest);
        wf_buffer_puts(w->out, "\"} 1\n");
    } else if (strcmp(name, "wirefact_ready") == 0) {
        sample(w, "", snapshot->ready, 1);
    } else if (strcmp(name, "wirefact_alive") == 0) {
        sample(w, "", snapshot->alive, 1);
    } else if (strcmp(name, "wirefact_lanes") == 0) {
        sample(w, "", snapshot->lanes, 1);
    } else if (strcmp(name, "wirefact_records") == 0 || strcmp(name, "wirefact_dead_letters") == 0) {
        labelled_samples(w, snapshot);
    } else if (strcmp(name, "wirefact_reloads") == 0) {
        sample(w, "result=\"done\"", info->reloads, 1);
        sample(w, "result=\"refused\"", info->failed_reloads, 1);
    } else if (strcmp(name, "wirefact_partition_lag") == 0) {
        partition_samples(w, snapshot, true);
    } else if (strcmp(name, "wirefact_partition_next_offset") == 0) {
        partition_samples(w, snapshot, false);
    } else if (strcmp(name, "process_start_time_seconds") == 0) {
        sample(w, "", (uint64_t)info->started, 1);
    } else if (strcmp(name, "process_resident_memory_bytes") == 0) {
        sample(w, "", wf_metrics_resident(), 1);
    } else if (strcmp(name, "process_cpu_seconds") == 0) {
        sample(w, "", processor_ns(), 1000000000);
    } else {
        counter_samples(w, &snapshot->total);
    }
}

void
wf_metrics_write(struct wf_buffer *out, const struct wf_run_snapshot *snapshot, const struct wf_metrics_info *info,
    bool open_metrics)
{
    struct writer w = { out, open_metrics, NULL };

    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        begin_family(&w, &families[i]);
        family_samples(&w, snapshot, info);
    }
    if (open_metrics)
        wf_buffer_puts(out, "# EOF\n");
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
