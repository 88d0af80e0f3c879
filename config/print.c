/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration and its table in the forms that people and programs read. */
#include <stdio.h>
#include <string.h>

#include "config/load.h"

static const char *const type_words[] = { "text", "list", "number", "size", "time", "true or false", "one of" };

/* `text` broken at spaces so that a line has at most `width` columns, each line with `prefix`. */
static void
put_wrapped(struct wf_buffer *out, const char *text, const char *prefix, size_t width)
{
    while (*text != '\0') {
        size_t len = strlen(text), room = width - strlen(prefix);

        if (len > room) {
            len = room;
            while (len > 0 && text[len] != ' ')
                len--;
            if (len == 0)
                len = strcspn(text, " ");
        }
        wf_buffer_puts(out, prefix);
        wf_buffer_append(out, text, len);
        wf_buffer_putc(out, '\n');
        text += len;
        text += strspn(text, " ");
    }
}

static void
put_masked(struct wf_buffer *out, const char *name, const char *value, const struct wf_config_origin *origin)
{
    if (origin->shown != NULL)
        wf_config_scalar_print(origin->shown, out);
    else if (wf_config_is_secret(name))
        wf_buffer_puts(out, "\"********\"");
    else
        wf_config_scalar_print(value, out);
}

static void
put_origin(struct wf_buffer *out, const struct wf_config_origin *origin)
{
    if (origin->at.source == NULL)
        return;
    wf_buffer_printf(out, "  # %s", origin->at.source);
    if (origin->at.line > 0)
        wf_buffer_printf(out, ":%d", origin->at.line);
}

void
wf_config_print(const struct wf_config *config, struct wf_buffer *out)
{
    const struct wf_config_private *own = config->own;

    for (unsigned s = 0; s < wf_config_section_count; s++) {
        const struct wf_config_section *section = &wf_config_sections[s];
        size_t start = out->len;

        wf_buffer_printf(out, "%s:\n", section->name);
        for (unsigned i = section->first; i < section->end; i++) {
            wf_buffer_printf(out, "  %s: ", wf_config_rows[i].name);
            if (own->origins[i].shown != NULL)
                wf_config_scalar_print(own->origins[i].shown, out);
            else
                wf_config_value_print(config, &wf_config_rows[i], out);
            put_origin(out, &own->origins[i]);
            wf_buffer_putc(out, '\n');
        }
        for (unsigned i = 0; i < own->properties.count; i++) {
            const struct wf_config_taken *taken = &own->properties.items[i];

            if (strcmp(taken->section, section->name) != 0)
                continue;
            wf_buffer_printf(out, "  %s: ", taken->name);
            put_masked(out, taken->name, taken->value, &taken->origin);
            put_origin(out, &taken->origin);
            wf_buffer_putc(out, '\n');
        }
        for (unsigned i = 0; section->takes == WF_CONFIG_STAGES && i < own->stages.count; i++) {
            const struct wf_config_stage *stage = &own->stages.items[i];

            if (stage->stage == NULL)
                break;
            if (i == 0 || strcmp(stage->stage, own->stages.items[i - 1].stage) != 0)
                wf_buffer_printf(out, "  %s:\n", stage->stage);
            wf_buffer_printf(out, "    %s: ", stage->name);
            wf_config_scalar_print(stage->value, out);
            wf_buffer_putc(out, '\n');
        }
        if (out->len - start == strlen(section->name) + 2)
            out->len = start; /* nothing in it */
    }
}

/* What a default looks like in a file. */
static void
put_default(struct wf_buffer *out, const struct wf_config_row *row)
{
    if (row->type == WF_CONFIG_LIST && row->standard == NULL)
        wf_buffer_puts(out, "[]");
    else
        wf_config_scalar_print(row->standard == NULL ? "" : row->standard, out);
}

static void
put_sample_option(struct wf_buffer *out, const struct wf_config_row *row)
{
    put_wrapped(out, row->meaning, "  # ", 100);
    if (row->choices != NULL)
        wf_buffer_printf(out, "  # One of %s.\n", row->choices);
    if (strcmp(row->name, "brokers") == 0) {
        wf_buffer_puts(out, "  brokers: localhost:9092\n");
    } else if (strcmp(row->name, "topics") == 0) {
        wf_buffer_puts(out, "  topics: [reports]\n");
    } else {
        wf_buffer_printf(out, "  #%s: ", row->name);
        put_default(out, row);
        wf_buffer_putc(out, '\n');
    }
}

/* What else a section may hold, by example. */
static const char *
more_sample(const char *section)
{
    if (strcmp(section, "kafka") == 0)
        return "  #security.protocol: sasl_ssl\n"
               "  #sasl.mechanism: SCRAM-SHA-512\n"
               "  #sasl.username: wirefact\n"
               "  #sasl.password_file: /run/secrets/kafka-password\n";
    if (strcmp(section, "consumer") == 0)
        return "  #fetch.min.bytes: 1\n";
    if (strcmp(section, "producer") == 0)
        return "  #compression.type: zstd\n";
    if (strcmp(section, "extractors") == 0)
        return "  #dates:\n  #  option: value\n";
    return "";
}

void
wf_config_sample(struct wf_buffer *out)
{
    wf_buffer_puts(out, "# SPDX-License-Identifier: Apache-2.0\n"
        "# Configuration of wirefact. Options that are commented out show their default.\n"
        "#\n"
        "# `wirefact check -c FILE` says what is wrong with a file. Any option can also be set in the\n"
        "# environment (WIREFACT_INPUT_GROUP) or on the command line (--set input.group=NAME). In a value,\n"
        "# ${NAME} stands for an environment variable and ${NAME:-default} gives one for when it is not set.\n"
        "# NAME_file instead of NAME reads a value from a file, as secrets are mounted.\n");
    for (unsigned s = 0; s < wf_config_section_count; s++) {
        const struct wf_config_section *section = &wf_config_sections[s];

        wf_buffer_putc(out, '\n');
        put_wrapped(out, section->meaning, "# ", 100);
        wf_buffer_printf(out, "%s:\n", section->name);
        for (unsigned i = section->first; i < section->end; i++) {
            put_sample_option(out, &wf_config_rows[i]);
        }
        wf_buffer_puts(out, more_sample(section->name));
    }
}

static void
put_limits(struct wf_buffer *out, const struct wf_config_row *row, const char *between)
{
    struct wf_config scratch;
    struct wf_config_row local = *row;

    if (row->type < WF_CONFIG_COUNT || row->type > WF_CONFIG_TIME)
        return;
    local.offset = offsetof(struct wf_config, limits.steps); /* any field of the type */
    memset(&scratch, 0, sizeof scratch);
    scratch.limits.steps = row->lowest;
    wf_buffer_puts(out, between);
    wf_config_value_print(&scratch, &local, out);
    if (row->highest == INT64_MAX) {
        wf_buffer_puts(out, " or more");
        return;
    }
    wf_buffer_puts(out, " to ");
    scratch.limits.steps = row->highest;
    wf_config_value_print(&scratch, &local, out);
}

static void
put_upper(struct wf_buffer *out, const char *text)
{
    for (; *text != '\0'; text++)
        wf_buffer_putc(out, *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text);
}

static void
put_reference_row(struct wf_buffer *out, const struct wf_config_row *row)
{
    wf_buffer_printf(out, "| `%s` | ", row->name);
    if (row->choices != NULL) {
        for (const char *at = row->choices; at != NULL; at = strchr(at, '|')) {
            if (*at == '|')
                at++;
            wf_buffer_printf(out, "%s`%.*s`", at == row->choices ? "" : " or ", (int)strcspn(at, "|"), at);
        }
    } else {
        wf_buffer_puts(out, type_words[row->type]);
        put_limits(out, row, ", ");
    }
    wf_buffer_puts(out, " | ");
    if (row->standard != NULL)
        wf_buffer_printf(out, "`%s`", row->standard);
    wf_buffer_printf(out, " | %s |\n", row->meaning);
}

void
wf_config_reference(struct wf_buffer *out)
{
    wf_buffer_puts(out,
        "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
        "<!-- Made by `wirefact list options --format markdown`; a test compares the two. -->\n"
        "# Configuration\n\n"
        "`wirefact run -c FILE` reads a YAML file (JSON is YAML too), then the environment, then `--set` arguments;\n"
        "the later wins. `wirefact check -c FILE` reports everything that is wrong with a file, each with its line and\n"
        "column, and with `--print` shows the values in force and where each comes from. `config/wirefact.yaml` is a\n"
        "sample with every option.\n\n"
        "| written as | instead of |\n| --- | --- |\n"
        "| `WIREFACT_INPUT_GROUP=reports` in the environment | `input: {group: reports}` |\n"
        "| `WIREFACT_KAFKA_SECURITY_PROTOCOL=ssl` | `kafka: {security.protocol: ssl}` |\n"
        "| `--set input.group=reports` | the same, for one start |\n"
        "| `${NAME}`, `${NAME:-default}` in a value | the environment variable; `$$` is a dollar sign |\n"
        "| `sasl.password_file: /run/secrets/password` | `sasl.password`, read from the file; works for texts too |\n\n"
        "Sizes have a unit (`B`, `kB`, `MB`, `GB`, or `KiB`, `MiB`, `GiB`), times too (`ms`, `s`, `m`, `h`, `d`). An unknown\n"
        "name, a name given twice and a value out of its limits are errors. Passwords, keys and tokens are never shown.\n");
    for (unsigned s = 0; s < wf_config_section_count; s++) {
        const struct wf_config_section *section = &wf_config_sections[s];

        wf_buffer_printf(out, "\n## `%s`\n\n", section->name);
        put_wrapped(out, section->meaning, "", 115);
        if (section->first < section->end)
            wf_buffer_puts(out, "\n| option | value | default | meaning |\n| --- | --- | --- | --- |\n");
        for (unsigned i = section->first; i < section->end; i++)
            put_reference_row(out, &wf_config_rows[i]);
    }
    wf_buffer_puts(out, "\n## Properties that cannot be set\n\n"
        "The worker sets these librdkafka properties itself, since another value would break what it promises:\n\n"
        "| property | why |\n| --- | --- |\n");
    for (unsigned i = 0;; i++) {
        const char *property, *reason = wf_config_refused_at(i, &property);

        if (reason == NULL)
            break;
        wf_buffer_printf(out, "| `%s` | %s |\n", property, reason);
    }
}

static void
put_schema_type(struct wf_buffer *out, const struct wf_config_row *row)
{
    switch (row->type) {
    case WF_CONFIG_TEXT: wf_buffer_puts(out, "\"type\": [\"string\", \"null\"]"); break;
    case WF_CONFIG_LIST:
        wf_buffer_puts(out, "\"type\": [\"array\", \"string\", \"null\"], \"items\": {\"type\": \"string\"}");
        break;
    case WF_CONFIG_COUNT:
        wf_buffer_printf(out, "\"type\": [\"integer\", \"null\"], \"minimum\": %lld, \"maximum\": %lld",
            (long long)row->lowest, (long long)row->highest);
        break;
    case WF_CONFIG_SIZE:
        wf_buffer_puts(out, "\"type\": [\"string\", \"null\"], \"pattern\": \"^[0-9]+ ?(B|kB|KB|MB|GB|KiB|MiB|GiB)$\"");
        break;
    case WF_CONFIG_TIME:
        wf_buffer_puts(out, "\"type\": [\"string\", \"null\"], \"pattern\": \"^[0-9]+ ?(ms|s|m|min|h|d)$\"");
        break;
    case WF_CONFIG_SWITCH: wf_buffer_puts(out, "\"type\": [\"boolean\", \"null\"]"); break;
    case WF_CONFIG_CHOICE:
        wf_buffer_puts(out, "\"enum\": [");
        for (const char *at = row->choices; at != NULL; at = strchr(at, '|')) {
            if (*at == '|')
                at++;
            wf_buffer_printf(out, "\"%.*s\", ", (int)strcspn(at, "|"), at);
        }
        wf_buffer_puts(out, "null]");
        break;
    }
}

static void
put_schema_default(struct wf_buffer *out, const struct wf_config_row *row)
{
    if (row->standard == NULL)
        return;
    wf_buffer_puts(out, ", \"default\": ");
    if (row->type == WF_CONFIG_COUNT || row->type == WF_CONFIG_SWITCH)
        wf_buffer_puts(out, row->standard);
    else
        wf_buffer_put_json(out, wf_slice_of(row->standard));
}

static void
put_schema_section(struct wf_buffer *out, const struct wf_config_section *section)
{
    wf_buffer_printf(out, "    \"%s\": {\n      \"type\": [\"object\", \"null\"],\n      \"description\": ", section->name);
    wf_buffer_put_json(out, wf_slice_of(section->meaning));
    wf_buffer_puts(out, ",\n      \"properties\": {");
    for (unsigned i = section->first; i < section->end; i++) {
        const struct wf_config_row *row = &wf_config_rows[i];

        wf_buffer_printf(out, "%s\n        \"%s\": {", i == section->first ? "" : ",", row->name);
        put_schema_type(out, row);
        put_schema_default(out, row);
        wf_buffer_puts(out, ", \"description\": ");
        wf_buffer_put_json(out, wf_slice_of(row->meaning));
        wf_buffer_putc(out, '}');
        if (row->type == WF_CONFIG_TEXT)
            wf_buffer_printf(out, ",\n        \"%s_file\": {\"type\": \"string\", \"description\": \"File that holds the value of `%s`.\"}",
                row->name, row->name);
    }
    wf_buffer_puts(out, section->first == section->end ? "},\n" : "\n      },\n");
    if (section->takes == WF_CONFIG_PROPERTIES)
        wf_buffer_puts(out, "      \"patternProperties\": {\n        \"[.]|^(acks|debug|enabled_events|log_level|retries)$\": "
            "{\"type\": [\"string\", \"number\", \"boolean\"]}\n      },\n");
    wf_buffer_printf(out, "      \"additionalProperties\": %s\n    }",
        section->takes == WF_CONFIG_STAGES ? "{\"type\": \"object\"}" : "false");
}

void
wf_config_schema(struct wf_buffer *out)
{
    wf_buffer_puts(out, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
        "  \"title\": \"Configuration of wirefact\",\n  \"type\": [\"object\", \"null\"],\n  \"properties\": {\n");
    for (unsigned s = 0; s < wf_config_section_count; s++) {
        put_schema_section(out, &wf_config_sections[s]);
        wf_buffer_puts(out, s + 1 < wf_config_section_count ? ",\n" : "\n");
    }
    wf_buffer_puts(out, "  },\n  \"additionalProperties\": false\n}\n");
}

void
wf_config_list(struct wf_buffer *out)
{
    for (unsigned i = 0; i < wf_config_row_count; i++) {
        const struct wf_config_row *row = &wf_config_rows[i];

        wf_buffer_printf(out, "%s.%s", row->section, row->name);
        if (row->standard != NULL)
            wf_buffer_printf(out, " = %s", row->standard);
        wf_buffer_puts(out, "\n");
        put_wrapped(out, row->meaning, "    ", 100);
        wf_buffer_puts(out, "    ");
        wf_buffer_puts(out, row->choices != NULL ? row->choices : type_words[row->type]);
        put_limits(out, row, ", ");
        wf_buffer_puts(out, "; WIREFACT_");
        put_upper(out, row->section);
        wf_buffer_putc(out, '_');
        put_upper(out, row->name);
        wf_buffer_puts(out, "\n");
    }
}
