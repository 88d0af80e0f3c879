/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "config/load.h"

static bool
ignored(const char *section, const char *const *but)
{
    for (; *but != NULL; but++)
        if (strcmp(*but, section) == 0)
            return true;
    return false;
}

static bool
same_value(const struct wf_config *a, const struct wf_config *b, const struct wf_config_row *row)
{
    struct wf_buffer one = WF_BUFFER_INIT, two = WF_BUFFER_INIT;
    bool same;

    wf_config_value_print(a, row, &one);
    wf_config_value_print(b, row, &two);
    same = one.len == two.len && !one.failed && !two.failed && memcmp(one.data, two.data, one.len) == 0;
    wf_buffer_free(&one);
    wf_buffer_free(&two);
    return same;
}

/* The last value of a property, which wins; NULL where it is not set. */
static const char *
property_of(const struct wf_config *config, const char *section, const char *name)
{
    const char *value = NULL;

    for (unsigned i = 0; i < config->own->properties.count; i++) {
        const struct wf_config_taken *p = &config->own->properties.items[i];

        if (strcmp(p->section, section) == 0 && strcmp(p->name, name) == 0)
            value = p->value;
    }
    return value;
}

/* Properties of `a` that `b` has otherwise; with `missing` only those that `b` has not at all. */
static unsigned
properties(const struct wf_config *a, const struct wf_config *b, bool missing, const char *const *but,
    void (*report)(void *context, const char *section, const char *name), void *context)
{
    unsigned count = 0;

    for (unsigned i = 0; i < a->own->properties.count; i++) {
        const struct wf_config_taken *p = &a->own->properties.items[i];
        const char *here = property_of(a, p->section, p->name), *there = property_of(b, p->section, p->name);

        if (p->value != here || ignored(p->section, but)) /* one that another overrides */
            continue;
        if (missing ? there != NULL : there != NULL && strcmp(here, there) == 0)
            continue;
        report(context, p->section, p->name);
        count++;
    }
    return count;
}

unsigned
wf_config_difference(const struct wf_config *a, const struct wf_config *b, const char *const *but,
    void (*report)(void *context, const char *section, const char *name), void *context)
{
    unsigned count = 0;

    for (unsigned i = 0; i < wf_config_row_count; i++) {
        const struct wf_config_row *row = &wf_config_rows[i];

        if (ignored(row->section, but) || same_value(a, b, row))
            continue;
        report(context, row->section, row->name);
        count++;
    }
    return count + properties(a, b, false, but, report, context) + properties(b, a, true, but, report, context);
}
