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
static const struct wf_metrics_info info = { "1.2.3", "2.0.2", "abc", "gr\"oup", 1700000000, 3, 1 };

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
    wf_metrics_write(&out, &snapshot, &info, false);
    wf_buffer_putc(&out, '\0');
    for (unsigned i = 0; i < wf_run_counter_count(); i++) {
        uint64_t value = wf_run_counter_value(&snapshot.total, i);
        const char *name = wf_run_counter_name(i);
        char plain[64], seconds[64];

        snprintf(plain, sizeof plain, " %llu\n", (unsigned long long)value);
        snprintf(seconds, sizeof seconds, " %llu.%09llu\n", (unsigned long long)(value / 1000000000),
            (unsigned long long)(value % 1000000000));
        if (times(out.data, strstr(name, "_ns") != NULL ? seconds : plain) != 1)
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
    wf_buffer_free(&out);
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

        wf_metrics_write(&out, &snapshot, &info, open_metrics != 0);
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
    wf_overview_print(&out, &snapshot, &info, NULL, &seen);
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
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_reference),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
