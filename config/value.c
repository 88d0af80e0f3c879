/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/table.h"

#define SECRET_MAX (64 * 1024)

struct unit {
    const char *name;
    int64_t factor;
};

static const struct unit sizes[] = { { "B", 1 }, { "kB", 1000 }, { "KB", 1000 }, { "MB", 1000000 }, { "GB", 1000000000 },
    { "KiB", WF_KI }, { "MiB", WF_MI }, { "GiB", WF_GI }, { NULL, 0 } };
static const struct unit times[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "min", 60000 }, { "h", WF_HOUR },
    { "d", 24 * WF_HOUR }, { NULL, 0 } };
static const struct unit none[] = { { "", 1 }, { NULL, 0 } };

static void *
field(struct wf_config *config, const struct wf_config_row *row)
{
    return (char *)config + row->offset;
}

static void
print_amount(int64_t value, enum wf_config_type type, char *out, size_t size)
{
    static const struct unit big_sizes[] = { { "GiB", WF_GI }, { "MiB", WF_MI }, { "KiB", WF_KI }, { "B", 1 }, { NULL, 0 } };
    static const struct unit big_times[] = { { "h", WF_HOUR }, { "m", 60000 }, { "s", 1000 }, { "ms", 1 }, { NULL, 0 } };
    const struct unit *unit = type == WF_CONFIG_SIZE ? big_sizes : type == WF_CONFIG_TIME ? big_times : none;

    while (unit->factor != 1 && (value == 0 || value % unit->factor != 0))
        unit++;
    snprintf(out, size, "%lld%s", (long long)(value / unit->factor), unit->name);
}

static bool
parse_amount(const struct wf_config_row *row, const char *text, int64_t *out, char *problem, size_t size)
{
    const struct unit *unit = row->type == WF_CONFIG_SIZE ? sizes : row->type == WF_CONFIG_TIME ? times : none;
    const char *example = row->type == WF_CONFIG_SIZE ? "a size with its unit, such as 64KiB or 8MiB"
        : row->type == WF_CONFIG_TIME                 ? "a time with its unit, such as 250ms, 10s or 5m"
                                                      : "a whole number";
    char low[32], high[32];
    const char *rest;
    long long value;
    char *end;

    errno = 0;
    value = strtoll(text, &end, 10);
    rest = end + (*end == ' ');
    if (end == text || errno != 0 || text[0] == ' ' || text[0] == '+') {
        snprintf(problem, size, "`%s` is no number; it must be %s", text, example);
        return false;
    }
    while (unit->name != NULL && strcmp(unit->name, rest) != 0)
        unit++;
    if (unit->name == NULL) {
        if (*rest == '\0')
            snprintf(problem, size, "`%s` has no unit; it must be %s", text, example);
        else
            snprintf(problem, size, "`%s` is not understood; it must be %s", text, example);
        return false;
    }
    print_amount(row->lowest, row->type, low, sizeof low);
    print_amount(row->highest, row->type, high, sizeof high);
    if (value > row->highest / unit->factor || value < 0 || value * unit->factor < row->lowest) {
        if (row->highest == INT64_MAX)
            snprintf(problem, size, "%s is too small; it must be at least %s", text, low);
        else
            snprintf(problem, size, "%s is out of its limits; it must be between %s and %s", text, low, high);
        return false;
    }
    *out = value * unit->factor;
    return true;
}

static bool
parse_switch(const char *text, bool *out, char *problem, size_t size)
{
    static const char *const yes[] = { "true", "yes", "on" }, *const no[] = { "false", "no", "off" };

    for (size_t i = 0; i < 3; i++) {
        if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
            *out = strcmp(text, yes[i]) == 0;
            return true;
        }
    }
    snprintf(problem, size, "`%s` is not understood; it must be true or false", text);
    return false;
}

static bool
parse_choice(const char *choices, const char *text, int *out, char *problem, size_t size)
{
    size_t len = strlen(text);
    int index = 0;

    for (const char *at = choices; at != NULL; at = strchr(at, '|'), index++) {
        if (*at == '|')
            at++;
        if (len > 0 && strncmp(at, text, len) == 0 && (at[len] == '|' || at[len] == '\0')) {
            *out = index;
            return true;
        }
    }
    snprintf(problem, size, "`%s` is not known; it must be one of %s", text, choices);
    return false;
}

bool
wf_config_value_list(struct wf_config *config, const struct wf_config_row *row, const char *const *items, unsigned count,
    wf_arena *arena)
{
    const char **list = wf_arena_alloc(arena, (count + 1) * sizeof *list);

    if (list == NULL)
        return false;
    if (count > 0)
        memcpy(list, items, count * sizeof *list);
    list[count] = NULL;
    *(const char *const **)field(config, row) = list;
    return true;
}

static bool
parse_list(struct wf_config *config, const struct wf_config_row *row, const char *text, wf_arena *arena)
{
    const char *items[256];
    unsigned count = 0;

    while (*text != '\0' && count < 256) {
        size_t len;

        text += strspn(text, " ,");
        len = strcspn(text, ",");
        while (len > 0 && text[len - 1] == ' ')
            len--;
        if (len > 0)
            items[count++] = wf_arena_copy(arena, text, len);
        text += strcspn(text, ",");
    }
    return !wf_arena_failed(arena) && wf_config_value_list(config, row, items, count, arena);
}

bool
wf_config_value_set(struct wf_config *config, const struct wf_config_row *row, const char *text, wf_arena *arena,
    char *problem, size_t size)
{
    switch (row->type) {
    case WF_CONFIG_TEXT: *(const char **)field(config, row) = text[0] == '\0' ? NULL : text; return true;
    case WF_CONFIG_LIST:
        if (parse_list(config, row, text, arena))
            return true;
        snprintf(problem, size, "no memory");
        return false;
    case WF_CONFIG_COUNT:
    case WF_CONFIG_SIZE:
    case WF_CONFIG_TIME: return parse_amount(row, text, field(config, row), problem, size);
    case WF_CONFIG_SWITCH: return parse_switch(text, field(config, row), problem, size);
    case WF_CONFIG_CHOICE: return parse_choice(row->choices, text, field(config, row), problem, size);
    }
    return false;
}

void
wf_config_scalar_print(const char *text, struct wf_buffer *out)
{
    static const char *const words[] = { "true", "false", "yes", "no", "on", "off", "null", "~" };
    bool plain = text[0] != '\0' && strchr("-?:,[]{}#&*!|>'\"%@` ", text[0]) == NULL;

    for (size_t i = 0; plain && i < sizeof words / sizeof words[0]; i++)
        plain = strcmp(text, words[i]) != 0;
    for (const char *p = text; plain && *p != '\0'; p++)
        plain = (unsigned char)*p >= 0x20 && *p != '#' && *p != ',' && *p != '[' && *p != ']' && *p != '{' &&
            *p != '}' && !(*p == ':' && (p[1] == ' ' || p[1] == '\0'));
    if (plain && text[strlen(text) - 1] != ' ')
        wf_buffer_puts(out, text);
    else
        wf_buffer_put_json(out, wf_slice_of(text)); /* JSON strings are YAML's double-quoted ones */
}

void
wf_config_value_print(const struct wf_config *config, const struct wf_config_row *row, struct wf_buffer *out)
{
    const void *at = (const char *)config + row->offset;
    char amount[32];

    switch (row->type) {
    case WF_CONFIG_TEXT: {
        const char *text = *(const char *const *)at;

        if (text == NULL)
            wf_buffer_puts(out, "\"\"");
        else
            wf_config_scalar_print(text, out);
        break;
    }
    case WF_CONFIG_LIST: {
        const char *const *items = *(const char *const *const *)at;

        wf_buffer_putc(out, '[');
        for (unsigned i = 0; items != NULL && items[i] != NULL; i++) {
            if (i > 0)
                wf_buffer_puts(out, ", ");
            wf_config_scalar_print(items[i], out);
        }
        wf_buffer_putc(out, ']');
        break;
    }
    case WF_CONFIG_COUNT:
    case WF_CONFIG_SIZE:
    case WF_CONFIG_TIME:
        print_amount(*(const int64_t *)at, row->type, amount, sizeof amount);
        wf_buffer_puts(out, amount);
        break;
    case WF_CONFIG_SWITCH: wf_buffer_puts(out, *(const bool *)at ? "true" : "false"); break;
    case WF_CONFIG_CHOICE: {
        const char *name = row->choices;

        for (int i = *(const int *)at; i > 0; i--)
            name = strchr(name, '|') + 1;
        wf_buffer_append(out, name, strcspn(name, "|"));
        break;
    }
    }
}

/* The text for one `${...}` at `at` (after the brace); NULL with the problem. */
static const char *
variable(const char *at, size_t len, wf_arena *arena, char *problem, size_t size)
{
    char name[128];
    const char *standard = NULL, *value;
    size_t name_len = len;

    for (size_t i = 0; i + 1 < len; i++) {
        if (at[i] == ':' && at[i + 1] == '-') {
            name_len = i;
            standard = wf_arena_copy(arena, at + i + 2, len - i - 2);
            break;
        }
    }
    if (name_len == 0 || name_len >= sizeof name) {
        snprintf(problem, size, "`${%.*s}` names no environment variable", (int)len, at);
        return NULL;
    }
    memcpy(name, at, name_len);
    name[name_len] = '\0';
    value = getenv(name);
    if (value != NULL)
        return value;
    if (standard == NULL)
        snprintf(problem, size, "the environment variable %s is not set; set it, or write ${%s:-default}", name, name);
    return standard;
}

const char *
wf_config_expand(const char *text, wf_arena *arena, char *problem, size_t size)
{
    struct wf_buffer out = WF_BUFFER_INIT;
    const char *result = NULL;

    if (strchr(text, '$') == NULL)
        return text;
    while (*text != '\0') {
        size_t plain = strcspn(text, "$");

        wf_buffer_append(&out, text, plain);
        text += plain;
        if (text[0] == '$' && text[1] == '{') {
            const char *end = strchr(text, '}'), *value;

            if (end == NULL) {
                snprintf(problem, size, "`%s` lacks its closing brace", text);
                goto done;
            }
            value = variable(text + 2, (size_t)(end - text - 2), arena, problem, size);
            if (value == NULL)
                goto done;
            wf_buffer_puts(&out, value);
            text = end + 1;
        } else if (text[0] == '$') {
            wf_buffer_putc(&out, '$');
            text += text[1] == '$' ? 2 : 1;
        }
    }
    result = out.failed ? NULL : wf_arena_copy(arena, out.len == 0 ? "" : out.data, out.len);
    if (result == NULL)
        snprintf(problem, size, "no memory");
done:
    wf_buffer_free(&out);
    return result;
}

const char *
wf_config_read_secret(const char *path, wf_arena *arena, char *problem, size_t size)
{
    FILE *in = fopen(path, "r");
    char *data = wf_arena_alloc(arena, SECRET_MAX + 1);
    size_t len;

    if (in == NULL || data == NULL) {
        snprintf(problem, size, "cannot read %s: %s", path, in == NULL ? strerror(errno) : "no memory");
        if (in != NULL)
            fclose(in);
        return NULL;
    }
    len = fread(data, 1, SECRET_MAX + 1, in);
    if (ferror(in) || len > SECRET_MAX || memchr(data, '\0', len) != NULL) {
        snprintf(problem, size, len > SECRET_MAX ? "%s is too large for a secret (64 KiB)"
                : ferror(in)                     ? "cannot read %s"
                                                 : "%s holds a zero byte; a secret is text", path);
        fclose(in);
        return NULL;
    }
    fclose(in);
    while (len > 0 && (data[len - 1] == '\n' || data[len - 1] == '\r'))
        len--;
    data[len] = '\0';
    return data;
}
