/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/json.h"

#include <stdlib.h>
#include <string.h>

/* Deepest nesting of brackets outside of strings. */
static unsigned
depth_of(struct wf_slice text)
{
    unsigned depth = 0, most = 0;
    bool string = false;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];

        if (string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                string = false;
        } else if (c == '"') {
            string = true;
        } else if (c == '[' || c == '{') {
            most = ++depth > most ? depth : most;
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        }
    }
    return most;
}

/* jansson has no room for U+0000 in a key: such keys are no business of ours, so give them U+FFFD instead. */
static json_t *
parse_without_null(struct wf_slice text, size_t flags, json_error_t *error)
{
    char *copy = malloc(text.len + 1);
    json_t *value;

    if (copy == NULL)
        return NULL;
    memcpy(copy, text.data, text.len);
    for (size_t i = 0; i + 5 < text.len; i++) {
        if (copy[i] != '\\')
            continue;
        if (memcmp(copy + i, "\\u0000", 6) == 0)
            memcpy(copy + i, "\\ufffd", 6);
        i++;
    }
    value = json_loadb(copy, text.len, flags, error);
    free(copy);
    return value;
}

json_t *
wf_json_parse(struct wf_slice text, unsigned max_depth, bool *duplicates, struct wf_error *err)
{
    size_t flags = JSON_DECODE_ANY | JSON_ALLOW_NUL;
    json_error_t error;
    json_t *value;
    unsigned depth;

    if (duplicates != NULL)
        *duplicates = false;
    if (max_depth != 0) {
        depth = depth_of(text);
        if (depth > max_depth) {
            wf_error_set(err, WF_ELIMIT, NULL, 0, "JSON nested %u deep; at most %u (limits.depth)", depth, max_depth);
            return NULL;
        }
    }
    if (text.len >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0) {
        text.data += 3; /* RFC 8259 section 8.1 lets a parser ignore it */
        text.len -= 3;
    }
    if (memchr(text.data, '\0', text.len) != NULL) { /* jansson takes it for the end after a number */
        wf_error_set(err, WF_EFORMAT, NULL, 0, "not valid JSON: a byte with the value 0");
        return NULL;
    }
    value = json_loadb(text.data, text.len, flags | JSON_REJECT_DUPLICATES, &error);
    if (value == NULL && json_error_code(&error) == json_error_duplicate_key) {
        if (duplicates != NULL)
            *duplicates = true;
        value = json_loadb(text.data, text.len, flags, &error);
    }
    if (value == NULL && json_error_code(&error) == json_error_null_byte_in_key)
        value = parse_without_null(text, flags, &error);
    if (value != NULL)
        return value;
    switch (json_error_code(&error)) {
    case json_error_stack_overflow:
        wf_error_at(err, WF_ELIMIT, NULL, error.line, error.column, "JSON nested too deeply");
        break;
    case json_error_out_of_memory:
        wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for a JSON text of %zu bytes", text.len);
        break;
    case json_error_invalid_utf8:
        wf_error_at(err, WF_EUTF8, NULL, error.line, error.column, "JSON is not valid UTF-8: %s", error.text);
        break;
    default:
        wf_error_at(err, WF_EFORMAT, NULL, error.line, error.column, "not valid JSON: %s", error.text);
        break;
    }
    return NULL;
}

const char *
wf_json_kind(const json_t *value)
{
    if (value == NULL)
        return "nothing";
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "a boolean";
    default:
        return "null";
    }
}

static enum wf_status
copy(wf_arena *arena, const char *data, size_t len, struct wf_slice *out, struct wf_error *err)
{
    out->data = wf_arena_copy(arena, data, len);
    if (out->data == NULL)
        return wf_error_set(err, WF_ELIMIT, NULL, 0, "the record does not fit into the memory of one document");
    out->len = len;
    return WF_OK;
}

enum wf_status
wf_json_text(wf_arena *arena, const json_t *object, const char *path, const char *name, struct wf_slice *out,
    struct wf_error *err)
{
    const json_t *value = json_object_get(object, name);

    if (value == NULL || json_is_null(value))
        return WF_OK;
    if (!json_is_string(value))
        return wf_error_set(err, WF_EFORMAT, NULL, 0, "%s.%s: expected a string, found %s", path, name,
            wf_json_kind(value));
    return copy(arena, json_string_value(value), json_string_length(value), out, err);
}

enum wf_status
wf_json_scalar(wf_arena *arena, const json_t *object, const char *path, const char *name, struct wf_slice *out,
    struct wf_error *err)
{
    const json_t *value = json_object_get(object, name);
    char digits[64];
    size_t len;

    if (value == NULL || !json_is_number(value)) {
        if (value == NULL || json_is_null(value) || json_is_string(value))
            return wf_json_text(arena, object, path, name, out, err);
        return wf_error_set(err, WF_EFORMAT, NULL, 0, "%s.%s: expected a string or number, found %s", path, name,
            wf_json_kind(value));
    }
    len = json_dumpb(value, digits, sizeof digits, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    return copy(arena, digits, len > sizeof digits ? 0 : len, out, err);
}

enum wf_status
wf_json_objects(const json_t *object, const char *path, const char *name, const json_t **out, struct wf_error *err)
{
    const json_t *value = json_object_get(object, name);

    *out = NULL;
    if (value == NULL || json_is_null(value))
        return WF_OK;
    if (!json_is_array(value))
        return wf_error_set(err, WF_EFORMAT, NULL, 0, "%s.%s: expected an array, found %s", path, name,
            wf_json_kind(value));
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!json_is_object(json_array_get(value, i)))
            return wf_error_set(err, WF_EFORMAT, NULL, 0, "%s.%s[%zu]: expected an object, found %s", path, name, i,
                wf_json_kind(json_array_get(value, i)));
    }
    *out = value;
    return WF_OK;
}
