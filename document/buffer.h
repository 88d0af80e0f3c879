/* SPDX-License-Identifier: Apache-2.0 */
/* A borrowed slice of bytes, and an owned buffer that grows. */
#ifndef WF_BUFFER_H
#define WF_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Borrowed; not terminated. {NULL, 0} stands for "unknown", {"", 0} for empty. */
struct wf_slice {
    const char *data;
    size_t len;
};

#define WF_SLICE(literal) ((struct wf_slice){ (literal), sizeof(literal) - 1 })
#define WF_SLICE_NONE ((struct wf_slice){ NULL, 0 })

static inline struct wf_slice
wf_slice_of(const char *terminated)
{
    return (struct wf_slice){ terminated, terminated == NULL ? 0 : strlen(terminated) };
}

static inline bool
wf_slice_equal(struct wf_slice a, struct wf_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool
wf_slice_is(struct wf_slice a, const char *terminated)
{
    return wf_slice_equal(a, wf_slice_of(terminated));
}

/* Owned. Starts as {NULL, 0, 0, false}; released by wf_buffer_free. */
struct wf_buffer {
    char *data;
    size_t len;
    size_t capacity;
    bool failed; /* an append found no memory; the content is cut there */
};

#define WF_BUFFER_INIT { NULL, 0, 0, false }

/* Make room for `more` bytes; false (and failed set) without memory. */
bool wf_buffer_reserve(struct wf_buffer *buf, size_t more);

void wf_buffer_append(struct wf_buffer *buf, const char *data, size_t len);
void wf_buffer_append_slice(struct wf_buffer *buf, struct wf_slice slice);
void wf_buffer_puts(struct wf_buffer *buf, const char *terminated);
void wf_buffer_putc(struct wf_buffer *buf, char c);
void wf_buffer_printf(struct wf_buffer *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Decimal digits of `value`, without printf's cost. */
void wf_buffer_put_uint(struct wf_buffer *buf, uint64_t value);

/* `slice` as a JSON string (RFC 8259) with its quotation marks, or `null` when slice.data is NULL. */
void wf_buffer_put_json(struct wf_buffer *buf, struct wf_slice slice);

/* Empty it, keep the memory, clear the failure. */
void wf_buffer_clear(struct wf_buffer *buf);

void wf_buffer_free(struct wf_buffer *buf);

#endif
