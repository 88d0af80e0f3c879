/* SPDX-License-Identifier: Apache-2.0 */
/* `wirefact run`: the worker under a configuration. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "worker/http.h"
#include "worker/lane.h"
#include "worker/notify.h"
#include "worker/settings.h"
#include "worker/watch.h"

struct running {
    const struct wf_arguments *args;
    struct wf_settings *settings; /* those of the start */
    wf_runner *runner;
    wf_http *http;   /* is told how a reload went; NULL: none */
    wf_watch *watch;
    int64_t looked_ms, told_ms; /* at the files, and to the service manager */
    bool told_ready, told_failure;
};

/* ---- reload ---- */

/* What a reload takes from the configuration; everything else needs a start. */
static const char *const reloadable[] = { "extractors", "limits", NULL };

static void
needs_restart(void *context, const char *section, const char *name)
{
    struct running *run = context;

    wf_run_log(&run->settings->run, WF_MESSAGE_RELOAD_RESTART, "%s.%s changed; it takes effect after a restart only", section,
        name);
}

/* All files that decide what the rules are, but for the built-in ones. */
static bool
watch_files(struct running *run, const struct wf_config *config)
{
    const char *const file[] = { run->args->values[WF_OPTION_CONFIG], NULL };
    const char *const *const lists[] = { file, config->extractors.lexicons, config->extractors.rules,
        config->extractors.plugins };

    return wf_watch_set(run->watch, lists, sizeof lists / sizeof lists[0]);
}

static wf_chain *
reload(void *context, struct wf_pipeline_settings *pipeline, struct wf_error *err)
{
    struct running *run = context;
    struct wf_settings settings;
    wf_chain *chain = NULL;

    if (wf_settings_load(&settings, run->args) != WF_EXIT_OK) {
        wf_http_reloaded(run->http, NULL);
        (void)wf_error_set(err, WF_ECONFIG, run->args->values[WF_OPTION_CONFIG], 0, "the configuration has errors");
        return NULL;
    }
    settings.chain.timing = true;
    chain = wf_chain_new(&settings.chain, err);
    wf_http_reloaded(run->http, chain == NULL ? NULL : wf_chain_digest(chain));
    if (chain != NULL) {
        *pipeline = settings.pipeline;
        (void)wf_config_difference(run->settings->config, settings.config, reloadable, needs_restart, run);
        (void)watch_files(run, settings.config); /* without memory the old list stays */
    }
    wf_settings_free(&settings);
    return chain;
}

/* ---- once a second ---- */

static void
notify(struct running *run, const char *state)
{
    if (!wf_notify(state) && !run->told_failure) {
        run->told_failure = true; /* once: it would fail every second */
        wf_run_log(&run->settings->run, WF_MESSAGE_NOTIFY_FAILED, "cannot tell the service manager: %s", strerror(errno));
    }
}

/* READY once the lanes run: whether the brokers answer is not for a start to wait for, but for STATUS and /readyz to say. */
static void
tell_manager(struct running *run, int64_t now)
{
    unsigned watchdog = wf_notify_watchdog_ms();
    struct wf_run_snapshot s;
    char state[256];

    if (run->told_ready && watchdog != 0 && now - run->told_ms < watchdog / 3 && now - run->told_ms < 10000)
        return;
    if (run->told_ready && watchdog == 0 && now - run->told_ms < 10000)
        return;
    run->told_ms = now;
    wf_run_snapshot(run->runner, NULL, 0, &s);
    snprintf(state, sizeof state, "%sWATCHDOG=1\nSTATUS=%s; %llu documents, %llu of them dead letters", run->told_ready ? "" : "READY=1\n",
        s.ready ? "working" : s.connected ? "waiting for the group" : "no broker answers", (unsigned long long)s.total.consumed,
        (unsigned long long)s.total.dead_lettered);
    run->told_ready = true;
    notify(run, state);
}

static void
beat(void *context)
{
    struct running *run = context;
    int64_t now = wf_monotonic_ms(), every = run->settings->config->extractors.watch;

    tell_manager(run, now);
    if (every == 0 || now - run->looked_ms < every)
        return;
    run->looked_ms = now;
    if (wf_watch_changed(run->watch)) {
        wf_run_log(&run->settings->run, WF_MESSAGE_FILES_CHANGED, "files changed, reloading");
        wf_run_reload(run->runner);
    }
}

/* ---- start ---- */

/* Where nobody asked for an address, a second worker on the same machine does without. */
static bool
start_http(struct running *run, wf_recent *recent, const wf_chain *chain, struct wf_error *err)
{
    const struct wf_config *config = run->settings->config;
    struct wf_error why = WF_ERROR_INIT;

    if (config->http.listen == NULL)
        return true;
    run->http = wf_http_start(config, run->runner, recent, wf_chain_digest(chain), &why);
    if (run->http == NULL && (why.status != WF_EIO || wf_config_is_set(config, "http", "listen"))) {
        *err = why;
        return false;
    }
    if (run->http == NULL)
        wf_run_log(&run->settings->run, WF_MESSAGE_HTTP_OFF, "%s", why.text);
    return true;
}

static int
run_worker(struct running *run, wf_chain *chain, wf_recent *recent, struct wf_error *err)
{
    struct wf_settings *settings = run->settings;
    int code;

    run->watch = wf_watch_new();
    if (run->watch == NULL || !watch_files(run, settings->config))
        (void)wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the worker");
    else
        run->runner = wf_runner_new(chain, &settings->run, err);
    if (run->runner == NULL || !start_http(run, recent, chain, err))
        return wf_fail(err);
    wf_fail_as(settings->log.json ? WF_FAIL_JSON : WF_FAIL_LOGFMT);
    code = (int)wf_run(run->runner, err);
    (void)wf_notify("STOPPING=1");
    if (err->status != WF_OK)
        (void)wf_fail(err);
    else
        wf_run_log(&settings->run, WF_MESSAGE_STOPPED, "everything begun is committed");
    return code;
}

int
wf_cmd_run(const struct wf_arguments *args)
{
    struct wf_settings settings;
    struct running run = { .args = args, .settings = &settings };
    struct wf_error err = WF_ERROR_INIT;
    wf_chain *chain = NULL;
    wf_recent *recent = NULL;
    int code;

    wf_run_hold_signals();
    if (!isatty(STDERR_FILENO)) /* before log.format is known; people at a terminal get it plain */
        wf_fail_as(WF_FAIL_JSON);
    code = wf_settings_load(&settings, args);
    if (code != WF_EXIT_OK)
        return code;
    if (!isatty(STDERR_FILENO))
        wf_fail_as(settings.log.json ? WF_FAIL_JSON : WF_FAIL_LOGFMT);
    code = wf_settings_check(&settings);
    if (code != WF_EXIT_OK)
        goto done;
    recent = wf_recent_new(settings.config->http.facts);
    settings.chain.timing = true; /* for the histograms: some thirty looks at the clock a document */
    settings.run.signals = true;
    settings.run.until_end = args->values[WF_OPTION_UNTIL_END] != NULL;
    settings.run.recent = recent;
    settings.run.reload = reload;
    settings.run.beat = beat;
    settings.run.context = &run;
    chain = wf_chain_new(&settings.chain, &err);
    code = chain == NULL ? wf_fail(&err) : run_worker(&run, chain, recent, &err);
done:
    wf_http_stop(run.http);
    wf_runner_free(run.runner);
    wf_watch_free(run.watch);
    wf_recent_free(recent);
    wf_chain_free(chain);
    wf_settings_free(&settings);
    return code;
}
