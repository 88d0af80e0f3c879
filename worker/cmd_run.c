/* SPDX-License-Identifier: Apache-2.0 */
/* `wirefact run`: the worker under a configuration. */
#include <unistd.h>

#include "worker/http.h"
#include "worker/settings.h"

struct reload {
    const struct wf_arguments *args;
    wf_http *http; /* is told how it went */
};

/* Word lists, rules and limits of the chain are taken from the file anew; the rest of it stays as it was. */
static wf_chain *
reload(void *context, struct wf_error *err)
{
    struct reload *reload = context;
    struct wf_settings settings;
    wf_chain *chain = NULL;

    if (wf_settings_load(&settings, reload->args) != WF_EXIT_OK) {
        wf_http_reloaded(reload->http, NULL);
        (void)wf_error_set(err, WF_ECONFIG, reload->args->values[WF_OPTION_CONFIG], 0, "the configuration has errors");
        return NULL;
    }
    settings.chain.timing = true;
    chain = wf_chain_new(&settings.chain, err);
    wf_http_reloaded(reload->http, chain == NULL ? NULL : wf_chain_digest(chain));
    wf_settings_free(&settings);
    return chain;
}

/* Where nobody asked for an address, a second worker on the same machine does without. */
static bool
start_http(struct wf_settings *settings, wf_runner *runner, wf_recent *recent, const wf_chain *chain, wf_http **http,
    struct wf_error *err)
{
    struct wf_error why = WF_ERROR_INIT;

    if (settings->config->http.listen == NULL)
        return true;
    *http = wf_http_start(settings->config, runner, recent, wf_chain_digest(chain), &why);
    if (*http == NULL && (why.status != WF_EIO || wf_config_is_set(settings->config, "http", "listen"))) {
        *err = why;
        return false;
    }
    if (*http == NULL)
        settings->run.log(settings->run.log_context, WF_MESSAGE_HTTP_OFF, WF_LOG_WARNING, why.text);
    return true;
}

int
wf_cmd_run(const struct wf_arguments *args)
{
    struct wf_settings settings;
    struct reload again = { args, NULL };
    struct wf_error err = WF_ERROR_INIT;
    wf_chain *chain = NULL;
    wf_runner *runner = NULL;
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
    settings.run.signals = true;
    settings.run.until_end = args->values[WF_OPTION_UNTIL_END] != NULL;
    settings.run.reload = reload;
    settings.run.reload_context = &again;
    settings.chain.timing = true; /* for the histograms: some thirty looks at the clock a document */
    recent = wf_recent_new(settings.config->http.facts);
    settings.run.recent = recent;
    chain = wf_chain_new(&settings.chain, &err);
    if (chain != NULL)
        runner = wf_runner_new(chain, &settings.run, &err);
    if (runner == NULL || !start_http(&settings, runner, recent, chain, &again.http, &err)) {
        code = wf_fail(&err);
        goto done;
    }
    wf_fail_as(settings.log.json ? WF_FAIL_JSON : WF_FAIL_LOGFMT);
    code = (int)wf_run(runner, &err);
    if (err.status != WF_OK)
        (void)wf_fail(&err);
    else
        settings.run.log(settings.run.log_context, WF_MESSAGE_STOPPED, WF_LOG_INFO, "everything begun is committed");
done:
    wf_http_stop(again.http);
    wf_runner_free(runner);
    wf_recent_free(recent);
    wf_chain_free(chain);
    wf_settings_free(&settings);
    return code;
}
