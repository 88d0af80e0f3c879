/* SPDX-License-Identifier: Apache-2.0 */
#include "producer/member.h"

#include <stdlib.h>

/* One past the string that begins with the quotation mark at `at`. */
static size_t
string_end(struct wf_slice json, size_t at)
{
    for (at++; at < json.len && json.data[at] != '"'; at++)
        if (json.data[at] == '\\')
            at++;
    return at < json.len ? at + 1 : json.len;
}

/* One past the value that begins at `at`. */
static size_t
value_end(struct wf_slice json, size_t at)
{
    unsigned depth = 0;

    while (at < json.len) {
        char c = json.data[at];

        if (c == '"') {
            at = string_end(json, at);
            if (depth == 0)
                return at;
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']'))
            return at;
        if (c == '{' || c == '[')
            depth++;
        if ((c == '}' || c == ']') && --depth == 0)
            return at + 1;
        at++;
    }
    return json.len;
}

static struct wf_slice
part(struct wf_slice json, size_t start, size_t end)
{
    return (struct wf_slice){ json.data + start, end - start };
}

static bool
member_of(struct wf_slice object, struct wf_slice name, struct wf_slice *out)
{
    size_t at = 1;

    while (at < object.len && object.data[at] == '"') {
        size_t key_end = string_end(object, at), end = value_end(object, key_end + 1);

        if (wf_slice_equal(part(object, at + 1, key_end - 1), name)) {
            *out = part(object, key_end + 1, end);
            return true;
        }
        at = end + 1; /* behind the comma */
    }
    return false;
}

static bool
item_of(struct wf_slice array, unsigned long index, struct wf_slice *out)
{
    size_t at = 1;

    while (at < array.len && array.data[at] != ']') {
        size_t end = value_end(array, at);

        if (index-- == 0) {
            *out = part(array, at, end);
            return true;
        }
        at = end + 1;
    }
    return false;
}

bool
wf_member_find(struct wf_slice json, const char *path, struct wf_slice *out)
{
    for (;;) {
        size_t len = strcspn(path, ".");
        struct wf_slice name = { path, len };
        bool found = false;

        if (json.len > 1 && json.data[0] == '{')
            found = member_of(json, name, &json);
        else if (json.len > 1 && json.data[0] == '[' && len > 0 && strspn(path, "0123456789") == len)
            found = item_of(json, strtoul(path, NULL, 10), &json);
        if (!found)
            return false;
        if (path[len] == '\0')
            break;
        path += len + 1;
    }
    *out = json;
    return true;
}
