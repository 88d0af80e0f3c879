/* SPDX-License-Identifier: Apache-2.0 */
/* How the sources of a configuration hand over what they read. Private to config/. */
#ifndef WF_CONFIG_LOAD_H
#define WF_CONFIG_LOAD_H

#include "config/table.h"

struct wf_config_at {
    const char *source; /* file, "environment" or "--set"; lives as long as the configuration */
    int line, column;   /* 0 outside a file */
};

/* Where the value of an option comes from. */
struct wf_config_origin {
    struct wf_config_at at;
    const char *shown; /* what may be shown in its place: `${NAME}`, or the path of a secret; NULL: the value */
};

struct wf_config_taken {
    const char *section, *name, *value;
    struct wf_config_origin origin;
};

struct wf_config_private {
    wf_arena *arena;
    struct wf_config_origin *origins; /* one a row; source NULL: default */
    WF_VECTOR(struct wf_config_taken) properties;
    WF_VECTOR(struct wf_config_stage) stages;
};

struct wf_config_loader {
    struct wf_config *config;
    struct wf_config_private *own;
    struct wf_config_problems *problems;
};

void wf_config_problem(struct wf_config_loader *loader, enum wf_status status, struct wf_config_at at,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* `name` of `section` is `text` (both live as long as the configuration); expands and checks it. */
void wf_config_take(struct wf_config_loader *loader, const struct wf_config_section *section, const char *name,
    const char *text, struct wf_config_at at);
void wf_config_take_list(struct wf_config_loader *loader, const struct wf_config_section *section, const char *name,
    const char **items, unsigned count, struct wf_config_at at);
void wf_config_take_stage(struct wf_config_loader *loader, const char *stage, const char *name, const char *text,
    struct wf_config_at at);

/* Report an unknown section. */
void wf_config_unknown_section(struct wf_config_loader *loader, const char *name, struct wf_config_at at);

/* Read a YAML file ("-": standard input). */
void wf_config_yaml(struct wf_config_loader *loader, const char *path);

#endif
