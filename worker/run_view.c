/* SPDX-License-Identifier: Apache-2.0 */
/* What others see of a runner: counters, partitions, health. */
#include <stdlib.h>
#include <string.h>

#include "worker/run_state.h"

#define PROGRESS_MS 60000 /* without a commit while there is lag: not alive */

static const struct {
    const char *name, *meaning;
    size_t place;
} counter_table[] = {
#define COUNTER_ROW(name, meaning) { #name, meaning, offsetof(struct wf_run_counters, name) },
    WF_RUN_COUNTER_MAP(COUNTER_ROW)
#undef COUNTER_ROW
};

unsigned
wf_run_counter_count(void)
{
    return sizeof counter_table / sizeof counter_table[0];
}

const char *
wf_run_counter_name(unsigned index)
{
    return counter_table[index].name;
}

const char *
wf_run_counter_meaning(unsigned index)
{
    return counter_table[index].meaning;
}

uint64_t
wf_run_counter_value(const struct wf_run_counters *counters, unsigned index)
{
    uint64_t value;

    memcpy(&value, (const char *)counters + counter_table[index].place, sizeof value);
    return value;
}

static void
add_counters(struct wf_run_counters *to, struct wf_lane_atomics *from)
{
#define ADD(name, meaning) to->name += atomic_load_explicit(&from->name, memory_order_relaxed);
    WF_RUN_COUNTER_MAP(ADD)
#undef ADD
    for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++)
        to->records[i] += atomic_load_explicit(&from->records[i], memory_order_relaxed);
    for (unsigned i = 0; i < WF_STATUS_COUNT; i++)
        to->errors[i] += atomic_load_explicit(&from->errors[i], memory_order_relaxed);
}

static int
by_place(const void *a, const void *b)
{
    const struct wf_run_partition *x = a, *y = b;
    int order = strcmp(x->topic, y->topic);

    return order != 0 ? order : (x->partition > y->partition) - (x->partition < y->partition);
}

void
wf_run_snapshot(wf_runner *runner, struct wf_run_partition *partitions, unsigned capacity,
    struct wf_run_snapshot *out)
{
    int64_t now = wf_monotonic_ms();

    memset(out, 0, sizeof *out);
    out->partitions = partitions;
    out->lanes = runner->settings.lanes;
    out->ready = out->alive = out->connected = true;
    for (unsigned i = 0; i < runner->settings.lanes; i++) {
        struct wf_lane_view *v = wf_lane_view(runner->lanes[i]);
        int64_t busy = atomic_load(&v->busy_since);
        bool lagging = false;

        out->connected = out->connected && atomic_load(&v->brokers_up) != 0;
        out->ready = out->ready && atomic_load(&v->joined) && atomic_load(&v->producer_ready);
        pthread_mutex_lock(&v->lock);
        add_counters(&out->total, &v->counters);
        for (unsigned p = 0; p < v->partition_count; p++) {
            lagging = lagging || v->partitions[p].lag > 0;
            if (out->partition_count < capacity)
                partitions[out->partition_count++] = v->partitions[p];
        }
        pthread_mutex_unlock(&v->lock);
        out->fetch_queue += atomic_load_explicit(&v->fetch_queue, memory_order_relaxed);
        out->produce_queue += atomic_load_explicit(&v->produce_queue, memory_order_relaxed);
        if (out->arena_peak < atomic_load_explicit(&v->arena_peak, memory_order_relaxed))
            out->arena_peak = atomic_load_explicit(&v->arena_peak, memory_order_relaxed);
        if ((busy != 0 && now - busy > (int64_t)runner->settings.document_timeout_ms)
            || (lagging && now - atomic_load(&v->last_progress) > PROGRESS_MS))
            out->alive = false;
    }
    out->ready = out->ready && out->connected;
    if (out->partition_count > 1)
        qsort(partitions, out->partition_count, sizeof *partitions, by_place);
}

void
wf_run_measured(wf_runner *runner, struct wf_measured *out)
{
    memset(out, 0, sizeof *out);
    for (unsigned i = 0; i < runner->settings.lanes; i++)
        wf_measure_read(&wf_lane_view(runner->lanes[i])->measure, out);
}
