/* SPDX-License-Identifier: Apache-2.0 */
#include "document/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool
wf_buffer_reserve(struct wf_buffer *buf, size_t more)
{
    size_t capacity = buf->capacity == 0 ? 256 : buf->capacity;
    char *moved;

    if (buf->failed)
        return false;
    if (more <= buf->capacity - buf->len)
        return true;
    if (more > SIZE_MAX / 4 || buf->len > SIZE_MAX / 4) {
        buf->failed = true;
        return false;
    }
    while (capacity - buf->len < more)
        capacity *= 2;
    moved = realloc(buf->data, capacity);
    if (moved == NULL) {
        buf->failed = true;
        return false;
    }
    buf->data = moved;
    buf->capacity = capacity;
    return true;
}

void
wf_buffer_append(struct wf_buffer *buf, const char *data, size_t len)
{
    if (len == 0 || !wf_buffer_reserve(buf, len))
        return;
    memcpy(buf->data + buf->len, data, len);
    buf->len += len;
}

void
wf_buffer_append_slice(struct wf_buffer *buf, struct wf_slice slice)
{
    wf_buffer_append(buf, slice.data, slice.len);
}

void
wf_buffer_puts(struct wf_buffer *buf, const char *terminated)
{
    wf_buffer_append(buf, terminated, strlen(terminated));
}

void
wf_buffer_putc(struct wf_buffer *buf, char c)
{
    wf_buffer_append(buf, &c, 1);
}

void
wf_buffer_printf(struct wf_buffer *buf, const char *format, ...)
{
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0 || !wf_buffer_reserve(buf, (size_t)len + 1))
        return;
    va_start(args, format);
    (void)vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

void
wf_buffer_put_uint(struct wf_buffer *buf, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    wf_buffer_append(buf, digits + at, sizeof digits - at);
}

/* Bytes that a JSON string must escape: below 0x20, the quotation mark, the backslash (RFC 8259, 7); 0x7f for terminals. */
static const char escapes[256] = {
    ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\',
    [0] = 'u', [1] = 'u', [2] = 'u', [3] = 'u', [4] = 'u', [5] = 'u', [6] = 'u', [7] = 'u', [11] = 'u',
    [14] = 'u', [15] = 'u', [16] = 'u', [17] = 'u', [18] = 'u', [19] = 'u', [20] = 'u', [21] = 'u',
    [22] = 'u', [23] = 'u', [24] = 'u', [25] = 'u', [26] = 'u', [27] = 'u', [28] = 'u', [29] = 'u',
    [30] = 'u', [31] = 'u', [127] = 'u'
};

void
wf_buffer_put_json(struct wf_buffer *buf, struct wf_slice slice)
{
    static const char hex[] = "0123456789abcdef";
    size_t start = 0;

    if (slice.data == NULL) {
        wf_buffer_append(buf, "null", 4);
        return;
    }
    if (!wf_buffer_reserve(buf, slice.len + 2))
        return;
    buf->data[buf->len++] = '"';
    for (size_t i = 0; i < slice.len; i++) {
        unsigned char c = (unsigned char)slice.data[i];

        if (escapes[c] == 0)
            continue;
        wf_buffer_append(buf, slice.data + start, i - start);
        wf_buffer_putc(buf, '\\');
        wf_buffer_putc(buf, escapes[c]);
        if (escapes[c] == 'u') {
            char code[4] = { '0', '0', hex[c >> 4], hex[c & 15] };

            wf_buffer_append(buf, code, sizeof code);
        }
        start = i + 1;
    }
    wf_buffer_append(buf, slice.data + start, slice.len - start);
    wf_buffer_putc(buf, '"');
}

void
wf_buffer_clear(struct wf_buffer *buf)
{
    buf->len = 0;
    buf->failed = false;
}

void
wf_buffer_free(struct wf_buffer *buf)
{
    free(buf->data);
    *buf = (struct wf_buffer)WF_BUFFER_INIT;
}
