/* SPDX-License-Identifier: Apache-2.0 */
#include "config/config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/load.h"
#include "config/suggest.h"

#define MEMORY_LIMIT (16 * 1024 * 1024)

extern char **environ;

void
wf_config_problem(struct wf_config_loader *loader, enum wf_status status, struct wf_config_at at, const char *format, ...)
{
    struct wf_config_problems *problems = loader->problems;
    char text[sizeof problems->items[0].text];
    va_list args;

    if (problems->count == WF_CONFIG_PROBLEMS)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    problems->items[problems->count] = (struct wf_error)WF_ERROR_INIT;
    wf_error_at(&problems->items[problems->count++], status, at.source, at.line, at.column, "%s", text);
}

void
wf_config_unknown_section(struct wf_config_loader *loader, const char *name, struct wf_config_at at)
{
    const char *names[64], *near;

    wf_config_section_names(names);
    near = wf_suggest(name, names);
    if (near != NULL)
        wf_config_problem(loader, WF_ECONFIG, at, "no section `%s`; did you mean `%s`?", name, near);
    else
        wf_config_problem(loader, WF_ECONFIG, at,
            "no section `%s`; there are kafka, consumer, producer, input, output, worker, limits, extractors, http and log",
            name);
}

/* librdkafka's names have a dot, but for these. */
static bool
is_property(const char *name)
{
    static const char *const plain[] = { "acks", "debug", "enabled_events", "interceptors", "log_level", "opaque",
        "partitioner", "retries" };
    size_t len = strlen(name);

    if (strchr(name, '.') != NULL || (len > 3 && strcmp(name + len - 3, "_cb") == 0))
        return true;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (strcmp(plain[i], name) == 0)
            return true;
    }
    return false;
}

static void
unknown_option(struct wf_config_loader *loader, const struct wf_config_section *section, const char *name,
    struct wf_config_at at)
{
    const char *names[64], *near;

    wf_config_row_names(section, names);
    near = wf_suggest(name, names);
    if (near != NULL) {
        wf_config_problem(loader, WF_ECONFIG, at, "no option `%s` in `%s`; did you mean `%s`?", name, section->name, near);
        return;
    }
    for (unsigned i = 0; i < wf_config_row_count; i++) { /* right name, wrong section? */
        if (strcmp(wf_config_rows[i].name, name) == 0) {
            wf_config_problem(loader, WF_ECONFIG, at, "no option `%s` in `%s`; it belongs to `%s`", name, section->name,
                wf_config_rows[i].section);
            return;
        }
    }
    wf_config_problem(loader, WF_ECONFIG, at, "no option `%s` in `%s`; `wirefact list options` shows all", name,
        section->name);
}

static void
take_property(struct wf_config_loader *loader, const struct wf_config_section *section, const char *name,
    const char *value, struct wf_config_origin origin)
{
    struct wf_config_private *own = loader->own;
    const char *reason = wf_config_refused(section->name, name);
    struct wf_config_taken *taken = NULL;

    if (reason != NULL) {
        wf_config_problem(loader, WF_ECONFIG, origin.at, "`%s` cannot be set: %s", name, reason);
        return;
    }
    for (unsigned i = 0; i < own->properties.count && taken == NULL; i++) {
        if (strcmp(own->properties.items[i].section, section->name) == 0 &&
            strcmp(own->properties.items[i].name, name) == 0)
            taken = &own->properties.items[i];
    }
    if (taken == NULL)
        taken = wf_vector_push(own->arena, &own->properties);
    if (taken != NULL)
        *taken = (struct wf_config_taken){ section->name, name, value, origin };
}

/* The name without `_file`, when it is the file form of an option or property; else NULL. */
static const char *
file_form(struct wf_config_loader *loader, const struct wf_config_section *section, const char *name)
{
    size_t len = strlen(name);
    const struct wf_config_row *row;
    const char *base;

    if (len <= 5 || strcmp(name + len - 5, "_file") != 0)
        return NULL;
    base = wf_arena_copy(loader->own->arena, name, len - 5);
    if (base == NULL)
        return NULL;
    row = wf_config_row_find(section, base);
    if ((row != NULL && row->type == WF_CONFIG_TEXT) ||
        (row == NULL && section->takes == WF_CONFIG_PROPERTIES && is_property(base)))
        return base;
    return NULL;
}

void
wf_config_take(struct wf_config_loader *loader, const struct wf_config_section *section, const char *name,
    const char *text, struct wf_config_at at)
{
    wf_arena *arena = loader->own->arena;
    const struct wf_config_row *row = wf_config_row_find(section, name);
    const char *base = row == NULL ? file_form(loader, section, name) : NULL;
    struct wf_config_origin origin = { at, NULL };
    char problem[512] = "";
    const char *value = wf_config_expand(text, arena, problem, sizeof problem);

    if (value != NULL && value != text)
        origin.shown = text;
    if (value != NULL && base != NULL) {
        origin.shown = wf_arena_printf(arena, "(from %s)", value);
        value = wf_config_read_secret(value, arena, problem, sizeof problem);
        row = wf_config_row_find(section, base);
        name = base;
    }
    if (value == NULL) {
        wf_config_problem(loader, WF_ECONFIG, at, "%s.%s: %s", section->name, name, problem);
    } else if (row != NULL) {
        if (wf_config_value_set(loader->config, row, value, arena, problem, sizeof problem))
            loader->own->origins[row - wf_config_rows] = origin;
        else
            wf_config_problem(loader, WF_ECONFIG, at, "%s.%s: %s", section->name, name, problem);
    } else if (section->takes == WF_CONFIG_PROPERTIES && is_property(name)) {
        take_property(loader, section, name, value, origin);
    } else {
        unknown_option(loader, section, name, at);
    }
}

void
wf_config_take_list(struct wf_config_loader *loader, const struct wf_config_section *section, const char *name,
    const char **items, unsigned count, struct wf_config_at at)
{
    const struct wf_config_row *row = wf_config_row_find(section, name);
    char problem[512] = "";

    if (row == NULL) {
        unknown_option(loader, section, name, at);
        return;
    }
    if (row->type != WF_CONFIG_LIST) {
        wf_config_problem(loader, WF_ECONFIG, at, "%s.%s: takes one value, not a list", section->name, name);
        return;
    }
    for (unsigned i = 0; i < count; i++) {
        items[i] = wf_config_expand(items[i], loader->own->arena, problem, sizeof problem);
        if (items[i] == NULL) {
            wf_config_problem(loader, WF_ECONFIG, at, "%s.%s: %s", section->name, name, problem);
            return;
        }
    }
    if (wf_config_value_list(loader->config, row, items, count, loader->own->arena))
        loader->own->origins[row - wf_config_rows] = (struct wf_config_origin){ at, NULL };
}

void
wf_config_take_stage(struct wf_config_loader *loader, const char *stage, const char *name, const char *text,
    struct wf_config_at at)
{
    struct wf_config_private *own = loader->own;
    char problem[512] = "";
    const char *value = wf_config_expand(text, own->arena, problem, sizeof problem);
    struct wf_config_stage *item = NULL;

    if (value == NULL) {
        wf_config_problem(loader, WF_ECONFIG, at, "extractors.%s.%s: %s", stage, name, problem);
        return;
    }
    for (unsigned i = 0; i < own->stages.count && item == NULL; i++) {
        if (strcmp(own->stages.items[i].stage, stage) == 0 && strcmp(own->stages.items[i].name, name) == 0)
            item = &own->stages.items[i];
    }
    if (item == NULL)
        item = wf_vector_push(own->arena, &own->stages);
    if (item != NULL)
        *item = (struct wf_config_stage){ stage, name, value, at.line, at.column };
}

static void
lower(char *text, char underscore)
{
    for (; *text != '\0'; text++) {
        if (*text >= 'A' && *text <= 'Z')
            *text = (char)(*text - 'A' + 'a');
        else if (*text == '_')
            *text = underscore;
    }
}

/* Kubernetes puts the addresses of services into the environment: WIREFACT_HTTP_SERVICE_PORT and so on. */
static bool
is_service_link(const char *name)
{
    return strstr(name, "_SERVICE_") != NULL || strstr(name, "_PORT_") != NULL ||
        (strlen(name) > 5 && strcmp(name + strlen(name) - 5, "_PORT") == 0);
}

static void
take_variable(struct wf_config_loader *loader, const char *variable)
{
    wf_arena *arena = loader->own->arena;
    const char *equals = strchr(variable, '='), *value;
    const struct wf_config_section *section = NULL;
    struct wf_config_at at = { NULL, 0, 0 };
    char *name, *rest, *source;
    bool file;

    if (equals == NULL || (source = wf_arena_copy(arena, variable, (size_t)(equals - variable))) == NULL ||
        is_service_link(source))
        return;
    at.source = source;
    name = wf_arena_copy(arena, source + 9, strlen(source + 9));
    value = wf_arena_copy(arena, equals + 1, strlen(equals + 1));
    rest = name == NULL ? NULL : strchr(name, '_');
    if (rest == NULL || value == NULL)
        return;
    *rest++ = '\0';
    lower(name, '_');
    section = wf_config_section_find(name);
    if (section == NULL)
        return; /* WIREFACT_ followed by something else is nobody's business */
    file = strlen(rest) > 5 && strcmp(rest + strlen(rest) - 5, "_FILE") == 0;
    lower(rest, '_');
    if (section->takes == WF_CONFIG_PROPERTIES && wf_config_row_find(section, rest) == NULL) {
        lower(rest, '.');
        if (file)
            rest[strlen(rest) - 5] = '_';
    }
    wf_config_take(loader, section, rest, value, at);
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
take_environment(struct wf_config_loader *loader)
{
    char *found[512];
    size_t count = 0;

    for (char **item = environ; *item != NULL && count < 512; item++) {
        if (strncmp(*item, "WIREFACT_", 9) == 0)
            found[count++] = *item;
    }
    qsort(found, count, sizeof found[0], by_name); /* the same problems in the same order */
    for (size_t i = 0; i < count; i++)
        take_variable(loader, found[i]);
}

static void
take_set(struct wf_config_loader *loader, const char *set)
{
    wf_arena *arena = loader->own->arena;
    struct wf_config_at at = { "--set", 0, 0 };
    const char *equals = strchr(set, '='), *value;
    const struct wf_config_section *section;
    char *name, *rest, *dot;

    name = equals == NULL ? NULL : wf_arena_copy(arena, set, (size_t)(equals - set));
    rest = name == NULL ? NULL : strchr(name, '.');
    if (rest == NULL) {
        wf_config_problem(loader, WF_EUSAGE, at, "`%s` is not understood; write section.name=value", set);
        return;
    }
    *rest++ = '\0';
    value = wf_arena_copy(arena, equals + 1, strlen(equals + 1));
    section = wf_config_section_find(name);
    dot = strchr(rest, '.');
    if (value == NULL)
        return;
    if (section == NULL) {
        wf_config_unknown_section(loader, name, at);
    } else if (section->takes == WF_CONFIG_STAGES && dot != NULL) {
        *dot = '\0';
        wf_config_take_stage(loader, rest, dot + 1, value, at);
    } else {
        wf_config_take(loader, section, rest, value, at);
    }
}

static void
take_defaults(struct wf_config_loader *loader)
{
    char problem[512];

    for (unsigned i = 0; i < wf_config_row_count; i++) {
        const struct wf_config_row *row = &wf_config_rows[i];

        if (row->standard != NULL &&
            !wf_config_value_set(loader->config, row, row->standard, loader->own->arena, problem, sizeof problem))
            wf_config_problem(loader, WF_EINTERNAL, (struct wf_config_at){ row->name, 0, 0 }, "default: %s", problem);
    }
}

/* The properties of `kafka`, then those of `section`, which win. */
static const struct wf_property *
properties_for(struct wf_config_private *own, const char *section)
{
    struct wf_property *list = wf_arena_zalloc(own->arena, (own->properties.count + 1) * sizeof *list);
    const char *const order[] = { "kafka", section };
    unsigned count = 0;

    for (unsigned pass = 0; list != NULL && pass < 2; pass++) {
        for (unsigned i = 0; i < own->properties.count; i++) {
            const struct wf_config_taken *taken = &own->properties.items[i];
            unsigned at = 0;

            if (strcmp(taken->section, order[pass]) != 0)
                continue;
            while (at < count && strcmp(list[at].name, taken->name) != 0)
                at++;
            list[at] = (struct wf_property){ taken->name, taken->value };
            count += at == count;
        }
    }
    return list;
}

static struct wf_config_origin *
origin_of(struct wf_config_private *own, const char *section, const char *name)
{
    return &own->origins[wf_config_row_find(wf_config_section_find(section), name) - wf_config_rows];
}

static void
check_together(struct wf_config_loader *loader)
{
    struct wf_config *config = loader->config;
    struct wf_config_at at = origin_of(loader->own, "worker", "batch_time")->at;

    if (at.source == NULL)
        at = origin_of(loader->own, "worker", "transaction_timeout")->at;
    if (config->worker.batch_time >= config->worker.transaction_timeout)
        wf_config_problem(loader, WF_ECONFIG, at,
            "worker.batch_time must be below worker.transaction_timeout, else brokers abort every batch");
}

static bool
begin(struct wf_config_loader *loader)
{
    struct wf_config_private *own = NULL;
    wf_arena *arena = wf_arena_new(MEMORY_LIMIT);

    loader->config = calloc(1, sizeof *loader->config);
    if (arena != NULL)
        own = wf_arena_zalloc(arena, sizeof *own);
    if (loader->config == NULL || own == NULL) {
        wf_arena_free(arena);
        return false;
    }
    own->arena = arena;
    loader->config->own = loader->own = own;
    own->origins = wf_arena_zalloc(arena, wf_config_row_count * sizeof *own->origins);
    return own->origins != NULL;
}

struct wf_config *
wf_config_load(const struct wf_config_source *source, struct wf_config_problems *problems)
{
    struct wf_config_loader loader = { NULL, NULL, problems };
    struct wf_config_private *own;

    problems->count = 0;
    if (!begin(&loader)) {
        wf_config_problem(&loader, WF_ENOMEM, (struct wf_config_at){ NULL, 0, 0 }, "no memory for the configuration");
        goto done;
    }
    own = loader.own;
    take_defaults(&loader);
    if (source->path != NULL)
        wf_config_yaml(&loader, source->path);
    if (source->environment)
        take_environment(&loader);
    for (size_t i = 0; source->sets != NULL && source->sets[i] != NULL; i++)
        take_set(&loader, source->sets[i]);
    check_together(&loader);
    loader.config->consumer_properties = properties_for(own, "consumer");
    loader.config->producer_properties = properties_for(own, "producer");
    wf_vector_push(own->arena, &own->stages); /* the end of the list */
    if (!wf_arena_failed(own->arena)) {
        own->stages.items[own->stages.count - 1] = (struct wf_config_stage){ NULL, NULL, NULL, 0, 0 };
        loader.config->stages = own->stages.items;
    } else {
        wf_config_problem(&loader, WF_ECONFIG, (struct wf_config_at){ source->path, 0, 0 },
            "the configuration is larger than 16 MiB");
    }
done:
    if (problems->count > 0) {
        wf_config_free(loader.config);
        return NULL;
    }
    return loader.config;
}

void
wf_config_free(struct wf_config *config)
{
    if (config == NULL)
        return;
    if (config->own != NULL)
        wf_arena_free(config->own->arena);
    free(config);
}

void
wf_config_place(const struct wf_config *config, const char *property, struct wf_error *err)
{
    for (unsigned i = 0; i < config->own->properties.count; i++) {
        const struct wf_config_taken *taken = &config->own->properties.items[i];

        if (strcmp(taken->name, property) == 0) {
            snprintf(err->source, sizeof err->source, "%s", taken->origin.at.source);
            err->line = taken->origin.at.line;
            err->column = taken->origin.at.column;
        }
    }
}

bool
wf_config_is_set(const struct wf_config *config, const char *section, const char *name)
{
    return origin_of(config->own, section, name)->at.source != NULL;
}
