/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration: a YAML file (JSON is YAML too), then the environment (WIREFACT_SECTION_NAME), then
 * arguments (section.name=value), the later winning. In any value `${NAME}` stands for an environment variable,
 * `${NAME:-default}` gives one for when it is not set, and `$$` is a dollar sign. A text option or librdkafka
 * property may be given as `NAME_file: PATH`: its value is then the content of that file.
 *
 * Nothing wrong is passed over: unknown or repeated keys, values out of their limits and librdkafka properties
 * that would break the delivery guarantee are all reported, each with its place.
 */
#ifndef WF_CONFIG_H
#define WF_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "config/options.h"
#include "config/property.h"
#include "document/buffer.h"
#include "document/status.h"

typedef const char *wf_config_TEXT;
typedef const char *const *wf_config_LIST;
typedef int64_t wf_config_COUNT, wf_config_SIZE, wf_config_TIME;
typedef bool wf_config_SWITCH;
typedef int wf_config_CHOICE;

/* An option of a stage: `extractors: {dates: {option: value}}`. */
struct wf_config_stage {
    const char *stage; /* NULL ends a list */
    const char *name;
    const char *value;
    int line, column; /* 0 outside a file */
};

struct wf_config_private;

struct wf_config {
#define WF_CONFIG_FIELD(section, name, type, standard, lowest, highest, choices, meaning) wf_config_##type name;
#define WF_CONFIG_STRUCT(section, table, takes, meaning)                                                     \
    struct {                                                                                                 \
        table(WF_CONFIG_FIELD)                                                                               \
        char spare_; /* a section may have no options of its own */                                          \
    } section;
    WF_CONFIG_SECTIONS(WF_CONFIG_STRUCT)
#undef WF_CONFIG_STRUCT
#undef WF_CONFIG_FIELD
    /* librdkafka's properties, those of `kafka` first; ended by a NULL name */
    const struct wf_property *consumer_properties;
    const struct wf_property *producer_properties;
    const struct wf_config_stage *stages;
    struct wf_config_private *own;
};

/* What is wrong, in the order found. */
#define WF_CONFIG_PROBLEMS 32
struct wf_config_problems {
    struct wf_error items[WF_CONFIG_PROBLEMS];
    unsigned count; /* more than WF_CONFIG_PROBLEMS are not kept */
};

struct wf_config_source {
    const char *path;         /* NULL: no file; "-": standard input */
    const char *const *sets;  /* "section.name=value", NULL-terminated; NULL: none */
    bool environment;         /* read WIREFACT_* */
};

/* A new configuration, or NULL with at least one problem (WF_ECONFIG, WF_EIO, WF_ENOMEM). */
struct wf_config *wf_config_load(const struct wf_config_source *source, struct wf_config_problems *problems);

/* Accepts NULL. */
void wf_config_free(struct wf_config *config);

/* Where a librdkafka property of the lists was set, for an error about it: fills source, line and column of *err. */
void wf_config_place(const struct wf_config *config, const char *property, struct wf_error *err);

/* True when an option of the table was given, in whichever way, and not left at its default. */
bool wf_config_is_set(const struct wf_config *config, const char *section, const char *name);

/*
 * Report what two configurations have differently, options and librdkafka's properties, but for the sections of the list
 * `but` (ended by NULL). Returns how many.
 */
unsigned wf_config_difference(const struct wf_config *a, const struct wf_config *b, const char *const *but,
    void (*report)(void *context, const char *section, const char *name), void *context);

/* All options as YAML with where each comes from. Secrets are masked: passwords, keys, tokens, contents of files. */
void wf_config_print(const struct wf_config *config, struct wf_buffer *out);

/* The same table in other forms: a commented sample file, the reference in Markdown, JSON Schema, plain text. */
void wf_config_sample(struct wf_buffer *out);
void wf_config_reference(struct wf_buffer *out);
void wf_config_schema(struct wf_buffer *out);
void wf_config_list(struct wf_buffer *out);

#endif
