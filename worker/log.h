/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages on standard error, one a line: logfmt for people, JSON for collectors. The same text (numbers in it do not
 * count) is written five times a minute, and a message of worker/message.h in all its texts sixty times; how often it
 * was left out is said with the next one.
 */
#ifndef WF_LOG_H
#define WF_LOG_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "worker/message.h"

#define WF_LOG_KINDS 64

struct wf_log {
    enum wf_log_level least; /* less important ones are dropped */
    bool json;
    int descriptor;
    pthread_mutex_t lock;
    struct wf_log_kind {
        uint64_t kind;       /* digest of the level and text without its numbers */
        int64_t window;      /* start of the minute, milliseconds */
        unsigned written, dropped;
    } kinds[WF_LOG_KINDS], messages[WF_MESSAGE_COUNT];
};

/* `format` is the option log.format (0 auto, 1 logfmt, 2 json); auto looks at the descriptor. */
void wf_log_init(struct wf_log *log, int descriptor, enum wf_log_level least, int format);

/* Fits wf_run_settings.log with the struct as context. Any thread. */
void wf_log_write(void *log, enum wf_message message, enum wf_log_level level, const char *text);

/* One line as it would be written, with its line end; `milliseconds` since 1970. For tests. */
struct wf_buffer;
void wf_log_print(struct wf_buffer *out, bool json, int64_t milliseconds, enum wf_message message, enum wf_log_level level,
    const char *text, unsigned dropped);

#endif
