/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/settings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <librdkafka/rdkafka.h>

#include "config/suggest.h"
#include "worker/http.h"

static int
missing(const char *what)
{
    struct wf_error err = WF_ERROR_INIT;

    (void)wf_error_set(&err, WF_ECONFIG, NULL, 0, "%s", what);
    return wf_fail(&err);
}

static int
print_problems(const struct wf_config_problems *problems)
{
    int code = WF_EXIT_CONFIG;

    for (unsigned i = 0; i < problems->count; i++) {
        int one = wf_fail(&problems->items[i]);

        if (i == 0)
            code = one;
    }
    if (problems->count == WF_CONFIG_PROBLEMS)
        (void)missing("there may be more");
    return code;
}

static bool
fill_chain(struct wf_settings *s, const struct wf_arguments *args)
{
    const struct wf_config *c = s->config;
    size_t count = 0;

    while (c->stages[count].stage != NULL)
        count++;
    s->options = calloc(count + 1, sizeof *s->options);
    if (s->options == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        s->options[i] = (struct wf_chain_option){ c->stages[i].stage, c->stages[i].name, c->stages[i].value };
    s->chain = (struct wf_chain_settings){
        .data_path = args->values[WF_OPTION_DATA] != NULL ? args->values[WF_OPTION_DATA] : c->extractors.data,
        .disabled = c->extractors.disabled,
        .lexicons = c->extractors.lexicons,
        .rules = c->extractors.rules,
        .plugins = c->extractors.plugins,
        .options = s->options,
        .max_tokens = (uint32_t)c->limits.tokens,
        .max_facts = (uint32_t)c->limits.facts,
        .max_steps = (uint64_t)c->limits.steps,
        .max_milliseconds = (uint32_t)c->limits.time,
        .cut = c->limits.cut,
        .whole = !c->limits.partial,
    };
    return true;
}

static void
fill_pipeline(struct wf_settings *s)
{
    const struct wf_config *c = s->config;

    s->pipeline.limits.max_record = (size_t)c->limits.record_bytes;
    s->pipeline.limits.max_text = (size_t)c->limits.text_bytes;
    s->pipeline.limits.max_depth = (unsigned)c->limits.depth;
    s->pipeline.limits.cut = c->limits.cut;
    s->pipeline.max_memory = (size_t)c->limits.memory;
    s->pipeline.max_output = (size_t)c->limits.output_bytes;
    s->pipeline.max_record = (size_t)c->output.record_bytes;
}

static void
fill_run(struct wf_settings *s)
{
    const struct wf_config *c = s->config;

    s->run = (struct wf_run_settings){
        .brokers = c->kafka.brokers,
        .group = c->input.group,
        .topics = c->input.topics,
        .outputs = {
            [WF_RECORD_ENTITY] = c->output.entities,
            [WF_RECORD_FIGURE] = c->output.figures,
            [WF_RECORD_DATE] = c->output.dates,
            [WF_RECORD_AGREEMENT] = c->output.agreements,
            [WF_RECORD_EVENT] = c->output.events,
            [WF_RECORD_QUOTE] = c->output.quotes,
            [WF_RECORD_DOCUMENT] = c->output.documents,
        },
        .dead_letters = c->output.dead_letters,
        .delivery = (enum wf_delivery)c->worker.delivery,
        .start = (enum wf_start)c->input.start,
        .lanes = (unsigned)c->worker.lanes,
        .instance = c->worker.instance,
        .transactional_id = c->worker.transactional_id,
        .source = c->output.source,
        .batch_documents = (unsigned)c->worker.batch_documents,
        .batch_bytes = (size_t)c->worker.batch_bytes,
        .batch_ms = (unsigned)c->worker.batch_time,
        .transaction_timeout_ms = (unsigned)c->worker.transaction_timeout,
        .session_timeout_ms = (unsigned)c->worker.session_timeout,
        .document_timeout_ms = (unsigned)c->worker.document_timeout,
        .drain_timeout_ms = (unsigned)c->worker.drain_timeout,
        .queue_kbytes = (unsigned)(c->worker.queue_bytes / 1024),
        .max_aborts = (unsigned)c->worker.max_aborts,
        .max_rebuilds = (unsigned)c->worker.max_rebuilds,
        .max_fences = (unsigned)c->worker.max_fences,
        .retry_ms = (unsigned)c->worker.retry_time,
        .poison_tries = (unsigned)c->worker.poison_tries,
        .consumer_properties = c->consumer_properties,
        .producer_properties = c->producer_properties,
        .state_path = c->worker.state_path,
        .log_text = c->log.text,
        .pipeline = s->pipeline,
    };
}

int
wf_settings_load(struct wf_settings *settings, const struct wf_arguments *args)
{
    struct wf_config_problems *problems = calloc(1, sizeof *problems);
    struct wf_config_source source = { args->values[WF_OPTION_CONFIG], args->sets, true };
    struct wf_error err = WF_ERROR_INIT;
    int code = WF_EXIT_OK;

    memset(settings, 0, sizeof *settings);
    if (problems != NULL)
        settings->config = wf_config_load(&source, problems);
    if (settings->config == NULL && problems != NULL) {
        code = print_problems(problems);
    } else if (problems == NULL || !fill_chain(settings, args)) {
        (void)wf_error_set(&err, WF_ENOMEM, NULL, 0, "no memory for the configuration");
        code = wf_fail(&err);
    } else {
        fill_pipeline(settings);
        fill_run(settings);
        wf_log_init(&settings->log, STDERR_FILENO, (enum wf_log_level)settings->config->log.level,
            settings->config->log.format);
        settings->run.log = wf_log_write;
        settings->run.log_context = &settings->log;
    }
    free(problems);
    if (code != WF_EXIT_OK)
        wf_settings_free(settings);
    return code;
}

void
wf_settings_free(struct wf_settings *settings)
{
    wf_config_free(settings->config);
    free(settings->options);
    memset(settings, 0, sizeof *settings);
}

/* The nearest of librdkafka's own names; it knows its deprecated ones too. */
static const char *
nearest_property(rd_kafka_conf_t *conf, const char *name)
{
    size_t count = 0;
    const char **dump = rd_kafka_conf_dump(conf, &count);
    const char **names = calloc(count / 2 + 1, sizeof *names);
    const char *near = NULL;

    for (size_t i = 0; names != NULL && i + 1 < count; i += 2)
        names[i / 2] = dump[i];
    if (names != NULL)
        near = wf_suggest(name, names);
    near = near == NULL ? NULL : strdup(near);
    free(names);
    rd_kafka_conf_dump_free(dump, count);
    return near;
}

static int
check_properties(const struct wf_config *config, const struct wf_property *properties, const char *whose)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    int code = WF_EXIT_OK;
    char text[512];

    for (; properties->name != NULL; properties++) {
        struct wf_error err = WF_ERROR_INIT;
        rd_kafka_conf_res_t result = rd_kafka_conf_set(conf, properties->name, properties->value, text, sizeof text);

        if (result == RD_KAFKA_CONF_OK)
            continue;
        if (result == RD_KAFKA_CONF_UNKNOWN) {
            char *near = (char *)nearest_property(conf, properties->name);

            (void)wf_error_set(&err, WF_ECONFIG, NULL, 0, "librdkafka has no %s property `%s`%s%s%s", whose,
                properties->name, near == NULL ? "" : "; did you mean `", near == NULL ? "" : near, near == NULL ? "" : "`?");
            free(near);
        } else {
            (void)wf_error_set(&err, WF_ECONFIG, NULL, 0, "%s", text);
        }
        wf_config_place(config, properties->name, &err);
        code = wf_fail(&err);
    }
    rd_kafka_conf_destroy(conf);
    return code;
}

int
wf_settings_check(const struct wf_settings *settings)
{
    const struct wf_config *c = settings->config;
    struct wf_error err = WF_ERROR_INIT, address = WF_ERROR_INIT;
    int code = WF_EXIT_OK;

    if (c->kafka.brokers == NULL) {
        code = missing("kafka.brokers is not set; it names the brokers, as `kafka: {brokers: localhost:9092}`");
    }
    if (c->input.topics == NULL || c->input.topics[0] == NULL) {
        code = missing("input.topics is not set; it names the topics to read, as `input: {topics: [reports]}`");
    }
    if (c->input.group == NULL) {
        code = missing("input.group may not be empty; workers of one group share the work");
    }
    if (code == WF_EXIT_OK && wf_run_settings_check(&settings->run, &err) != WF_OK)
        code = wf_fail(&err);
    if (c->http.listen != NULL && wf_http_check_address(c->http.listen, &address) != WF_OK)
        code = wf_fail(&address);
    if (check_properties(c, c->consumer_properties, "consumer") != WF_EXIT_OK)
        code = WF_EXIT_CONFIG;
    if (check_properties(c, c->producer_properties, "producer") != WF_EXIT_OK)
        code = WF_EXIT_CONFIG;
    return code;
}
