/* SPDX-License-Identifier: Apache-2.0 */
/* `wirefact check`: everything that can be known to be wrong before the worker runs. */
#include <string.h>

#include "worker/settings.h"

static void
print_configuration(const struct wf_settings *settings)
{
    struct wf_buffer out = WF_BUFFER_INIT;

    wf_config_print(settings->config, &out);
    fwrite(out.data, 1, out.len, stdout);
    wf_buffer_free(&out);
}

static int
check_chain(const struct wf_settings *settings)
{
    struct wf_error err = WF_ERROR_INIT;
    wf_chain *chain = wf_chain_new(&settings->chain, &err);
    unsigned stages, rules;

    if (chain == NULL)
        return wf_fail(&err);
    (void)wf_chain_stages(chain, &stages);
    (void)wf_chain_rules(chain, &rules);
    fprintf(stderr, "extractors: %u stages, %u rules, digest %s\n", stages, rules, wf_chain_digest(chain));
    wf_chain_free(chain);
    return WF_EXIT_OK;
}

int
wf_cmd_check(const struct wf_arguments *args)
{
    struct wf_settings settings;
    struct wf_error err = WF_ERROR_INIT;
    int code = wf_settings_load(&settings, args), data;

    if (code != WF_EXIT_OK)
        return code;
    if (args->values[WF_OPTION_PRINT] != NULL)
        print_configuration(&settings);
    code = wf_settings_check(&settings);
    data = check_chain(&settings);
    if (code == WF_EXIT_OK)
        code = data;
    if (code == WF_EXIT_OK && args->values[WF_OPTION_CONNECT] != NULL && wf_run_check(&settings.run, &err) != WF_OK)
        code = wf_fail(&err);
    if (code == WF_EXIT_OK)
        fprintf(stderr, "configuration: no errors found%s\n",
            args->values[WF_OPTION_CONNECT] != NULL ? "; brokers and topics are there" : "");
    wf_settings_free(&settings);
    return code;
}
