/* SPDX-License-Identifier: Apache-2.0 */
/* From libyaml's events to options. Nesting is fixed by the table, so nothing here recurses. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <yaml.h>

#include "config/load.h"
#include "config/suggest.h"

#define FILE_MAX (1024 * 1024)
#define LIST_MAX 256

struct seen {
    const char *name;
    int line;
};

struct reader {
    struct wf_config_loader *loader;
    wf_arena *arena;
    const char *path;
    yaml_parser_t parser;
    yaml_event_t event; /* the current one */
    bool open;          /* event must be deleted */
    bool failed;        /* stop: the rest cannot be understood */
    WF_VECTOR(struct seen) sections;
    WF_VECTOR(struct seen) names; /* of the section that is being read */
};

static struct wf_config_at
place(const struct reader *r, yaml_mark_t mark)
{
    return (struct wf_config_at){ r->path, (int)mark.line + 1, (int)mark.column + 1 };
}

/* Move to the next event; false at an error, which is reported. */
static bool
next(struct reader *r)
{
    if (r->failed)
        return false;
    if (r->open)
        yaml_event_delete(&r->event);
    r->open = yaml_parser_parse(&r->parser, &r->event) != 0;
    if (!r->open) {
        const char *what = r->parser.problem == NULL ? "cannot be read" : r->parser.problem;
        yaml_mark_t mark = r->parser.problem_mark;

        if (strcmp(what, "found character that cannot start any token") == 0)
            what = "found a character that cannot stand here, such as a tab (YAML is indented with spaces), `@` or a backquote";
        r->failed = true;
        if (r->parser.error == YAML_READER_ERROR)
            wf_config_problem(r->loader, WF_ECONFIG, (struct wf_config_at){ r->path, 0, 0 }, "byte %zu: %s",
                r->parser.problem_offset, what);
        else
            wf_config_problem(r->loader, WF_ECONFIG, place(r, mark), "not valid YAML: %s%s%s", what,
                r->parser.context == NULL ? "" : ", ", r->parser.context == NULL ? "" : r->parser.context);
        return false;
    }
    if (r->event.type == YAML_ALIAS_EVENT) {
        wf_config_problem(r->loader, WF_ECONFIG, place(r, r->event.start_mark),
            "aliases (`*name`) are not supported; write the value again");
        r->failed = true;
        return false;
    }
    return true;
}

/* Step over the node that the current event begins, to its last event. */
static void
skip_node(struct reader *r)
{
    int depth = 0;

    do {
        if (r->event.type == YAML_MAPPING_START_EVENT || r->event.type == YAML_SEQUENCE_START_EVENT)
            depth++;
        if (r->event.type == YAML_MAPPING_END_EVENT || r->event.type == YAML_SEQUENCE_END_EVENT)
            depth--;
    } while (depth > 0 && next(r));
}

/* The scalar as a terminated string; NULL where it holds a zero byte or memory is used up. */
static const char *
scalar(struct reader *r)
{
    const char *data = (const char *)r->event.data.scalar.value;
    size_t len = r->event.data.scalar.length;

    if (memchr(data, '\0', len) != NULL) {
        wf_config_problem(r->loader, WF_ECONFIG, place(r, r->event.start_mark), "a value may not hold a zero byte");
        return NULL;
    }
    return wf_arena_copy(r->arena, data, len);
}

static bool
is_null(const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;

    return event->type == YAML_SCALAR_EVENT && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
        (text[0] == '\0' || strcmp(text, "~") == 0 || strcmp(text, "null") == 0);
}

/* Read a key; NULL at the end of the mapping or when it is no scalar (then its value is skipped too). */
static const char *
key(struct reader *r, struct wf_config_at *at, bool *end)
{
    *end = true;
    if (!next(r) || r->event.type == YAML_MAPPING_END_EVENT)
        return NULL;
    *end = false;
    *at = place(r, r->event.start_mark);
    if (r->event.type == YAML_SCALAR_EVENT)
        return scalar(r);
    wf_config_problem(r->loader, WF_ECONFIG, *at, "a name must be a single word");
    skip_node(r);
    return NULL;
}

#define FIRST_TIME(r, list, name, at) first_time((r), (list).items, (list).count, (name), (at)) && \
    remember((r), wf_vector_push((r)->arena, &(list)), (name), (at))

static bool
first_time(struct reader *r, const struct seen *seen, unsigned count, const char *name, struct wf_config_at at)
{
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(seen[i].name, name) == 0) {
            wf_config_problem(r->loader, WF_ECONFIG, at, "`%s` is given twice; the first is in line %d", name,
                seen[i].line);
            return false;
        }
    }
    return true;
}

static bool
remember(struct reader *r, struct seen *place_of, const char *name, struct wf_config_at at)
{
    (void)r;
    if (place_of != NULL)
        *place_of = (struct seen){ name, at.line };
    return place_of != NULL;
}

/* The current event begins the list of an option. */
static void
read_list(struct reader *r, const struct wf_config_section *section, const char *name, struct wf_config_at at)
{
    const char *items[LIST_MAX];
    unsigned count = 0;

    while (next(r) && r->event.type != YAML_SEQUENCE_END_EVENT) {
        if (r->event.type != YAML_SCALAR_EVENT) {
            wf_config_problem(r->loader, WF_ECONFIG, place(r, r->event.start_mark), "%s.%s: items must be plain values",
                section->name, name);
            skip_node(r);
        } else if (count == LIST_MAX) {
            wf_config_problem(r->loader, WF_ECONFIG, place(r, r->event.start_mark), "%s.%s: more than %d items",
                section->name, name, LIST_MAX);
            r->failed = true;
        } else if ((items[count] = scalar(r)) != NULL) {
            count++;
        }
    }
    if (!r->failed)
        wf_config_take_list(r->loader, section, name, items, count, at);
}

/* The current event begins the options of a stage. */
static void
read_stage(struct reader *r, const char *stage)
{
    WF_VECTOR(struct seen) names = { NULL, 0, 0 };
    struct wf_config_at at;
    bool end;

    for (;;) {
        const char *name = key(r, &at, &end), *value;

        if (end || !next(r))
            return;
        if (r->event.type != YAML_SCALAR_EVENT) {
            wf_config_problem(r->loader, WF_ECONFIG, place(r, r->event.start_mark), "extractors.%s: an option has one value",
                stage);
            skip_node(r);
        } else if (name != NULL && FIRST_TIME(r, names, name, at) && (value = scalar(r)) != NULL) {
            wf_config_take_stage(r->loader, stage, name, value, place(r, r->event.start_mark));
        }
    }
}

/* The value of `name` in a section; its event is the current one. */
static void
read_option(struct reader *r, const struct wf_config_section *section, const char *name, struct wf_config_at at)
{
    struct wf_config_at value_at = place(r, r->event.start_mark);
    const char *text;

    if (r->event.type == YAML_SEQUENCE_START_EVENT) {
        read_list(r, section, name, at);
    } else if (r->event.type == YAML_MAPPING_START_EVENT && section->takes == WF_CONFIG_STAGES &&
               wf_config_row_find(section, name) == NULL) {
        read_stage(r, name);
    } else if (r->event.type == YAML_MAPPING_START_EVENT) {
        wf_config_problem(r->loader, WF_ECONFIG, value_at, "%s.%s: takes one value, not a mapping", section->name, name);
        skip_node(r);
    } else if (is_null(&r->event)) {
        const struct wf_config_row *row = wf_config_row_find(section, name);

        if (row == NULL) /* an unknown name is wrong even without a value */
            wf_config_take(r->loader, section, name, "", at);
    } else if ((text = scalar(r)) != NULL) {
        const struct wf_config_row *row = wf_config_row_find(section, name);

        wf_config_take(r->loader, section, name, text, row == NULL ? at : value_at);
    }
}

static void
read_section(struct reader *r, const struct wf_config_section *section)
{
    struct wf_config_at at;
    bool end;

    r->names.count = 0;
    for (;;) {
        const char *name = key(r, &at, &end);

        if (end || !next(r))
            return;
        if (name != NULL && FIRST_TIME(r, r->names, name, at))
            read_option(r, section, name, at);
        else
            skip_node(r);
    }
}

static void
read_sections(struct reader *r)
{
    struct wf_config_at at;
    bool end;

    for (;;) {
        const char *name = key(r, &at, &end);
        const struct wf_config_section *section = name == NULL ? NULL : wf_config_section_find(name);

        if (end || !next(r))
            return;
        if (name != NULL && section == NULL)
            wf_config_unknown_section(r->loader, name, at);
        if (section == NULL || !(FIRST_TIME(r, r->sections, name, at))) {
            skip_node(r);
        } else if (r->event.type == YAML_MAPPING_START_EVENT) {
            read_section(r, section);
        } else if (!is_null(&r->event)) {
            wf_config_problem(r->loader, WF_ECONFIG, place(r, r->event.start_mark),
                "section `%s` must hold options, as `name: value`", name);
            skip_node(r);
        }
    }
}

static void
read_stream(struct reader *r)
{
    if (!next(r) || !next(r)) /* start of the stream, then of a document or its end */
        return;
    if (r->event.type == YAML_STREAM_END_EVENT || !next(r))
        return; /* an empty file: all defaults */
    if (r->event.type == YAML_MAPPING_START_EVENT) {
        read_sections(r);
    } else if (!is_null(&r->event)) {
        wf_config_problem(r->loader, WF_ECONFIG, place(r, r->event.start_mark),
            "a configuration is a row of sections, as `input: {topics: [reports]}`");
        return;
    }
    if (next(r) && next(r) && r->event.type != YAML_STREAM_END_EVENT)
        wf_config_problem(r->loader, WF_ECONFIG, place(r, r->event.start_mark),
            "a second YAML document begins here; a configuration is one");
}

/* The whole file, new (arena); NULL after reporting why not. */
static const char *
read_file(struct wf_config_loader *loader, const char *path, size_t *len)
{
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    struct wf_config_at at = { path, 0, 0 };
    char *data = NULL;

    if (in == NULL) {
        wf_config_problem(loader, WF_EIO, at, "cannot be opened: %s", strerror(errno));
        return NULL;
    }
    data = wf_arena_alloc(loader->own->arena, FILE_MAX + 1);
    *len = data == NULL ? 0 : fread(data, 1, FILE_MAX + 1, in);
    if (data == NULL || ferror(in)) {
        wf_config_problem(loader, WF_EIO, at, "cannot be read: %s", strerror(errno));
        data = NULL;
    } else if (*len > FILE_MAX) {
        wf_config_problem(loader, WF_ECONFIG, at, "is larger than 1 MiB");
        data = NULL;
    }
    if (in != stdin)
        fclose(in);
    return data;
}

void
wf_config_yaml(struct wf_config_loader *loader, const char *path)
{
    struct reader r = { .loader = loader, .arena = loader->own->arena };
    const char *data;
    size_t len = 0;

    r.path = wf_arena_copy(r.arena, path, strlen(path));
    data = r.path == NULL ? NULL : read_file(loader, r.path, &len);
    if (data == NULL)
        return;
    if (!yaml_parser_initialize(&r.parser)) {
        wf_config_problem(loader, WF_ENOMEM, (struct wf_config_at){ r.path, 0, 0 }, "no memory to read it");
        return;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)data, len);
    read_stream(&r);
    if (r.open)
        yaml_event_delete(&r.event);
    yaml_parser_delete(&r.parser);
}
