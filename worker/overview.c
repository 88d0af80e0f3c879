/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/overview.h"

#include <time.h>

static void
put_member(struct wf_buffer *out, const char *name, const char *value)
{
    wf_buffer_printf(out, ",\"%s\":", name);
    wf_buffer_put_json(out, wf_slice_of(value));
}

static void
put_worker(struct wf_buffer *out, const struct wf_run_snapshot *snapshot, const struct wf_metrics_info *info)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    wf_buffer_printf(out, "\"time\":%lld,\"started\":%lld", (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000,
        (long long)info->started * 1000);
    put_member(out, "version", info->version);
    put_member(out, "rules", info->digest);
    put_member(out, "group", info->group);
    wf_buffer_printf(out, ",\"ready\":%s,\"connected\":%s,\"alive\":%s,\"lanes\":%u,\"memory\":%llu,\"reloads\":%llu,\"refused_reloads\":%llu",
        snapshot->ready ? "true" : "false", snapshot->connected ? "true" : "false", snapshot->alive ? "true" : "false", snapshot->lanes,
        (unsigned long long)wf_metrics_resident(), (unsigned long long)info->reloads,
        (unsigned long long)info->failed_reloads);
}

static void
put_counters(struct wf_buffer *out, const struct wf_run_counters *total)
{
    wf_buffer_puts(out, ",\"counters\":{");
    for (unsigned c = 0; c < wf_run_counter_count(); c++)
        wf_buffer_printf(out, "%s\"%s\":%llu", c > 0 ? "," : "", wf_run_counter_name(c),
            (unsigned long long)wf_run_counter_value(total, c));
    wf_buffer_puts(out, "},\"records\":{");
    for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++)
        wf_buffer_printf(out, "%s\"%s\":%llu", i > 0 ? "," : "", wf_record_layer_name((enum wf_record_layer)i),
            (unsigned long long)total->records[i]);
    wf_buffer_puts(out, "},\"dead_letters\":{");
    for (unsigned i = 0, n = 0; i < WF_STATUS_COUNT; i++) {
        if (total->errors[i] > 0)
            wf_buffer_printf(out, "%s\"%s\":%llu", n++ > 0 ? "," : "", wf_status_message((enum wf_status)i),
                (unsigned long long)total->errors[i]);
    }
    wf_buffer_putc(out, '}');
}

static void
put_partitions(struct wf_buffer *out, const struct wf_run_snapshot *snapshot)
{
    wf_buffer_puts(out, ",\"partitions\":[");
    for (unsigned i = 0; i < snapshot->partition_count; i++) {
        const struct wf_run_partition *p = &snapshot->partitions[i];

        wf_buffer_puts(out, i > 0 ? ",{\"topic\":" : "{\"topic\":");
        wf_buffer_put_json(out, wf_slice_of(p->topic));
        wf_buffer_printf(out, ",\"partition\":%d,\"lane\":%u,\"next\":%lld,\"lag\":%lld}", (int)p->partition, p->lane,
            (long long)p->next, (long long)p->lag);
    }
    wf_buffer_puts(out, "],");
}

static void
put_histogram(struct wf_buffer *out, const char *name, const struct wf_histogram *h)
{
    wf_buffer_printf(out, ",\"%s\":[", name);
    for (unsigned i = 0; i <= WF_BUCKETS; i++)
        wf_buffer_printf(out, "%s%llu", i > 0 ? "," : "", (unsigned long long)h->counts[i]);
    wf_buffer_putc(out, ']');
}

/* Counts of the buckets up to each bound (milliseconds), and beyond. */
static void
put_times(struct wf_buffer *out, const struct wf_measured *measured)
{
    wf_buffer_puts(out, ",\"times\":{\"bounds\":[");
    for (unsigned i = 0; i < WF_BUCKETS; i++)
        wf_buffer_printf(out, "%s%llu.%06llu", i > 0 ? "," : "", (unsigned long long)(wf_bucket_bounds[i] / 1000000),
            (unsigned long long)(wf_bucket_bounds[i] % 1000000));
    wf_buffer_putc(out, ']');
    put_histogram(out, "latency", &measured->latency);
    put_histogram(out, "document", &measured->document);
    put_histogram(out, "commit", &measured->phases[WF_PHASE_COMMIT]);
    wf_buffer_putc(out, '}');
}

void
wf_overview_print(struct wf_buffer *out, const struct wf_run_snapshot *snapshot, const struct wf_measured *measured,
    const struct wf_metrics_info *info, wf_recent *recent, uint64_t *seen)
{
    wf_buffer_putc(out, '{');
    put_worker(out, snapshot, info);
    put_counters(out, &snapshot->total);
    put_times(out, measured);
    put_partitions(out, snapshot);
    wf_recent_print(recent, seen, out);
    wf_buffer_putc(out, '}');
}
