/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The worker's loop with a small pipeline of its own instead of extraction, so that faults can be put into
 * documents and the loop alone can be measured. Settings come as arguments, see the table below.
 *
 * A document's text decides what happens to it:
 *     !bad        not a valid document           !crash      the process dies
 *     !spin       never comes back               !slow N     takes N milliseconds
 *     !huge N     one record of N bytes          !withheld   published without facts
 * Any other gives `--facts` records that repeat its text.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "worker/run.h"

static unsigned facts = 20, delay_ms = 0;
static const char *version = "1";
static char output_names[WF_RECORD_LAYER_COUNT + 1][300]; /* of output topics */

/* ---- a chain and a pipeline in miniature ---- */

struct wf_pipeline {
    struct wf_document document;
    struct wf_buffer value;
};

void
wf_chain_free(wf_chain *chain)
{
    (void)chain;
}

const char *
wf_chain_digest(const wf_chain *chain)
{
    (void)chain;
    return "none";
}

wf_pipeline *
wf_pipeline_new(const wf_chain *chain, const struct wf_pipeline_settings *settings, struct wf_error *err)
{
    (void)chain;
    (void)settings;
    (void)err;
    return calloc(1, sizeof(struct wf_pipeline));
}

void
wf_pipeline_free(wf_pipeline *p)
{
    if (p == NULL)
        return;
    wf_buffer_free(&p->value);
    free(p);
}

const struct wf_stage_time *
wf_pipeline_times(const wf_pipeline *p, unsigned *count)
{
    (void)p;
    *count = 0;
    return NULL;
}

size_t
wf_pipeline_peak(const wf_pipeline *p)
{
    (void)p;
    return 0;
}

const struct wf_document *
wf_pipeline_document(const wf_pipeline *p)
{
    return &p->document;
}

const char *
wf_record_layer_name(enum wf_record_layer layer)
{
    static const char *const names[] = { "entity", "figure", "date", "agreement", "event", "quote", "document" };

    return names[layer];
}

static void
sleep_ms(long ms)
{
    struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

    nanosleep(&time, NULL);
}

/* The number after a command, 1 where there is none, 0 where it is another command. */
static long
command(struct wf_slice text, const char *name)
{
    size_t len = strlen(name);
    char number[16] = "";
    long value;

    if (text.len < len || memcmp(text.data, name, len) != 0)
        return 0;
    if (text.len > len + 1)
        snprintf(number, sizeof number, "%.*s", (int)(text.len - len - 1 < 12 ? text.len - len - 1 : 12),
            text.data + len + 1);
    value = strtol(number, NULL, 10);
    return value > 0 ? value : 1;
}

enum wf_status
wf_pipeline_process(wf_pipeline *p, const struct wf_input *in,
    enum wf_status (*emit)(void *context, const struct wf_record *record), void *context,
    const char **stage, struct wf_error *err)
{
    struct wf_record record = { 0 };
    enum wf_status st = WF_OK;
    unsigned count = facts;
    char id[300], name[320];
    long n;

    *stage = "decode";
    memset(&p->document, 0, sizeof p->document);
    if (in->value.data == NULL || command(in->value, "!bad"))
        return wf_error_set(err, WF_EFORMAT, "$", 1, "not a document");
    if (command(in->value, "!crash"))
        abort();
    while (command(in->value, "!spin"))
        sleep_ms(10);
    if (delay_ms > 0)
        sleep_ms(delay_ms);
    if ((n = command(in->value, "!slow")) > 0) {
        fputs("loop_worker: slow\n", stderr); /* for a test that waits for it */
        sleep_ms(n);
    }
    if (command(in->value, "!withheld")) {
        p->document.status = WF_SLICE("withheld");
        count = 0;
    }
    if (in->key.data != NULL)
        snprintf(id, sizeof id, "%.*s", (int)(in->key.len < 200 ? in->key.len : 200), in->key.data);
    else
        snprintf(id, sizeof id, "%s/%d/%lld", in->origin.topic, in->origin.partition,
            (long long)in->origin.offset);
    n = command(in->value, "!huge");
    for (unsigned i = 0; st == WF_OK && i <= count; i++) {
        record.layer = i == count ? WF_RECORD_DOCUMENT : (enum wf_record_layer)(i % WF_RECORD_DOCUMENT);
        wf_buffer_clear(&p->value);
        if (i == count)
            snprintf(name, sizeof name, "%s", id);
        else
            snprintf(name, sizeof name, "%s#%u", id, i);
        wf_buffer_printf(&p->value, "{\"id\":\"%s\",\"layer\":\"%s\",\"version\":\"%s\",\"text\":", name,
            wf_record_layer_name(record.layer), version);
        wf_buffer_put_json(&p->value, (struct wf_slice){ in->value.data,
            in->value.len < 400 ? in->value.len : 400 });
        if (i == 1 && n > 1)
            wf_buffer_puts(&p->value, ",\"noise\":\"");
        for (long b = 0, noise = 1; i == 1 && b < n; b++) { /* what no compression makes small */
            noise = (noise * 16807) % 2147483647;
            wf_buffer_putc(&p->value, (char)('0' + (noise >> 8) % 64 % 10 + (noise >> 16) % 2 * 49));
        }
        wf_buffer_puts(&p->value, i == 1 && n > 1 ? "\"}" : "}");
        record.id = wf_slice_of(name);
        record.document_id = wf_slice_of(id);
        record.value = (struct wf_slice){ p->value.data, p->value.len };
        st = emit(context, &record);
    }
    return st;
}

/* ---- settings ---- */

/* wirefact.entities and so on, with another prefix. */
static void
set_outputs(struct wf_run_settings *settings, const char *prefix)
{
    static const char *const plurals[] = { "entities", "figures", "dates", "agreements", "events", "quotes",
        "documents", "dead-letters" };

    for (unsigned i = 0; i <= WF_RECORD_LAYER_COUNT; i++)
        snprintf(output_names[i], sizeof output_names[i], "%s.%s", prefix, plurals[i]);
    for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++)
        settings->outputs[i] = output_names[i];
    settings->dead_letters = output_names[WF_RECORD_LAYER_COUNT];
}

int
main(int argc, char **argv)
{
    static struct wf_property consumer[32], producer[32];
    static const char *topics[2];
    struct wf_run_settings settings = { .delivery = WF_DELIVERY_EXACTLY_ONCE, .signals = true,
        .topics = topics, .consumer_properties = consumer,
        .producer_properties = producer };
    struct wf_error err = WF_ERROR_INIT;
    struct wf_run_snapshot snapshot;
    unsigned consumers = 0, producers = 0;
    enum wf_exit code;
    wf_runner *runner;
    char text[1200];

    topics[0] = "reports";
    set_outputs(&settings, "wirefact");
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *name = argv[i], *value = argv[i + 1];
        unsigned number = (unsigned)strtoul(value, NULL, 10);
        char *equals = strchr(argv[i + 1], '=');

#define IS(option) (strcmp(name, "--" option) == 0)
        if (IS("brokers")) settings.brokers = value;
        else if (IS("group")) settings.group = value;
        else if (IS("topic")) topics[0] = value;
        else if (IS("prefix")) set_outputs(&settings, value);
        else if (IS("dead-letters")) settings.dead_letters = value;
        else if (IS("instance")) settings.instance = value;
        else if (IS("state")) settings.state_path = value;
        else if (IS("delivery")) settings.delivery = (enum wf_delivery)number;
        else if (IS("start")) settings.start = (enum wf_start)number;
        else if (IS("lanes")) settings.lanes = number;
        else if (IS("batch-documents")) settings.batch_documents = number;
        else if (IS("batch-ms")) settings.batch_ms = number;
        else if (IS("batch-bytes")) settings.batch_bytes = number;
        else if (IS("transaction-ms")) settings.transaction_timeout_ms = number;
        else if (IS("session-ms")) settings.session_timeout_ms = number;
        else if (IS("document-ms")) settings.document_timeout_ms = number;
        else if (IS("drain-ms")) settings.drain_timeout_ms = number;
        else if (IS("retry-ms")) settings.retry_ms = number;
        else if (IS("poison-tries")) settings.poison_tries = number;
        else if (IS("until-end")) settings.until_end = number != 0;
        else if (IS("facts")) facts = number;
        else if (IS("delay-ms")) delay_ms = number;
        else if (IS("version")) version = value;
        else if ((IS("consumer") || IS("producer")) && equals != NULL) {
            struct wf_property *p = IS("consumer") ? &consumer[consumers++] : &producer[producers++];

            *equals = '\0';
            *p = (struct wf_property){ value, equals + 1 };
        } else {
            fprintf(stderr, "loop_worker: unknown option %s\n", name);
            return WF_EXIT_USAGE;
        }
    }
    runner = wf_runner_new(NULL, &settings, &err);
    if (runner == NULL) {
        fprintf(stderr, "loop_worker: %s\n", wf_error_print(&err, text, sizeof text));
        return (int)wf_exit_of(err.status);
    }
    code = wf_run(runner, &err);
    if (err.status != WF_OK)
        fprintf(stderr, "loop_worker: %s\n", wf_error_print(&err, text, sizeof text));
    wf_run_snapshot(runner, NULL, 0, &snapshot);
    fprintf(stdout, "{");
    for (unsigned i = 0; i < wf_run_counter_count(); i++)
        fprintf(stdout, "\"%s\":%llu,", wf_run_counter_name(i),
            (unsigned long long)wf_run_counter_value(&snapshot.total, i));
    fprintf(stdout, "\"exit\":%d}\n", (int)code);
    wf_runner_free(runner);
    return (int)code;
}
