/* SPDX-License-Identifier: Apache-2.0 */
/* The table of options as data, and values of its types. Private to config/. */
#ifndef WF_CONFIG_TABLE_H
#define WF_CONFIG_TABLE_H

#include <stddef.h>

#include "config/config.h"
#include "document/arena.h"

enum wf_config_type {
    WF_CONFIG_TEXT, WF_CONFIG_LIST, WF_CONFIG_COUNT, WF_CONFIG_SIZE, WF_CONFIG_TIME, WF_CONFIG_SWITCH, WF_CONFIG_CHOICE
};

enum wf_config_takes { WF_CONFIG_NOTHING, WF_CONFIG_PROPERTIES, WF_CONFIG_STAGES };

struct wf_config_row {
    const char *section, *name;
    enum wf_config_type type;
    const char *standard; /* default, as text; NULL: not set */
    int64_t lowest, highest;
    const char *choices;
    const char *meaning;
    size_t offset; /* in struct wf_config */
};

struct wf_config_section {
    const char *name;
    enum wf_config_takes takes;
    const char *meaning;
    unsigned first, end; /* rows */
};

extern const struct wf_config_row wf_config_rows[];
extern const unsigned wf_config_row_count;
extern const struct wf_config_section wf_config_sections[];
extern const unsigned wf_config_section_count;

const struct wf_config_section *wf_config_section_find(const char *name);
const struct wf_config_row *wf_config_row_find(const struct wf_config_section *section, const char *name);

/* Section or row names, NULL-terminated, into names[64]; for suggestions. */
void wf_config_section_names(const char *names[64]);
void wf_config_row_names(const struct wf_config_section *section, const char *names[64]);

/*
 * Put `text` (terminated, lives as long as the arena) into the option's field. On failure writes what is wrong
 * and what would be right to problem[size] and returns false. LIST: commas separate items.
 */
bool wf_config_value_set(struct wf_config *config, const struct wf_config_row *row, const char *text, wf_arena *arena,
    char *problem, size_t size);

/* The same for a LIST from separate items. */
bool wf_config_value_list(struct wf_config *config, const struct wf_config_row *row, const char *const *items,
    unsigned count, wf_arena *arena);

/* The value as it would be written in a file, lists as `[a, b]`; `null` where not set. */
void wf_config_value_print(const struct wf_config *config, const struct wf_config_row *row, struct wf_buffer *out);

/* A YAML scalar, quoted where needed. */
void wf_config_scalar_print(const char *text, struct wf_buffer *out);

/*
 * Replace ${NAME}, ${NAME:-default} and $$ in `text`. Returns the result (borrowed from the arena, `text` itself
 * where there is nothing to replace), or NULL with problem[size].
 */
const char *wf_config_expand(const char *text, wf_arena *arena, char *problem, size_t size);

/* Why a librdkafka property may not be set, NULL when it may; `section` is kafka, consumer or producer. */
const char *wf_config_refused(const char *section, const char *property);

/* The list of refused properties, for the reference: the n-th and its reason; NULL at the end. */
const char *wf_config_refused_at(unsigned index, const char **property);

/* True when the value of a property of this name must not be shown. */
bool wf_config_is_secret(const char *property);

/* Read a small file whole into the arena, without the last line end; NULL with problem[size]. */
const char *wf_config_read_secret(const char *path, wf_arena *arena, char *problem, size_t size);

#endif
