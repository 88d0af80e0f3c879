/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/run.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "worker/run_state.h"

#define WATCH_MS 50 /* between two looks at the lanes */
#define BEAT_MS 1000
#define TRIM_MS 30000

void
wf_run_log_at(const struct wf_run_settings *s, enum wf_message message, enum wf_log_level level, const char *format, ...)
{
    char text[1600];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
    if (s->log != NULL)
        s->log(s->log_context, message, level, text);
    else if (level < WF_LOG_DEBUG)
        fprintf(stderr, "wirefact: %s: %s: %s\n", wf_log_level_name(level), wf_message_code(message), text);
}

enum wf_exit
wf_exit_of(enum wf_status status)
{
    switch (status) {
    case WF_OK:
        return WF_EXIT_OK;
    case WF_EUSAGE:
        return WF_EXIT_USAGE;
    case WF_ECONFIG:
        return WF_EXIT_CONFIG;
    case WF_EDATA:
    case WF_EABI:
        return WF_EXIT_DATA;
    case WF_EBROKER:
        return WF_EXIT_BROKER;
    case WF_EAGAIN:
    case WF_EABORT:
    case WF_EREBUILD:
        return WF_EXIT_GAVE_UP;
    default:
        return WF_EXIT_FAILURE;
    }
}

/* ---- making one ---- */

#define DEFAULT(field, value) \
    if ((field) == 0)         \
        (field) = (value)

static void
fill_defaults(struct wf_run_settings *s)
{
    DEFAULT(s->lanes, 1);
    DEFAULT(s->batch_documents, 200);
    DEFAULT(s->batch_bytes, 8u << 20);
    DEFAULT(s->batch_ms, 100);
    DEFAULT(s->transaction_timeout_ms, 30000);
    DEFAULT(s->document_timeout_ms, 60000);
    DEFAULT(s->drain_timeout_ms, 10000);
    DEFAULT(s->max_aborts, 20);
    DEFAULT(s->max_rebuilds, 10);
    DEFAULT(s->max_fences, 3);
    DEFAULT(s->retry_ms, 60000);
    DEFAULT(s->poison_tries, 3);
    if (s->source == NULL)
        s->source = "/wirefact";
}

static enum wf_status
check_settings(const struct wf_run_settings *s, struct wf_error *err)
{
    bool any = false;

    if (s->brokers == NULL && s->mock_brokers == 0)
        return wf_error_set(err, WF_ECONFIG, "brokers", 0, "missing");
    if (s->group == NULL || s->group[0] == '\0')
        return wf_error_set(err, WF_ECONFIG, "group", 0, "missing");
    if (s->topics == NULL || s->topics[0] == NULL)
        return wf_error_set(err, WF_ECONFIG, "topics", 0, "no input topic");
    if (s->lanes > WF_LANES_MAX)
        return wf_error_set(err, WF_ECONFIG, "lanes", 0, "at most %d", WF_LANES_MAX);
    for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++)
        any = any || s->outputs[i] != NULL;
    if (!any)
        return wf_error_set(err, WF_ECONFIG, "outputs", 0, "no output topic");
    if (s->batch_ms >= s->transaction_timeout_ms / 2)
        return wf_error_set(err, WF_ECONFIG, "worker.batch_time", 0,
            "must be less than half of the transaction time-out of %u ms", s->transaction_timeout_ms);
    for (const char *const *t = s->topics; *t != NULL; t++) {
        if (s->dead_letters != NULL && strcmp(*t, s->dead_letters) == 0)
            return wf_error_set(err, WF_ECONFIG, *t, 0, "is both input and dead-letter topic");
        for (unsigned i = 0; i < WF_RECORD_LAYER_COUNT; i++)
            if (s->outputs[i] != NULL && strcmp(*t, s->outputs[i]) == 0)
                return wf_error_set(err, WF_ECONFIG, *t, 0, "is both input and output topic");
    }
    return WF_OK;
}

enum wf_status
wf_run_settings_check(const struct wf_run_settings *settings, struct wf_error *err)
{
    struct wf_run_settings filled = *settings;

    fill_defaults(&filled);
    return check_settings(&filled, err);
}

/* A name that a restarted worker gets again, as far as that can be without configuration. */
static void
choose_instance(struct wf_runner *r)
{
    char host[128] = "host";

    if (r->settings.instance != NULL) {
        snprintf(r->instance, sizeof r->instance, "%s", r->settings.instance);
        return;
    }
    gethostname(host, sizeof host - 1);
    if (r->common.markers != NULL)
        snprintf(r->instance, sizeof r->instance, "%s-%u", host, wf_markers_slot(r->common.markers));
    else
        snprintf(r->instance, sizeof r->instance, "%s-%ld", host, (long)getpid());
}

static enum wf_status
start_mock(struct wf_runner *r, struct wf_error *err)
{
    char text[512];

    r->mock_client = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), text, sizeof text);
    if (r->mock_client == NULL)
        return wf_error_set(err, WF_EINTERNAL, "mock", 0, "%s", text);
    r->mock = rd_kafka_mock_cluster_new(r->mock_client, (int)r->settings.mock_brokers);
    if (r->mock == NULL)
        return wf_error_set(err, WF_EINTERNAL, "mock", 0, "cannot start the mock cluster");
    snprintf(r->brokers, sizeof r->brokers, "%s", rd_kafka_mock_cluster_bootstraps(r->mock));
    return WF_OK;
}

void
wf_run_hold_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

wf_runner *
wf_runner_new(const wf_chain *chain, const struct wf_run_settings *settings, struct wf_error *err)
{
    struct wf_runner *r = calloc(1, sizeof *r);

    if (r == NULL) {
        wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the worker");
        return NULL;
    }
    r->settings = *settings;
    fill_defaults(&r->settings);
    pthread_mutex_init(&r->common.chain_lock, NULL);
    r->first_chain = (struct wf_chain_share){ chain, NULL, settings->pipeline, 1 };
    r->common.chain = &r->first_chain;
    r->common.settings = &r->settings;
    if (check_settings(&r->settings, err) != WF_OK)
        goto fail;
    if (r->settings.signals) /* before any thread is made: all inherit it */
        wf_run_hold_signals();
    if (r->settings.state_path != NULL) {
        r->common.markers = wf_markers_open(r->settings.state_path, r->settings.lanes, err);
        if (r->common.markers == NULL)
            goto fail;
    }
    choose_instance(r);
    r->common.instance = r->instance;
    r->common.brokers = r->settings.brokers;
    if (r->settings.mock_brokers > 0) {
        if (start_mock(r, err) != WF_OK)
            goto fail;
        r->common.brokers = r->brokers;
    }
    for (unsigned i = 0; i < r->settings.lanes; i++) {
        r->lanes[i] = wf_lane_new(&r->common, i, err);
        if (r->lanes[i] == NULL)
            goto fail;
    }
    return r;
fail:
    wf_runner_free(r);
    return NULL;
}

void
wf_chain_share_drop(struct wf_chain_share *share)
{
    if (--share->users > 0 || share->owned == NULL)
        return;
    wf_chain_free(share->owned);
    free(share);
}

void
wf_runner_free(wf_runner *r)
{
    if (r == NULL)
        return;
    for (unsigned i = 0; i < WF_LANES_MAX; i++)
        wf_lane_free(r->lanes[i]);
    wf_chain_share_drop(r->common.chain);
    wf_markers_close(r->common.markers);
    if (r->mock != NULL)
        rd_kafka_mock_cluster_destroy(r->mock);
    if (r->mock_client != NULL)
        rd_kafka_destroy(r->mock_client);
    pthread_mutex_destroy(&r->common.chain_lock);
    free(r);
}

/* ---- watching ---- */

void
wf_run_stop(wf_runner *r)
{
    atomic_store(&r->common.stop, true);
}

void
wf_run_reload(wf_runner *r)
{
    atomic_store(&r->reload, true);
}

static void
reload(struct wf_runner *r)
{
    struct wf_error err = WF_ERROR_INIT;
    struct wf_chain_share *share, *old;
    char text[1200];
    struct wf_pipeline_settings pipeline = r->settings.pipeline;
    wf_chain *chain;

    if (r->settings.reload == NULL)
        return;
    chain = r->settings.reload(r->settings.context, &pipeline, &err);
    share = chain == NULL ? NULL : malloc(sizeof *share);
    if (share == NULL) {
        wf_chain_free(chain);
        wf_run_log(&r->settings, WF_MESSAGE_RELOAD_REFUSED, "reload failed, the old rules stay: %s",
            wf_error_print(&err, text, sizeof text));
        return;
    }
    *share = (struct wf_chain_share){ chain, chain, pipeline, 1 };
    pthread_mutex_lock(&r->common.chain_lock);
    old = r->common.chain;
    r->common.chain = share;
    atomic_fetch_add(&r->common.chain_version, 1);
    wf_chain_share_drop(old);
    pthread_mutex_unlock(&r->common.chain_lock);
    wf_run_log(&r->settings, WF_MESSAGE_RELOADED, "reloaded: rules %s", wf_chain_digest(chain));
}

/* Wait up to WATCH_MS for a signal and act on it. */
static void
serve_signals(struct wf_runner *r)
{
    struct timespec wait = { 0, WATCH_MS * 1000000L };
    sigset_t set;
    int got;

    if (!r->settings.signals) {
        nanosleep(&wait, NULL);
        return;
    }
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    got = sigtimedwait(&set, NULL, &wait);
    if (got == SIGHUP)
        wf_run_reload(r);
    else if (got > 0) {
        if (atomic_load(&r->common.stop))
            atomic_store(&r->hurry, true);
        wf_run_log(&r->settings, WF_MESSAGE_DRAINING, atomic_load(&r->hurry) ? "leaving at once" : "draining");
        wf_run_stop(r);
    }
}

static bool
all_finished(const struct wf_runner *r)
{
    for (unsigned i = 0; i < r->settings.lanes; i++)
        if (!atomic_load(&wf_lane_view(r->lanes[i])->finished))
            return false;
    return true;
}

static bool
all_at_end(const struct wf_runner *r)
{
    for (unsigned i = 0; i < r->settings.lanes; i++)
        if (!atomic_load(&wf_lane_view(r->lanes[i])->at_end))
            return false;
    return true;
}

/* A lane that is in one document for too long can only be got rid of with the process. */
static void
watch_documents(const struct wf_runner *r)
{
    int64_t now = wf_monotonic_ms();

    for (unsigned i = 0; i < r->settings.lanes; i++) {
        int64_t since = atomic_load(&wf_lane_view(r->lanes[i])->busy_since);

        if (since == 0 || now - since < (int64_t)r->settings.document_timeout_ms)
            continue;
        wf_run_log(&r->settings, WF_MESSAGE_DOCUMENT_STUCK, "lane %u is in one document for %lld ms: leaving", i,
            (long long)(now - since));
        _exit(WF_EXIT_STUCK); /* the marker stays, so that the document counts as a crash */
    }
}

static void
leave_hard(struct wf_runner *r, const char *why)
{
    wf_run_log(&r->settings, WF_MESSAGE_LEFT_AT_ONCE, "%s: what is not committed will be done again", why);
    _exit(WF_EXIT_FORCED);
}

/* What a backlog or a broken connection filled goes back to the system; the heaps of the client's threads keep it otherwise. */
static void
give_back_memory(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

static void
watch(struct wf_runner *r)
{
    int64_t stopped_at = 0, next_beat = 0, next_trim = wf_monotonic_ms() + TRIM_MS;

    while (!all_finished(r)) {
        bool stop;

        serve_signals(r);
        if (r->settings.beat != NULL && wf_monotonic_ms() >= next_beat) {
            next_beat = wf_monotonic_ms() + BEAT_MS;
            r->settings.beat(r->settings.context);
        }
        if (wf_monotonic_ms() >= next_trim) {
            next_trim = wf_monotonic_ms() + TRIM_MS;
            give_back_memory();
        }
        if (atomic_exchange(&r->reload, false))
            reload(r);
        watch_documents(r);
        if (r->settings.until_end && all_at_end(r))
            wf_run_stop(r);
        stop = atomic_load(&r->common.stop);
        if (stop && stopped_at == 0)
            stopped_at = wf_monotonic_ms();
        if (atomic_load(&r->hurry))
            leave_hard(r, "told twice");
        if (stop && wf_monotonic_ms() - stopped_at > (int64_t)r->settings.drain_timeout_ms)
            leave_hard(r, "the drain time-out is over");
    }
}

enum wf_exit
wf_run(wf_runner *r, struct wf_error *err)
{
    enum wf_exit result = WF_EXIT_OK;
    unsigned started = 0;

    wf_run_log(&r->settings, WF_MESSAGE_STARTED, "group %s, instance %s, %u lanes, %s", r->settings.group, r->instance,
        r->settings.lanes,
        r->settings.delivery == WF_DELIVERY_EXACTLY_ONCE ? "exactly once" : "at least once");
    for (; started < r->settings.lanes; started++) {
        atomic_store(&wf_lane_view(r->lanes[started])->last_progress, wf_monotonic_ms());
        if (wf_lane_start(r->lanes[started], err) != WF_OK) {
            result = WF_EXIT_FAILURE;
            wf_run_stop(r);
            for (unsigned i = started; i < r->settings.lanes; i++)
                atomic_store(&wf_lane_view(r->lanes[i])->finished, true);
            break;
        }
    }
    watch(r);
    for (unsigned i = 0; i < started; i++) {
        enum wf_exit one = wf_lane_join(r->lanes[i], err);

        if (result == WF_EXIT_OK)
            result = one;
    }
    return result;
}
