/* SPDX-License-Identifier: Apache-2.0 */
/* `wirefact list` and `wirefact schema`: what there is. */
#include <string.h>

#include "worker/metrics.h"
#include "worker/settings.h"

struct schema {
    const char *name;
    const char *text;
};

/* Made from config/schemas by CMake; the configuration's comes from its table. */
static const struct schema schemas[] = {
#include "schemas.inc"
};

static int
put(struct wf_buffer *out)
{
    struct wf_error err = WF_ERROR_INIT;
    bool ok = !out->failed && fwrite(out->data, 1, out->len, stdout) == out->len && fflush(stdout) == 0;

    wf_buffer_free(out);
    if (ok)
        return WF_EXIT_OK;
    (void)wf_error_set(&err, WF_EIO, "output", 0, "cannot be written");
    return wf_fail(&err);
}

static int
list_options(const char *format)
{
    struct wf_buffer out = WF_BUFFER_INIT;

    if (format != NULL && strcmp(format, "markdown") == 0)
        wf_config_reference(&out);
    else if (format != NULL && strcmp(format, "yaml") == 0)
        wf_config_sample(&out);
    else
        wf_config_list(&out);
    return put(&out);
}

static void
list_extractors(const wf_chain *chain, struct wf_buffer *out)
{
    unsigned count;
    const struct wf_extractor *const *stages = wf_chain_stages(chain, &count);

    for (unsigned i = 0; i < count; i++) {
        wf_buffer_printf(out, "%-14s %s\n", stages[i]->name, stages[i]->summary);
        for (const struct wf_stage_option *o = stages[i]->options; o != NULL && o->name != NULL; o++)
            wf_buffer_printf(out, "%-14s   %s = %s: %s\n", "", o->name, o->standard, o->meaning);
    }
}

static void
list_rules(const wf_chain *chain, struct wf_buffer *out)
{
    unsigned count;
    const struct wf_rule *const *rules = wf_chain_rules(chain, &count);

    for (unsigned i = 0; i < count; i++) {
        if (rules[i]->precision < 0)
            wf_buffer_printf(out, "%-40s not measured\n", rules[i]->name);
        else
            wf_buffer_printf(out, "%-40s precision 0.%03d\n", rules[i]->name,
                rules[i]->precision >= 1000 ? 999 : rules[i]->precision);
    }
}

int
wf_cmd_list(const struct wf_arguments *args)
{
    const char *what = args->operand_count == 1 ? args->operands[0] : "";
    struct wf_error err = WF_ERROR_INIT;
    struct wf_buffer out = WF_BUFFER_INIT;
    struct wf_settings settings;
    wf_chain *chain;
    int code;

    if (strcmp(what, "options") == 0)
        return list_options(args->values[WF_OPTION_FORMAT]);
    if (strcmp(what, "metrics") == 0) {
        wf_metrics_reference(&out);
        return put(&out);
    }
    if (strcmp(what, "messages") == 0) {
        wf_message_reference(&out);
        return put(&out);
    }
    if (strcmp(what, "extractors") != 0 && strcmp(what, "rules") != 0) {
        (void)wf_error_set(&err, WF_EUSAGE, NULL, 0, "list: `%s` cannot be listed; say extractors, rules, options, metrics or messages", what);
        return wf_fail(&err);
    }
    code = wf_settings_load(&settings, args);
    if (code != WF_EXIT_OK)
        return code;
    chain = wf_chain_new(&settings.chain, &err);
    if (chain == NULL) {
        code = wf_fail(&err);
    } else {
        if (strcmp(what, "rules") == 0)
            list_rules(chain, &out);
        else
            list_extractors(chain, &out);
        code = put(&out);
    }
    wf_chain_free(chain);
    wf_settings_free(&settings);
    return code;
}

int
wf_cmd_schema(const struct wf_arguments *args)
{
    const char *name = args->operand_count == 1 ? args->operands[0] : NULL;
    struct wf_error err = WF_ERROR_INIT;
    struct wf_buffer out = WF_BUFFER_INIT;

    if (name != NULL && strcmp(name, "config") == 0) {
        wf_config_schema(&out);
        return put(&out);
    }
    for (size_t i = 0; i < sizeof schemas / sizeof schemas[0]; i++) {
        if (name == NULL)
            wf_buffer_printf(&out, "%s\n", schemas[i].name);
        else if (strcmp(name, schemas[i].name) == 0)
            wf_buffer_puts(&out, schemas[i].text);
    }
    if (name == NULL)
        wf_buffer_puts(&out, "config\n");
    if (out.len == 0) {
        wf_buffer_free(&out);
        (void)wf_error_set(&err, WF_EUSAGE, NULL, 0, "no schema `%s`; `wirefact schema` lists them", name);
        return wf_fail(&err);
    }
    return put(&out);
}
