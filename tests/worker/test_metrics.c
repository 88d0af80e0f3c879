/* SPDX-License-Identifier: Apache-2.0 */
/* Metrics: every counter is exported, once, with its value; the text keeps to the format; the reference is complete. */
#include "tests/check.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "worker/overview.h"

static struct wf_run_partition partitions[2] = {
    { "re\"ports", 0, 0, 17, 4 },
    { "re\"ports", 1, 0, -1, -1 },
};
static const struct wf_metrics_info info = { "1.2.3", "2.0.2", "abc", "gr\"oup", 1700000000, 3, 1, 2 };
static struct wf_measured measured;


/* Counter number n holds 1000000007 * (n + 1), so that each value is found only where it belongs. */
static void
fill(struct wf_run_snapshot *snapshot)
{
    uint64_t *values = (uint64_t *)(void *)&snapshot->total;

    memset(snapshot, 0, sizeof *snapshot);
    for (size_t i = 0; i < sizeof snapshot->total / sizeof *values; i++)
        values[i] = UINT64_C(1000000007) * (i + 1);
    snapshot->ready = true;
    snapshot->lanes = 2;
    snapshot->arena_peak = 4242;
    snapshot->fetch_queue = 55;
    snapshot->partitions = partitions;
    snapshot->partition_count = 2;
}

static unsigned
times(const char *text, const char *part)
{
    unsigned count = 0;

    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        count++;
    return count;
}

static void
test_every_counter(void **state)
{
    struct wf_run_snapshot snapshot;
    struct wf_buffer out = WF_BUFFER_INIT;

    (void)state;
    fill(&snapshot);
    wf_metrics_write(&out, &snapshot, &measured, &info, false);
    wf_buffer_putc(&out, '\0');
    for (unsigned i = 0; i < wf_run_counter_count(); i++) {
        uint64_t value = wf_run_counter_value(&snapshot.total, i);
        const char *name = wf_run_counter_name(i);
        char plain[64];

        snprintf(plain, sizeof plain, " %llu\n", (unsigned long long)value);
        if (times(out.data, plain) != 1)
            fail_msg("counter %s is not exported once", name);
    }
    for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++) {
        char line[128];

        snprintf(line, sizeof line, "wirefact_records_total{layer=\"%s\"} %llu\n", wf_record_layer_name((enum wf_record_layer)i),
            (unsigned long long)snapshot.total.records[i]);
        assert_int_equal(1, times(out.data, line));
    }
    assert_int_equal(1, times(out.data, "wirefact_partition_lag{topic=\"re\\\"ports\",partition=\"0\"} 4\n"));
    assert_int_equal(0, times(out.data, "partition=\"1\"")); /* unknown is no sample */
    assert_int_equal(1, times(out.data, "wirefact_reloads_total{result=\"refused\"} 1\n"));
    assert_int_equal(1, times(out.data, "wirefact_alive 0\n"));
    assert_int_equal(1, times(out.data, "wirefact_arena_peak_bytes 4242\n"));
    assert_int_equal(1, times(out.data, "wirefact_queue_records{queue=\"fetch\"} 55\n"));
    wf_buffer_free(&out);
}

static const struct wf_rule rules[] = { { "figures/money", -1, 0 }, { "figures/percent", -1, 1 }, { "desk", -1, 2 } };

/* A document with facts of these rules; the list is the caller's. */
static struct wf_document
document_of(struct wf_figure **list, struct wf_figure *figures, const unsigned *rule, unsigned count)
{
    struct wf_document doc;

    memset(&doc, 0, sizeof doc);
    for (unsigned i = 0; i < count; i++) {
        figures[i].fact.rule = rule[i] < 3 ? &rules[rule[i]] : NULL;
        list[i] = &figures[i];
    }
    doc.figures.items = list;
    doc.figures.count = count;
    return doc;
}

/* Two lanes: what each has measured comes out together, cumulated by bucket. */
static void
test_measured(void **state)
{
    static const unsigned found[] = { 0, 1, 0, 2, 9 };
    static struct wf_measure lanes[2];
    struct wf_figure figures[5], *list[5];
    struct wf_document doc = document_of(list, figures, found, 5);
    uint32_t pending[WF_MEASURE_RULES] = { 0 };
    struct wf_run_snapshot snapshot;
    struct wf_buffer out = WF_BUFFER_INIT;

    (void)state;
    for (int i = 0; i < 2; i++)
        pthread_mutex_init(&lanes[i].lock, NULL);
    wf_measure_stage(&lanes[0], "dates", 30000);          /* 30 us: up to 50 us */
    wf_measure_stage(&lanes[1], "names", 10000);          /* a bound belongs to its bucket */
    wf_measure_stage(&lanes[1], "dates", 2000000000);     /* beyond what stages show */
    wf_measure_time(&lanes[0].latency, UINT64_C(700000000000)); /* beyond the last bound */
    wf_measure_time(&lanes[0].phases[WF_PHASE_COMMIT], 1500000);
    wf_measure_facts(&lanes[0], &doc, pending);
    wf_measure_facts(&lanes[0], &doc, pending);
    wf_measure_committed(&lanes[0], pending);
    wf_measure_committed(&lanes[0], pending); /* counts once */
    wf_measure_facts(&lanes[1], &doc, pending);
    wf_measure_committed(&lanes[1], pending);
    memset(&measured, 0, sizeof measured);
    for (int i = 0; i < 2; i++)
        wf_measure_read(&lanes[i], &measured);
    fill(&snapshot);
    wf_metrics_write(&out, &snapshot, &measured, &info, false);
    wf_buffer_putc(&out, '\0');
    {
        static const char *const lines[] = {
            "wirefact_stage_seconds_bucket{stage=\"dates\",le=\"0.000025\"} 0\n",
            "wirefact_stage_seconds_bucket{stage=\"dates\",le=\"0.00005\"} 1\n",
            "wirefact_stage_seconds_bucket{stage=\"dates\",le=\"1.0\"} 1\n",
            "wirefact_stage_seconds_bucket{stage=\"dates\",le=\"+Inf\"} 2\n",
            "wirefact_stage_seconds_sum{stage=\"dates\"} 2.00003\n",
            "wirefact_stage_seconds_count{stage=\"dates\"} 2\n",
            "wirefact_stage_seconds_bucket{stage=\"names\",le=\"0.00001\"} 1\n",
            "wirefact_latency_seconds_bucket{le=\"600.0\"} 0\n",
            "wirefact_latency_seconds_bucket{le=\"+Inf\"} 1\n",
            "wirefact_latency_seconds_sum 700.0\n",
            "wirefact_phase_seconds_bucket{phase=\"commit\",le=\"0.0025\"} 1\n",
            "wirefact_facts_total{layer=\"figure\",rule=\"figures/money\"} 6\n",
            "wirefact_facts_total{layer=\"figure\",rule=\"desk\"} 3\n",
        };

        for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
            if (times(out.data, lines[i]) != 1)
                fail_msg("not there once: %s", lines[i]);
    }
    wf_buffer_free(&out);
}

/* More rules than there is room for are counted together, and nothing is lost. */
static void
test_many_rules(void **state)
{
    static struct wf_measure lane;
    uint32_t pending[WF_MEASURE_RULES] = { 0 };
    unsigned all = 0;

    (void)state;
    pthread_mutex_init(&lane.lock, NULL);
    for (unsigned i = 0; i < 600; i++) {
        char name[32];
        struct wf_rule rule = { name, -1, (uint16_t)i };
        struct wf_figure figure = { .fact = { .rule = &rule } }, *list[1] = { &figure };
        struct wf_document doc;

        memset(&doc, 0, sizeof doc);
        doc.figures.items = list;
        doc.figures.count = 1;
        snprintf(name, sizeof name, "desk/rule-%u", i);
        wf_measure_new_rules(&lane); /* the rule of the last round is gone */
        wf_measure_facts(&lane, &doc, pending);
    }
    for (unsigned i = 0; i < WF_MEASURE_RULES; i++)
        all += pending[i];
    assert_int_equal(600, all);
    assert_int_equal(600 - (WF_MEASURE_RULES - 1), pending[WF_MEASURE_RULES - 1]);
    assert_string_equal("other", lane.rules[WF_MEASURE_RULES - 1]);
}

static void
test_negotiation(void **state)
{
    static const struct {
        const char *accept;
        bool open;
    } cases[] = {
        { NULL, false },
        { "", false },
        { "*/*", false },
        { "text/plain", false },
        { "application/openmetrics-text", true },
        { "application/openmetrics-text; version=1.0.0; charset=utf-8", true },
        { "application/openmetrics-text;q=0", false },
        /* Prometheus */
        { "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
          "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", true },
        { "text/plain;version=0.0.4;q=1,application/openmetrics-text;q=0.1", false },
        { "text/html,text/plain,application/openmetrics-text;q=0.9", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        WF_CHECK_INT(i, cases[i].open, wf_metrics_wants_open(cases[i].accept));
}

/* Each sample follows the TYPE of its own family, named as that form of the format wants. */
static void
check_format(const char *text, bool open_metrics)
{
    char family[128] = "", type[32] = "", line[512];

    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        char *value;

        assert_true(len > 0 && len < sizeof line && text[len] == '\n');
        memcpy(line, text, len);
        line[len] = '\0';
        text += len + 1;
        if (strcmp(line, "# EOF") == 0) {
            assert_true(open_metrics && *text == '\0');
            return;
        }
        if (strncmp(line, "# HELP ", 7) == 0)
            continue;
        if (sscanf(line, "# TYPE %127s %31s", family, type) == 2)
            continue;
        assert_memory_equal(line, family, strlen(family));
        len = strlen(family);
        if (open_metrics && strcmp(type, "counter") == 0)
            assert_memory_equal(line + len, "_total", 6);
        if (!open_metrics && strcmp(type, "counter") == 0)
            assert_string_equal("_total", family + len - 6);
        value = strrchr(line, ' ');
        assert_non_null(value);
        for (char *c = value + 1; *c != '\0'; c++)
            assert_true(isdigit((unsigned char)*c) || *c == '.');
    }
    assert_false(open_metrics);
}

static void
test_format(void **state)
{
    struct wf_run_snapshot snapshot;

    (void)state;
    fill(&snapshot);
    for (int open_metrics = 0; open_metrics < 2; open_metrics++) {
        struct wf_buffer out = WF_BUFFER_INIT;

        wf_metrics_write(&out, &snapshot, &measured, &info, open_metrics != 0);
        wf_buffer_putc(&out, '\0');
        check_format(out.data, open_metrics != 0);
        wf_buffer_free(&out);
    }
}

static void
test_json(void **state)
{
    struct wf_run_snapshot snapshot;
    struct wf_buffer out = WF_BUFFER_INIT;
    uint64_t seen = 0;
    json_t *value;

    (void)state;
    fill(&snapshot);
    wf_overview_print(&out, &snapshot, &measured, &info, NULL, &seen);
    value = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(value);
    assert_int_equal(wf_run_counter_count(), json_object_size(json_object_get(value, "counters")));
    assert_int_equal(2, json_array_size(json_object_get(value, "partitions")));
    json_decref(value);
    wf_buffer_free(&out);
}

/* docs/monitoring.md holds the table as it is made. */
static void
test_reference(void **state)
{
    static char text[64 * 1024];
    struct wf_buffer out = WF_BUFFER_INIT;
    FILE *in = fopen(WF_SOURCE_DIR "/docs/monitoring.md", "r");

    (void)state;
    assert_non_null(in);
    text[fread(text, 1, sizeof text - 1, in)] = '\0';
    fclose(in);
    wf_metrics_reference(&out);
    wf_buffer_putc(&out, '\0');
    if (strstr(text, out.data) == NULL)
        fail_msg("docs/monitoring.md does not hold this table:\n%s", out.data);
    wf_buffer_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_counter),
        cmocka_unit_test(test_measured),
        cmocka_unit_test(test_many_rules),
        cmocka_unit_test(test_negotiation),
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_reference),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
