/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing JSON straight into a buffer: the hot path of the encoder, hence inline. Nothing here checks the
 * grammar; the tests compare what comes out with another library's reading of it. An append without memory
 * sets buf->failed, which the caller checks once at the end of a record.
 */
#ifndef WF_JSON_H
#define WF_JSON_H

#include "document/buffer.h"
#include "document/decimal.h"
#include "document/span.h"

static inline void
wf_json_raw(struct wf_buffer *buf, const char *data, size_t len)
{
    if (buf->capacity - buf->len < len && !wf_buffer_reserve(buf, len))
        return;
    memcpy(buf->data + buf->len, data, len);
    buf->len += len;
}

/* A literal piece of JSON, such as `{"id":`. */
#define WF_JSON_PUT(buf, literal) wf_json_raw((buf), (literal), sizeof(literal) - 1)

static inline void
wf_json_char(struct wf_buffer *buf, char c)
{
    wf_json_raw(buf, &c, 1);
}

static inline void
wf_json_uint(struct wf_buffer *buf, uint64_t value)
{
    size_t len = 1;
    char *end;

    for (uint64_t rest = value; rest >= 10; rest /= 10)
        len++;
    if (buf->capacity - buf->len < len && !wf_buffer_reserve(buf, len))
        return;
    end = buf->data + buf->len + len;
    buf->len += len;
    do {
        *--end = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
}

static inline void
wf_json_int(struct wf_buffer *buf, int64_t value)
{
    if (value < 0)
        wf_json_char(buf, '-');
    wf_json_uint(buf, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

/* A string with its quotation marks and escapes, `null` for {NULL, 0}. */
void wf_json_string(struct wf_buffer *buf, struct wf_slice text);

/* The same for a terminated string that needs no escapes, such as the name of a rule; `null` for NULL. */
void wf_json_name(struct wf_buffer *buf, const char *name);

/* `null`, `true` or `false` never occur in events; a decimal is a number without exponent, or `null`. */
void wf_json_decimal(struct wf_buffer *buf, struct wf_decimal value);

/* 0.912 from 912; 1 from 1000. */
void wf_json_thousandths(struct wf_buffer *buf, unsigned value);

/* "2024-09-11", or `null` for WF_DAY_NONE. */
void wf_json_day(struct wf_buffer *buf, int32_t day);

/* `"start":4,"end":9` */
void wf_json_span(struct wf_buffer *buf, struct wf_span span);

#endif
