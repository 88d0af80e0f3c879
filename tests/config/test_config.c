/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration: what is read, and what is said about what is wrong, to the line and column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "config/config.h"
#include "config/suggest.h"

static struct wf_config_problems problems;

static const char *
file_with(const char *text)
{
    static char path[64];
    FILE *out;

    snprintf(path, sizeof path, "/tmp/wirefact-config-%ld.yaml", (long)getpid());
    out = fopen(path, "w");
    assert_non_null(out);
    assert_int_equal(strlen(text), fwrite(text, 1, strlen(text), out));
    assert_int_equal(0, fclose(out));
    return path;
}

static struct wf_config *
load(const char *text)
{
    struct wf_config_source source = { file_with(text), NULL, false };
    struct wf_config *config = wf_config_load(&source, &problems);

    unlink(source.path);
    return config;
}

static const struct {
    const char *text;
    int line, column;
    const char *says; /* must be in the message */
} wrong[] = {
    { "input:\n  topcs: [a]\n", 2, 3, "did you mean `topics`?" },
    { "inputs:\n  topics: [a]\n", 1, 1, "did you mean `input`?" },
    { "nonsense: {}\n", 1, 1, "no section `nonsense`; there are kafka," },
    { "input:\n  lanes: 3\n", 2, 3, "it belongs to `worker`" },
    { "worker:\n  lanes: three\n", 2, 10, "`three` is no number" },
    { "worker:\n  lanes: 65\n", 2, 10, "between 1 and 64" },
    { "worker:\n  lanes: -1\n", 2, 10, "between 1 and 64" },
    { "worker:\n  batch_time: 100\n", 2, 15, "no unit; it must be a time with its unit" },
    { "worker:\n  batch_time: 100 parsecs\n", 2, 15, "must be a time with its unit" },
    { "worker:\n  batch_bytes: 99999999999999GiB\n", 2, 16, "between 1KiB and 1GiB" },
    { "worker:\n  batch_bytes: 99999999999999999999GiB\n", 2, 16, "is no number" },
    { "worker:\n  delivery: twice\n", 2, 13, "one of exactly_once|at_least_once" },
    { "limits:\n  cut: maybe\n", 2, 8, "true or false" },
    { "input:\n  group: a\n  group: b\n", 3, 3, "given twice; the first is in line 2" },
    { "input: {group: a}\ninput: {group: b}\n", 2, 1, "given twice; the first is in line 1" },
    { "input: 3\n", 1, 8, "must hold options" },
    { "- a\n- b\n", 1, 1, "a row of sections" },
    { "input:\n  group: [a, b]\n", 2, 3, "takes one value, not a list" },
    { "input:\n  group: {a: b}\n", 2, 10, "takes one value, not a mapping" },
    { "input:\n  topics: [a, [b]]\n", 2, 15, "items must be plain values" },
    { "input:\n  [a]: b\n", 2, 3, "a name must be a single word" },
    { "input:\n  group: &g a\nworker:\n  instance: *g\n", 4, 13, "aliases" },
    { "input:\n  group: \"a\n", 3, 1, "not valid YAML" },
    { "input:\n\tgroup: a\n", 2, 1, "not valid YAML" },
    { "input: {}\n---\ninput: {}\n", 2, 1, "a second YAML document" },
    { "kafka:\n  enable.auto.commit: true\n", 2, 3, "committing on a timer would lose documents" },
    { "consumer:\n  isolation.level: read_uncommitted\n", 2, 3, "only committed input" },
    { "producer:\n  transactional.id: x\n", 2, 3, "worker: {transactional_id: ...}" },
    { "producer:\n  enable.idempotence: false\n", 2, 3, "twice or out of order" },
    { "kafka:\n  client.id: x\n", 2, 3, "instance and lane" },
    { "kafka:\n  allow.auto.create.topics: true\n", 2, 3, "silently" },
    { "kafka:\n  group.id: x\n", 2, 3, "input: {group: ...}" },
    { "kafka:\n  bootstrap.servers: x:9092\n", 2, 3, "kafka: {brokers: ...}" },
    { "producer:\n  acks: 1\n", 2, 3, "all replicas" },
    { "producer:\n  dr_msg_cb: x\n", 2, 3, "only be set by a program" },
    { "kafka:\n  broker: x\n", 2, 3, "did you mean `brokers`?" },
    { "kafka:\n  sasl.password_file: /nonexistent/secret\n", 2, 3, "cannot read /nonexistent/secret" },
    { "kafka:\n  brokers: ${WF_TEST_UNSET}\n", 2, 12, "WF_TEST_UNSET is not set" },
    { "kafka:\n  brokers: ${oops\n", 2, 12, "closing brace" },
    { "kafka:\n  brokers: \"a\\0b\"\n", 2, 12, "zero byte" },
    { "worker:\n  batch_time: 1m\n  transaction_timeout: 30s\n", 2, 15, "below worker.transaction_timeout" },
    { "input:\n  nothing:\n", 2, 3, "no option `nothing`" },
};

static void
test_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct wf_config *config = load(wrong[i].text);
        char text[1200];

        if (config != NULL)
            fail_msg("case %zu was accepted:\n%s", i, wrong[i].text);
        assert_int_not_equal(0, problems.count);
        wf_error_print(&problems.items[0], text, sizeof text);
        if (problems.items[0].line != wrong[i].line || problems.items[0].column != wrong[i].column ||
            strstr(problems.items[0].text, wrong[i].says) == NULL)
            fail_msg("case %zu, expected %d:%d %s\n%s\nsaid: %s", i, wrong[i].line, wrong[i].column, wrong[i].says,
                wrong[i].text, text);
        assert_int_equal(WF_ECONFIG, problems.items[0].status);
    }
}

static void
test_all_problems(void **state)
{
    (void)state;
    assert_null(load("input:\n  topcs: [a]\nworker:\n  lanes: 0\n  batch_time: 5\nlogs: {}\n"));
    assert_int_equal(4, problems.count);
    assert_int_equal(2, problems.items[0].line);
    assert_int_equal(4, problems.items[1].line);
    assert_int_equal(5, problems.items[2].line);
    assert_int_equal(6, problems.items[3].line);
}

static void
test_values(void **state)
{
    struct wf_config *config;

    (void)state;
    setenv("WF_TEST_HOST", "broker", 1);
    config = load("# a comment\n"
                  "kafka:\n  brokers: '${WF_TEST_HOST}:9092,${WF_TEST_UNSET:-other}:9092'\n  security.protocol: ssl\n"
                  "  ssl.ca.location: a$$b\n"
                  "consumer: {ssl.ca.location: mine, fetch.min.bytes: 10}\n"
                  "input:\n  topics:\n    - one\n    - two\n  start: error\n"
                  "output:\n  events: \"\"\n"
                  "worker: {lanes: 4, batch_time: 2s, batch_bytes: 64 KiB, instance: ~}\n"
                  "limits: {cut: yes, time: 1m}\n"
                  "extractors:\n  disabled: quotes, events\n  dates: {anchor: text}\n");
    if (config == NULL)
        fail_msg("%s", problems.items[0].text);
    assert_string_equal("broker:9092,other:9092", config->kafka.brokers);
    assert_string_equal("two", config->input.topics[1]);
    assert_null(config->input.topics[2]);
    assert_int_equal(2, config->input.start);
    assert_string_equal("wirefact", config->input.group);
    assert_null(config->output.events);
    assert_string_equal("wirefact.quotes", config->output.quotes);
    assert_int_equal(4, config->worker.lanes);
    assert_int_equal(2000, config->worker.batch_time);
    assert_int_equal(65536, config->worker.batch_bytes);
    assert_null(config->worker.instance);
    assert_true(config->limits.cut);
    assert_int_equal(60000, config->limits.time);
    assert_string_equal("events", config->extractors.disabled[1]);
    assert_string_equal("dates", config->stages[0].stage);
    assert_string_equal("text", config->stages[0].value);
    assert_null(config->stages[1].stage);

    assert_string_equal("security.protocol", config->producer_properties[0].name);
    assert_string_equal("a$b", config->producer_properties[1].value);
    assert_null(config->producer_properties[2].name);
    assert_string_equal("ssl.ca.location", config->consumer_properties[1].name);
    assert_string_equal("mine", config->consumer_properties[1].value); /* the section's own wins */
    assert_string_equal("10", config->consumer_properties[2].value);
    wf_config_free(config);
}

static void
test_sources(void **state)
{
    const char *const sets[] = { "input.group=from-set", "extractors.dates.x=1", NULL };
    struct wf_config_source source = { NULL, sets, true };
    struct wf_config *config;

    (void)state;
    setenv("WIREFACT_INPUT_GROUP", "from-environment", 1);
    setenv("WIREFACT_WORKER_BATCH_DOCUMENTS", "7", 1);
    setenv("WIREFACT_KAFKA_SASL_USERNAME", "me", 1);
    setenv("WIREFACT_HTTP_SERVICE_HOST", "10.0.0.1", 1); /* of Kubernetes */
    setenv("WIREFACT_HTTP_PORT", "tcp://10.0.0.1:80", 1);
    setenv("WIREFACT_DATA", "/elsewhere", 1);
    source.path = file_with("input: {group: from-file}\nworker: {batch_documents: 9, lanes: 2}\n");
    config = wf_config_load(&source, &problems);
    if (config == NULL)
        fail_msg("%s", problems.items[0].text);
    assert_string_equal("from-set", config->input.group);
    assert_int_equal(7, config->worker.batch_documents);
    assert_int_equal(2, config->worker.lanes);
    assert_string_equal("sasl.username", config->consumer_properties[0].name);
    assert_string_equal("x", config->stages[0].name);
    wf_config_free(config);

    setenv("WIREFACT_WORKER_BATCH_DOCUMENT", "7", 1);
    assert_null(wf_config_load(&source, &problems));
    assert_string_equal("WIREFACT_WORKER_BATCH_DOCUMENT", problems.items[0].source);
    assert_non_null(strstr(problems.items[0].text, "batch_documents"));
    unsetenv("WIREFACT_WORKER_BATCH_DOCUMENT");
    unsetenv("WIREFACT_INPUT_GROUP");
    unlink(source.path);
}

static void
test_secrets(void **state)
{
    char secret[] = "/tmp/wirefact-secret-XXXXXX", yaml[512];
    int descriptor = mkstemp(secret);
    struct wf_buffer out = WF_BUFFER_INIT;
    struct wf_config *config;

    (void)state;
    assert_true(descriptor >= 0);
    assert_int_equal(8, write(descriptor, "hunter2\n", 8));
    close(descriptor);
    setenv("WF_TEST_KEY", "open-sesame", 1);
    snprintf(yaml, sizeof yaml,
        "kafka:\n  sasl.password_file: %s\n  ssl.key.password: plain-secret\n  ssl.keystore.password: ${WF_TEST_KEY}\n"
        "  sasl.username: visible\n", secret);
    config = load(yaml);
    unlink(secret);
    if (config == NULL)
        fail_msg("%s", problems.items[0].text);
    assert_string_equal("sasl.password", config->consumer_properties[0].name);
    assert_string_equal("hunter2", config->consumer_properties[0].value);
    assert_string_equal("open-sesame", config->consumer_properties[2].value);
    wf_config_print(config, &out);
    wf_buffer_putc(&out, '\0');
    assert_null(strstr(out.data, "hunter2"));
    assert_null(strstr(out.data, "plain-secret"));
    assert_null(strstr(out.data, "open-sesame"));
    assert_non_null(strstr(out.data, "${WF_TEST_KEY}"));
    assert_non_null(strstr(out.data, "sasl.username: visible"));
    assert_non_null(strstr(out.data, secret)); /* where it is, not what it is */
    wf_buffer_free(&out);
    wf_config_free(config);
}

/* What `print` shows is a configuration that means the same. */
static void
test_print_is_yaml(void **state)
{
    struct wf_config *config = load("input: {topics: ['a b', '#c', \"x: y\"], group: 'yes'}\nlimits: {time: 90s}\n");
    struct wf_buffer out = WF_BUFFER_INIT;
    struct wf_config *again;

    (void)state;
    assert_non_null(config);
    wf_config_print(config, &out);
    wf_buffer_putc(&out, '\0');
    again = load(out.data);
    if (again == NULL)
        fail_msg("%s in\n%s", problems.items[0].text, out.data);
    for (int i = 0; i < 3; i++)
        assert_string_equal(config->input.topics[i], again->input.topics[i]);
    assert_string_equal("yes", again->input.group);
    assert_int_equal(90000, again->limits.time);
    assert_int_equal(config->limits.memory, again->limits.memory);
    assert_null(again->worker.instance);
    wf_buffer_free(&out);
    wf_config_free(config);
    wf_config_free(again);
}

/* No file at all, an empty one, and one cut at any byte: a configuration or an error, never a crash. */
static void
test_cut(void **state)
{
    static const char text[] = "kafka:\n  brokers: 'a:1'\ninput: {topics: [a, \"b\"], start: latest}\nextractors: {dates: {x: 1}}\n";
    struct wf_config_source none = { NULL, NULL, false };
    char part[sizeof text];

    (void)state;
    wf_config_free(wf_config_load(&none, &problems));
    assert_int_equal(0, problems.count);
    for (size_t len = 0; len < sizeof text; len++) {
        struct wf_config *config;

        memcpy(part, text, len);
        part[len] = '\0';
        config = load(part);
        assert_true((config == NULL) == (problems.count > 0));
        wf_config_free(config);
    }
}

static void
test_suggest(void **state)
{
    static const char *const names[] = { "topics", "group", "start", "batch_documents", NULL };
    static const struct {
        const char *word, *near;
    } cases[] = {
        { "topic", "topics" }, { "tpoics", "topics" }, { "Group", "group" }, { "batch-documents", "batch_documents" },
        { "batchdocs", NULL }, { "zebra", NULL }, { "", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *near = wf_suggest(cases[i].word, names);

        if ((near == NULL) != (cases[i].near == NULL) || (near != NULL && strcmp(near, cases[i].near) != 0))
            fail_msg("%s gave %s", cases[i].word, near == NULL ? "nothing" : near);
    }
}

/* The files made from the table are those in the repository. */
static void
test_files_in_step(void **state)
{
    static const struct {
        const char *path;
        void (*make)(struct wf_buffer *out);
    } files[] = {
        { WF_SOURCE_DIR "/config/wirefact.yaml", wf_config_sample },
        { WF_SOURCE_DIR "/docs/configuration.md", wf_config_reference },
        { WF_SOURCE_DIR "/config/schemas/config.json", wf_config_schema },
    };

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        static char data[256 * 1024];
        struct wf_buffer out = WF_BUFFER_INIT;
        FILE *in = fopen(files[i].path, "r");
        size_t len;

        assert_non_null(in);
        len = fread(data, 1, sizeof data, in);
        fclose(in);
        files[i].make(&out);
        if (len != out.len || memcmp(data, out.data, len) != 0)
            fail_msg("%s is not what the table gives; make it anew (see HACKING.md)", files[i].path);
        wf_buffer_free(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_all_problems),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_sources),
        cmocka_unit_test(test_secrets),
        cmocka_unit_test(test_print_is_yaml),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_suggest),
        cmocka_unit_test(test_files_in_step),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
