/* SPDX-License-Identifier: Apache-2.0 */
#include "producer/json.h"

#include "document/calendar.h"

/* Bytes of `text` before the first that JSON wants escaped, eight at a time while nothing is found. */
static size_t
clean_prefix(const char *data, size_t len)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
    size_t i = 0;

    for (; i + 8 <= len; i += 8) {
        uint64_t w, quote, slash;

        memcpy(&w, data + i, sizeof w);
        quote = w ^ (ones * '"');
        slash = w ^ (ones * '\\');
        /* The classic test for a byte that is zero or below a bound; it may err only above a true hit. */
        if ((((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & high)
            break;
    }
    for (; i < len; i++) {
        unsigned char c = (unsigned char)data[i];

        if (c < 0x20 || c == '"' || c == '\\')
            break;
    }
    return i;
}

static void
put_escape(struct wf_buffer *buf, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char code[6] = { '\\', 'u', '0', '0', 0, 0 };

    switch (c) {
    case '"': WF_JSON_PUT(buf, "\\\""); return;
    case '\\': WF_JSON_PUT(buf, "\\\\"); return;
    case '\n': WF_JSON_PUT(buf, "\\n"); return;
    case '\r': WF_JSON_PUT(buf, "\\r"); return;
    case '\t': WF_JSON_PUT(buf, "\\t"); return;
    case '\b': WF_JSON_PUT(buf, "\\b"); return;
    case '\f': WF_JSON_PUT(buf, "\\f"); return;
    default: break;
    }
    code[4] = hex[c >> 4];
    code[5] = hex[c & 15];
    wf_json_raw(buf, code, sizeof code);
}

void
wf_json_string(struct wf_buffer *buf, struct wf_slice text)
{
    if (text.data == NULL) {
        WF_JSON_PUT(buf, "null");
        return;
    }
    wf_json_char(buf, '"');
    while (text.len > 0) {
        size_t clean = clean_prefix(text.data, text.len);

        if (clean > 0)
            wf_json_raw(buf, text.data, clean);
        if (clean == text.len)
            break;
        put_escape(buf, (unsigned char)text.data[clean]);
        text.data += clean + 1;
        text.len -= clean + 1;
    }
    wf_json_char(buf, '"');
}

void
wf_json_name(struct wf_buffer *buf, const char *name)
{
    if (name == NULL) {
        WF_JSON_PUT(buf, "null");
        return;
    }
    wf_json_char(buf, '"');
    wf_json_raw(buf, name, strlen(name));
    wf_json_char(buf, '"');
}

void
wf_json_decimal(struct wf_buffer *buf, struct wf_decimal value)
{
    if (buf->capacity - buf->len < WF_DECIMAL_PRINT_MAX && !wf_buffer_reserve(buf, WF_DECIMAL_PRINT_MAX))
        return;
    buf->len += wf_decimal_print(value, buf->data + buf->len);
}

void
wf_json_thousandths(struct wf_buffer *buf, unsigned value)
{
    char digits[3] = { (char)('0' + value / 100 % 10), (char)('0' + value / 10 % 10), (char)('0' + value % 10) };
    size_t len = 3;

    wf_json_uint(buf, value / 1000);
    while (len > 0 && digits[len - 1] == '0')
        len--;
    if (len > 0) {
        wf_json_char(buf, '.');
        wf_json_raw(buf, digits, len);
    }
}

void
wf_json_day(struct wf_buffer *buf, int32_t day)
{
    char text[16];
    size_t len;

    if (day == WF_DAY_NONE) {
        WF_JSON_PUT(buf, "null");
        return;
    }
    len = wf_day_print(day, text);
    wf_json_char(buf, '"');
    wf_json_raw(buf, text, len);
    wf_json_char(buf, '"');
}

void
wf_json_span(struct wf_buffer *buf, struct wf_span span)
{
    WF_JSON_PUT(buf, "\"start\":");
    wf_json_uint(buf, span.start);
    WF_JSON_PUT(buf, ",\"end\":");
    wf_json_uint(buf, span.end);
}
